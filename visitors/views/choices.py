"""What a person may choose in the forms: own units, colleagues."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.models import Role, Unit, User
from accounts.roles import is_visitors_desk, units_of


def units_for(user: Any) -> Any:
    """The units in whose name this person may file: the own one, those administered, all for the desk."""
    units = Unit.objects.active().order_by("code")
    if is_visitors_desk(user):
        return units
    return units.filter(Q(pk=user.unit_id) | Q(pk__in=units_of(user, Role.DEPARTMENT_ADMIN)))


def staff_for(user: Any) -> Any:
    """Colleagues one may file for: oneself, the people of the units administered, all for the desk."""
    staff = User.objects.active().order_by("staff_number", "pk")
    if is_visitors_desk(user):
        return staff.exclude(staff_number="")
    return staff.filter(Q(pk=user.pk) | Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN), student_number=""))


class OffersUnits:
    """Hands the units to the form."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"units": units_for(self.request.user)}  # type: ignore[misc,attr-defined]

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user  # type: ignore[attr-defined]
        return super().get_initial() | {"unit": user.unit_id, **self.further_initial()}  # type: ignore[misc]

    def further_initial(self) -> dict[str, Any]:
        return {}
