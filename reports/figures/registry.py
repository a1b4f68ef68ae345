"""The one registry of figures: what each counts, in both languages, and the rows it counts (ST-04)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Avg, QuerySet, Sum
from django.utils.translation import get_language

from core.policy import policy
from reports.figures.phrases import money_phrase, round_phrase
from reports.figures.windows import ROLLING, Change, Period, Window, window_of

# Roles that read every figure (§7.2, Statistics); others read those that name them.
EVERYTHING = frozenset({"IOP", "IOS", "IOT", "IOV", "DIR", "LDR", "AUD"})
UNIT_ROLES = frozenset({"DA", "DH"})
WAN = Decimal(10_000)


@dataclass(frozen=True)
class Words:
    """A text in both languages: a definition is printed in both at once, so it is no translation of the other."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.in_language(get_language() or "zh")

    def in_language(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True)
class Cell:
    """A column of the rows behind a figure; `link` names what opens the row."""

    label: Words
    read: Callable[[Any], Any]
    link: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure of the office: its definition, its period, and one queryset that everything else is made from."""

    id: str
    name: Words
    definition: Words
    unit: Words
    dedup: Words
    period: Period
    rows: Callable[[Window], QuerySet]
    cells: tuple[Cell, ...]
    # Where things are counted once however often they occur: from the narrowed occurrences to what is counted.
    distinct: Callable[[QuerySet], QuerySet] | None = None
    # What is added up over the rows (a field or annotation); empty: each row counts one. With `mean`: the average.
    weight: str = ""
    mean: bool = False
    in_wan: bool = False
    # Where the rows may be narrowed: the filter's name and the path to it.
    filters: Mapping[str, str] = field(default_factory=dict)
    years_setting: str = "stats.profile_years"
    readers: frozenset[str] = frozenset()
    step: int = 1
    more: str = "多"
    is_public: bool = True
    desk: str = ""
    # Raised whenever the definition changes: a frozen figure says by which one it was counted (ST-05).
    version: int = 1

    def window(self, as_of: date, mode: str = ROLLING) -> Window:
        years = int(policy(self.years_setting)) if self.period is Period.YEARS else 1
        return window_of(self.period, as_of, years=years, mode=mode)

    def read(
        self,
        as_of: date,
        *,
        filters: Mapping[str, Any] | None = None,
        mode: str = ROLLING,
        window: Window | None = None,
    ) -> Reading:
        """The figure on a day, over its own window unless another is given."""
        return Reading(self, window or self.window(as_of, mode), dict(filters or {}))

    def is_read_by(self, roles: set[str]) -> bool:
        """Whether a holder of these roles may see the figure; units only where it can be narrowed to them."""
        if roles & EVERYTHING or roles & self.readers:
            return True
        return bool(roles & UNIT_ROLES) and "unit" in self.filters


@dataclass(frozen=True)
class Reading:
    """A figure over a window and under filters: its rows, and its value from them."""

    figure: Figure
    window: Window
    filters: dict[str, Any]

    @cached_property
    def rows(self) -> QuerySet:
        occurrences = narrowed(self.figure, self.figure.rows(self.window), self.filters)
        return self.figure.distinct(occurrences) if self.figure.distinct else occurrences

    @cached_property
    def value(self) -> Decimal:
        """Counted or added up in the database from exactly the rows that are shown (ST-04)."""
        figure = self.figure
        if not figure.weight:
            return Decimal(self.rows.count())
        aggregate = Avg if figure.mean else Sum
        total = self.rows.order_by().aggregate(total=aggregate(figure.weight))["total"]
        value = Decimal(str(total or 0))
        if figure.mean:
            return value.quantize(Decimal("0.01"))
        return value / WAN if figure.in_wan else value

    @cached_property
    def a_year_before(self) -> Reading:
        return Reading(self.figure, self.window.a_year_before, self.filters)

    @cached_property
    def change(self) -> Change:
        return Change(self.value, self.a_year_before.value)

    def phrase(self, language: str) -> str:
        """The value in the round words of the profile (ST-06)."""
        return phrase_of(self.figure, self.value, language)

    def ids(self) -> Iterator[int]:
        """The keys of the rows, in their own order, one at a time."""
        yield from self.rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)


def phrase_of(figure: Figure, value: Decimal, language: str) -> str:
    """A value of the figure in round words, whether live or frozen."""
    if figure.in_wan:
        return money_phrase(value, figure.step, language)
    return round_phrase(value, figure.step, language, more=figure.more, unit=figure.unit.zh)


def narrowed(figure: Figure, rows: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
    """The rows under the filters; one the figure does not know is an error and never silently left out."""
    for name, value in filters.items():
        if name not in figure.filters:
            raise LookupError(f"{figure.id} cannot be narrowed by {name}")
        path = figure.filters[name]
        several = isinstance(value, list | tuple | set | frozenset)
        rows = rows.filter(**{f"{path}__in" if several else path: value})
    return rows


FIGURES: dict[str, Figure] = {}


def declare(*figures: Figure) -> None:
    """Put figures into the registry, each under an id of its own."""
    for figure in figures:
        if figure.id in FIGURES:
            raise ValueError(f"{figure.id} is declared twice")
        FIGURES[figure.id] = figure


def figures_for(roles: set[str]) -> list[Figure]:
    """The figures a holder of these roles may read, in order."""
    return [figure for figure in in_order() if figure.is_read_by(roles)]


def in_order() -> list[Figure]:
    """All figures by their ids: F01, F02, F03, F03a …"""
    return sorted(FIGURES.values(), key=lambda figure: (int(figure.id[1:3]), figure.id))
