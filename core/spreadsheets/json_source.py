"""Tables as JSON: a list of flat records, their keys the header row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_KEYS = 300
MOST_VALUES = 100


def records(text: str) -> list[dict[str, Any]]:
    """The records of the file; ValidationError where it is no list of flat records."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("The file is damaged and cannot be opened."), code="damaged") from None
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 else [content]
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content) or not content:
        raise ValidationError(_("The file holds no list of records."), code="not_a_table")
    return content


def rows(listed: list[dict[str, Any]]) -> Iterator[tuple[int, list[Any]]]:
    """The keys as the first row, then a row for each record."""
    keys = list(dict.fromkeys(key for one in listed for key in one))
    if len(keys) > MOST_KEYS:
        raise ValidationError(
            _("The records have more than %(limit)s fields."), code="too_wide", params={"limit": MOST_KEYS}
        )
    yield 1, keys
    for number, one in enumerate(listed, start=2):
        yield number, [_cell(number, key, one.get(key)) for key in keys]


def _cell(number: int, key: str, value: Any) -> Any:
    """A single value as it is, a list of them joined; anything deeper is refused."""
    if (
        isinstance(value, list)
        and len(value) <= MOST_VALUES
        and not any(isinstance(one, dict | list) for one in value)
    ):
        return "; ".join(str(one) for one in value if one not in (None, "")) or None
    if isinstance(value, dict | list):
        raise ValidationError(
            _("Record %(row)s: “%(key)s” is not a single value."),
            code="nested",
            params={"row": number, "key": str(key)[:40]},
        )
    return None if isinstance(value, str) and not value.strip() else value
