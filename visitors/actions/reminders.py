"""What people are reminded of about visits, each lead once (§10, EC-91)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from core.policy import policy
from core.working_days import add_working_days
from visitors.actions.handover import desk_of, holders_of, owners_of
from visitors.actions.reminding import remind_once, send_reminders
from visitors.models import Delegation, DelegationGift, FilingRule, Lodging
from visitors.models.filing_day import latest_filing_day

S = Delegation.Status
# Days before the due day; after it, negative. What is overdue is told every day for two weeks.
PLAN_LEADS = (3, 0)
SUMMARY_LEADS = (2, 0, *(-day for day in range(1, 15)))
GIFT_DAYS = (20, 30)


def remind_of_visits(today: date | None = None) -> int:
    """Everything that is due about visits; run daily, twice or after some days without: the same notices go."""
    today = today or timezone.localdate()
    return sum(
        (
            _remind_of_plans(today),
            _remind_of_summaries(today),
            _remind_of_decisions(today),
            _remind_of_lodging(today),
            _remind_of_gifts(today),
        )
    )


def _remind_of_plans(today: date) -> int:
    """The reception plan is filed some days before the visit."""
    rule = FilingRule.objects.active().filter(code="delegation-plan-7d").first()
    if rule is None:
        return 0
    soon = Delegation.objects.filter(
        status=S.APPROVED, start_on__range=(today, today + timedelta(days=60))
    ).exclude(papers__kind="plan", papers__printed_at__isnull=False)
    return send_reminders(
        soon,
        "visitors.delegation_plan_due",
        PLAN_LEADS,
        due=lambda visit: latest_filing_day(rule, visit.start_on).day,
        recipients=owners_of,
        today=today,
    )


def _remind_of_summaries(today: date) -> int:
    """Summary and photos within five working days; then every day."""
    due = Delegation.objects.filter(status=S.SUMMARY_DUE).select_related("unit")
    return send_reminders(
        due,
        "visitors.delegation_summary_due",
        SUMMARY_LEADS,
        due=lambda visit: visit.due_on or visit.summary_due_on,
        recipients=lambda visit: [*owners_of(visit), *desk_of()],
        today=today,
    )


def _remind_of_decisions(today: date) -> int:
    """Whoever has to decide, on the due day; after three more working days the next level too."""
    sent = 0
    late = Delegation.objects.filter(status__in=Delegation.IN_REVIEW, due_on__lte=today).select_related(
        "unit"
    )
    for visit in late.iterator(chunk_size=200):
        due: Any = visit.due_on
        key = f"{visit.status}:{due:%Y%m%d}"
        context = {"due": due.isoformat()}
        sent += remind_once(visit, "visitors.delegation_sla", f"{key}:0", holders_of(visit), **context)
        if add_working_days(due, policy("visitors.sla_escalate_workdays")) <= today:
            sent += remind_once(
                visit, "visitors.delegation_sla_next", f"{key}:next", _next_level(visit), **context
            )
    return sent


def _next_level(visit: Delegation) -> Iterable[User]:
    role = Role.LEADER if visit.status == S.LEADER_REVIEW else Role.DIRECTOR
    return User.objects.holding(role)


def _remind_of_lodging(today: date) -> int:
    """Guests outside hotels are registered within 24 hours of arriving."""
    sent = 0
    here = (
        Delegation.objects.filter(
            status__in=[S.APPROVED, S.HOSTING, S.SUMMARY_DUE],
            lodging__in=[Lodging.CAMPUS, Lodging.PRIVATE],
            members__lodging_registered_on=None,
            start_on__lte=today,
            start_on__gte=today - timedelta(days=30),
        )
        .select_related("unit")
        .distinct()
    )
    for visit in here:
        people = [*owners_of(visit), *desk_of()]
        sent += remind_once(visit, "visitors.delegation_lodging", f"{visit.start_on:%Y%m%d}", people)
    return sent


def _remind_of_gifts(today: date) -> int:
    """Whoever received it, 20 and 30 days after, and the desk."""
    sent = 0
    gifts = DelegationGift.objects.to_be_declared().select_related("delegation__unit", "keeper")
    for gift in gifts.filter(delegation__end_on__gte=today - timedelta(days=60)).iterator(chunk_size=200):
        since = gift.received_on or gift.delegation.end_on
        for days in GIFT_DAYS:
            if since + timedelta(days=days) <= today:
                people = [gift.keeper or gift.delegation.author, *desk_of()]
                sent += remind_once(
                    gift, "visitors.gift_due", f"{since:%Y%m%d}:{days}", people, item=gift.item, days=days
                )
    return sent
