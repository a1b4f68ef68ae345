"""Figures through the years, for charts; counted once in a while and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from reports.figures import Figure, Period, Window
from reports.statistics.registry import REPORTS, Parameters
from reports.statistics.tables import Table, main_table

YEARS_SHOWN = 5
KEPT_SECONDS = 300
MOST_ROWS = 10


@dataclass(frozen=True)
class Trend:
    """One figure, year by year; the running year up to today."""

    figure: Figure
    points: list[tuple[int, Decimal]]

    @property
    def labels(self) -> list[str]:
        return [str(year) for year, _value in self.points]

    @property
    def values(self) -> list[Decimal]:
        return [value for _year, value in self.points]


def trend_of(figure: Figure, filters: Mapping[str, Any]) -> Trend:
    """The figure at the end of each of the last years, or over each of them."""
    today = timezone.localdate()
    key = f"trend:{figure.id}:{today}:{sorted(filters.items())}".replace(" ", "")
    points: Any = cache.get_or_set(key, lambda: _points(figure, filters, today), KEPT_SECONDS)
    return Trend(figure, points)


def _points(figure: Figure, filters: Mapping[str, Any], today: date) -> list[tuple[int, Decimal]]:
    points = []
    for year in range(today.year - YEARS_SHOWN + 1, today.year + 1):
        end = min(date(year, 12, 31), today)
        start = end if figure.period is Period.AT else date(year, 1, 1)
        points.append((year, figure.read(end, filters=filters, window=Window(start, end, end)).value))
    return points


def breakdown_of(code: str, by: str, filters: Mapping[str, Any]) -> Table:
    """A standard report of the year up to today by one dimension, its largest rows first."""
    today = timezone.localdate()
    key = f"breakdown:{code}:{by}:{today}:{get_language()}:{sorted(filters.items())}".replace(" ", "")
    table: Any = cache.get_or_set(key, lambda: _breakdown(code, by, filters, today), KEPT_SECONDS)
    return table


def _breakdown(code: str, by: str, filters: Mapping[str, Any], today: date) -> Table:
    report = REPORTS[code]
    window = Window(date(today.year, 1, 1), today, today)
    known = {name: value for name, value in filters.items() if name in report.filters}
    table = main_table(report, Parameters(window, (by,), known))
    table.rows = sorted(table.rows, key=lambda row: -(row[table.labels] or 0))[:MOST_ROWS]
    return table
