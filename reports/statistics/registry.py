"""What a standard report is made of: what is counted, by what, and how it is put into words (RP-01 to RP-15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from reports.figures import Cell, Window, Words
from reports.figures.registry import EVERYTHING

NONE = Words("未填", "not given")


@dataclass(frozen=True)
class Parameters:
    """What a report was asked for; the same parameters as of the same day give the same report."""

    window: Window
    by: tuple[str, ...] = ()
    filters: Mapping[str, Any] = field(default_factory=dict)
    months: int = 6
    with_rows: bool = False

    @property
    def as_of(self) -> date:
        return self.window.as_of


@dataclass(frozen=True)
class Dimension:
    """What a report can be broken down by: the columns to group by, and the words for their values."""

    key: str
    label: Words
    columns: Mapping[str, Any]  # name of the column in the query: expression, or a path as text
    words: Callable[[dict[str, Any]], str]
    order: Callable[[dict[str, Any]], Any] | None = None


@dataclass(frozen=True)
class Measure:
    """What is counted in each cell; `of` makes it from the other measures of the row."""

    key: str
    label: Words
    aggregate: Callable[[Parameters], Any] | None = None
    of: Callable[[dict[str, Any]], Any] | None = None
    source: str = ""
    people: bool = False
    is_distinct: bool = False
    decimals: int = 0


@dataclass(frozen=True)
class Source:
    """One set of records, and where in it the dimensions stand."""

    rows: Callable[[Parameters], QuerySet]
    dimensions: Mapping[str, Dimension]
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One standard report."""

    code: str
    title: Words
    about: Words
    sources: Mapping[str, Source]
    measures: tuple[Measure, ...]
    default: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    chart: str = "bar"
    desk: str = ""
    readers: frozenset[str] = frozenset()
    compares: bool = True
    version: int = 1

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Those every source of the report knows."""
        first, *others = self.sources.values()
        return {
            key: dimension
            for key, dimension in first.dimensions.items()
            if all(key in other.dimensions for other in others)
        }

    @property
    def filters(self) -> set[str]:
        return set.intersection(*(set(source.filters) for source in self.sources.values()))

    def is_read_by(self, roles: set[str]) -> bool:
        return bool(roles & EVERYTHING or roles & self.readers)


REPORTS: dict[str, Report] = {}


def declare(*reports: Report) -> None:
    """Put reports into the registry, each under its own code."""
    for report in reports:
        if report.code in REPORTS:
            raise ValueError(f"{report.code} is declared twice")
        REPORTS[report.code] = report


def reports_for(roles: set[str]) -> list[Report]:
    """The reports a holder of these roles may order."""
    return [report for _code, report in sorted(REPORTS.items()) if report.is_read_by(roles)]


def choice(key: str, label: Words, path: str, choices: Iterable[tuple[Any, Any]]) -> Dimension:
    """By one of a few words a field chooses from, in their own order."""
    words = dict(choices)
    places = {value: place for place, value in enumerate(words)}
    return Dimension(
        key,
        label,
        {f"by_{key}": path},
        lambda row: str(words.get(row[f"by_{key}"]) or row[f"by_{key}"] or NONE),
        lambda row: places.get(row[f"by_{key}"], len(places)),
    )


def named(key: str, label: Words, path: str, stem: str = "name") -> Dimension:
    """By a record with a name in both languages; its key tells two of the same name apart."""
    zh, en = f"by_{key}_zh", f"by_{key}_en"
    return Dimension(
        key,
        label,
        {f"by_{key}": path, zh: f"{path}__{stem}_zh", en: f"{path}__{stem}_en"},
        lambda row: str(Words(row[zh] or row[en] or NONE.zh, row[en] or row[zh] or NONE.en)),
    )


def plain(key: str, label: Words, path: Any) -> Dimension:
    """By what stands in a field, or by an expression."""
    return Dimension(
        key,
        label,
        {f"by_{key}": path},
        lambda row: str(NONE) if row[f"by_{key}"] in (None, "") else str(row[f"by_{key}"]),
        lambda row: (row[f"by_{key}"] is None, row[f"by_{key}"]),
    )


def year(path: str) -> Dimension:
    """By calendar year."""
    return plain("year", Words("年度", "Year"), ExtractYear(path))


def month(path: str) -> Dimension:
    """By month of the year."""
    return plain("month", Words("月份", "Month"), ExtractMonth(path))


def keyed(*dimensions: Dimension) -> dict[str, Dimension]:
    """The dimensions by their keys."""
    return {dimension.key: dimension for dimension in dimensions}


def percent(part: Any, whole: Any) -> Decimal | None:
    """In per cent; nothing where there is nothing to divide by."""
    if not whole:
        return None
    return (Decimal(part or 0) * 100 / Decimal(whole)).quantize(Decimal("0.1"))


def days_of(value: Any) -> Decimal:
    """A span of time in days; databases answer with spans or, SQLite, with microseconds."""
    if value is None:
        return Decimal(0)
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value) / 1_000_000
    return Decimal(str(seconds)) / 86400
