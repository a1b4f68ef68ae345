"""Reading a table row by row: values as their columns mean them, doubts as problems with row and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.spreadsheets.cells import bad_cell, convert
from core.spreadsheets.columns import CellProblem, Column, Row, Table, column_letter
from core.spreadsheets.header import SEARCHED_ROWS, Header, check_header, find_header, no_header
from core.spreadsheets.merges import Merges
from core.spreadsheets.sources import Sheet, Source, open_source
from core.text import search_key

DEFAULT_MAX_ROWS = 5_000
MOST_NOTICES = 1_000
TOTALS = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "共计",
        "总数",
        "合计:",
        "总计:",
        "total",
        "totals",
        "sum",
        "grandtotal",
        "subtotal",
    ]
)


class TableReader:
    """A table opened; going through it gives its rows and fills `problems` and `notices`."""

    def __init__(
        self,
        file: Any,
        columns: Sequence[Column],
        *,
        filename: str,
        max_rows: int | None = None,
        max_bytes: int | None = None,
        strict_columns: bool = True,
        charset: str = "",
    ) -> None:
        self.columns = list(columns)
        self.max_rows = max_rows or int(getattr(settings, "SPREADSHEET_MAX_ROWS", DEFAULT_MAX_ROWS))
        self.source = open_source(file, filename=filename, max_bytes=max_bytes, charset=charset)
        self.sheet, self.header = _best_sheet(self.source, self.columns)
        check_header(self.header, self.columns, strict_columns=strict_columns)
        self.present = [column for column in self.columns if column.key in self.header.places]
        self.problems: list[CellProblem] = []
        self.notices: list[str] = []
        self.merges = Merges(self.sheet.facts, self.header, self.present)
        self.blank_rows = 0

    @property
    def header_row(self) -> int:
        return self.header.row

    @property
    def charset(self) -> str:
        return self.source.charset

    @property
    def mapping(self) -> dict[str, str]:
        """For each column the label it was found under, and its letter."""
        return {
            key: f"{self.header.labels[key]} ({column_letter(place + 1)})"
            for key, place in self.header.places.items()
        }

    def __iter__(self) -> Iterator[Row]:
        self.problems, self.notices, self.blank_rows = [], [], 0
        count, blank, waiting = 0, 0, None
        for number, raw in self._raw_rows():
            if all(value is None for value in raw.values()):
                blank += 1
                continue
            if waiting is not None:
                count = self._counted(count)
                yield self._row(*waiting)
            if waiting is not None or count:
                self.blank_rows += blank
            waiting, blank = (number, raw), 0
        if waiting is not None:
            if self._is_total(waiting[1]):
                self.notices.append(_("The totals in row %(row)s were left out.") % {"row": waiting[0]})
            else:
                self._counted(count)
                yield self._row(*waiting)
        self.notices = [*self._file_notices(), *self.notices]

    def _counted(self, count: int) -> int:
        if count >= self.max_rows:
            raise ValidationError(
                _("The table has more than %(limit)s rows. Please send it in parts."),
                code="too_many_rows",
                params={"limit": self.max_rows},
            )
        return count + 1

    def _raw_rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        places = [(column.key, self.header.places[column.key]) for column in self.present]
        for number, cells in self.sheet.rows():
            if number <= self.header.row:
                continue
            raw = {key: _present(cells[place]) if place < len(cells) else None for key, place in places}
            for key, place in places:
                if raw[key] is None and (number, place + 1) in self.sheet.facts.bad_cells:
                    raw[key] = _BAD
            self.merges.apply(number, raw)
            yield number, raw

    def _row(self, number: int, raw: dict[str, Any]) -> Row:
        values: dict[str, Any] = {}
        if self._is_total(raw):
            self._problem(
                number, self.present[0], _("This looks like a row of totals inside the table."), "totals_row"
            )
        for column in self.present:
            values[column.key] = self._value(number, column, raw[column.key])
        shown = {key: None if value is _BAD else value for key, value in raw.items()}
        return Row(number, values, shown)

    def _value(self, number: int, column: Column, value: Any) -> Any:
        try:
            if message := self.merges.refused(number, column):
                raise ValidationError(message, code="merged_cells")
            if value is _BAD:
                raise bad_cell(self.sheet.facts.bad_cells[number, self.header.places[column.key] + 1])
            if value is None:
                if column.required:
                    raise ValidationError(_("This cell must be filled in."), code="required")
                return None
            found, notices = convert(column, value, date_1904=self.source.date_1904)
        except ValidationError as error:
            for one in error.error_list:
                self._problem(number, column, " ".join(one.messages), one.code or "invalid")
            return None
        for notice in notices:
            self._notice(f"{self._letter(column)}{number}: {notice}")
        return found

    def _problem(self, number: int, column: Column, message: str, code: str) -> None:
        label = self.header.labels[column.key]
        self.problems.append(CellProblem(number, label, self._letter(column), message, code))

    def _notice(self, text: str) -> None:
        if len(self.notices) < MOST_NOTICES:
            self.notices.append(text)

    def _letter(self, column: Column) -> str:
        return column_letter(self.header.places[column.key] + 1)

    def _is_total(self, raw: dict[str, Any]) -> bool:
        """Whether the row begins with 合计 and the like (EC-66); a name in the middle of a row does not count."""
        first = next((value for value in raw.values() if value is not None), None)
        return isinstance(first, str) and search_key(first) in TOTALS

    def _file_notices(self) -> list[str]:
        facts, told = self.sheet.facts, []
        if self.charset:
            told.append(_("The file was read as %(charset)s.") % {"charset": self.charset})
        if self.header.row > 1:
            told.append(_("The header was found in row %(row)s.") % {"row": self.header.row})
        hidden_rows = sum(number > self.header.row for number in facts.hidden_rows)
        if hidden_rows:
            told.append(_("Hidden or filtered rows, read all the same: %(count)s.") % {"count": hidden_rows})
        if facts.hidden_columns:
            told.append(_("Hidden columns, read all the same: %(count)s.") % {"count": facts.hidden_columns})
        hidden_sheets = sum(sheet.is_hidden for sheet in self.source.sheets)
        if hidden_sheets:
            told.append(_("Hidden sheets: %(count)s.") % {"count": hidden_sheets})
        if len(self.source.sheets) > 1:
            told.append(_("Only the sheet “%(sheet)s” was read.") % {"sheet": self.sheet.name})
        if self.blank_rows:
            told.append(_("Blank rows left out: %(count)s.") % {"count": self.blank_rows})
        if self.header.unknown:
            labels = "、".join(label for label, __ in self.header.unknown)
            told.append(_("Columns that were not read: %(columns)s.") % {"columns": labels})
        if self.merges.filled:
            told.append(_("Cells filled down from merged cells: %(count)s.") % {"count": self.merges.filled})
        return told


_BAD = object()


def _present(value: Any) -> Any:
    return None if value is None or (isinstance(value, str) and not value.strip()) else value


def _best_sheet(source: Source, columns: Sequence[Column]) -> tuple[Sheet, Header]:
    """The sheet whose header names most columns; of equals the first visible one (EC-65)."""
    best: tuple[Sheet, Header] | None = None
    for sheet in source.sheets:
        rows = ((number, cells) for number, cells in islice(sheet.rows(), 10 * SEARCHED_ROWS) if any(cells))
        header = find_header(islice(rows, SEARCHED_ROWS), columns)
        if header and (best is None or header.score > best[1].score):
            best = (sheet, header)
    if best is None:
        raise no_header(columns)
    return best


def iter_rows(file: Any, columns: Sequence[Column], *, filename: str, **options: Any) -> TableReader:
    """The table opened but not yet read: its rows one by one, for files too large to hold."""
    return TableReader(file, columns, filename=filename, **options)


def read_table(
    file: Any,
    columns: Sequence[Column],
    *,
    filename: str,
    max_rows: int | None = None,
    strict_columns: bool = True,
    charset: str = "",
) -> Table:
    """The whole table; ValidationError where the file as such cannot be used."""
    reader = TableReader(
        file, columns, filename=filename, max_rows=max_rows, strict_columns=strict_columns, charset=charset
    )
    rows = list(reader)
    return Table(
        rows=rows,
        header_row=reader.header_row,
        charset=reader.charset,
        sheet=reader.sheet.name,
        notices=reader.notices,
        problems=reader.problems,
        mapping=reader.mapping,
    )
