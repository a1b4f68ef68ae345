"""An agreement is signed, in the portal or before it, and takes the place of the one it renews (§3.2, AG-03)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from partnerships.actions.agreement import AUTHORISATION, SIGNED_SCAN, has_file
from partnerships.actions.dates import follow_dates, write_first_period
from partnerships.actions.telling import hand_on, new_number, tell
from partnerships.flow import AGREEMENT_FLOW
from partnerships.models import Activity, Agreement, Institution, Level


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
    first = agreement.effective_on
    follows_at_once = old.last_day is None or first is None or (first - old.last_day).days <= 1
    old.superseded_on = agreement.effective_on if follows_at_once else None
    old.renewed_on = None if follows_at_once else agreement.effective_on
    old.save()
    follow_dates(old)


def _log_signing(agreement: Agreement, partner: Institution, by: Any) -> None:
    days = [day for day in (agreement.signed_on_our, agreement.signed_on_their) if day]
    if not days:
        return
    on = max(days)
    Activity.objects.update_or_create(
        institution=partner,
        source=f"agreement:{agreement.pk}:signed",
        defaults={
            "agreement": agreement,
            "on": on,
            "kind": Activity.Kind.SIGNING,
            "title_zh": f"签署\uff1a{agreement.title_zh}"[:200],
            "title_en": f"Signed: {agreement.title_en or agreement.title_zh}"[:200],
            "author": by,
        },
    )
