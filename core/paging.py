"""Pages of long lists that cost the same at any depth: keyset paging and capped counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet

COUNT_CAP = 1000


@dataclass
class Page:
    """One page of a list: its rows, the cursors to its neighbours, and the count up to the cap."""

    rows: list[Any]
    newer: str
    older: str
    count: int
    is_capped: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page_of(queryset: QuerySet, order_by: tuple[str, ...], cursor: str = "", size: int = 50) -> Page:
    """The page that the cursor names; `order_by` must end in a unique field. A broken cursor is the first page."""
    position, backwards = _read(cursor, order_by)
    order = tuple(_reverse(field) for field in order_by) if backwards else order_by
    rows = queryset.order_by(*order)
    if position is not None:
        rows = rows.filter(_beyond(order, position))
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_newer = more if backwards else position is not None
    has_older = position is not None if backwards else more
    count = queryset.order_by()[: COUNT_CAP + 1].count()
    return Page(
        rows=found,
        newer=_write(found[0], order_by, True) if found and has_newer else "",
        older=_write(found[-1], order_by, False) if found and has_older else "",
        count=min(count, COUNT_CAP),
        is_capped=count > COUNT_CAP,
    )


def _reverse(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(order: tuple[str, ...], position: list[Any]) -> Q:
    """Rows after the position: (a, b) > (x, y) written out, with an index-friendly bound on the first field."""
    condition = Q()
    for index, field in enumerate(order):
        name = field.lstrip("-")
        comparison = "lt" if field.startswith("-") else "gt"
        equal = Q(**{order[i].lstrip("-"): position[i] for i in range(index)})
        condition |= equal & Q(**{f"{name}__{comparison}": position[index]})
    first = order[0]
    bound = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.lstrip('-')}__{bound}": position[0]}) & condition


def _write(row: Any, order_by: tuple[str, ...], backwards: bool) -> str:
    values = [_value(row, field.lstrip("-")) for field in order_by]
    return signing.dumps(json.loads(json.dumps([backwards, values], cls=DjangoJSONEncoder)), salt="page")


def _value(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = getattr(row, part)
    # Milliseconds are not enough to find the same row again.
    return row.isoformat() if hasattr(row, "isoformat") else row


def _read(cursor: str, order_by: tuple[str, ...]) -> tuple[list[Any] | None, bool]:
    try:
        backwards, values = signing.loads(cursor, salt="page")
    except (signing.BadSignature, ValueError, TypeError):
        return None, False
    return (values, backwards) if len(values) == len(order_by) else (None, False)
