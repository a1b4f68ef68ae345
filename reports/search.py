"""One search over everything a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.work import SOURCES, Source

SHORTEST = 2
PER_KIND = 10


@dataclass(frozen=True)
class Hit:
    """One record found."""

    text: str
    url: str
    record: Any


def find_everywhere(user: Any, words: str) -> list[tuple[str, list[Hit]]]:
    """The first records of each kind that hold the words and that the person may see."""
    if len(words) < SHORTEST:
        return []
    groups = [(str(source.label), _hits(source, user, words)) for source in SOURCES.values()]
    return [(label, hits) for label, hits in groups if hits]


def _hits(source: Source, user: Any, words: str) -> list[Hit]:
    if source.permission and not user.has_perm(source.permission):
        return []
    visible = source.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    found = visible.filter(source.matches(words)).order_by("-pk")[:PER_KIND]
    return [Hit(source.text(record), record.get_absolute_url(), record) for record in found]
