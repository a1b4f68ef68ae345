"""Reports as files: the frozen tables that a report is drawn from again, workbook, CSV and PDF."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from core.exports import ROWS_PER_SHEET, WORKBOOK_OPTIONS, Styles, new_sheet, stream_csv, write_row
from reports.statistics import Table

Meta = dict[str, Any]
BOLD = {"bold": True, "top": 1}


def packed(value: Any) -> Any:
    """A value as JSON can say it, and as it comes back unchanged."""
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Decimal | float):
        return {"number": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value)


def unpacked(value: Any) -> Any:
    """The value as it was before it was packed."""
    if not isinstance(value, dict):
        return value
    kind, text = next(iter(value.items()))
    readers: dict[str, Callable[[str], Any]] = {
        "number": Decimal,
        "moment": datetime.fromisoformat,
        "day": date.fromisoformat,
    }
    return readers[kind](text)


def freeze(
    path: Path,
    meta: Meta,
    table: Table,
    *,
    header: list[str],
    rows: Iterable[list[Any]],
    beat: Callable[[int], Any],
) -> str:
    """Write the tables down, one line each row, and answer the fingerprint of what was written."""
    digest = hashlib.sha256()
    # No time in the archive: the same tables make the same file.
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=5) as out:

        def put(value: Any) -> None:
            line = (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()
            digest.update(line)
            out.write(line)

        frozen = asdict(table) | {
            "rows": [[packed(cell) for cell in row] for row in table.rows],
            "total": [packed(cell) for cell in table.total] if table.total else None,
        }
        put({"meta": meta, "table": frozen, "details": header})
        for count, row in enumerate(rows, start=1):
            put([packed(cell) for cell in row])
            if count % 5000 == 0:
                beat(count)
    return digest.hexdigest()


class Frozen:
    """The tables of a report as they were written down."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            head = json.loads(next(lines))
        self.meta: Meta = head["meta"]
        self.details: list[str] = head["details"]
        self.table = Table(**head["table"])
        self.table.rows = [[unpacked(cell) for cell in row] for row in self.table.rows]
        self.table.total = [unpacked(cell) for cell in self.table.total] if self.table.total else None

    def rows(self) -> Iterator[list[Any]]:
        """The records behind the table, one at a time."""
        with gzip.open(self.path, "rt", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                yield [unpacked(cell) for cell in json.loads(line)]

    def digest(self) -> str:
        """Recomputed from what lies on the disk."""
        found = hashlib.sha256()
        with gzip.open(self.path, "rb") as lines:
            for line in lines:
                found.update(line)
        return found.hexdigest()


def write_report_workbook(out: BinaryIO | str, frozen: Frozen) -> None:
    """Definitions first, then the table with its total, then the records; nothing in it is a formula."""
    with xlsxwriter.Workbook(out, WORKBOOK_OPTIONS) as book:
        styles = Styles(book)
        sheet = new_sheet(book, _("Definitions"), [_("What"), _("Meaning")], styles, widths=(28, 90))
        for index, pair in enumerate(frozen.meta["definitions"], start=1):
            write_row(sheet, index, pair, styles)
        table = frozen.table
        sheet = new_sheet(book, _("Table"), table.header, styles)
        sheet.freeze_panes(1, table.labels)
        for index, row in enumerate(table.rows, start=1):
            write_row(sheet, index, row, styles)
        if table.total:
            sheet.set_row(len(table.rows) + 1, None, book.add_format(BOLD))
            write_row(sheet, len(table.rows) + 1, table.total, styles)
        if frozen.details:
            _write_details(book, frozen, styles)


def _write_details(book: xlsxwriter.Workbook, frozen: Frozen, styles: Styles) -> None:
    sheet = new_sheet(book, _("Records"), frozen.details, styles)
    for count, row in enumerate(frozen.rows()):
        if count and count % ROWS_PER_SHEET == 0:
            name = f"{_('Records')} {count // ROWS_PER_SHEET + 1}"
            sheet = new_sheet(book, name, frozen.details, styles)
        write_row(sheet, count % ROWS_PER_SHEET + 1, row, styles)


def write_report_csv(out: BinaryIO, frozen: Frozen) -> None:
    """The records if the report has them, else its table; UTF-8 with a mark that spreadsheet programs know."""
    table = frozen.table
    rows: Iterable[list[Any]] = (
        frozen.rows() if frozen.details else [*table.rows, *filter(None, [table.total])]
    )
    for piece in stream_csv(frozen.details or table.header, rows):
        out.write(piece)


def workbook_bytes(frozen: Frozen) -> bytes:
    """The workbook in memory, for small reports."""
    out = io.BytesIO()
    write_report_workbook(out, frozen)
    return out.getvalue()
