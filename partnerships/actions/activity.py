"""The log of what happens with partners, and what was promised (§3.5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.history import save_with_history
from partnerships.actions.telling import tell
from partnerships.flow import FOLLOWUP_FLOW
from partnerships.models import Activity, FollowUp, Institution


@transaction.atomic
def log_activity(
    institution: Institution,
    *,
    on: date,
    kind: str,
    title_zh: str,
    title_en: str,
    source: str = "",
    by: Any,
    **more: Any,
) -> Activity:
    """Another part of the portal reports what happened; the same source is written once."""
    values = {"on": on, "kind": kind, "title_zh": title_zh[:200], "title_en": title_en[:200], **more}
    institution = institution.merged_into or institution
    if source:
        activity, _is_new = Activity.objects.update_or_create(
            institution=institution, source=source, defaults=values, create_defaults={**values, "author": by}
        )
    else:
        activity = Activity.objects.create(institution=institution, author=by, **values)
    _wake_up(activity)
    return activity


@transaction.atomic
def save_activity(activity: Activity, *, by: Any, version: int | None = None) -> Activity:
    """An entry of the log is kept."""
    is_new = activity.pk is None
    if is_new:
        activity.author = by
    if not by.has_perm(f"partnerships.{'add' if is_new else 'change'}_activity", activity):
        raise PermissionDenied
    save_with_history(activity, by=by, version=version)
    _wake_up(activity)
    return activity


def _wake_up(activity: Activity) -> None:
    """Something happens again: the suggestion to call the partner dormant is withdrawn."""
    Institution.objects.filter(
        pk=activity.institution_id, dormant_suggested_on__isnull=False, dormant_suggested_on__lte=activity.on
    ).update(dormant_suggested_on=None)


@transaction.atomic
def add_follow_up(
    activity: Activity, *, by: Any, title_zh: str, owner: Any, due_on: date, note: str = ""
) -> FollowUp:
    """Somebody promises something by a day; it stands on that person's home page."""
    if not by.has_perm("partnerships.add_followup", activity):
        raise PermissionDenied
    follow_up = FollowUp.objects.create(activity=activity, title_zh=title_zh, owner=owner, due_on=due_on)
    if owner.pk != by.pk:
        tell(follow_up, "followup_given", [owner], day=str(due_on))
    return follow_up


@transaction.atomic
def finish_followup(follow_up: FollowUp, *, by: Any, note: str = "", version: int | None = None) -> FollowUp:
    """It is done."""
    FOLLOWUP_FLOW.move(follow_up, "finish", by=by, note=note, version=version)
    return follow_up


@transaction.atomic
def drop_followup(follow_up: FollowUp, *, by: Any, note: str = "", version: int | None = None) -> FollowUp:
    """It is no longer wanted, and why."""
    FOLLOWUP_FLOW.move(follow_up, "drop", by=by, note=note, version=version)
    return follow_up
