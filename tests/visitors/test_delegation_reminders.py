"""Reminders about visits: each lead once, whenever the scheduler runs, also across a year's end."""

from datetime import date, timedelta

import pytest

from core.models import WorkCalendarDay
from core.working_days import add_working_days
from notifications.models import Notification
from tests.factories.delegations import delegation_at, lead_rule
from visitors import actions
from visitors.actions.reminders import remind_of_visits
from visitors.models import Delegation, DelegationGift

pytestmark = pytest.mark.django_db
S = Delegation.Status


@pytest.fixture
def rules(db):
    lead_rule()
    lead_rule(code="delegation-plan-7d", lead=7, is_submission=False)
    lead_rule(
        code="delegation-summary-5w", direction="after", lead=5, lead_unit="working_days", is_submission=False
    )


def run(first, last, skip=(), times=1):
    """The scheduler of each day, except those on which it was down."""
    day = first
    while day <= last:
        if day not in skip:
            for _time in range(times):
                remind_of_visits(day)
        day += timedelta(days=1)


def told(kind):
    """Each notice as who and which lead; twice the same cannot be, by the constraint."""
    return sorted(
        Notification.objects.filter(kind=f"visitors.{kind}").values_list("dedup_key", "recipient_id")
    )


def leads(kind):
    return sorted({key for key, _person in told(kind)})


def test_summary_when_due_is_reminded_of_before_on_the_day_and_daily_after(rules, unit, people):
    visit = delegation_at(S.SUMMARY_DUE, unit, people["DA"], start_on=date(2026, 11, 2))
    due = add_working_days(visit.end_on, 5)
    Delegation.objects.filter(pk=visit.pk).update(due_on=due)

    run(date(2026, 11, 5), due + timedelta(days=3))

    key = f"{due:%Y%m%d}"
    assert set(leads("delegation_summary_due")) == {f"{key}:{lead}" for lead in (2, 0, -1, -2, -3)}
    assert {person for _key, person in told("delegation_summary_due")} == {people["DA"].pk, people["IOV"].pk}


def outcome(first, last, **options):
    Notification.objects.all().delete()
    run(first, last, **options)
    return {
        kind: told(kind)
        for kind in ("delegation_summary_due", "delegation_plan_due", "gift_due", "delegation_sla")
    }


@pytest.mark.parametrize("start", [date(2026, 11, 2), date(2026, 12, 28)])
def test_reminders_when_the_scheduler_was_down_or_ran_twice_are_the_same(rules, unit, people, start):
    WorkCalendarDay.objects.create(date=date(2027, 1, 1), is_workday=False, note="元旦")
    over = delegation_at(S.SUMMARY_DUE, unit, people["DA"], start_on=start)
    Delegation.objects.filter(pk=over.pk).update(due_on=add_working_days(over.end_on, 5))
    soon = delegation_at(S.APPROVED, unit, people["DA"], start_on=start + timedelta(days=14))
    DelegationGift.objects.create(
        delegation=over,
        direction="received",
        item="瓷盘",
        value=300,
        party="对方",
        received_on=start,
        keeper=people["DH"],
    )
    waiting = delegation_at(S.UNIT_REVIEW, unit, people["DA"])
    Delegation.objects.filter(pk=waiting.pk).update(due_on=start + timedelta(days=3))
    first, last = start, start + timedelta(days=35)

    daily = outcome(first, last)

    assert all(daily.values())
    assert outcome(first, last, times=2) == daily
    for offset in range(0, 33, 8):
        down = {first + timedelta(days=offset + day) for day in range(3)} - {last}
        assert outcome(first, last, skip=down) == daily, offset
    assert soon.status == S.APPROVED


def test_plan_when_printed_is_not_reminded_of(rules, unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"], start_on=date(2026, 12, 21))
    paper = visit.papers.create(kind="plan", inputs="x")
    actions.print_paper(paper, by=people["DA"])

    run(date(2026, 12, 1), date(2026, 12, 20))

    assert leads("delegation_plan_due") == []


def test_gift_when_not_handed_over_is_reminded_of_after_twenty_and_thirty_days(rules, unit, people):
    visit = delegation_at(S.CLOSED, unit, people["DA"], start_on=date(2026, 12, 10))
    gift = DelegationGift.objects.create(
        delegation=visit, direction="received", item="瓷盘", value=None, party="对方", received_on=date(2026, 12, 11),
        keeper=people["DH"],
    )  # fmt: skip

    run(date(2026, 12, 11), date(2027, 2, 1))

    assert leads("gift_due") == ["20261211:20", "20261211:30"]
    assert {person for _key, person in told("gift_due")} == {people["DH"].pk, people["IOV"].pk}
    Notification.objects.all().delete()
    gift.settled_on, gift.handling = date(2026, 12, 20), "handed_over"
    gift.save()
    run(date(2026, 12, 21), date(2027, 2, 1))
    assert leads("gift_due") == []


def test_decision_when_late_goes_to_the_holder_and_then_to_the_next_level(rules, unit, people):
    visit = delegation_at(S.UNIT_REVIEW, unit, people["DA"])
    Delegation.objects.filter(pk=visit.pk).update(due_on=date(2026, 11, 20))

    run(date(2026, 11, 18), date(2026, 11, 24))
    assert {person for _key, person in told("delegation_sla")} == {people["DH"].pk}
    assert told("delegation_sla_next") == []

    run(date(2026, 11, 25), date(2026, 11, 30))
    assert {person for _key, person in told("delegation_sla_next")} == {people["DIR"].pk}
    assert len(told("delegation_sla")) == 1


@pytest.mark.parametrize(("lodging", "expected"), [("campus", 1), ("private", 1), ("hotel", 0)])
def test_lodging_when_outside_hotels_is_reminded_of_once_until_registered(
    rules, unit, people, lodging, expected
):
    visit = delegation_at(S.HOSTING, unit, people["DA"], start_on=date(2026, 12, 30), lodging=lodging)

    run(date(2026, 12, 29), date(2027, 1, 3))

    assert len(leads("delegation_lodging")) == expected
    assert actions.register_lodging(visit, by=people["DA"], on=date(2026, 12, 31)) == 7
    Notification.objects.all().delete()
    run(date(2027, 1, 1), date(2027, 1, 3))
    assert leads("delegation_lodging") == []


def test_visits_when_the_calendar_moves_on_begin_and_end_also_after_days_without(rules, unit, people):
    visit = delegation_at(S.APPROVED, unit, people["DA"], start_on=date(2026, 12, 30))

    assert actions.advance_all(date(2026, 12, 29)) == 0
    assert actions.advance_all(date(2027, 1, 4)) == 1
    assert actions.advance_all(date(2027, 1, 4)) == 0

    visit = Delegation.objects.get(pk=visit.pk)
    assert visit.status == S.SUMMARY_DUE
    assert visit.due_on == add_working_days(date(2027, 1, 1), 5)
