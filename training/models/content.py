"""What a submitted version consists of, and how its parts are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.history import Change, difference
from core.text import field_label
from training.models.sections import ALL_FIELDS, ALL_ROWS, FILES

NOT_COMPARED = {"id", "proposal", "position", "state", "accepted_by"}


def content_of(proposal: Any) -> dict[str, Any]:
    """The whole proposal as plain values: fields, rows and the fingerprints of its files (GN-06)."""
    content: dict[str, Any] = {"unit": proposal.unit.name_zh}
    for name in ALL_FIELDS:
        content[name] = plain(proposal, proposal._meta.get_field(name))
    for name in ALL_ROWS:
        content[name] = [row_of(row) for row in getattr(proposal, name).all()]
    files = proposal.attachments.filter(replaced_by=None).exclude(category="approval_sheet").order_by("pk")
    for attachment in files:
        content.setdefault(f"file:{attachment.category}", []).append(
            {"name": attachment.original_name, "sha256": attachment.sha256}
        )
    return content


def row_of(row: models.Model) -> dict[str, Any]:
    """The fields of one row of a table that are compared."""
    """One row as plain values."""
    return {
        field.name: plain(row, field) for field in row._meta.concrete_fields if field.name not in NOT_COMPARED
    }


def plain(record: models.Model, field: models.Field) -> Any:
    """A value as it is stored, or the name of what a key points to."""
    if isinstance(field, models.ForeignKey):
        other = getattr(record, field.name)
        return getattr(other, "name_zh", "") or str(other) if other is not None else None
    value = getattr(record, field.name)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def labels_of_content(model: type[models.Model]) -> dict[str, Any]:
    """What each part of a snapshot is called in the reader's language."""
    return {name: capfirst(label) for name, label in _names(model).items()}


def _names(model: type[models.Model]) -> dict[str, Any]:
    labels: dict[str, Any] = {"unit": field_label(model, "unit")}
    for name in ALL_ROWS:
        rows: Any = model._meta.get_field(name).related_model
        labels[name] = rows._meta.verbose_name_plural
        labels |= {field.name: field.verbose_name for field in rows._meta.concrete_fields}
    labels |= {name: field_label(model, name) for name in ALL_FIELDS}
    labels |= {f"file:{category}": label for category, label in FILES.items()}
    return labels


def changed_names(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    """The fields, rows and files in which two versions differ."""
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def changes_between(old: Any, new: Any) -> list[Change]:
    """What differs between two snapshots, in the words people read."""
    return changes_between_contents(old.content, new.content)


def changes_between_contents(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What differs between two versions as plain values, in the words people read."""
    proposal = apps.get_model("training", "Proposal")
    changes = difference(old, new, labels_of_content(proposal))
    return [
        replace(
            change,
            old=readable(proposal, change.path, change.old),
            new=readable(proposal, change.path, change.new),
        )
        for change in changes
        if not change.path.endswith("sha256")
    ]


def readable(model: Any, path: str, value: Any) -> Any:
    """A stored value as people read it: the label of a choice, yes or no."""
    name, _bracket, rest = path.partition("[")
    if rest and not name.startswith("file:"):
        model, name = model._meta.get_field(name).related_model, rest.rpartition(".")[2]
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    try:
        choices = dict(model._meta.get_field(name).flatchoices)
    except FieldDoesNotExist:
        return value
    return choices.get(value, value)
