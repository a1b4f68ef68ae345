"""A proposal as people read it: label and value, section by section."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import capfirst

from core.templatetags.portal import shown
from core.text import bilingual
from training.models.sections import SECTIONS

LONG = 60


@dataclass
class Fact:
    """One line: its name, what it says, whether it changed, whether it was asked to change."""

    name: str
    label: str
    value: Any
    is_changed: bool = False
    is_named: bool = False

    @property
    def is_long(self) -> bool:
        return len(str(self.value)) > LONG


@dataclass
class Table:
    """The rows of one kind."""

    name: str
    label: str
    columns: list[str]
    rows: list[list[Any]]
    is_changed: bool = False
    is_named: bool = False


@dataclass
class SectionFacts:
    """A section with its facts and tables."""

    key: str
    title: str
    facts: list[Fact] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return sum(part.is_changed for part in (*self.facts, *self.tables))


HIDDEN_COLUMNS = {"id", "proposal", "position", "source", "accepted_by"}


def facts_by_section(proposal: Any, changed: set[str] = frozenset()) -> list[SectionFacts]:
    """Everything the proposal says; empty fields are left out."""
    named = set(proposal.return_fields) if proposal.status == "returned" else set()
    return [_section(proposal, section, changed, named) for section in SECTIONS]


def _section(proposal: Any, section: Any, changed: set[str], named: set[str]) -> SectionFacts:
    found = SectionFacts(section.key, str(section.title))
    for name in section.fields:
        value = shown_value(proposal, proposal._meta.get_field(name))
        if value or name in named:
            label = capfirst(proposal._meta.get_field(name).verbose_name)
            found.facts.append(Fact(name, label, value, name in changed, name in named))
    for name in section.rows:
        rows = list(_rows(proposal, name))
        if rows or name in named:
            found.tables.append(_table(proposal, name, rows, changed, named))
    return found


def _rows(proposal: Any, name: str) -> Any:
    keys = [key.name for key in _columns(proposal, name) if key.is_relation]
    return getattr(proposal, name).select_related(*keys) if keys else getattr(proposal, name).all()


def _columns(proposal: Any, name: str) -> list[models.Field]:
    model = proposal._meta.get_field(name).related_model
    return [column for column in model._meta.concrete_fields if column.name not in HIDDEN_COLUMNS]


def _table(proposal: Any, name: str, rows: list[Any], changed: set[str], named: set[str]) -> Table:
    filled = [
        column
        for column in _columns(proposal, name)
        if any(getattr(row, column.name) not in (None, "", False) for row in rows)
    ]
    return Table(
        name,
        capfirst(proposal._meta.get_field(name).related_model._meta.verbose_name_plural),
        [capfirst(column.verbose_name) for column in filled],
        [[shown_value(row, column) for column in filled] for row in rows],
        name in changed,
        name in named,
    )


def shown_value(record: Any, column: models.Field) -> Any:
    """The value as it is shown: the label of a choice, the name of a person, yes or no."""
    value = getattr(record, column.name)
    if value is None:
        return None
    if column.choices:
        return getattr(record, f"get_{column.name}_display")()
    if column.is_relation:
        return bilingual(value, "name") if hasattr(value, "name_zh") else str(value)
    return shown(value) if value != "" else ""
