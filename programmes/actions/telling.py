"""Telling people about applications, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from programmes.models import Application

S = Application.Status
REVIEWED = {S.SUBMITTED, S.COLLEGE_RECOMMENDED, S.HOST_REJECTED, S.HOST_ADMITTED}


def tell(record: Any, kind: str, *groups: Iterable[Any], lead: str = "", **context: Any) -> None:
    """Tell everybody in the groups, each person once."""
    people = {person.pk: person for group in groups for person in group}
    notify(people.values(), f"programmes.{kind}", about=record, lead=lead, **context)


def student_desk() -> QuerySet:
    """The officers of the student desk."""
    return User.objects.holding(Role.STUDENT_DESK)


def directors() -> QuerySet:
    """The directors of the office."""
    return User.objects.holding(Role.DIRECTOR)


def college_of(record: Any) -> list[User]:
    """Admins and heads of the college."""
    admins = User.objects.holding(Role.DEPARTMENT_ADMIN, unit=record.unit_id)
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=record.unit_id)
    return [*admins, *heads]


def hand_on(application: Application, **changes: Any) -> None:
    """Start the clock of whoever has it now, and write what else the step changes."""
    now = timezone.now()
    application.waiting_since = now
    if "due_on" not in changes:
        waits = application.status in REVIEWED
        application.due_on = (
            add_working_days(timezone.localdate(now), policy("programmes.sla_workdays")) if waits else None
        )
    for name, value in changes.items():
        setattr(application, name, value)
    application.save(update_fields=["waiting_since", *({"due_on"} | set(changes))])
