"""An agreement from draft to signature (§3.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from core.history import save_with_history, take_snapshot
from core.models import Attachment
from core.numbers import next_number
from partnerships.actions.content import content_of
from partnerships.actions.cosign import open_cosigns
from partnerships.actions.dates import follow_dates, write_first_period
from partnerships.actions.telling import hand_on, holders_of, tell
from partnerships.flow import AGREEMENT_FLOW
from partnerships.models import Activity, Agreement, AgreementPartner, Institution, Level

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


@transaction.atomic
def sign_agreement(
    agreement: Agreement,
    *,
    by: Any,
    signed_scan: Any = None,
    note: str = "",
    version: int | None = None,
    **details: Any,
) -> Agreement:
    """Both sides have signed: dates, people and the scan are kept, and the dates lead from now on (AG-01)."""
    AGREEMENT_FLOW.move(agreement, "sign", by=by, note=note, version=version)
    if agreement.level == Level.COLLEGE and not has_file(agreement, AUTHORISATION):
        raise ValidationError(
            _("A college-level agreement needs the school's authorisation letter before it is signed."),
            code="authorisation",
        )
    return _bind(agreement, by, signed_scan, details)


@transaction.atomic
def register_agreement(
    agreement: Agreement,
    *,
    by: Any,
    signed_scan: Any = None,
    note: str = "",
    version: int | None = None,
    **details: Any,
) -> Agreement:
    """What was signed on paper before enters the register, with its reason and its scan (§3.2)."""
    AGREEMENT_FLOW.move(agreement, "register", by=by, note=note, version=version)
    details |= {"signed_outside": True}
    year = (details.get("signed_on_our") or timezone.localdate()).year
    agreement.number = new_number(year)
    _bind(agreement, by, signed_scan, details)
    tell(agreement, "agreement_registered", User.objects.holding(Role.DIRECTOR), note=note)
    return agreement


def _bind(agreement: Agreement, by: Any, signed_scan: Any, details: dict[str, Any]) -> Agreement:
    """Write what was signed; the first period begins, the renewed one ends, the partners hear of it."""
    for name, value in details.items():
        if value not in (None, ""):
            setattr(agreement, name, value)
    problems = [
        message
        for missing, message in (
            (
                not (agreement.signed_on_our and agreement.signed_on_their),
                _("Give the days of both signatures."),
            ),
            (agreement.effective_on is None, _("Say from when it is in force.")),
            (
                not (agreement.expires_on or agreement.is_open_ended),
                _("Say when it ends, or that it has no end."),
            ),
        )
        if missing
    ]
    if signed_scan is not None:
        attach(agreement, signed_scan, category=SIGNED_SCAN, by=by)
    if not has_file(agreement, SIGNED_SCAN):
        problems.append(_("Attach the signed scan."))
    if problems:
        raise ValidationError(problems)
    agreement.clean()
    hand_on(agreement)
    write_first_period(agreement)
    take_over_from(agreement)
    follow_dates(agreement)
    for partner in agreement.partners.all():
        _log_signing(agreement, partner, by)
    tell(agreement, "agreement_signed", [agreement.author])
    return agreement


def take_over_from(agreement: Agreement) -> None:
    """The agreement renewed by this one ends on its first day, or is renewed after a gap (AG-03)."""
    old = agreement.predecessor
    if old is None:
        return
    old = Agreement.objects.select_for_update().get(pk=old.pk)
    follows_at_once = old.last_day is None or (agreement.effective_on - old.last_day).days <= 1
    old.superseded_on = agreement.effective_on if follows_at_once else None
    old.renewed_on = None if follows_at_once else agreement.effective_on
    old.save()
    follow_dates(old)


def _log_signing(agreement: Agreement, partner: Institution, by: Any) -> None:
    on = max(agreement.signed_on_our, agreement.signed_on_their)
    Activity.objects.update_or_create(
        institution=partner,
        source=f"agreement:{agreement.pk}:signed",
        defaults={
            "agreement": agreement,
            "on": on,
            "kind": Activity.Kind.SIGNING,
            "title_zh": f"签署:{agreement.title_zh}"[:200],
            "title_en": f"Signed: {agreement.title_en or agreement.title_zh}"[:200],
            "author": by,
        },
    )


def new_number(year: int | None = None) -> str:
    """AGR-2026-0001, without gaps (GN-08)."""
    year = year or timezone.localdate().year
    return f"AGR-{year}-{next_number('AGR', year):04d}"


def may_open_round(agreement: Agreement, on: date) -> bool:
    """Whether programmes may open a new round under it (AG-06)."""
    return agreement.is_in_force(on)
