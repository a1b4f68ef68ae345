"""The last day to file: hand-worked cases over holidays and make-up days, and a walk day by day."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import WorkCalendarDay
from core.reference import load_reference as load_foundation
from visitors.actions import load_reference
from visitors.models import FilingRule, add_months, latest_filing_day, strictest_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(db):
    load_foundation()
    load_reference()
    return {rule.code: rule for rule in FilingRule.objects.all()}


def rule_of(lead, unit, direction="before"):
    return FilingRule(code="x", lead=lead, lead_unit=unit, direction=direction)


# Worked by hand with the notices of the State Council for 2022–2026.
CASES = [
    # Spring Festival 2024 (10–17 Feb off; Sun 4 Feb and Sun 18 Feb worked): back from Thu 22 Feb:
    # 21, 20, 19, 18, 9, 8, 7, 6, 5, 4 Feb.
    ("delegation-leader-10w", "2024-02-22", "2024-02-04"),
    # Spring Festival 2023 (21–27 Jan off; 28, 29 worked): back from 1 Feb: 31, 30, 29, 28, 20, 19, 18, 17, 16, 13.
    ("delegation-leader-10w", "2023-02-01", "2023-01-13"),
    # Spring Festival 2022 (31 Jan–6 Feb off; Sat 29, Sun 30 Jan worked); back from 10 Feb: 9, 8, 7, 30, 29, 28, 27, 26, 25, 24.
    ("delegation-leader-10w", "2022-02-10", "2022-01-24"),
    # Spring Festival 2025 (28 Jan–4 Feb off; Sun 26 Jan, Sat 8 Feb worked); back from 10 Feb: 8, 7, 6, 5, 27, 26, 24, 23, 22, 21.
    ("delegation-leader-10w", "2025-02-10", "2025-01-21"),
    # National Day 2023 (29 Sep–6 Oct off; Sat 7, Sun 8 Oct worked): back from Tue 10 Oct: 9, 8, 7, 28, 27, 26, 25, 22, 21, 20.
    ("delegation-leader-10w", "2023-10-10", "2023-09-20"),
    # National Day 2025 (1–8 Oct off; Sun 28 Sep, Sat 11 Oct worked): back from Mon 13 Oct: 11, 10, 9, 30, 29, 28, 26, 25, 24, 23.
    ("delegation-leader-10w", "2025-10-13", "2025-09-23"),
    # 30 days before Fri 31 Oct 2025 is Wed 1 Oct, a holiday: the last working day before it is Tue 30 Sep.
    ("delegation-30d", "2025-10-31", "2025-09-30"),
    # 30 days before Tue 28 Oct 2025 is Sun 28 Sep, which was worked: it stands.
    ("delegation-30d", "2025-10-28", "2025-09-28"),
    # 30 days before Mon 18 Mar 2024 is Sat 17 Feb, still Spring Festival: back to Fri 9 Feb, New Year's Eve, worked in 2024.
    ("delegation-30d", "2024-03-18", "2024-02-09"),
    # Two months before 4 Dec 2023 is Wed 4 Oct, a holiday: back to Thu 28 Sep.
    ("delegation-ngo-2m", "2023-12-04", "2023-09-28"),
    # Four months before 30 June 2026 is 28 February 2026, a Saturday that is worked.
    ("conference-4m", "2026-06-30", "2026-02-28"),
    # Eight months before 10 June 2025 is Thu 10 Oct 2024.
    ("conference-ngo-8m", "2025-06-10", "2024-10-10"),
    # Five working days after Tue 30 Sep 2025: 9, 10, 11 (Saturday, worked), 13, 14 Oct.
    ("delegation-summary-5w", "2025-09-30", "2025-10-14"),
    # Thirty days after Mon 1 Sep 2025 is Wed 1 Oct, a holiday: the next working day is Thu 9 Oct.
    ("trip-report-30d", "2025-09-01", "2025-10-09"),
]


@pytest.mark.parametrize(("code", "start", "expected"), CASES)
def test_filing_day_when_worked_by_hand_is_the_same(code, start, expected, rules):
    found = latest_filing_day(rules[code], date.fromisoformat(start))

    assert found.day.isoformat() == expected
    assert not found.is_provisional


def walk(rule, start, works):
    """The same answer by the plainest means: one day at a time."""
    back = timedelta(days=-1 if rule.direction == "before" else 1)
    day = start
    if rule.lead_unit == "working_days":
        counted = 0
        while counted < rule.lead:
            day += back
            counted += works(day)
        return day
    if rule.lead_unit == "months":
        for _month in range(rule.lead):
            target = (day.month - 2 if back.days < 0 else day.month) % 12 + 1
            while day.month != target:
                day += back
            if back.days > 0:
                while day.day != 1:
                    day -= back
        wanted = start.day
        while day.day != 1:
            day -= timedelta(days=1)
        month = day.month
        while day.day < wanted and (day + timedelta(days=1)).month == month:
            day += timedelta(days=1)
    else:
        for _day in range(rule.lead):
            day += back
    while not works(day):
        day += back
    return day


def test_filing_day_when_walked_day_by_day_is_the_same(rules):
    moved = dict(WorkCalendarDay.objects.values_list("date", "is_workday"))

    def works(day):
        return moved.get(day, day.weekday() < 5)

    first, last = date(2022, 10, 1), date(2026, 12, 31)
    for rule in rules.values():
        for offset in range(0, (last - first).days, 11):
            start = first + timedelta(days=offset)
            if rule.direction == "after" and start > date(2026, 10, 1):
                continue
            assert latest_filing_day(rule, start).day == walk(rule, start, works), (rule.code, start)


def test_filing_day_when_the_next_calendar_is_not_published_is_provisional(rules):
    leader = rules["delegation-leader-10w"]

    assert latest_filing_day(leader, date(2027, 1, 8)).is_provisional
    assert latest_filing_day(leader, date(2027, 3, 1)).is_provisional
    assert not latest_filing_day(leader, date(2026, 12, 31)).is_provisional
    # The limit lies in 2026, whose calendar is known: nothing can move it any more.
    assert not latest_filing_day(rules["delegation-30d"], date(2027, 1, 8)).is_provisional
    assert latest_filing_day(rules["delegation-30d"], date(2027, 3, 8)).is_provisional


def test_months_when_the_month_is_shorter_end_on_its_last_day():
    assert add_months(date(2026, 10, 31), -8) == date(2026, 2, 28)
    assert add_months(date(2024, 6, 30), -4) == date(2024, 2, 29)
    assert add_months(date(2026, 1, 15), -2) == date(2025, 11, 15)


def test_strictest_rule_when_several_hold_is_the_earliest_that_decides(rules):
    found = strictest_of(rules.values(), date(2026, 9, 15))

    assert found.rule.code == "conference-ngo-8m"
    assert strictest_of([rules["delegation-leader-10w"]], date(2026, 9, 15)) is None


def test_command_when_asked_for_json_answers_with_day_source_and_whether_provisional(rules):
    out = StringIO()
    call_command("filing_day", "delegation-30d", "2025-10-31", "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert answer["latest_filing_day"] == "2025-09-30"
    assert answer["limit"] == "2025-10-01"
    assert answer["provisional"] is False
    assert "30" in answer["source"]


def test_command_when_asked_for_the_list_prints_a_line_for_each_rule(rules):
    out = StringIO()
    call_command("filing_day", "--list", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) == len(rules)
    assert {line.split("\t")[0] for line in lines} == set(rules)


def test_command_when_the_rule_or_the_date_is_unknown_refuses(rules):
    with pytest.raises(CommandError):
        call_command("filing_day", "no-such-rule", "2025-10-31")
    with pytest.raises(CommandError):
        call_command("filing_day", "delegation-30d", "31 October")


def test_reference_when_loaded_again_keeps_what_the_office_changed(rules):
    FilingRule.objects.filter(code="delegation-30d").update(lead=20)

    assert load_reference() == {"filing rules": 0}
    assert FilingRule.objects.get(code="delegation-30d").lead == 20
