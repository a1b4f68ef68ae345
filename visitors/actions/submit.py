"""The unit sends its visit, sends it again or calls it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.history import take_snapshot
from visitors.actions.content import content_of
from visitors.actions.handover import cosigners_of, desk_of, hand_on, holders_of, tell
from visitors.actions.papers import refresh_papers, withdraw_papers
from visitors.flow import DELEGATION_FLOW
from visitors.models import Delegation, clashes_of

S = Delegation.Status


@dataclass(frozen=True)
class Finding:
    """Something to put right (it blocks) or to look at (it does not)."""

    message: str
    blocks: bool = False
    part: str = ""


def findings_of(delegation: Delegation) -> list[Finding]:
    """What stands against sending it, and what a reader should notice."""
    members = list(delegation.members.all())
    found = [
        *_about_guests(delegation, members),
        *_about_programme(delegation),
        *_about_deadlines(delegation),
    ]
    if not delegation.is_counterpart_expected:
        found.append(
            Finding(
                _("Guests of the level “%(level)s” are usually received by somebody else (equal rank).")
                % {"level": delegation.get_level_display()}
            )
        )
    return found


def _about_guests(delegation: Delegation, members: list[Any]) -> list[Finding]:
    found = []
    if not members:
        found.append(Finding(_("No guest is entered yet."), blocks=True, part="guests"))
    elif not any(member.is_leader for member in members):
        found.append(Finding(_("Say who leads the delegation."), blocks=True, part="guests"))
    if members and len(members) != delegation.headcount_declared:
        found.append(
            Finding(
                _("%(declared)s guests are expected, %(rows)s are entered.")
                % {"declared": delegation.headcount_declared, "rows": len(members)},
                part="guests",
            )
        )
    without = sum(member.identity_id is None for member in members)
    if without:
        text = ngettext(
            "%(count)s guest has no passport entered.", "%(count)s guests have no passport entered.", without
        )
        found.append(Finding(text % {"count": without}, part="guests"))
    return found


def _about_programme(delegation: Delegation) -> list[Finding]:
    if not delegation.items.exists():
        return [Finding(_("The programme is empty."), blocks=True, part="programme")]
    outside = delegation.items.exclude(date__range=(delegation.start_on, delegation.end_on))
    found = [
        Finding(
            _("“%(item)s” lies outside the visit (%(first)s to %(last)s).")
            % {"item": item.title_zh, "first": delegation.start_on, "last": delegation.end_on},
            blocks=True,
            part="programme",
        )
        for item in outside
    ]
    return found + [Finding(str(clash), blocks=True, part="programme") for clash in clashes_of(delegation)]


def _about_deadlines(delegation: Delegation) -> list[Finding]:
    today = timezone.localdate()
    last = delegation.last_filing_day
    found = []
    if last and last.is_missed_on(today) and not delegation.late_reason:
        found.append(
            Finding(
                _(
                    "The last filing day is past. Say why it is filed late; the visit will be marked (事后补报)."
                ),
                blocks=True,
                part="basics",
            )
        )
    return found


@transaction.atomic
def submit_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The visit is complete, kept as a version, and with the head of the unit; a late one is marked so."""
    return _send(delegation, "submit", by=by, note=note, version=version)


@transaction.atomic
def resubmit_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """Changed after the return, it goes through the review again from the start."""
    return _send(delegation, "resubmit", by=by, note=note, version=version)


def _send(delegation: Delegation, verb: str, *, by: Any, note: str, version: int | None) -> Delegation:
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    sha256 = ""
    if locked.status in DELEGATION_FLOW.steps[verb].sources and by.has_perm(
        DELEGATION_FLOW.permission(verb), locked
    ):
        problems = [finding.message for finding in findings_of(locked) if finding.blocks]
        if problems:
            raise ValidationError(problems)
        sha256 = take_snapshot(locked, content_of(locked), by=by).sha256
    goes_to = S.IO_REVIEW if locked.unit.is_governing_office else S.UNIT_REVIEW
    DELEGATION_FLOW.move(
        delegation, verb, by=by, note=note, version=version, snapshot_sha256=sha256, to=goes_to
    )
    today, last = timezone.localdate(), locked.last_filing_day
    hand_on(
        delegation,
        submitted_at=delegation.submitted_at or timezone.now(),
        is_late=delegation.is_late or bool(last and last.is_missed_on(today)),
        is_after_the_fact=delegation.is_after_the_fact or today >= locked.start_on,
        checked_by=None,
        money_confirmed_by=None,
        talks_cleared_by=None,
    )
    tell(delegation, "delegation_submitted", holders_of(delegation))
    if goes_to == S.IO_REVIEW:
        tell(delegation, "delegation_to_confirm", cosigners_of(delegation))
    refresh_papers(delegation)
    return delegation


@transaction.atomic
def cancel_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """The visit is called off; whoever had it on the desk is told, rooms are free again."""
    told = list(holders_of(delegation)) if delegation.status != S.DRAFT else []
    DELEGATION_FLOW.move(delegation, "cancel", by=by, note=note, version=version)
    hand_on(delegation)
    withdraw_papers(delegation, "cancelled")
    tell(delegation, "delegation_cancelled", [person for person in told if person != by], note=note)
    return delegation


@transaction.atomic
def reopen_delegation(
    delegation: Delegation, *, by: Any, note: str = "", version: int | None = None
) -> Delegation:
    """Dates, level or money of an approved visit change: it is decided anew, under the same number (GN-06)."""
    DELEGATION_FLOW.move(delegation, "reopen", by=by, note=note, version=version)
    hand_on(delegation, returned_from=S.APPROVED)
    withdraw_papers(delegation, "reopened")
    tell(delegation, "delegation_reopened", [person for person in desk_of() if person != by], note=note)
    return delegation
