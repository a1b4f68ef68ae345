"""When an agreement holds: pure arithmetic of dates, the same for one record and for a query (AG-01, AG-02).

All days are inclusive: an agreement holds on its first and on its last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 28 February where there is none (EC-40)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """The same day months later, or the last day of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(day)


def end_of_term(effective_on: date, years: int) -> date:
    """The last day of a term of so many years."""
    return add_years(effective_on, years) - ONE_DAY


@dataclass(frozen=True)
class Term:
    """What an agreement says about its time."""

    effective_on: date
    expires_on: date | None = None
    auto_renew: bool = False
    renew_years: int = 0
    max_renewals: int | None = None
    notice_days: int = 0
    notice_on: date | None = None

    @property
    def renews(self) -> bool:
        return self.auto_renew and self.renew_years > 0 and self.expires_on is not None

    def period_end(self, number: int) -> date | None:
        """The last day of a period, counted from 0; always reckoned from the first expiry (EC-40)."""
        if self.expires_on is None:
            return None
        return add_years(self.expires_on, number * self.renew_years) if number else self.expires_on

    def may_stop_at(self, end: date) -> bool:
        """Whether a notice was given in time to stop the renewal at this end (AG-02)."""
        return self.notice_on is not None and self.notice_on <= end - timedelta(days=self.notice_days)

    @property
    def last_day(self) -> date | None:
        """The last day it holds if nothing else happens; None when no end is known."""
        if not self.renews:
            return self.expires_on
        number = self._last_period()
        return None if number is None else self.period_end(number)

    def _last_period(self) -> int | None:
        if self.notice_on is None:
            return self.max_renewals
        number = 0
        while (self.max_renewals is None or number < self.max_renewals) and not self.may_stop_at(
            self.period_end(number)  # type: ignore[arg-type]  # it renews, so it has ends
        ):
            number += 1
        return number

    def period_on(self, day: date) -> tuple[int, date, date | None] | None:
        """The period in which the day lies: its number, first and last day; None outside the term."""
        last = self.last_day
        if day < self.effective_on or (last is not None and day > last):
            return None
        start, number = self.effective_on, 0
        end = self.period_end(0)
        while end is not None and end < day:
            start, number = end + ONE_DAY, number + 1
            end = self.period_end(number)
        return number, start, end
