"""Reminders about trips, projects and conferences, each exactly once (§10)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from visitors.actions.conference import ask_summaries
from visitors.actions.reminding import leads_reached, remind_once, send_reminders
from visitors.models import Conference, ExpertProject, ScholarReport, StaffTrip

FORECAST_MONTH, FORECAST_DAYS = 11, (1, 20)


def remind_trips(today: date | None = None) -> int:
    """Passports and reports of trips, reports of scholars, notices that are over."""
    today = today or timezone.localdate()
    desk = list(User.objects.holding(Role.VISITORS_DESK))
    passports = StaffTrip.objects.filter(status=StaffTrip.Status.RETURNED, kind=StaffTrip.Kind.OFFICIAL)
    reports = StaffTrip.objects.filter(status__in=StaffTrip.BACK, report_handed_in_on=None)
    return (
        _each(passports, "visitors.trip_passport", "passport_due_on", (2, 0, -1, -7), today, desk)
        + _each(reports, "visitors.trip_report", "report_due_on", (7, 0, -1, -7, -30), today, desk)
        + _scholars(today, desk)
    )


def _each(
    trips: QuerySet[StaffTrip], kind: str, due: str, leads: tuple[int, ...], today: date, desk: list[User]
) -> int:
    return send_reminders(
        trips.select_related("traveller", "author").order_by("pk"),
        kind,
        leads,
        due=lambda trip: getattr(trip, due),
        recipients=lambda trip: [trip.traveller, trip.author, *desk],
        today=today,
    )


def _scholars(today: date, desk: list[User]) -> int:
    owed = ScholarReport.objects.filter(handed_in_on=None, trip__status=StaffTrip.Status.ABROAD)
    return send_reminders(
        owed.select_related("trip__traveller").order_by("pk"),
        "visitors.scholar_report",
        (14, 0, -7, -14),
        due=lambda report: report.due_on,
        recipients=lambda report: [report.trip.traveller, *desk],
        today=today,
    )


def remind_projects(today: date | None = None) -> int:
    """The end of a project comes, with what is not spent yet."""
    today = today or timezone.localdate()
    desk, sent = list(User.objects.holding(Role.VISITORS_DESK)), 0
    running = ExpertProject.objects.filter(status=ExpertProject.Status.EXECUTING).with_sums()
    for project in running.select_related("leader", "author").order_by("pk").iterator(chunk_size=200):
        rate = project.execution_rate
        for lead in leads_reached(project.end_on, (90, 30, 7, 0), today):
            sent += remind_once(
                project,
                "visitors.project_ending",
                f"{project.end_on:%Y%m%d}:{lead}",
                [project.leader, project.author, *desk],
                due=project.end_on.isoformat(),
                rate=str(rate if rate is not None else 0),
            )
    return sent


def remind_conferences(today: date | None = None) -> int:
    """The lines of four and eight months, summaries that are due, the forecast of the year to come."""
    today = today or timezone.localdate()
    ask_summaries(today)
    return _filing_lines(today) + _summaries(today) + _forecast_season(today)


def _filing_lines(today: date) -> int:
    """A conference that is not submitted yet is reminded thirty and seven days before its last day to file."""
    drafts = Conference.objects.filter(
        status__in=("forecast", "draft"), start_on__range=(today, today + timedelta(days=400))
    )
    sent = 0
    for conference in drafts.select_related("author", "unit").order_by("pk").iterator(chunk_size=100):
        days = [found.day for found in conference.filing_days if found.rule.is_submission]
        for lead in leads_reached(min(days), (30, 7, 0), today) if days else []:
            sent += remind_once(
                conference,
                "visitors.conference_filing",
                f"{min(days):%Y%m%d}:{lead}",
                [conference.author],
                due=min(days).isoformat(),
            )
    return sent


def _summaries(today: date) -> int:
    desk = list(User.objects.holding(Role.VISITORS_DESK))
    return send_reminders(
        Conference.objects.filter(status__in=("held", "summary_due")).select_related("author").order_by("pk"),
        "visitors.conference_summary",
        (14, 0, -1, -7, -30),
        due=lambda conference: conference.summary_due_on,
        recipients=lambda conference: [conference.author, *desk],
        today=today,
    )


def _forecast_season(today: date) -> int:
    """In November every unit is asked which conferences it will hold next year; one notice a person and day."""
    sent = 0
    for day in FORECAST_DAYS:
        first = date(today.year, FORECAST_MONTH, day)
        if not first <= today <= first + timedelta(days=9):
            continue
        for unit_admin in _unit_admins():
            sent += remind_once(
                unit_admin,
                "visitors.conference_forecast",
                f"{first:%Y%m%d}",
                [unit_admin],
                year=today.year + 1,
            )
    return sent


def _unit_admins() -> QuerySet[User]:
    return User.objects.holding(Role.DEPARTMENT_ADMIN).order_by("pk")
