"""The guests are here: check-in, lodging, the end of the visit and its close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import attach
from core.flow import StepNotAllowed, remember
from core.history import take_snapshot
from core.uploads import IMAGES
from partnerships.actions import log_activity
from partnerships.models import Activity
from visitors.actions.content import content_of
from visitors.actions.handover import desk_of, hand_on, owners_of, tell
from visitors.actions.papers import refresh_papers
from visitors.flow import DELEGATION_FLOW
from visitors.models import Delegation, DelegationMember

S = Delegation.Status


@transaction.atomic
def advance_delegation(delegation: Delegation, *, on: date | None = None) -> Delegation:
    """What the calendar says: the visit has begun, or is over. Taking it twice changes nothing."""
    today = on or timezone.localdate()
    if delegation.status == S.APPROVED and delegation.start_on <= today:
        DELEGATION_FLOW.move(delegation, "begin", by=None)
    if delegation.status == S.HOSTING and delegation.end_on < today:
        DELEGATION_FLOW.move(delegation, "finish", by=None)
        hand_on(delegation)
        Delegation.objects.filter(pk=delegation.pk).update(due_on=delegation.summary_due_on)
        delegation.due_on = delegation.summary_due_on
        tell(delegation, "delegation_summary", owners_of(delegation), due=_iso(delegation.due_on))
    return delegation


def advance_all(on: date | None = None) -> int:
    """Every visit that began or ended, also when nobody asked for some days."""
    today = on or timezone.localdate()
    begun = Delegation.objects.filter(status=S.APPROVED, start_on__lte=today)
    over = Delegation.objects.filter(status=S.HOSTING, end_on__lt=today)
    moved = 0
    for pk in {*begun.values_list("pk", flat=True), *over.values_list("pk", flat=True)}:
        with transaction.atomic():
            delegation = Delegation.objects.select_for_update().get(pk=pk)
            before = delegation.status
            advance_delegation(delegation, on=today)
            moved += delegation.status != before
    return moved


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@transaction.atomic
def check_in_member(member: DelegationMember, *, by: Any) -> DelegationMember:
    """The guest stands at the desk; scanning the badge twice changes nothing (GN-10)."""
    locked = DelegationMember.objects.select_for_update().select_related("delegation").get(pk=member.pk)
    if locked.checked_in_at:
        member.checked_in_at = locked.checked_in_at
        return locked
    if not by.has_perm("visitors.check_in_delegationmember", locked):
        raise PermissionDenied
    today = timezone.localdate()
    if not locked.first_day <= today <= locked.last_day:
        raise StepNotAllowed(_("This guest is not expected today."))
    locked.checked_in_at, locked.checked_in_by = timezone.now(), by
    locked.save(update_fields=["checked_in_at", "checked_in_by"])
    member.checked_in_at = locked.checked_in_at
    remember(locked.delegation, "check_in", by=by, payload={"guest": locked.pk})
    advance_delegation(locked.delegation, on=today)
    return locked


@transaction.atomic
def register_lodging(delegation: Delegation, *, by: Any, on: date | None = None) -> int:
    """Lodging outside hotels has been registered with the police within 24 hours; how many guests."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not by.has_perm("visitors.register_lodging_delegation", locked):
        raise PermissionDenied
    count = delegation.members.filter(lodging_registered_on=None).update(
        lodging_registered_on=on or timezone.localdate()
    )
    if count:
        remember(delegation, "register_lodging", by=by, payload={"guests": count})
    return count


@transaction.atomic
def close_delegation(
    delegation: Delegation,
    *,
    by: Any,
    overseas_headcount_actual: int,
    summary_zh: str,
    summary_en: str = "",
    headcount_note: str = "",
    follow_up: str = "",
    photos: Sequence[Any] = (),
    note: str = "",
    version: int | None = None,
) -> Delegation:
    """Summary, photos and the number who came (EC-93): the actual number is what is counted."""
    rows = delegation.members.count()
    differs = (
        overseas_headcount_actual not in {rows} or overseas_headcount_actual != delegation.headcount_declared
    )
    if differs and not headcount_note.strip():
        raise ValidationError(
            {
                "headcount_note": _(
                    "%(declared)s were expected and %(rows)s are listed. Say why %(actual)s came."
                )
                % {
                    "declared": delegation.headcount_declared,
                    "rows": rows,
                    "actual": overseas_headcount_actual,
                }
            }
        )
    _store(
        delegation,
        overseas_headcount_actual=overseas_headcount_actual,
        headcount_note=headcount_note.strip(),
        summary_zh=summary_zh.strip(),
        summary_en=summary_en.strip(),
        follow_up=follow_up.strip(),
    )
    snapshot = take_snapshot(delegation, content_of(delegation), by=by)
    payload = {"declared": delegation.headcount_declared, "listed": rows, "actual": overseas_headcount_actual}
    DELEGATION_FLOW.move(
        delegation,
        "close",
        by=by,
        note=note,
        version=version,
        snapshot_sha256=snapshot.sha256,
        payload=payload,
    )
    for photo in photos:
        attach(delegation, photo, category="photo", by=by, allowed=IMAGES)
    hand_on(delegation, closed_at=timezone.now())
    _enter_in_log(delegation, by=by)
    tell(delegation, "delegation_closed", desk_of())
    refresh_papers(delegation)
    return delegation


def _enter_in_log(delegation: Delegation, *, by: Any) -> None:
    """The visit stands in the log of the partner, once however often it is told."""
    if delegation.partner is None:
        return
    log_activity(
        delegation.partner,
        on=delegation.end_on,
        kind=Activity.Kind.VISIT_IN,
        title_zh=f"{delegation.number} {delegation.title_zh}",
        title_en=f"{delegation.number} {delegation.title_en}",
        source=f"visitors.delegation:{delegation.pk}",
        by=by,
    )
    remember(delegation, "log_activity", by=by)


def _store(delegation: Delegation, **values: Any) -> None:
    """Written before the move: a closed visit without its count cannot be stored; undone if the move fails."""
    if delegation.status != S.SUMMARY_DUE:
        return
    for name, value in values.items():
        setattr(delegation, name, value)
    Delegation.objects.filter(pk=delegation.pk, status=S.SUMMARY_DUE).update(**values)
