"""Who is on campus and who is away, and what the desk's home page gathers: each kind of record adds its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

ON_CAMPUS, AWAY = "on_campus", "away"


@dataclass(frozen=True)
class Presence:
    """Somebody who is here, or away, from the first to the last day (both counted)."""

    where: str
    first: date
    last: date
    title: str
    url: str
    unit_id: int
    people: int = 1
    note: str = ""


@dataclass(frozen=True)
class DeskRow:
    """A line of the desk's home page: something on a day."""

    on: date
    title: str
    what: str | Promise
    url: str
    tone: str = "blue"


# For a person and a span of days, who is where. Only records visible to the person are told.
PRESENCE: dict[str, Callable[[Any, date, date], Iterable[Presence]]] = {}
# The boards of the home page: "arrivals", "expiring", "due"; each source adds its lines.
BOARDS: dict[str, dict[str, Callable[[Any, date, date], Iterable[DeskRow]]]] = {
    "arrivals": {},
    "expiring": {},
    "due": {},
}


def declare_presence(name: str, source: Callable[[Any, date, date], Iterable[Presence]]) -> None:
    """Let the calendar ask `source(user, first, last)`; called when the app starts."""
    PRESENCE[name] = source


def declare_board(board: str, name: str, source: Callable[[Any, date, date], Iterable[DeskRow]]) -> None:
    """Let a board of the home page ask `source(user, first, last)`; called when the app starts."""
    BOARDS[board][name] = source


def presence_between(user: Any, first: date, last: date) -> list[Presence]:
    """Everybody who is here or away on one of the days, as far as this person may see."""
    rows = [row for source in PRESENCE.values() for row in source(user, first, last)]
    return sorted(rows, key=lambda row: (row.first, row.title))


def board_between(board: str, user: Any, first: date, last: date) -> list[DeskRow]:
    """The lines of one board, by day."""
    rows = [row for source in BOARDS[board].values() for row in source(user, first, last)]
    return sorted(rows, key=lambda row: (row.on, row.title))
