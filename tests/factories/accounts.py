"""Makes units, users and their roles."""

import factory
from django.utils import timezone

from accounts.models import RoleGrant, Unit, User


class UnitFactory(factory.django.DjangoModelFactory):
    """A college that may run training."""

    class Meta:
        model = Unit

    code = factory.Sequence(lambda number: f"U{number:03d}")
    name_zh = factory.Sequence(lambda number: f"第{number}学院")
    name_en = factory.Sequence(lambda number: f"College {number}")
    kind = Unit.Kind.COLLEGE
    is_substantive = True
    can_run_training = True


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name_zh = factory.Sequence(lambda number: f"张三{number}")
    name_en = factory.Sequence(lambda number: f"ZHANG San {number}")
    password = "!"


def person_with(role, unit=None, area="", **fields):
    """A new user who holds the role, in the unit or for the matter given."""
    user = UserFactory(unit=unit, **fields)
    grant(user, role, unit, area)
    return user


def grant(user, role, unit=None, area=""):
    """Let the user hold the role from today on."""
    return RoleGrant.objects.create(
        user=user, role=role, unit=unit, area=area, starts_on=timezone.localdate()
    )
