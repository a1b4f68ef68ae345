"""The published holidays and make-up working days, from data/holidays (GN-02)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class CalendarDay:
    """A day the state moved, and the holiday it belongs to."""

    date: date
    is_workday: bool
    note: str


def published_years(folder: Path | None = None) -> list[int]:
    """The years whose holidays are published; any other year is unknown."""
    return [year for year, days in _files(folder) if days]


def calendar_days(folder: Path | None = None) -> Iterator[CalendarDay]:
    """Every moved day of the published years, each once: a later notice corrects an earlier one."""
    found = {
        day["date"]: CalendarDay(date.fromisoformat(day["date"]), not day["isOffDay"], day["name"])
        for __, days in _files(folder)
        for day in days
    }
    yield from (found[key] for key in sorted(found))


def _files(folder: Path | None) -> list[tuple[int, list[dict]]]:
    source = folder or Path(settings.BASE_DIR) / "data" / "holidays"
    papers = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(source.glob("[0-9]*.json")))
    return [(paper["year"], paper["days"]) for paper in papers]
