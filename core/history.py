"""How a record remembers: saving with the version checked, snapshots, and differences people can read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext as _

from core.flow import StaleVersion
from core.models import Record, Snapshot

Saved = TypeVar("Saved", bound=Record)


@dataclass(frozen=True)
class Change:
    """One field that differs."""

    path: str
    label: str
    old: Any
    new: Any


@transaction.atomic
def save_with_history(record: Saved, *, by: Any, version: int | None = None) -> Saved:
    """Save an edit; refused when somebody else saved since the form was opened (GN-09).

    The field history (who, when, before, after) is written by the audit log of the model.
    """
    if record.pk:
        current = type(record)._base_manager.select_for_update().get(pk=record.pk)
        if version is not None and version != current.version:
            raise StaleVersion(_("Somebody else has changed this record while you were editing it."))
        record.version = current.version + 1
    record.save()
    return record


def masked(value: str) -> str:
    """What the field history keeps of a secret: that there was one, nothing of it (PIPL, §9.6)."""
    return "••••" if value and value != "None" else ""


def canonical(content: dict[str, Any]) -> str:
    """The one way a snapshot is written down, so that its fingerprint can be recomputed."""
    return json.dumps(
        content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def take_snapshot(record: models.Model, content: dict[str, Any], *, by: Any) -> Snapshot:
    """Keep an unchangeable copy of the record as it is now, numbered from 1 (GN-06)."""
    text = canonical(content)
    last = Snapshot.objects.of(record).last()
    return Snapshot.objects.create(
        record=record,
        number=last.number + 1 if last else 1,
        content=json.loads(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        by=by,
    )


def difference(
    old: dict[str, Any], new: dict[str, Any], labels: dict[str, str] | None = None
) -> list[Change]:
    """The fields in which two snapshots differ, rows of a list compared one by one."""
    labels = labels or {}
    before, after = dict(_flatten(old)), dict(_flatten(new))
    return [
        Change(path, label_of(path, labels), before.get(path, ""), after.get(path, ""))
        for path in sorted(set(before) | set(after), key=lambda path: (path.split("[")[0], path))
        if before.get(path, "") != after.get(path, "")
    ]


def label_of(path: str, labels: dict[str, str]) -> str:
    """ "budget[2].amount" reads "Budget 3 · Amount" when the labels of both parts are known."""
    parts = []
    for part in path.split("."):
        name, _bracket, index = part.partition("[")
        text = str(labels.get(name, name))
        parts.append(f"{text} {int(index[:-1]) + 1}" if index else text)
    return " · ".join(parts)


def _flatten(content: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _flatten(value, f"{path}.{key}" if path else key)
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from _flatten(value, f"{path}[{index}]")
    else:
        yield path, "" if content is None else content
