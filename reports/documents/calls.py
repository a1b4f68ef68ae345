"""Open calls of student programmes, as the public home, the feed and the calendar tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Call:
    """One round one can apply to, or soon can."""

    key: str
    title_zh: str
    title_en: str
    opens_on: date
    closes_on: date
    url: str
    updated_at: datetime


def open_calls() -> list[Call]:
    """The rounds that are open or announced, the next deadline first."""
    return []
