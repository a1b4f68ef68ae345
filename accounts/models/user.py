"""People who sign in."""

from typing import Any, ClassVar

import rules
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models.role import Delegation, Role, RoleGrant
from core.models import Record


class UserQuerySet(models.QuerySet):
    """Finds users."""

    def visible_to(self, user):
        """The system administrator sees every account, everybody else the own one."""
        return self.all() if user.has_perm("accounts.change_user") else self.filter(pk=user.pk)

    def active(self):
        return self.filter(is_active=True)

    def holding(self, role, *, unit=None, area="", on=None):
        """Active users who hold the role on a day, in the unit or for the matter if one is named."""
        grants = RoleGrant.objects.in_force(on).filter(role=role)
        if unit is not None:
            grants = grants.filter(unit=unit)
        if area:
            grants = grants.filter(area=area)
        return self.active().filter(pk__in=grants.values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    """Makes users; the e-mail address is the name to sign in with."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(Record, AbstractUser):
    """A person who signs in; the e-mail address is the sign-in name."""

    # Columns of Django's own user that this one does not have.
    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=100, blank=True)
    name_en = models.CharField(_("name (Latin letters)"), max_length=100, blank=True)
    staff_number = models.CharField(_("staff number"), max_length=20, blank=True)
    student_number = models.CharField(_("student number"), max_length=20, blank=True)
    unit = models.ForeignKey(
        "accounts.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("unit"),
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))],
        default="zh-hans",
    )  # fmt: skip
    wants_digest = models.BooleanField(_("one e-mail a day instead of one each"), default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # Set for each request by ActingMiddleware; None means that the person acts in his or her own name.
    acting_for: "User | None" = None
    acting_role: str = ""

    objects: ClassVar[Any] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                fields=["staff_number"], condition=~Q(staff_number=""), name="staff_number_once"
            ),
            models.UniqueConstraint(
                fields=["student_number"], condition=~Q(student_number=""), name="student_number_once"
            ),
        ]

    def __str__(self):
        if (get_language() or "").startswith("zh"):
            return self.name_zh or self.name_en or self.email
        return self.name_en or self.name_zh or self.email

    def get_absolute_url(self):
        return reverse("user-detail", args=[self.pk])

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    def has_perm(self, perm, obj=None):
        """Business permissions follow the roles, for superusers too: SYS has no business right (SOD-7)."""
        if rules.perm_exists(perm):
            return self.is_active and rules.has_perm(perm, self, obj)
        return super().has_perm(perm, obj)

    @cached_property
    def active_grants(self):
        """The grants that count now: one's own, or those of the person one acts for."""
        if self.acting_for is not None:
            grants = RoleGrant.objects.in_force().filter(user=self.acting_for, role=self.acting_role)
        else:
            grants = RoleGrant.objects.in_force().filter(user=self)
            if self.acting_role:
                grants = grants.filter(role=self.acting_role)
        return list(grants.select_related("unit"))

    @property
    def role_codes(self):
        return {grant.role for grant in self.active_grants}

    @property
    def roles_held(self) -> list[tuple[str, str]]:
        """The roles in force, with their names in the reader's language."""
        labels = {role.value: str(role.label) for role in Role}
        return [(code, labels[code]) for code in sorted(self.role_codes)]

    @property
    def acting_label(self):
        """The hat worn now, for the top bar."""
        labels = {role.value: role.label for role in Role}
        if self.acting_role:
            return labels[self.acting_role]
        return " · ".join(str(labels[code]) for code in sorted(self.role_codes))

    @property
    def role_summary(self):
        """The roles held now, for the list of users (reads the prefetched grants)."""
        labels = {role.value: str(role.label) for role in Role}
        return " · ".join(sorted({labels[grant.role] for grant in self.grants.all() if grant.is_in_force}))

    def delegations_in_force(self):
        """What others have delegated to this person today."""
        return (
            Delegation.objects.in_force(timezone.localdate())
            .filter(deputy=self, revoked_at=None, delegator__is_active=True)
            .select_related("delegator")
        )

    @property
    def unread_count(self):
        return self.notifications.filter(read_at=None).count()
