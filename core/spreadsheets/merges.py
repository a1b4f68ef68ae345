"""Merged cells among the data: filled down where the column says so, refused elsewhere (EC-61)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.spreadsheets.columns import Column
from core.spreadsheets.facts import SheetFacts
from core.spreadsheets.header import Header

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_COVERED = 200_000


class Merges:
    """The cells of the data that a merged range covers, each with the place of its value."""

    def __init__(self, facts: SheetFacts, header: Header, columns: Sequence[Column]) -> None:
        self.covered: dict[tuple[int, str], tuple[int, bool]] = {}
        self.values: dict[tuple[int, str], Any] = {}
        self.filled = 0
        for top, left, bottom, right in facts.merged:
            if bottom <= header.row:
                continue
            for column in columns:
                place = header.places[column.key] + 1
                if left <= place <= right:
                    self._cover(
                        column, max(top, header.row + 1), min(bottom, facts.last_row), is_first=place == left
                    )
        self.sources = {(top, key) for (__, key), (top, may_fill) in self.covered.items() if may_fill}

    def _cover(self, column: Column, top: int, bottom: int, *, is_first: bool) -> None:
        if len(self.covered) + bottom - top > MOST_COVERED:
            raise ValidationError(
                _("The table has too many merged cells. Please undo the merging."), code="merged_cells"
            )
        for row in range(top, bottom + 1):
            if row > top or not is_first:
                self.covered[row, column.key] = (top, column.fill_down and is_first)

    def apply(self, number: int, raw: dict[str, Any]) -> None:
        """Give covered cells of the row the value above, where that is allowed."""
        if not self.covered:
            return
        for key in raw:
            if (number, key) in self.sources:
                self.values[number, key] = raw[key]
            top, may_fill = self.covered.get((number, key), (0, False))
            if may_fill and raw[key] is None:
                raw[key] = self.values.get((top, key))
                self.filled += raw[key] is not None

    def refused(self, number: int, column: Column) -> str | _StrPromise:
        """Why a covered cell cannot be read, or nothing."""
        __, may_fill = self.covered.get((number, column.key), (0, True))
        return (
            ""
            if may_fill
            else _("The cell is merged with another. Please undo the merging and fill in every cell.")
        )
