"""The unit, the office and the school leader decide on a visit (§4.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.roles import units_of
from core.flow import AlreadyDone, StepNotAllowed, remember
from core.numbers import next_number
from visitors.actions.handover import cosigners_of, hand_on, holders_of, owners_of, tell
from visitors.actions.hosting import advance_delegation
from visitors.actions.papers import refresh_papers
from visitors.flow import DELEGATION_FLOW
from visitors.models import Delegation

S = Delegation.Status
NUMBER_KIND = "DEL"


@transaction.atomic
def endorse_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The head of the unit stands behind the visit; the director where the head wrote it (EC-81)."""
    stands_in = delegation.unit_id not in units_of(by, Role.DEPARTMENT_HEAD)
    payload = {"as": "director"} if stands_in else None
    DELEGATION_FLOW.move(delegation, "endorse", by=by, note=note, version=version, payload=payload)
    hand_on(delegation)
    tell(delegation, "delegation_to_check", holders_of(delegation))
    tell(delegation, "delegation_to_confirm", cosigners_of(delegation))
    refresh_papers(delegation)
    return delegation


@transaction.atomic
def check_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The visitors desk has looked at guests, programme, counterpart and budget."""
    _answer(delegation, "check", "checked_by", by=by, note=note, version=version)
    tell(delegation, "delegation_to_decide", holders_of(delegation))
    return delegation


@transaction.atomic
def confirm_money_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The finance office says that the money is there and within the caps."""
    _answer(delegation, "confirm_money", "money_confirmed_by", by=by, note=note, version=version)
    return delegation


@transaction.atomic
def clear_talks_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The publicity department has reviewed what will be said in public talks."""
    _answer(delegation, "clear_talks", "talks_cleared_by", by=by, note=note, version=version)
    return delegation


def _answer(
    delegation: Delegation, verb: str, field: str, *, by: Any, note: str, version: int | None
) -> None:
    """One of the answers the office collects; given once."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    given = getattr(locked, field)
    if given is not None and locked.status == S.IO_REVIEW:
        raise AlreadyDone(_("%(who)s has already answered this.") % {"who": given})
    DELEGATION_FLOW.move(delegation, verb, by=by, note=note, version=version)
    setattr(delegation, field, by)
    delegation.save(update_fields=[field])
    refresh_papers(delegation)


@transaction.atomic
def note_province_reply(delegation: Delegation, *, by: Any, number: str, on: Any) -> Delegation:
    """The reply of the province, without which a sensitive visit is not approved."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not by.has_perm("visitors.note_province_delegation", locked):
        raise StepNotAllowed(_("The reply is entered while the visit is under review."))
    delegation.province_reply_no, delegation.province_reply_on = number.strip(), on
    delegation.version = locked.version + 1
    delegation.save(update_fields=["province_reply_no", "province_reply_on", "version"])
    remember(delegation, "note_province", by=by, note=number.strip())
    refresh_papers(delegation)
    return delegation


@transaction.atomic
def approve_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The director approves; the number is given and the reception is prepared (GN-08)."""
    return _approve(delegation, "approve", by=by, note=note, version=version)


@transaction.atomic
def authorise_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The school leader approves what was passed on."""
    return _approve(delegation, "authorise", by=by, note=note, version=version)


def _approve(delegation: Delegation, verb: str, *, by: Any, note: str, version: int | None) -> Delegation:
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    allowed = locked.status in DELEGATION_FLOW.steps[verb].sources and by.has_perm(
        DELEGATION_FLOW.permission(verb), locked
    )
    if allowed and locked.missing_for_approval:
        raise ValidationError(locked.missing_for_approval)
    # Given before the move, in the same transaction: an approved visit without a number cannot be stored.
    if allowed and not locked.number:
        year = timezone.localdate().year
        delegation.number = f"{NUMBER_KIND}-{year}-{next_number(NUMBER_KIND, year):03d}"
        Delegation.objects.filter(pk=delegation.pk).update(number=delegation.number)
    DELEGATION_FLOW.move(delegation, verb, by=by, note=note, version=version)
    hand_on(delegation, approved_at=timezone.now())
    tell(delegation, "delegation_approved", owners_of(delegation), number=delegation.number)
    refresh_papers(delegation)
    advance_delegation(delegation)
    return delegation


@transaction.atomic
def escalate_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """Level, money or sensitivity ask for the school leader."""
    if delegation.status == S.IO_REVIEW and delegation.open_points:
        raise ValidationError(delegation.open_points)
    payload = {"reasons": delegation.leader_reasons}
    DELEGATION_FLOW.move(delegation, "escalate", by=by, note=note, version=version, payload=payload)
    hand_on(delegation)
    tell(delegation, "delegation_to_decide", holders_of(delegation))
    return delegation


@transaction.atomic
def return_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """Something has to change first."""
    came_from = delegation.status
    DELEGATION_FLOW.move(delegation, "return", by=by, note=note, version=version)
    hand_on(delegation, returned_from=came_from)
    tell(delegation, "delegation_returned", owners_of(delegation), note=note)
    return delegation


@transaction.atomic
def reject_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The visit does not take place."""
    DELEGATION_FLOW.move(delegation, "reject", by=by, note=note, version=version)
    hand_on(delegation)
    tell(delegation, "delegation_rejected", owners_of(delegation), note=note)
    return delegation
