"""Who has an agreement now, and telling people about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from core.numbers import next_number
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from partnerships.models import Agreement, Level

S = Agreement.Status


def hand_on(agreement: Agreement, **changes: Any) -> None:
    """Start the clock of whoever has it now, and write what else the step changes."""
    now = timezone.now()
    agreement.waiting_since = now
    waits = agreement.status in Agreement.IN_REVIEW
    agreement.due_on = (
        add_working_days(timezone.localdate(now), policy("partnerships.sla_workdays")) if waits else None
    )
    for name, value in changes.items():
        setattr(agreement, name, value)
    agreement.save()


def holders_of(agreement: Agreement) -> QuerySet:
    """The people who can act on it where it stands now."""
    users = User.objects
    match agreement.status:
        case S.UNIT_REVIEW:
            heads = users.holding(Role.DEPARTMENT_HEAD, unit=agreement.unit).exclude(pk__in=agreement.authors)
            return heads if heads.exists() else users.holding(Role.DIRECTOR)
        case S.OFFICE_REVIEW:
            return users.holding(Role.PARTNERSHIPS_DESK)
        case S.LEADER_APPROVAL if agreement.level == Level.COLLEGE:
            return users.holding(Role.LEADER) | users.holding(Role.DIRECTOR)
        case S.LEADER_APPROVAL:
            return users.holding(Role.LEADER)
        case S.APPROVED_TO_SIGN:
            return users.holding(Role.PARTNERSHIPS_DESK)
        case S.DRAFTING | S.RETURNED:
            return users.filter(pk=agreement.author_id)
    return users.none()


def tell(record: Any, kind: str, *groups: Iterable[Any], lead: str = "", **context: Any) -> None:
    """Tell everybody in the groups, each person once."""
    people = {person.pk: person for group in groups for person in group}
    notify(people.values(), f"partnerships.{kind}", about=record, lead=lead, **context)


def keepers_of(agreement: Agreement) -> list[Any]:
    """The owner unit's administrators and the partnerships desk (AG-05)."""
    admins = User.objects.holding(Role.DEPARTMENT_ADMIN, unit=agreement.unit)
    return [*admins, *User.objects.holding(Role.PARTNERSHIPS_DESK)]


def new_number(year: int | None = None) -> str:
    """AGR-2026-0001, without gaps (GN-08)."""
    year = year or timezone.localdate().year
    return f"AGR-{year}-{next_number('AGR', year):04d}"
