"""An agreement from draft to signature (§3.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import attach
from core.history import save_with_history, take_snapshot
from core.models import Attachment
from partnerships.actions.content import content_of
from partnerships.actions.cosign import open_cosigns
from partnerships.actions.telling import hand_on, holders_of, new_number, tell
from partnerships.flow import AGREEMENT_FLOW
from partnerships.models import Agreement, AgreementPartner, Institution

S = Agreement.Status
SIGNED_SCAN = "signed_scan"
AUTHORISATION = "authorisation"


@transaction.atomic
def save_agreement(
    agreement: Agreement, *, by: Any, partners: list[Institution], version: int | None = None
) -> Agreement:
    """A draft is kept with its partners; the renewal chain is a chain (AG-03)."""
    is_new = agreement.pk is None
    if is_new:
        agreement.author = by
    verb = "add" if is_new else "change"
    current = agreement if is_new else Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not by.has_perm(f"partnerships.{verb}_agreement", current):
        raise PermissionDenied
    if not by.has_perm("partnerships.submit_agreement", agreement):
        raise PermissionDenied(_("Choose a unit for which you keep agreements."))
    if not partners:
        raise ValidationError({"partners": _("Name at least one partner.")})
    suspended = [str(partner) for partner in partners if partner.status == Institution.Status.BLACKLISTED]
    if suspended:
        raise ValidationError(
            _("The cooperation with %(partner)s is suspended."), params={"partner": "、".join(suspended)}
        )
    if agreement.predecessor_id:
        # Locked, so that two renewals of one agreement cannot be written at once.
        Agreement.objects.select_for_update().get(pk=agreement.predecessor_id)
    agreement.clean()
    agreement.root_id = agreement.predecessor.chain_id if agreement.predecessor else None
    save_with_history(agreement, by=by, version=version)
    put_partners(agreement, partners)
    return agreement


def put_partners(agreement: Agreement, partners: list[Institution]) -> None:
    """These and no others are its partners, in this order."""
    agreement.parties.exclude(institution__in=partners).delete()
    for position, partner in enumerate(partners):
        AgreementPartner.objects.update_or_create(
            agreement=agreement, institution=partner, defaults={"position": position}
        )


@transaction.atomic
def attach_to_agreement(
    agreement: Agreement, *, by: Any, category: str, file: Any, visibility: str = "", note: str = ""
) -> Attachment:
    """A file takes its place; an earlier one of the same kind stays readable behind it (GN-07)."""
    if not by.has_perm("partnerships.attach_agreement", agreement):
        raise PermissionDenied
    before = Attachment.objects.of(agreement).current().filter(category=category).last()
    made = attach(
        agreement,
        file,
        category=category,
        by=by,
        visibility=visibility or Attachment.Visibility.INTERNAL,
    )
    if before is not None and before.pk != made.pk and category not in {"supporting", "translation"}:
        before.replaced_by = made
        before.save(update_fields=["replaced_by"])
    return made


def has_file(agreement: Agreement, category: str) -> bool:
    """Whether a file of the category stands with it."""
    return Attachment.objects.of(agreement).current().filter(category=category).exists()


def problems_of(agreement: Agreement) -> list[str]:
    """What keeps a draft from being sent."""
    problems = []
    if not agreement.parties.exists():
        problems.append(_("Name at least one partner."))
    if agreement.effective_on and not (agreement.expires_on or agreement.is_open_ended):
        problems.append(_("Say when it ends, or that it has no end."))
    if not has_file(agreement, "draft"):
        problems.append(_("Attach the draft of the text."))
    if not agreement.summary:
        problems.append(_("Summarise the obligations: reviewers read this first."))
    return problems


def _send(agreement: Agreement, verb: str, by: Any, note: str, version: int | None) -> Agreement:
    problems = problems_of(agreement)
    if problems:
        raise ValidationError(problems)
    snapshot = take_snapshot(agreement, content_of(agreement), by=by)
    AGREEMENT_FLOW.move(agreement, verb, by=by, note=note, version=version, snapshot_sha256=snapshot.sha256)
    hand_on(agreement)
    tell(agreement, "agreement_submitted", holders_of(agreement))
    return agreement


@transaction.atomic
def submit_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """The draft is complete, kept as a fixed version, and with the head of the unit."""
    return _send(agreement, "submit", by, note, version)


@transaction.atomic
def resubmit_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """The changed draft is a new fixed version and goes the whole way again."""
    return _send(agreement, "resubmit", by, note, version)


@transaction.atomic
def endorse_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """The unit stands behind it; the office has it."""
    AGREEMENT_FLOW.move(agreement, "endorse", by=by, note=note, version=version)
    hand_on(agreement)
    tell(agreement, "agreement_submitted", holders_of(agreement))
    return agreement


@transaction.atomic
def accept_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """The office finds it in order and asks the offices concerned, all at the same time."""
    AGREEMENT_FLOW.move(agreement, "accept", by=by, note=note, version=version)
    hand_on(agreement)
    open_cosigns(agreement)
    return agreement


@transaction.atomic
def approve_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """It may be signed, and gets its number in the same transaction (GN-08)."""
    AGREEMENT_FLOW.move(agreement, "approve", by=by, note=note, version=version)
    hand_on(agreement, number=new_number(), approved_on=timezone.localdate())
    tell(agreement, "agreement_approved", [agreement.author], holders_of(agreement))
    return agreement


@transaction.atomic
def return_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """The author has it again, with the reason."""
    AGREEMENT_FLOW.move(agreement, "return", by=by, note=note, version=version)
    hand_on(agreement)
    tell(agreement, "agreement_returned", [agreement.author], note=note)
    return agreement


@transaction.atomic
def reject_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """It is not signed."""
    AGREEMENT_FLOW.move(agreement, "reject", by=by, note=note, version=version)
    hand_on(agreement)
    tell(agreement, "agreement_rejected", [agreement.author], note=note)
    return agreement


@transaction.atomic
def cancel_agreement(
    agreement: Agreement, *, by: Any, note: str = "", version: int | None = None
) -> Agreement:
    """It is given up before the signature; a number it may have stays taken (GN-04, GN-08)."""
    AGREEMENT_FLOW.move(agreement, "cancel", by=by, note=note, version=version)
    hand_on(agreement, predecessor=None, root=None)
    tell(agreement, "agreement_cancelled", [agreement.author], note=note)
    return agreement


def may_open_round(agreement: Agreement, on: date) -> bool:
    """Whether programmes may open a new round under it (AG-06)."""
    return agreement.is_in_force(on)
