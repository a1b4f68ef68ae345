"""Windows of figures and their comparison with the year before."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from reports.figures import CALENDAR, Change, Period, Window, window_of, years_before

AT, YEARS, YEAR = Period.AT, Period.YEARS, Period.YEAR


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 11, 24), 5, date(2021, 11, 24)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
        (date(2025, 2, 28), 1, date(2024, 2, 28)),
    ],
)
def test_years_before_a_leap_day_is_the_28th(day, years, expected):
    assert years_before(day, years) == expected


@pytest.mark.parametrize(
    ("period", "as_of", "years", "mode", "expected"),
    [
        (AT, date(2026, 11, 24), 5, "rolling", (date(2026, 11, 24), date(2026, 11, 24))),
        (YEARS, date(2026, 11, 24), 5, "rolling", (date(2021, 11, 25), date(2026, 11, 24))),
        (YEARS, date(2024, 2, 29), 1, "rolling", (date(2023, 3, 1), date(2024, 2, 29))),
        (YEARS, date(2026, 11, 24), 5, CALENDAR, (date(2021, 1, 1), date(2025, 12, 31))),
        (YEARS, date(2026, 12, 31), 5, CALENDAR, (date(2022, 1, 1), date(2026, 12, 31))),
        (YEAR, date(2026, 11, 24), 1, "rolling", (date(2026, 1, 1), date(2026, 11, 24))),
        (YEAR, date(2026, 11, 24), 5, CALENDAR, (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_a_window_has_its_first_and_last_day(period, as_of, years, mode, expected):
    assert window_of(period, as_of, years=years, mode=mode).days == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 1), date(2026, 11, 24), (date(2025, 1, 1), date(2025, 11, 24))),
        (date(2024, 1, 1), date(2024, 2, 29), (date(2023, 1, 1), date(2023, 2, 28))),
        (date(2021, 11, 25), date(2026, 11, 24), (date(2020, 11, 25), date(2025, 11, 24))),
    ],
)
def test_the_year_before_has_the_same_days(start, end, expected):
    assert Window(start, end, end).a_year_before.days == expected


@pytest.mark.parametrize(
    ("current", "previous", "percent", "text"),
    [
        (12, 10, Decimal("20.0"), "+20.0%"),
        (8, 10, Decimal("-20.0"), "-20.0%"),
        (10, 10, Decimal("0.0"), "+0.0%"),
        (5, 0, None, "new"),
        (0, 0, None, "—"),
    ],
)
def test_a_change_says_how_much_or_that_it_is_new(current, previous, percent, text):
    change = Change(Decimal(current), Decimal(previous))

    with translation.override("en"):
        assert (change.percent, change.text) == (percent, text)
