"""The unit sends, sends again or takes back its proposal (P1, P11, P12)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed
from core.history import take_snapshot
from core.models import Snapshot
from training.actions.checks import problems_of
from training.actions.cosign import areas_of, open_cosigns
from training.actions.handover import hand_on, holders_of, tell, tell_holders
from training.actions.risks import record_flags
from training.flow import PROPOSAL_FLOW
from training.models import Cosign, Proposal
from training.models.content import changed_names, content_of, labels_of_content

S = Proposal.Status


@transaction.atomic
def submit_proposal(proposal: Proposal, *, by: Any, note: str = "", version: int | None = None) -> Proposal:
    """The proposal is complete, kept as version 1, and with the head of the unit (P1)."""
    sha256 = _seal(proposal, "submit", by)
    PROPOSAL_FLOW.move(proposal, "submit", by=by, note=note, version=version, snapshot_sha256=sha256)
    hand_on(proposal, submitted_at=timezone.now())
    tell_holders(proposal, "proposal_submitted")
    return proposal


@transaction.atomic
def resubmit_proposal(
    proposal: Proposal,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    answers: dict[str, str] | None = None,
) -> Proposal:
    """Every field named at the return is changed or answered; a new version goes back to review (P11)."""
    answers = {name: text for name, text in (answers or {}).items() if text.strip()}
    before = Snapshot.objects.of(proposal).last()
    changed: set[str] = set()
    if before is not None and proposal.status == S.RETURNED:
        changed = changed_names(before.content, content_of(proposal))
        _check_answered(proposal, changed, answers)
    sha256 = _seal(proposal, "resubmit", by)
    goes_to = _reopened(proposal, changed)
    PROPOSAL_FLOW.move(
        proposal,
        "resubmit",
        by=by,
        note=note,
        to=goes_to,
        version=version,
        snapshot_sha256=sha256,
        payload={"answers": answers, "changed": sorted(changed)},
    )
    hand_on(proposal, return_fields=[], return_answers=answers)
    if goes_to == S.COSIGN:
        open_cosigns(proposal)
    tell_holders(proposal, "proposal_resubmitted")
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Any, note: str = "", version: int | None = None) -> Proposal:
    """The unit takes its proposal back; whoever had it on the desk is told (P12)."""
    holders = list(holders_of(proposal)) if proposal.status in Proposal.IN_REVIEW else []
    PROPOSAL_FLOW.move(proposal, "withdraw", by=by, note=note, version=version)
    hand_on(proposal)
    tell(proposal, "proposal_withdrawn", holders, note=note)
    return proposal


def _seal(proposal: Proposal, verb: str, by: Any) -> str:
    """Check the locked proposal and keep the version that is sent; what cannot be sent is left to the flow."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    permission = PROPOSAL_FLOW.permission(verb)
    if locked.status not in PROPOSAL_FLOW.steps[verb].sources or not by.has_perm(permission, locked):
        return ""
    flags = record_flags(locked)
    proposal.risk_level = locked.risk_level
    problems = problems_of(locked, flags)
    if problems:
        raise ValidationError([problem.as_error() for problem in problems])
    return take_snapshot(locked, content_of(locked), by=by).sha256


def _check_answered(proposal: Proposal, changed: set[str], answers: dict[str, str]) -> None:
    if not proposal.return_is_decided:
        raise StepNotAllowed(_("The training desk has not yet said what has to change after the objection."))
    labels = labels_of_content(Proposal)
    open_names = [name for name in proposal.return_fields if name not in changed and name not in answers]
    if open_names:
        raise ValidationError(
            _("Change or answer first: %(fields)s."),
            code="unanswered",
            params={"fields": ", ".join(str(labels.get(name, name)) for name in open_names)},
        )


def _reopened(proposal: Proposal, changed: set[str]) -> str:
    """The unit's head looks again unless only files changed; then it goes where it came from (P11)."""
    if any(not name.startswith("file:") for name in changed):
        return S.UNIT_REVIEW
    return place_after_return(proposal)


def place_after_return(proposal: Proposal) -> str:
    """Where an endorsed version goes: to the office, or back to the desk that had returned it."""
    came_from = proposal.returned_from or S.OFFICE_REVIEW
    if came_from in {S.DIRECTOR_REVIEW, S.LEADER_REVIEW}:
        agreed = {Cosign.Status.AGREED, Cosign.Status.CONDITIONAL}
        signed = set(proposal.cosigns.current().filter(status__in=agreed).values_list("area", flat=True))
        # A change that concerns an office which has not cosigned goes there first (P4).
        return came_from if areas_of(proposal) <= signed else S.COSIGN
    return came_from
