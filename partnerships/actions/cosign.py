"""Other offices answer (会签): tasks are opened together, answered apart, and lead on by themselves."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from accounts.models.role import CosignArea
from core.history import Snapshot
from notifications.actions import notify
from partnerships.actions.telling import hand_on, holders_of, tell
from partnerships.flow import AGREEMENT_FLOW, COSIGN_FLOW
from partnerships.models import Agreement, AgreementCosign, AgreementKind


def areas_of(agreement: Agreement) -> set[str]:
    """Legal affairs always; the others where the agreement touches their matter (§3.2)."""
    triggers = {
        CosignArea.LEGAL: True,
        CosignArea.FINANCE: agreement.involves_money,
        CosignArea.ACADEMIC: agreement.is_about_degrees and agreement.kind != AgreementKind.JOINT_PHD,
        CosignArea.GRADUATE: agreement.kind in {AgreementKind.JOINT_PHD, AgreementKind.DUAL_DEGREE},
        CosignArea.HR: agreement.involves_staff or agreement.kind == AgreementKind.STAFF_EXCHANGE,
        CosignArea.PUBLICITY: agreement.is_sensitive,
        CosignArea.SECURITY: agreement.is_sensitive,
    }
    return {area for area, holds in triggers.items() if holds}


def cosigners_for(area: str) -> list[User]:
    """The people who answer on the matter."""
    people = set(User.objects.holding(Role.COSIGNER, area=area))
    if area == CosignArea.FINANCE:
        people |= set(User.objects.holding(Role.FINANCE))
    return sorted(people, key=lambda person: person.pk)


def open_cosigns(agreement: Agreement) -> None:
    """Ask each office concerned."""
    snapshot = Snapshot.objects.of(agreement).last()
    number = snapshot.number if snapshot else 1
    for area in sorted(areas_of(agreement)):
        cosign = AgreementCosign.objects.create(
            agreement=agreement, area=area, round_no=number, due_on=agreement.due_on
        )
        notify(cosigners_for(area), "partnerships.cosign_requested", about=cosign)


@transaction.atomic
def agree_agreementcosign(
    cosign: AgreementCosign, *, by: Any, note: str = "", version: int | None = None
) -> AgreementCosign:
    """This office agrees."""
    return _answer(cosign, "agree", by, note, version)


@transaction.atomic
def agree_with_conditions_agreementcosign(
    cosign: AgreementCosign, *, by: Any, note: str = "", version: int | None = None
) -> AgreementCosign:
    """This office agrees; its conditions stand beside the agreement, and the author is told."""
    _answer(cosign, "agree_with_conditions", by, note, version)
    tell(cosign.agreement, "agreement_conditioned", [cosign.agreement.author], area=cosign.area, note=note)
    return cosign


@transaction.atomic
def object_agreementcosign(
    cosign: AgreementCosign, *, by: Any, note: str = "", version: int | None = None
) -> AgreementCosign:
    """This office objects: the other tasks end and the draft goes back to its author."""
    agreement = Agreement.objects.select_for_update().get(pk=cosign.agreement_id)
    _record_answer(cosign, "object", by, note, version)
    COSIGN_FLOW.move_many(agreement.cosigns.waiting(), "cancel", note=note)
    payload = {"cosign": cosign.pk, "area": cosign.area, "person": by.pk}
    AGREEMENT_FLOW.move(agreement, "object", by=None, note=note, payload=payload)
    hand_on(agreement)
    tell(agreement, "agreement_returned", [agreement.author], note=note)
    cosign.agreement = agreement
    return cosign


def _answer(cosign: AgreementCosign, verb: str, by: Any, note: str, version: int | None) -> AgreementCosign:
    # The agreement is locked first, so that the last two answers given at once see each other.
    agreement = Agreement.objects.select_for_update().get(pk=cosign.agreement_id)
    _record_answer(cosign, verb, by, note, version)
    cosign.agreement = agreement
    if not agreement.cosigns.waiting().exists():
        AGREEMENT_FLOW.move(agreement, "clear_cosign", by=None)
        hand_on(agreement)
        tell(agreement, "agreement_submitted", holders_of(agreement))
    return cosign


def _record_answer(cosign: AgreementCosign, verb: str, by: Any, note: str, version: int | None) -> None:
    COSIGN_FLOW.move(cosign, verb, by=by, note=note, version=version)
    cosign.answered_by, cosign.answered_at, cosign.conditions = by, timezone.now(), note
    cosign.save(update_fields=["answered_by", "answered_at", "conditions"])
