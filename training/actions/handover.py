"""Handing a proposal on: whose turn it is, since when, until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from training.models import Proposal

S = Proposal.Status


def hand_on(proposal: Proposal, **changes: Any) -> None:
    """Start the clock of whoever has it now, and write what else the step changes (SLA of P2)."""
    now = timezone.now()
    proposal.waiting_since = now
    waits = proposal.status in Proposal.IN_REVIEW
    proposal.due_on = (
        add_working_days(timezone.localdate(now), policy("training.sla_workdays")) if waits else None
    )
    for name, value in changes.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["waiting_since", "due_on", *changes])


def holders_of(proposal: Proposal) -> QuerySet:
    """The people who can act on it where it stands now; a successor in the role takes over by itself (EC-80)."""
    users = User.objects
    match proposal.status:
        case S.UNIT_REVIEW:
            heads = users.holding(Role.DEPARTMENT_HEAD, unit=proposal.unit).exclude(pk__in=proposal.authors)
            return heads if heads.exists() else users.holding(Role.DIRECTOR)
        case S.OFFICE_REVIEW:
            return users.holding(Role.TRAINING_DESK)
        case S.DIRECTOR_REVIEW:
            return users.holding(Role.DIRECTOR)
        case S.LEADER_REVIEW:
            return users.holding(Role.LEADER)
        case S.RETURNED if not proposal.return_is_decided:
            return users.holding(Role.TRAINING_DESK)
        case S.DRAFT | S.RETURNED:
            return users.filter(pk=proposal.author_id)
    return users.none()


def tell_holders(proposal: Proposal, kind: str, **context: Any) -> None:
    """Tell whoever has the proposal now."""
    notify(holders_of(proposal), f"training.{kind}", about=proposal, **context)


def tell(proposal: Proposal, kind: str, *groups: Iterable[Any], **context: Any) -> None:
    """Tell everybody in the groups, each person once."""
    people = {person.pk: person for group in groups for person in group}
    notify(people.values(), f"training.{kind}", about=proposal, **context)


def heads_of(proposal: Proposal) -> QuerySet:
    """The heads of the proposing unit."""
    return User.objects.holding(Role.DEPARTMENT_HEAD, unit=proposal.unit)
