"""The clock of records that pass from desk to desk, and who has them where they stand (SLA of P2, EC-80)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify

# Status -> role, and for cosigners the matter, of whoever has it; "unit" roles are sought in the record's unit.
DESKS: dict[str, dict[str, tuple[str, str]]] = {
    "changerequest": {
        "unit_review": (Role.DEPARTMENT_HEAD, ""),
        "office_review": (Role.TRAINING_DESK, ""),
        "director_review": (Role.DIRECTOR, ""),
        "leader_review": (Role.LEADER, ""),
    },
    "closing": {
        "finance": (Role.FINANCE, ""),
        "office": (Role.TRAINING_DESK, ""),
        "director": (Role.DIRECTOR, ""),
    },
    "settlementplan": {"submitted": (Role.DIRECTOR, ""), "agreed": (Role.LEADER, "")},
    "partnervetting": {
        "unit_review": (Role.DEPARTMENT_HEAD, ""),
        "office_review": (Role.TRAINING_DESK, ""),
        "legal_review": (Role.COSIGNER, CosignArea.LEGAL),
    },
    "contract": {
        "unit_review": (Role.DEPARTMENT_HEAD, ""),
        "legal": (Role.COSIGNER, CosignArea.LEGAL),
        "finance": (Role.FINANCE, ""),
        "office": (Role.TRAINING_DESK, ""),
    },
}


def holders(record: Any) -> list[User]:
    """Who can act on the record now; without a holder of the role the director has it, nothing is lost (EC-80)."""
    desk = DESKS[record._meta.model_name].get(record.status)
    if desk is None:
        return [record.author]
    role, area = desk
    where: dict[str, Any] = {"unit": record.unit} if role == Role.DEPARTMENT_HEAD else {}
    if area:
        where["area"] = area
    people = list(User.objects.holding(role, **where).exclude(pk__in=record.authors))
    return people or list(User.objects.holding(Role.DIRECTOR).exclude(pk__in=record.authors))


def admins_of(record: Any) -> list[User]:
    """The people of the unit who run the project."""
    return list(User.objects.holding(Role.DEPARTMENT_ADMIN, unit=record.unit))


def pass_on(record: Any, kind: str = "", **changes: Any) -> None:
    """Start the clock of whoever has it now, tell them, and write what else the step changes."""
    now = timezone.now()
    waits = record.status in DESKS[record._meta.model_name]
    record.waiting_since = now
    record.due_on = (
        add_working_days(timezone.localdate(now), policy("training.sla_workdays")) if waits else None
    )
    for name, value in changes.items():
        setattr(record, name, value)
    record.save(update_fields=["waiting_since", "due_on", *changes])
    if kind:
        notify(holders(record), f"training.{kind}", about=record)
