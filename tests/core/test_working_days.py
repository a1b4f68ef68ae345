"""Working days by the real Chinese calendar (GN-02)."""

from datetime import date, timedelta

import pytest

from core.models import WorkCalendarDay
from core.working_days import add_working_days, calendar_is_known, is_working_day, working_days_between

# National Day 2025: 1 to 8 October off; Sunday 28 September and Saturday 11 October worked.
MOVED = [(date(2025, 10, day), False) for day in range(1, 9)] + [
    (date(2025, 9, 28), True),
    (date(2025, 10, 11), True),
]


@pytest.fixture(autouse=True)
def national_day(db):
    WorkCalendarDay.objects.bulk_create(WorkCalendarDay(date=day, is_workday=works) for day, works in MOVED)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 9, 26), True),
        (date(2025, 9, 27), False),
        (date(2025, 9, 28), True),
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),
        (date(2025, 10, 12), False),
    ],
)
def test_is_working_day(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2025, 9, 26), 1, date(2025, 9, 28)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date(2025, 10, 9), -1, date(2025, 9, 30)),
        (date(2025, 9, 30), 0, date(2025, 9, 30)),
    ],
)
def test_add_working_days(start, count, end):
    assert add_working_days(start, count) == end


def test_working_days_between_agrees_with_a_day_by_day_walk():
    start = date(2025, 9, 20)

    for length in range(40):
        end = start + timedelta(days=length)
        walked = sum(is_working_day(start + timedelta(days=offset)) for offset in range(1, length + 1))
        assert working_days_between(start, end) == walked
        assert working_days_between(end, start) == -walked


def test_calendar_is_known_only_for_published_years():
    assert calendar_is_known(2025) is True
    assert calendar_is_known(2027) is False
