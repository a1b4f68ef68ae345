"""Reports that are made again on a timetable and told by e-mail."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from reports.actions.run import order_report
from reports.models import ReportRun, ReportSchedule

R = ReportSchedule.Rhythm
MONTHS = {R.MONTHLY: 1, R.QUARTERLY: 3, R.YEARLY: 12}


def next_day(day: date, rhythm: str, *, nth: int) -> date:
    """The day after `nth` more rounds, always reckoned from the first, so that the 31st comes back after February."""
    if rhythm == R.WEEKLY:
        return day + timedelta(weeks=nth)
    month = day.month - 1 + MONTHS[R(rhythm)] * nth
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@transaction.atomic
def schedule_report(run: ReportRun, *, rhythm: str, next_on: date, by: User) -> ReportSchedule:
    """Have this report made again and again with the same breakdown, each time up to its own day."""
    if not by.has_perm("reports.add_reportschedule"):
        raise PermissionDenied
    parameters: dict[str, Any] = {
        key: value for key, value in run.parameters.items() if key not in {"start_on", "end_on"}
    }
    return ReportSchedule.objects.create(
        code=run.code, parameters=parameters, rhythm=rhythm, next_on=next_on, owner=by
    )


@transaction.atomic
def stop_schedule(schedule: ReportSchedule, *, by: User) -> None:
    """Have it made no more; the reports it made stay."""
    if not by.has_perm("reports.change_reportschedule", schedule):
        raise PermissionDenied
    schedule.is_active = False
    schedule.save(update_fields=["is_active"])


def order_due_reports(today: date | None = None) -> int:
    """Order what is due, once however many days were missed; its owner is told by mail when it is made."""
    today = today or timezone.localdate()
    ordered = 0
    for pk in ReportSchedule.objects.due(today).values_list("pk", flat=True):
        ordered += _order_one(pk, today)
    return ordered


@transaction.atomic
def _order_one(pk: int, today: date) -> int:
    schedule = ReportSchedule.objects.select_for_update().select_related("owner").get(pk=pk)
    if not schedule.is_active or schedule.next_on > today:
        return 0
    first, nth = schedule.next_on, 1
    while schedule.next_on <= today:
        schedule.next_on, nth = next_day(first, schedule.rhythm, nth=nth), nth + 1
    schedule.save(update_fields=["next_on"])
    try:
        with transaction.atomic():
            order_report(
                schedule.code,
                by=schedule.owner,
                as_of=today,
                parameters=schedule.parameters,
                schedule=schedule,
            )
    except PermissionDenied:
        # Whoever ordered it may not read it any more.
        schedule.is_active = False
        schedule.save(update_fields=["is_active"])
        return 0
    return 1
