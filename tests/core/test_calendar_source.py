"""The published holidays (GN-02)."""

from datetime import date

from core.calendar_source import calendar_days, published_years


def test_published_years():
    assert published_years() == [2022, 2023, 2024, 2025, 2026]


def test_calendar_days_are_read_once_each():
    days = list(calendar_days())

    assert len({day.date for day in days}) == len(days)
    assert [day.date for day in days] == sorted(day.date for day in days)


def test_known_days_of_2026():
    days = {day.date: day for day in calendar_days()}

    assert (days[date(2026, 1, 1)].is_workday, days[date(2026, 1, 1)].note) == (False, "元旦")
    assert days[date(2026, 10, 1)].is_workday is False
    assert {day.date.weekday() >= 5 for day in days.values() if day.is_workday} == {True}
    assert sum(day.is_workday for day in days.values() if day.date.year == 2026) > 0
