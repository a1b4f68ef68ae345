"""Finding the header row by the names of its columns (EC-60)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.spreadsheets.columns import Column, column_letter
from core.text import search_key

SEARCHED_ROWS = 30
ERROR_LABELS = ("错误说明", "What is wrong")


@dataclass(frozen=True)
class Header:
    """The header row: the place of each column, and labels nobody asked for."""

    row: int
    places: dict[str, int]
    labels: dict[str, str]
    doubles: list[tuple[str, str, str]]
    unknown: list[tuple[str, str]]

    @property
    def score(self) -> int:
        return len(self.places)


def label_key(label: Any) -> str:
    """A column's name without case, spaces, stars and remarks in brackets."""
    text = re.sub(r"[((\[【].*?[))\]】]", "", str(label or ""))
    return re.sub(r"[\W_]", "", search_key(text))


def find_header(rows: Iterable[tuple[int, Sequence[Any]]], columns: Sequence[Column]) -> Header | None:
    """The row that names most of the columns; title rows above it do not matter."""
    known = {label_key(label): column.key for column in columns for label in column.labels}
    best: Header | None = None
    for number, cells in rows:
        header = _read_header(number, cells, known)
        if header.score > (best.score if best else 0):
            best = header
    enough = 1 if len(columns) == 1 else 2
    return best if best and best.score >= enough else None


def _read_header(number: int, cells: Sequence[Any], known: dict[str, str]) -> Header:
    header = Header(number, {}, {}, [], [])
    ignored = {label_key(label) for label in ERROR_LABELS}
    for place, cell in enumerate(cells):
        label = " ".join(str(cell).split()) if cell is not None else ""
        if not label or label_key(label) in ignored:
            continue
        key = _column_of(label, known)
        if key is None:
            header.unknown.append((label[:40], column_letter(place + 1)))
        elif key in header.places:
            header.doubles.append(
                (label[:40], column_letter(header.places[key] + 1), column_letter(place + 1))
            )
        else:
            header.places[key] = place
            header.labels[key] = label
    return header


def _column_of(label: str, known: dict[str, str]) -> str | None:
    """The column a label names, also when both languages stand in one cell: 姓名 / Name."""
    if (key := label_key(label)) in known:
        return known[key]
    parts = [label_key(part) for part in re.split(r"[/|\n()()]", label)]
    parts += [label_key(part) for part in re.findall(r"[\u3400-\u9fff]+|[A-Za-z' -]+", label)]
    meant = {known[part] for part in parts if part in known}
    return meant.pop() if len(meant) == 1 else None


def check_header(header: Header, columns: Sequence[Column], *, strict_columns: bool) -> None:
    """Refuse the file, naming every column that is missing, twice there, or not asked for."""
    errors = []
    absent = [
        column.label
        for column in columns
        if column.required and not column.may_be_absent and column.key not in header.places
    ]
    if absent:
        errors.append(
            ValidationError(
                _("These columns are missing: %(columns)s."),
                code="missing_columns",
                params={"columns": "、".join(absent)},
            )
        )
    for label, first, second in header.doubles:
        errors.append(
            ValidationError(
                _("The column “%(label)s” is there twice (%(first)s and %(second)s)."),
                code="double_column",
                params={"label": label, "first": first, "second": second},
            )
        )
    if strict_columns:
        for label, letter in header.unknown:
            errors.append(
                ValidationError(
                    _("The column “%(label)s” (%(letter)s) is not known. Please use the template."),
                    code="unknown_column",
                    params={"label": label, "letter": letter},
                )
            )
    if errors:
        raise ValidationError(errors)


def no_header(columns: Sequence[Column]) -> ValidationError:
    """No row names the columns."""
    wanted = "、".join(column.label for column in columns if column.required) or columns[0].label
    return ValidationError(
        _("No header row was found in the first 30 rows. These columns are needed: %(columns)s."),
        code="no_header",
        params={"columns": wanted},
    )
