"""What can wait for people, be looked for and happen: each app declares it when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import get_language

Words = str | Promise


@dataclass(frozen=True)
class Work:
    """A kind of record on people's home pages.

    Its QuerySet answers `visible_to(user)` and as many of `awaiting(user)`, `in_progress_of(user)` and
    `drafts_of(user)` as make sense for it.
    """

    label: str
    holders: Mapping[str, Words] = field(default_factory=dict)
    dates: tuple[tuple[str, Words], ...] = ()
    related: tuple[str, ...] = ()
    about: str = ""

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    def holder_of(self, status: str) -> str:
        """Who has a record in this status now."""
        return str(self.holders.get(status, ""))

    def subject_of(self, record: Any) -> Any:
        """The record whose title names this one."""
        return getattr(record, self.about) if self.about else record


@dataclass(frozen=True)
class Source:
    """A kind of record that the search over everything finds."""

    label: Words
    model_label: str
    matches: Callable[[str], Q]
    text: Callable[[Any], str]
    permission: str = ""

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.model_label)


WORK: dict[str, Work] = {}
SOURCES: dict[str, Source] = {}
# Words of the verbs of events that are no step of a workflow: by app, and by "" what holds everywhere.
EVENT_WORDS: dict[str, dict[str, Words]] = {}


def declare_work(
    label: str,
    *,
    holders: Mapping[str, Words] | None = None,
    dates: tuple[tuple[str, Words], ...] = (),
    related: tuple[str, ...] = (),
    about: str = "",
) -> None:
    """Show records of `label` ("app.Model") on home pages: who holds them, which of their dates are coming."""
    WORK[label] = Work(label, holders or {}, dates, related, about)


def declare_source(
    label: str,
    words: Words,
    matches: Callable[[str], Q],
    text: Callable[[Any], str] | None = None,
    permission: str = "",
) -> None:
    """Let the search find records of `label`; with a `permission`, only for those who hold it."""
    SOURCES[label] = Source(words, label, matches, text or title_of, permission)


def declare_events(app_label: str, words: Mapping[str, Words]) -> None:
    """Put events of an app's records that are no step of a workflow into words."""
    EVENT_WORDS.setdefault(app_label, {}).update(words)


def event_words(app_label: str, verb: str) -> str:
    """The words of a verb: the app's own, else the portal's, else the verb itself."""
    own, common = EVENT_WORDS.get(app_label, {}), EVENT_WORDS.get("", {})
    return str(own.get(verb) or common.get(verb) or verb)


def title_of(record: Any) -> str:
    """The record's title, or else its name, in the reader's language."""
    for stem in ("title", "name"):
        chinese, english = getattr(record, f"{stem}_zh", ""), getattr(record, f"{stem}_en", "")
        if chinese or english:
            return (english or chinese) if get_language() == "en" else (chinese or english)
    return str(record)
