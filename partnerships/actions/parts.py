"""Addenda, terminations, notices and originals: what happens to an agreement after its signature (§3.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from core.flow import StepNotAllowed, remember
from core.models import Attachment
from partnerships.actions.dates import follow_dates
from partnerships.actions.telling import keepers_of, tell
from partnerships.flow import AMENDMENT_FLOW, TERMINATION_FLOW
from partnerships.models import Agreement, Amendment, Termination


def _locked(agreement: Agreement, by: Any, permission: str) -> Agreement:
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not by.has_perm(f"partnerships.{permission}_agreement", locked):
        raise PermissionDenied
    if locked.status not in Agreement.BINDING:
        raise StepNotAllowed(_("This is possible only for a signed agreement."))
    return locked


@transaction.atomic
def propose_amendment(agreement: Agreement, *, by: Any, draft: Any = None, **fields: Any) -> Amendment:
    """An addendum is proposed, numbered within its agreement; the director decides."""
    locked = _locked(agreement, by, "amend")
    number = (locked.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    amendment = Amendment(agreement=locked, number=number, author=by, **fields)
    amendment.full_clean(exclude=["author"])
    if amendment.new_expires_on and locked.effective_on and amendment.new_expires_on <= locked.effective_on:
        raise ValidationError({"new_expires_on": _("It would end before it begins (AG-01).")})
    amendment.save()
    if draft is not None:
        attach(amendment, draft, category="draft", by=by)
    remember(locked, "amend", by=by, payload={"amendment": amendment.pk})
    tell(amendment, "amendment_proposed", User.objects.holding(Role.DIRECTOR))
    return amendment


@transaction.atomic
def approve_amendment(
    amendment: Amendment, *, by: Any, note: str = "", version: int | None = None
) -> Amendment:
    """The director lets it be signed."""
    AMENDMENT_FLOW.move(amendment, "approve", by=by, note=note, version=version)
    tell(amendment, "amendment_decided", [amendment.author])
    return amendment


@transaction.atomic
def reject_amendment(
    amendment: Amendment, *, by: Any, note: str = "", version: int | None = None
) -> Amendment:
    """It is not signed."""
    AMENDMENT_FLOW.move(amendment, "reject", by=by, note=note, version=version)
    tell(amendment, "amendment_decided", [amendment.author])
    return amendment


@transaction.atomic
def cancel_amendment(
    amendment: Amendment, *, by: Any, note: str = "", version: int | None = None
) -> Amendment:
    """It is given up."""
    AMENDMENT_FLOW.move(amendment, "cancel", by=by, note=note, version=version)
    return amendment


@transaction.atomic
def sign_amendment(
    amendment: Amendment,
    *,
    by: Any,
    signed_on: date,
    signed_scan: Any = None,
    note: str = "",
    version: int | None = None,
) -> Amendment:
    """It is signed; a new last day is written into the agreement, the old one stays in the history."""
    AMENDMENT_FLOW.move(amendment, "sign", by=by, note=note, version=version)
    if signed_scan is not None:
        attach(amendment, signed_scan, category="signed_scan", by=by)
    if not Attachment.objects.of(amendment).filter(category="signed_scan").exists():
        raise ValidationError(_("Attach the signed scan."))
    amendment.signed_on = signed_on
    amendment.effective_on = amendment.effective_on or signed_on
    amendment.save()
    if amendment.new_expires_on:
        agreement = Agreement.objects.select_for_update().get(pk=amendment.agreement_id)
        before = agreement.expires_on
        agreement.expires_on, agreement.is_open_ended = amendment.new_expires_on, False
        agreement.clean()
        agreement.version += 1
        agreement.save()
        remember(
            agreement,
            "change_end",
            by=by,
            payload={
                "from": str(before or ""),
                "to": str(amendment.new_expires_on),
                "amendment": amendment.pk,
            },
        )
        follow_dates(agreement)
        amendment.agreement = agreement
    return amendment


@transaction.atomic
def propose_termination(agreement: Agreement, *, by: Any, letter: Any = None, **fields: Any) -> Termination:
    """A termination is proposed with its letter; the director confirms it."""
    locked = _locked(agreement, by, "end")
    termination = Termination(agreement=locked, author=by, **fields)
    termination.full_clean(exclude=["author"])
    if locked.effective_on and termination.ends_from < locked.effective_on:
        raise ValidationError({"ends_from": _("It would end before it is in force.")})
    termination.save()
    if letter is not None:
        attach(termination, letter, category="letter", by=by)
    remember(locked, "propose_end", by=by, payload={"termination": termination.pk})
    tell(termination, "termination_proposed", User.objects.holding(Role.DIRECTOR))
    return termination


@transaction.atomic
def confirm_termination(
    termination: Termination, *, by: Any, note: str = "", version: int | None = None
) -> Termination:
    """The agreement is no longer in force from the day stated; who is away may finish (AG-07, EC-42)."""
    agreement = Agreement.objects.select_for_update().get(pk=termination.agreement_id)
    TERMINATION_FLOW.move(termination, "confirm", by=by, note=note, version=version)
    agreement.terminated_on = termination.ends_from
    agreement.version += 1
    agreement.save()
    follow_dates(agreement)
    tell(agreement, "agreement_terminated", keepers_of(agreement), day=str(termination.ends_from))
    termination.agreement = agreement
    return termination


@transaction.atomic
def cancel_termination(
    termination: Termination, *, by: Any, note: str = "", version: int | None = None
) -> Termination:
    """The agreement goes on as before."""
    TERMINATION_FLOW.move(termination, "cancel", by=by, note=note, version=version)
    return termination


@transaction.atomic
def record_notice_agreement(
    agreement: Agreement, *, by: Any, notice_on: date, notice_by: str, note: str = ""
) -> Agreement:
    """One side will not renew: the period in which the notice comes in time is the last (AG-02)."""
    locked = _locked(agreement, by, "record_notice")
    if not locked.auto_renew:
        raise StepNotAllowed(_("This agreement does not renew by itself."))
    locked.notice_on, locked.notice_by = notice_on, notice_by
    locked.version += 1
    locked.save()
    remember(
        locked,
        "record_notice",
        by=by,
        note=note,
        payload={"on": str(notice_on), "last_day": str(locked.last_day or "")},
    )
    follow_dates(locked)
    tell(locked, "agreement_notice", keepers_of(locked), day=str(locked.last_day or ""))
    return locked


@transaction.atomic
def archive_agreement(
    agreement: Agreement, *, by: Any, archived_on: date | None = None, originals_at: str = "", note: str = ""
) -> Agreement:
    """The originals lie in the archives."""
    locked = _locked(agreement, by, "archive")
    locked.archived_on = archived_on or timezone.localdate()
    locked.originals_at = originals_at or locked.originals_at
    locked.version += 1
    locked.save()
    remember(locked, "archive", by=by, note=note, payload={"at": locked.originals_at})
    return locked
