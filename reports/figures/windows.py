"""The days a figure looks at: as-of dates, rolling and calendar windows, the same span a year before (ST-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext as _

ROLLING, CALENDAR = "rolling", "calendar"
MODES = (ROLLING, CALENDAR)


class Period(Enum):
    """What part of time a figure is about."""

    AT = "at"  # as things stand on the day
    YEARS = "years"  # the last n years up to the day
    YEAR = "year"  # the calendar year up to the day


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 in a year without one."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True)
class Window:
    """The first and the last day that count, both included, seen from the day `as_of`."""

    start: date
    end: date
    as_of: date

    @property
    def a_year_before(self) -> Window:
        """The same days of the year before, for year-on-year (§6.4)."""
        return Window(
            years_before(self.start, 1), years_before(self.end, 1), min(years_before(self.as_of, 1), self.end)
        )

    @property
    def days(self) -> tuple[date, date]:
        return self.start, self.end

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first midnight to before the one after the last day."""
        zone = timezone.get_current_timezone()
        after = self.end + timedelta(days=1)
        return datetime.combine(self.start, time(), zone), datetime.combine(after, time(), zone)


def window_of(period: Period, as_of: date, *, years: int = 1, mode: str = ROLLING) -> Window:
    """The window of a figure: [D − n years + 1 day, D], or the last n complete calendar years (ST-01)."""
    if period is Period.AT:
        return Window(as_of, as_of, as_of)
    if mode == CALENDAR:
        return _complete_years(as_of, years if period is Period.YEARS else 1)
    if period is Period.YEAR:
        return Window(date(as_of.year, 1, 1), as_of, as_of)
    return Window(years_before(as_of, years) + timedelta(days=1), as_of, as_of)


def _complete_years(as_of: date, years: int) -> Window:
    """The last `years` calendar years that are over; the running one on its last day."""
    last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    return Window(date(last - years + 1, 1, 1), date(last, 12, 31), as_of)


@dataclass(frozen=True)
class Change:
    """A value beside that of the same span a year before."""

    current: Decimal
    previous: Decimal

    @property
    def difference(self) -> Decimal:
        return self.current - self.previous

    @property
    def percent(self) -> Decimal | None:
        """In per cent of the year before; None where there was nothing to compare with."""
        if not self.previous:
            return None
        return (self.difference * 100 / abs(self.previous)).quantize(Decimal("0.1"))

    @property
    def text(self) -> str:
        """+12.5%, “new”, or a dash where there was nothing in either span."""
        if self.percent is not None:
            return f"{self.percent:+}%"
        return _("new") if self.current else "—"
