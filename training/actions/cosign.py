"""Other offices answer (会签): tasks are opened, answered, and lead on by themselves (P4, P6, P7)."""

from __future__ import annotations

import importlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.history import Snapshot
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from training.actions.handover import hand_on, heads_of, holders_of, tell
from training.flow import COSIGN_FLOW, PROPOSAL_FLOW
from training.models import Audience, Cosign, Location, Proposal, RiskItem


def areas_of(proposal: Proposal) -> set[str]:
    """The matters that this proposal touches, each with an office that cosigns (P4)."""
    has_money = (proposal.fee_per_person or 0) > 0 or proposal.budget.exists()
    has_contract = proposal.attachments.filter(category="contract_draft", replaced_by=None).exists()
    foreign_lecturer = proposal.instructors.filter(is_external=True, nationality__kind="foreign").exists()
    triggers = {
        CosignArea.FINANCE: has_money,
        CosignArea.LEGAL: bool(proposal.has_partner)
        or proposal.contract_template_used is False
        or (has_contract and not proposal.contract_template_used),
        CosignArea.SECURITY: concerns_safety(proposal),
        CosignArea.PUBLICITY: foreign_lecturer or proposal.is_social_science_lecture,
    }
    return {area for area, holds in triggers.items() if holds}


def concerns_safety(proposal: Proposal) -> bool:
    """More than 100 people, minors, laboratories, outdoors, or another city (§1.2)."""
    return (
        (proposal.headcount_on_site or 0) > policy("training.safety_headcount")
        or proposal.audience == Audience.MINORS
        or proposal.has_hazards
        or proposal.location_type in {Location.OTHER_CITY, Location.ABROAD}
    )


def open_cosigns(proposal: Proposal) -> None:
    """Ask each office concerned; if there is none, the director has it at once (P6)."""
    snapshot = Snapshot.objects.of(proposal).last()
    ask_cosigns(proposal, areas_of(proposal), snapshot.number if snapshot else 1)
    lead_on(proposal)


def ask_cosigns(proposal: Proposal, areas: set[str], number: int, *, change: Any = None) -> None:
    """A task for each office concerned, about the proposal or about a change of it."""
    until = (change or proposal).due_on or add_working_days(
        timezone.localdate(), policy("training.sla_workdays")
    )
    for area in sorted(areas):
        cosign = Cosign.objects.create(
            proposal=proposal, change=change, area=area, number=number, due_on=until
        )
        notify(cosigners_for(area), "training.cosign_requested", about=cosign)


def cosigners_for(area: str) -> list[User]:
    """The people who answer on the matter."""
    people = set(User.objects.holding(Role.COSIGNER, area=area))
    if area == CosignArea.FINANCE:
        people |= set(User.objects.holding(Role.FINANCE))
    return sorted(people, key=lambda person: person.pk)


def lead_on(proposal: Proposal) -> None:
    """All have agreed: the director has it (P6)."""
    if proposal.cosigns.filter(change=None).waiting().exists():
        return
    PROPOSAL_FLOW.move(proposal, "clear_cosign", by=None)
    hand_on(proposal)
    tell(proposal, "proposal_cleared", holders_of(proposal))


@transaction.atomic
def agree_cosign(cosign: Cosign, *, by: Any, note: str = "", version: int | None = None) -> Cosign:
    """This office agrees."""
    return _answer(cosign, "agree", by, note, version)


@transaction.atomic
def agree_with_conditions_cosign(
    cosign: Cosign, *, by: Any, note: str = "", version: int | None = None
) -> Cosign:
    """This office agrees; its conditions become tasks of the unit in the risk register."""
    proposal = _answer(cosign, "agree_with_conditions", by, note, version).proposal
    RiskItem.objects.create(
        proposal=proposal,
        source=RiskItem.Source.MANUAL,
        code="",
        category=RiskItem.Category.LEGAL,
        likelihood=2,
        impact=2,
        description=f"{cosign.get_area_display()}: {note}"[:500],
        position=900,
    )
    tell(proposal, "proposal_conditioned", [proposal.author], area=cosign.area, note=note)
    return cosign


@transaction.atomic
def object_cosign(cosign: Cosign, *, by: Any, note: str = "", version: int | None = None) -> Cosign:
    """This office objects: the proposal goes back, and the training desk names what must change (P7)."""
    proposal = Proposal.objects.select_for_update().get(pk=cosign.proposal_id)
    _record_answer(cosign, "object", by, note, version)
    payload = {"cosign": cosign.pk, "area": cosign.area, "person": by.pk}
    if cosign.change_id:
        changes().object_to_change(cosign.change, note, payload)
        return cosign
    COSIGN_FLOW.move_many(proposal.cosigns.filter(change=None).waiting(), "cancel", note=note)
    PROPOSAL_FLOW.move(proposal, "object", by=None, note=note, payload=payload)
    hand_on(
        proposal,
        returned_from=Proposal.Status.COSIGN,
        return_fields=[],
        return_answers={},
        return_is_decided=False,
    )
    tell(
        proposal,
        "proposal_objected",
        holders_of(proposal),
        heads_of(proposal),
        [proposal.author],
        area=cosign.area,
        note=note,
    )
    cosign.proposal = proposal
    return cosign


def _answer(cosign: Cosign, verb: str, by: Any, note: str, version: int | None) -> Cosign:
    # The proposal is locked first, so that the last two answers given at once see each other.
    proposal = Proposal.objects.select_for_update().get(pk=cosign.proposal_id)
    _record_answer(cosign, verb, by, note, version)
    cosign.proposal = proposal
    if cosign.change_id:
        changes().lead_on_change(cosign.change)
    else:
        lead_on(proposal)
    return cosign


def changes() -> Any:
    """What becomes of a change, imported only now: changes are built on cosigning."""
    return importlib.import_module("training.actions.changes")


def _record_answer(cosign: Cosign, verb: str, by: Any, note: str, version: int | None) -> None:
    COSIGN_FLOW.move(cosign, verb, by=by, note=note, version=version)
    cosign.answered_by, cosign.answered_at, cosign.conditions = by, timezone.now(), note
    cosign.save(update_fields=["answered_by", "answered_at", "conditions"])
