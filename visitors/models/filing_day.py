"""When is the last day to file? Counted over the days on which the state lets people work (GN-02)."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.working_days import add_working_days, calendar_is_known, is_working_day
from visitors.models.filing import FilingRule

YEAR_MONTHS = 12


@dataclass(frozen=True)
class FilingDay:
    """The last lawful day, and what it was counted from.

    `limit` is the day the lead alone leads to; where nobody works that day, `day` is the working day before it
    (or, for what is due after the event, the next one). It is provisional where a year has no calendar yet.
    """

    rule: FilingRule
    start: date
    limit: date
    day: date
    is_provisional: bool

    @property
    def is_moved(self) -> bool:
        """Whether the limit itself is a day off."""
        return self.day != self.limit

    def is_missed_on(self, filed_on: date) -> bool:
        return filed_on > self.day

    def days_left(self, today: date) -> int:
        """Calendar days until the last day; negative once it is past."""
        return (self.day - today).days


def latest_filing_day(rule: FilingRule, start: date) -> FilingDay:
    """The last day on which the filing still keeps the rule's lead, for something that starts (or ended) on `start`.

    The day itself never counts. Working days are counted one by one over the published calendar. Calendar days
    and months lead to a day by the calendar; if the office is closed then, papers must have come in on the last
    working day before it. What is due after an event moves to the next working day instead.
    """
    sign = -1 if rule.direction == FilingRule.Direction.BEFORE else 1
    if rule.lead_unit == FilingRule.LeadUnit.WORKING_DAYS:
        day = add_working_days(start, sign * rule.lead)
        return FilingDay(rule, start, day, day, _is_provisional(start, day))
    if rule.lead_unit == FilingRule.LeadUnit.MONTHS:
        limit = add_months(start, sign * rule.lead)
    else:
        limit = start + timedelta(days=sign * rule.lead)
    day = limit
    while not is_working_day(day):
        day += timedelta(days=sign)
    return FilingDay(rule, start, limit, day, _is_provisional(limit, day))


def _is_provisional(one: date, other: date) -> bool:
    """Whether a year between the two days has no published calendar yet."""
    years = range(min(one, other).year, max(one, other).year + 1)
    return not all(calendar_is_known(year) for year in years)


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months on; the month's last day where it has no such day."""
    year, month = divmod(day.year * YEAR_MONTHS + day.month - 1 + months, YEAR_MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def strictest_of(rules: Iterable[FilingRule], start: date) -> FilingDay | None:
    """Of the rules that decide about lateness, the one that asks for the earliest filing."""
    days = [
        latest_filing_day(rule, start)
        for rule in rules
        if rule.is_submission and rule.direction == FilingRule.Direction.BEFORE
    ]
    return min(days, key=lambda found: found.day, default=None)
