"""What the reading library does not tell about a sheet: hidden rows, errors, formulas without a value, its extent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_CELLS = 4_000_000
LONGEST_ROW = 16 * 1024 * 1024
ATTRIBUTE = rb"\b%b\s*=\s*[\"']([^\"']*)[\"']"
ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")
ROW_TAG = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
# A cell with something in it; `<c r="A1" s="3"/>` only carries a colour.
CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
WHOLE_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*(?<!/))>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
VALUE = re.compile(rb"<(?:\w+:)?v\s*>[^<]")
ERROR_TYPE = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
HIDDEN_ROW = re.compile(ATTRIBUTE % b"hidden")
ROW_NUMBER = re.compile(ATTRIBUTE % b"r")
COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
FORMULA_WITHOUT_VALUE, ERROR_VALUE = "formula_without_value", "error_value"


@dataclass
class SheetFacts:
    """Hidden rows, cells that cannot be trusted, merged ranges as (top, left, bottom, right), all counted from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: int = 0
    bad_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def scan_sheet(pieces: Iterable[bytes]) -> SheetFacts:
    """Read the sheet's text once, in pieces, keeping only the facts; an endless or impossible sheet is refused."""
    facts = SheetFacts()
    rest = b""
    is_first = True
    for piece in pieces:
        if b"\0" in piece:
            raise _too_wide()
        rest += piece
        if is_first and (start := rest.find(b"sheetData")) >= 0:
            facts.hidden_columns = _hidden_columns(rest[:start])
            is_first = False
        ends = [found.end() for found in ROW_END.finditer(rest)]
        if ends:
            _scan_rows(rest[: ends[-1]], facts)
            rest = rest[ends[-1] :]
        elif len(rest) > LONGEST_ROW:
            raise _too_wide()
    _scan_rows(rest, facts)
    return facts


def _hidden_columns(head: bytes) -> int:
    hidden = 0
    for tag in COLUMN_TAG.findall(head):
        if _is_set(tag):
            low, high = (re.search(ATTRIBUTE % name, tag) for name in (b"min", b"max"))
            if low and high and low[1].isdigit() and high[1].isdigit():
                hidden += max(0, min(int(high[1]), 16_384) - int(low[1]) + 1)
    return hidden


def _is_set(tag: bytes) -> bool:
    found = HIDDEN_ROW.search(tag)
    return bool(found and found[1] in {b"1", b"true"})


def _scan_rows(text: bytes, facts: SheetFacts) -> None:
    cells = CELL.findall(text)
    if cells:
        facts.last_column = max(
            facts.last_column, *(column_number(name) for name in {name for name, __ in cells})
        )
        facts.last_row = max(facts.last_row, *(int(number) for number in {number for __, number in cells}))
    if facts.last_row * facts.last_column > MOST_CELLS:
        raise _too_wide()
    if b"hidden" in text:
        for tag in ROW_TAG.findall(text):
            number = ROW_NUMBER.search(tag)
            if _is_set(tag) and number and number[1].isdigit():
                facts.hidden_rows.add(int(number[1]))
    if FORMULA.search(text) or ERROR_TYPE.search(text):
        _scan_cells(text, facts)


def _scan_cells(text: bytes, facts: SheetFacts) -> None:
    for attributes, content in WHOLE_CELL.findall(text):
        place = REFERENCE.search(attributes)
        if not place:
            continue
        where = (int(place[2]), column_number(place[1]))
        if ERROR_TYPE.search(attributes):
            facts.bad_cells[where] = ERROR_VALUE
        elif FORMULA.search(content) and not VALUE.search(content) and b't="str"' not in attributes:
            facts.bad_cells[where] = FORMULA_WITHOUT_VALUE


def _too_wide() -> ValidationError:
    return ValidationError(
        _("The sheet reaches too far. Please copy the table into a new workbook and save it again."),
        code="too_wide",
    )
