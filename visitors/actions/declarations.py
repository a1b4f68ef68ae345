"""What experts, trips, conferences and contests tell the rest of the portal when it starts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from auditlog.registry import auditlog
from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.policy import register
from core.work import declare_events, declare_source, declare_work, title_of
from visitors.actions.deadlines import deadlines_of, with_papers
from visitors.models import Conference, Engagement, Expert, StaffTrip
from visitors.models.presence import AWAY, ON_CAMPUS, DeskRow, Presence, declare_board, declare_presence

AVOID = [
    "高峰论坛",
    "峰会",
    "国际论坛",
    "世界大会",
    "全球大会",
    "首届",
    "summit",
    "world congress",
    "global congress",
]
MOST = 100
# Numbers of the rules; the office director may change each of them.
SETTINGS = [
    ("visitors.trip_max_persons", 5, "int", _("Official trips: most people in a group")),
    ("visitors.trip_max_days_1", 5, "int", _("Official trips: days for one country")),
    ("visitors.trip_max_days_2", 8, "int", _("Official trips: days for two countries")),
    ("visitors.trip_max_days_3", 10, "int", _("Official trips: days for three countries")),
    ("visitors.trip_notice_workdays", 5, "int", _("Official trips: working days of public notice")),
    ("visitors.trip_passport_days", 7, "int", _("Days after the return to hand in the passport")),
    ("visitors.trip_report_days", 30, "int", _("Days after the return to hand in the report")),
    ("visitors.short_term_max_days", 90, "int", _("Days abroad above which human resources are asked")),
    ("visitors.scholar_report_months", 6, "int", _("Visiting scholars report every so many months")),
    ("visitors.scholar_talk_days", 60, "int", _("Days after the return for the talk of a visiting scholar")),
    ("visitors.lecture_review_days", 45, "int", _("Days before a lecture for its content review")),
    ("visitors.project_overspend_percent", 10, "decimal", _("Overspending of a category without adjustment, per cent")),
    ("visitors.conference_max_days", 5, "int", _("Conferences: most days, registration included")),
    ("visitors.conference_major_foreign_natural", 300, "int", _("Major conference in natural science: foreign guests")),
    ("visitors.conference_major_total_natural", 800, "int", _("Major conference in natural science: participants")),
    ("visitors.conference_major_foreign_social", 100, "int", _("Major conference in social science: foreign guests")),
    ("visitors.conference_major_total_social", 400, "int", _("Major conference in social science: participants")),
    ("visitors.conference_avoid_words", AVOID, "list", _("Words to avoid in names of conferences")),
    ("visitors.conference_summary_days", 60, "int", _("Days after a conference for its summary")),
    ("visitors.conference_change_months", 1, "int", _("Months before a conference until which it may be changed")),
    ("visitors.contest_min_judges", 5, "int", _("Teaching contest: least judges for an entry")),
]  # fmt: skip
AUDITED = (
    "Expert", "Engagement", "Lecture", "Teaching", "ExpertProject", "ProjectBudget", "Receipt", "Expenditure", "Adjustment",
    "StaffTrip", "TripStop", "TripMember", "TripOpinion", "TripChange", "ScholarReport", "Conference",
    "ConferenceParticipants", "ConferenceReply", "ContestEdition", "ContestEntry", "JudgingSheet", "Snooze",
)  # fmt: skip
EVENTS = {
    "file": _("Expert filed"),
    "add_passport": _("Passport added"),
    "add_permit": _("Permit added"),
    "snooze": _("Reminder put off"),
    "keep": _("Document kept"),
    "request_letter": _("Letter asked for"),
    "request_certificates": _("Certificates asked for"),
    "receive": _("Receipt entered"),
    "spend": _("Spending entered"),
    "ask_adjustment": _("Adjustment asked for"),
    "opinion": _("Opinion given"),
    "overstay": _("Stayed longer than approved"),
    "ask_change": _("Change asked for"),
    "scholar_report": _("Report from abroad handed in"),
    "reply": _("Reply entered"),
}


def declare_people() -> None:
    """Settings, history, work, search, words, calendar and boards."""
    for key, default, kind, label in SETTINGS:
        register(key, default, kind, label)
    for name in AUDITED:
        auditlog.register(apps.get_model("visitors", name), exclude_fields=["version", "updated_at"])
    auditlog.register(
        apps.get_model("visitors", "Permit"), exclude_fields=["version", "updated_at"], mask_fields=["number"]
    )
    _declare_work()
    _declare_sources()
    declare_events("visitors", EVENTS)
    declare_presence("experts", experts_here)
    declare_presence("trips", staff_away)
    declare_board("arrivals", "experts", arrivals)
    declare_board("expiring", "experts", expiring)
    declare_board("due", "trips", reports_due)
    declare_board("due", "conferences", summaries_due)


def _declare_work() -> None:
    head, desk, leader = _("Department head"), _("Visitors desk"), _("School leader")
    declare_work(
        "visitors.Engagement",
        holders={"unit_review": head, "io_review": desk, "approved": desk, "invited": desk, "visa": desk,
                 "arrived": _("The host unit")},
        dates=(("start_on", _("Engagement begins")), ("end_on", _("Engagement ends"))),
        related=("expert__person", "unit"),
    )  # fmt: skip
    declare_work(
        "visitors.Lecture", holders={"content_review": _("Publicity department")}, related=("engagement",)
    )
    declare_work(
        "visitors.ExpertProject",
        holders={
            "applied": desk,
            "approved": _("Project leader"),
            "executing": _("Project leader"),
            "completed": desk,
        },
        dates=(("end_on", _("Project ends")),),
    )
    declare_work("visitors.Adjustment", holders={"asked": desk}, related=("project",), about="project")
    declare_work(
        "visitors.StaffTrip",
        holders={"unit_review": head, "publicity": _("Public notice"), "io_review": desk, "leader_review": leader,
                 "external_review": desk, "approved": _("Traveller"), "abroad": _("Traveller"), "returned": desk,
                 "report_due": _("Traveller")},
        dates=(("start_on", _("Trip begins")), ("end_on", _("Trip ends"))),
        related=("traveller",),
    )  # fmt: skip
    declare_work("visitors.TripChange", holders={"asked": desk}, related=("trip",), about="trip")
    declare_work(
        "visitors.Conference",
        holders={"unit_review": head, "io_review": desk, "leader_review": leader, "external_review": desk,
                 "approved": _("Organisers"), "announced": _("Organisers"), "held": _("Organisers"),
                 "summary_due": _("Organisers")},
        dates=(("start_on", _("Conference begins")), ("end_on", _("Conference ends"))),
    )  # fmt: skip
    declare_work("visitors.ContestEntry", related=("edition",))


def _titled(words: str) -> Q:
    return Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(number__istartswith=words)


def _declare_sources() -> None:
    declare_source(
        "visitors.Expert",
        _("Foreign experts"),
        lambda words: Q(person__name_zh__icontains=words) | Q(person__passport_name__icontains=words),
        str,
    )
    for label, name in (
        ("visitors.ExpertProject", _("Foreign-expert projects")),
        ("visitors.StaffTrip", _("Staff trips")),
        ("visitors.Conference", _("International conferences")),
    ):
        declare_source(label, name, _titled, lambda record: f"{record.number} {title_of(record)}".strip())


def experts_here(user: Any, first: date, last: date) -> Iterable[Presence]:
    """Experts on campus: arrived, and not yet gone."""
    rows = Engagement.objects.visible_to(user).filter(
        status__in=Engagement.PRESENT, start_on__lte=last, end_on__gte=first
    )
    for row in rows.select_related("expert__person", "unit").order_by("start_on", "pk")[:MOST]:
        yield Presence(
            ON_CAMPUS, row.arrived_on or row.start_on, row.end_on, str(row.expert), row.get_absolute_url(), row.unit_id,
            note=str(row.get_kind_display()),
        )  # fmt: skip


def staff_away(user: Any, first: date, last: date) -> Iterable[Presence]:
    """Staff abroad, or approved to go."""
    rows = StaffTrip.objects.visible_to(user).filter(
        status__in=("approved", "abroad", "returned", "report_due", "closed"),
        start_on__lte=last,
        end_on__gte=first,
    )
    for row in (
        rows.select_related("traveller", "unit").prefetch_related("members").order_by("start_on", "pk")[:MOST]
    ):
        yield Presence(
            AWAY, row.departed_on or row.start_on, row.returned_on or row.end_on, f"{row.traveller} · {row}",
            row.get_absolute_url(), row.unit_id, people=len(row.members.all()) + 1,
        )  # fmt: skip


def arrivals(user: Any, first: date, last: date) -> Iterable[DeskRow]:
    """Experts who are to come."""
    rows = Engagement.objects.visible_to(user).filter(
        status__in=("approved", "invited", "visa"), start_on__range=(first, last)
    )
    for row in rows.select_related("expert__person").order_by("start_on")[:MOST]:
        yield DeskRow(row.start_on, str(row.expert), _("Expert"), row.get_absolute_url())


def expiring(user: Any, first: date, last: date) -> Iterable[DeskRow]:
    """Documents of experts that end soon or have ended."""
    for expert in with_papers(Expert.objects.visible_to(user).here()).order_by("pk")[: MOST * 2]:
        for row in deadlines_of(expert):
            if row.due <= last and row.due >= first - timedelta(days=365):
                yield DeskRow(row.due, str(expert), row.label, expert.get_absolute_url(), row.tone)


def reports_due(user: Any, first: date, last: date) -> Iterable[DeskRow]:
    """Passports and reports of trips that are owed."""
    rows = StaffTrip.objects.visible_to(user).filter(status__in=StaffTrip.BACK).select_related("traveller")
    for row in rows.order_by("-returned_on")[:MOST]:
        due = row.due_on
        if due and first <= due <= last:
            what = _("Passport due") if row.status == StaffTrip.Status.RETURNED else _("Report due")
            yield DeskRow(
                due,
                f"{row.traveller} · {row}",
                what,
                row.get_absolute_url(),
                "red" if due < timezone.localdate() else "amber",
            )


def summaries_due(user: Any, first: date, last: date) -> Iterable[DeskRow]:
    """Summaries of conferences that are owed."""
    rows = Conference.objects.visible_to(user).filter(status__in=("held", "summary_due"))
    for row in rows.order_by("end_on")[:MOST]:
        if first <= row.summary_due_on <= last:
            tone = "red" if row.summary_due_on < timezone.localdate() else "amber"
            yield DeskRow(row.summary_due_on, str(row), _("Summary due"), row.get_absolute_url(), tone)
