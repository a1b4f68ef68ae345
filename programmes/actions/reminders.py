"""What the portal reminds of by itself, each lead once (§10, EC-91)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.policy import policy
from programmes.actions.inbound import inbound_desk, people_of
from programmes.actions.stays import escalate_check_ins
from programmes.actions.telling import college_of, student_desk, tell
from programmes.models import (
    Application,
    ArrivalDuty,
    CheckIn,
    ChecklistItem,
    InboundStudent,
    Mobility,
    Offering,
)

# A job that did not run catches up so many days; older leads have lost their sense (EC-91).
CATCH_UP = 7


def due_leads(day: date, leads: Iterable[int], today: date) -> list[int]:
    """The leads that fell due within the last days."""
    return [
        lead
        for lead in leads
        if 0 <= (today - (day - timedelta(days=lead))).days <= CATCH_UP and today <= day
    ]


def send_reminders(today: date | None = None) -> int:
    """Remind everybody of what comes; run as often as one likes, each lead is told once."""
    today = today or timezone.localdate()
    told = sum(job(today) for job in (remind_drafts, remind_offers, remind_hosts, remind_papers, remind_check_ins,
                                      remind_returns, remind_inbound, remind_duties))  # fmt: skip
    return told + escalate_check_ins(today)


def _remind(
    rows: QuerySet, field: str, leads: Iterable[int], kind: str, people: Callable[[Any], list], today: date
) -> int:
    leads = list(leads)
    last = today + timedelta(days=max(leads))
    told = 0
    for row in rows.filter(**{f"{field}__range": (today, last)}):
        day = getattr(row, field)
        for lead in due_leads(day, leads, today):
            tell(row, kind, people(row), lead=f"{day}:{lead}", days=(day - today).days, day=day.isoformat())
            told += 1
    return told


def remind_drafts(today: date) -> int:
    """Drafts of rounds that close soon."""
    drafts = Application.objects.filter(status=Application.Status.DRAFT, round__status="open")
    told = 0
    for application in drafts.select_related("round", "student"):
        day = timezone.localdate(application.round.close_at)
        for lead in due_leads(day, (7, 3, 1), today):
            tell(
                application,
                "draft_reminder",
                [application.student],
                lead=f"{day}:{lead}",
                day=day.isoformat(),
            )
            told += 1
    return told


def remind_offers(today: date) -> int:
    """Offers not answered, the day before they lapse."""
    offers = Application.objects.filter(status=Application.Status.OFFERED).select_related("student", "round")
    return _remind(offers, "offer_until", (1, 0), "offer_expiring", lambda one: [one.student], today)


def remind_hosts(today: date) -> int:
    """Deadlines of hosts with students not nominated yet."""
    waiting = Q(choices__placed_applications__status__in=["accepted", "publicised"])
    offerings = Offering.objects.filter(waiting).distinct().select_related("programme", "round")
    return _remind(
        offerings, "host_deadline", (14, 7, 3), "host_deadline", lambda one: list(student_desk()), today
    )


def remind_papers(today: date) -> int:
    """Open items before departure, and papers that lapse abroad."""
    stays = Mobility.objects.filter(
        status=Mobility.Status.PRE_DEPARTURE, checklist__is_mandatory=True, checklist__done_at=None
    ).distinct().select_related("student", "programme")  # fmt: skip
    told = _remind(
        stays,
        "planned_from",
        (30, 14, 7),
        "checklist_reminder",
        lambda one: [one.student, *college_of(one)],
        today,
    )
    abroad = {"mobility__status__in": [Mobility.Status.PRE_DEPARTURE, Mobility.Status.ABROAD]}
    items = ChecklistItem.objects.filter(**abroad).select_related("mobility__student", "mobility__programme")
    last = today + timedelta(days=30)
    for item in items.filter(expires_on__range=(today, last)):
        if item.expires_on is None:
            continue
        for lead in due_leads(item.expires_on, (30, 14, 7), today):
            stay = item.mobility
            lead_key = f"{item.kind}:{item.expires_on}:{lead}"
            tell(
                stay,
                "paper_expiring",
                [stay.student, *student_desk()],
                lead=lead_key,
                day=item.expires_on.isoformat(),
            )
            told += 1
    insured = Mobility.objects.filter(status=Mobility.Status.ABROAD).select_related("student", "programme")
    return told + _remind(
        insured,
        "insured_until",
        (30, 14, 7),
        "insurance_expiring",
        lambda one: [one.student, *student_desk()],
        today,
    )


def remind_check_ins(today: date) -> int:
    """Check-ins that have become due."""
    due = CheckIn.objects.filter(
        answered_at=None, due_on__range=(today - timedelta(days=CATCH_UP), today),
        mobility__status=Mobility.Status.ABROAD,
    ).select_related("mobility__student", "mobility__programme")  # fmt: skip
    for check_in in due:
        tell(check_in.mobility, "check_in_due", [check_in.mobility.student], lead=f"due:{check_in.due_on}")
    return len(due)


def remind_returns(today: date) -> int:
    """Stays that ended without a report of the return (A18)."""
    days = policy("programmes.return_report_days")
    late = Mobility.objects.filter(
        status__in=[Mobility.Status.ABROAD, Mobility.Status.EARLY_RETURN], return_reported_on=None,
        planned_until__lt=today - timedelta(days=days),
    ).exclude(extended_until__gte=today).select_related("student", "programme")  # fmt: skip
    for stay in late:
        tell(stay, "return_overdue", [stay.student, *student_desk()], lead=f"return:{stay.ends_on}")
    return len(late)


def remind_inbound(today: date) -> int:
    """Residence permits and insurance of international students (60/30/15/7 days and the day itself)."""
    rows = InboundStudent.objects.filter(status__in=InboundStudent.IN_SCHOOL).select_related("applicant")
    leads = policy("programmes.inbound_leads")

    def people(one: InboundStudent) -> list:
        return [*people_of(one), *inbound_desk()]

    told = _remind(rows, "residence_until", leads, "residence_expiring", people, today)
    return told + _remind(rows, "insured_until", leads, "inbound_insurance", people, today)


def remind_duties(today: date) -> int:
    """Duties after arrival that are due or overdue, each once a state."""
    duties = ArrivalDuty.objects.filter(done_on=None, due_on__lte=today + timedelta(days=1)).select_related(
        "student__applicant"
    )
    for duty in duties:
        state = "overdue" if duty.due_on < today else "due"
        tell(
            duty.student, f"duty_{state}", [*people_of(duty.student), *inbound_desk()],
            lead=f"duty:{duty.pk}:{state}", duty=duty.kind,
        )  # fmt: skip
    return len(duties)
