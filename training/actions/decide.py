"""The director and the school leader decide; the approved project starts (P3, P5, P8–P10, P13)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.background import wake
from core.numbers import next_number
from training.actions.handover import hand_on, heads_of, tell, tell_holders
from training.actions.review import known_fields
from training.flow import PROPOSAL_FLOW
from training.models import Proposal, RejectReason
from training.tasks import make_approval_sheet

SHORTEST_RETURN = 10


@transaction.atomic
def return_proposal(
    proposal: Proposal,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    fields: list[str],
) -> Proposal:
    """The author has it again, with the list of what to change (P3, P5, P10)."""
    if len(note.strip()) < SHORTEST_RETURN:
        raise ValidationError(
            _("Write at least %(count)s characters."),
            code="short",
            params={"count": SHORTEST_RETURN},
        )
    named = known_fields(fields)
    came_from = proposal.status
    PROPOSAL_FLOW.move(proposal, "return", by=by, note=note, version=version, payload={"fields": named})
    hand_on(
        proposal,
        returned_from=came_from,
        return_fields=named,
        return_answers={},
        return_is_decided=True,
    )
    tell(proposal, "proposal_returned", [proposal.author], note=note)
    return proposal


@transaction.atomic
def reject_proposal(
    proposal: Proposal,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    reason: str = RejectReason.OTHER,
) -> Proposal:
    """The project does not take place (P5, P10)."""
    PROPOSAL_FLOW.move(
        proposal,
        "reject",
        by=by,
        note=note,
        version=version,
        payload={"reason": reason},
    )
    hand_on(proposal)
    tell(
        proposal,
        "proposal_rejected",
        [proposal.author],
        heads_of(proposal),
        note=note,
        reason=reason,
    )
    return proposal


@transaction.atomic
def escalate_proposal(proposal: Proposal, *, by: Any, note: str = "", version: int | None = None) -> Proposal:
    """The school leader decides, because a reason of P9 holds."""
    reasons = sorted(proposal.leader_reasons)
    PROPOSAL_FLOW.move(
        proposal,
        "escalate",
        by=by,
        note=note,
        version=version,
        payload={"reasons": reasons},
    )
    hand_on(proposal)
    tell_holders(proposal, "proposal_escalated")
    return proposal


@transaction.atomic
def approve_proposal(proposal: Proposal, *, by: Any, note: str = "", version: int | None = None) -> Proposal:
    """The director approves: the project has its number (P8)."""
    PROPOSAL_FLOW.move(proposal, "approve", by=by, note=note, version=version)
    return _register(proposal)


@transaction.atomic
def authorise_proposal(
    proposal: Proposal,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    minutes_no: str = "",
    minutes_on: date | None = None,
) -> Proposal:
    """The school leader approves, with the minutes where TR-05 asks for them (P10)."""
    payload = {"minutes_no": minutes_no, "minutes_on": str(minutes_on or "")}
    PROPOSAL_FLOW.move(proposal, "authorise", by=by, note=note, version=version, payload=payload)
    if proposal.wants_minutes and not (minutes_no and minutes_on):
        raise ValidationError(
            _("Give the number and date of the meeting minutes (TR-05)."),
            code="minutes",
        )
    proposal.minutes_no, proposal.minutes_on = minutes_no, minutes_on
    proposal.save(update_fields=["minutes_no", "minutes_on"])
    return _register(proposal)


@transaction.atomic
def start_proposal(proposal: Proposal) -> Proposal:
    """The first class runs (P13); later ones change nothing."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.status == Proposal.Status.APPROVED:
        PROPOSAL_FLOW.move(proposal, "start", by=None)
        hand_on(proposal)
    return proposal


def _register(proposal: Proposal) -> Proposal:
    """Give the approval number inside the decision's own transaction (GN-08), tell people, order the sheet."""
    now = timezone.now()
    year = timezone.localdate(now).year
    number = next_number(f"NDE-{proposal.unit.code}", year)
    hand_on(
        proposal,
        approved_no=f"NDE-{year}-{proposal.unit.code}-{number:03d}",
        approved_at=now,
    )
    finance = User.objects.holding(Role.FINANCE)
    tell(
        proposal,
        "proposal_approved",
        [proposal.author],
        heads_of(proposal),
        finance,
        number=proposal.approved_no,
    )
    wake(make_approval_sheet, proposal.pk)
    return proposal
