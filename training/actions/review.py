"""The unit's head and the training desk look at a proposal (P2, P4), and what accompanies it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed, remember
from training.actions.cosign import open_cosigns
from training.actions.handover import hand_on, holders_of, tell, tell_holders
from training.actions.submit import place_after_return
from training.flow import PROPOSAL_FLOW
from training.models import Proposal, RiskLevel
from training.models.sections import SECTION_OF

ORDER_OF_LEVELS = list(RiskLevel.values)


@transaction.atomic
def endorse_proposal(proposal: Proposal, *, by: Any, note: str = "", version: int | None = None) -> Proposal:
    """The unit stands behind the project; the office has it, or the desk that had returned it (P2)."""
    place = place_after_return(proposal)
    PROPOSAL_FLOW.move(proposal, "endorse", by=by, note=note, to=place, version=version)
    if not proposal.attachments.filter(category="collective_decision", replaced_by=None).exists():
        raise ValidationError(
            _("The minutes of the unit's collective decision are missing."),
            code="minutes",
        )
    hand_on(proposal)
    if place == Proposal.Status.COSIGN:
        open_cosigns(proposal)
    else:
        tell_holders(proposal, "proposal_endorsed")
    return proposal


@transaction.atomic
def accept_proposal(
    proposal: Proposal,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    risk_level: str = "",
    **checklist: bool,
) -> Proposal:
    """Complete and plausible: the offices concerned are asked to cosign (P4).

    The desk confirms the risk level or raises it; it never lowers what the portal found.
    """
    if not all(checklist.values()):
        raise ValidationError(
            _("Tick every line of the checklist, or return the proposal."),
            code="checklist",
        )
    level = max(proposal.risk_level, risk_level or RiskLevel.LOW, key=ORDER_OF_LEVELS.index)
    payload = {"checklist": sorted(checklist), "risk_level": level}
    PROPOSAL_FLOW.move(proposal, "accept", by=by, note=note, version=version, payload=payload)
    hand_on(proposal, risk_level=level)
    tell(proposal, "proposal_accepted", [proposal.author])
    open_cosigns(proposal)
    return proposal


@transaction.atomic
def name_fields_proposal(
    proposal: Proposal,
    *,
    by: Any,
    fields: list[str],
    note: str = "",
    version: int | None = None,
) -> Proposal:
    """After an objection the training desk says what has to change, and the author is told (P7)."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not by.has_perm("training.name_fields_proposal", locked):
        raise PermissionDenied
    if locked.status != Proposal.Status.RETURNED or locked.return_is_decided:
        raise StepNotAllowed(_("The fields to change are already named."))
    proposal.return_fields, proposal.return_is_decided = known_fields(fields), True
    proposal.save(update_fields=["return_fields", "return_is_decided"])
    remember(
        proposal,
        "name_fields",
        by=by,
        note=note,
        payload={"fields": proposal.return_fields},
    )
    tell(proposal, "proposal_fields_named", [proposal.author], note=note)
    return proposal


@transaction.atomic
def unlock_start_proposal(proposal: Proposal, *, by: Any, note: str) -> Proposal:
    """The director lets a proposal be submitted although its start has passed, and says why (R-17, EC-83)."""
    if not by.has_perm("training.unlock_start_proposal", proposal) or by.pk in proposal.authors:
        raise PermissionDenied
    if not proposal.is_editable:
        raise StepNotAllowed(_("Only a draft or a returned proposal can be unlocked."))
    proposal.start_unlocked_by, proposal.start_unlock_reason = by, note
    proposal.save(update_fields=["start_unlocked_by", "start_unlock_reason"])
    remember(proposal, "unlock_start", by=by, note=note)
    tell(proposal, "proposal_start_unlocked", [proposal.author], note=note)
    return proposal


@transaction.atomic
def comment_proposal(proposal: Proposal, *, by: Any, text: str, field: str = "") -> Proposal:
    """A remark, on one field or on the whole; the author and whoever has it now are told."""
    if not by.has_perm("training.comment_proposal", proposal):
        raise PermissionDenied
    event = remember(proposal, "comment", by=by, note=text, payload={"field": field} if field else {})
    others = [person for person in (proposal.author, *holders_of(proposal)) if person.pk != by.pk]
    tell(proposal, "proposal_commented", others, lead=f"comment {event.pk}", note=text)
    return proposal


def known_fields(fields: list[str]) -> list[str]:
    """The named fields, refused when there is none or one is unknown."""
    known = [name for name in dict.fromkeys(fields) if name in SECTION_OF]
    if not known or len(known) != len(set(fields)):
        raise ValidationError(_("Name at least one field that has to change."), code="fields")
    return known
