"""Tables as workbooks and CSV files, row by row, with nothing in them that runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

# What a spreadsheet program may take for a formula, quotes and spaces before it included (EC-70).
LOOKS_LIKE_FORMULA = re.compile("^['\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]")
EXACT_DIGITS = 15
LONGEST_CELL = 32_767
ROWS_PER_SHEET = 1_048_575
ROWS_PER_CHUNK = 500
WORKBOOK_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def escape_formula(text: str) -> str:
    """The text with a quote before it, if a spreadsheet program could run it; unescape_formula gives it back."""
    return f"'{text}" if LOOKS_LIKE_FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """The text as it was before escape_formula."""
    return text[1:] if text.startswith("'") and LOOKS_LIKE_FORMULA.match(text) else text


def stream_csv(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The table as UTF-8 with a mark that spreadsheet programs know, a few hundred rows at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([escape_formula(str(label)) for label in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_as_text(value) for value in row])
        if number % ROWS_PER_CHUNK == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return content


def _as_text(value: Any) -> str:
    plain = _plain_value(value)
    if isinstance(plain, datetime):
        return plain.strftime("%Y-%m-%d %H:%M")
    if isinstance(plain, date):
        return plain.isoformat()
    return escape_formula(plain) if isinstance(plain, str) else str(plain)


def _plain_value(value: Any) -> str | int | float | Decimal | date | datetime:
    """The value as a text, an exact number or a date; long numbers stay readable as texts (EC-23)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    if isinstance(value, int | float | Decimal):
        return value if abs(value) < 10**EXACT_DIGITS else str(value)
    return str(value)


def write_workbook(
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    definitions: Iterable[tuple[Any, Any]] = (),
    sheet_name: str = "",
) -> bytes:
    """The table as the bytes of a workbook."""
    out = io.BytesIO()
    write_workbook_to(out, header, rows, definitions=definitions, sheet_name=sheet_name)
    return out.getvalue()


def write_workbook_to(
    out: BinaryIO | str,
    header: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    definitions: Iterable[tuple[Any, Any]] = (),
    sheet_name: str = "",
) -> int:
    """Write the table, after a sheet that says what its columns mean; the number of rows written."""
    with xlsxwriter.Workbook(out, WORKBOOK_OPTIONS) as workbook:
        styles = Styles(workbook)
        pairs = [[label, meaning] for label, meaning in definitions]
        if pairs:
            sheet = new_sheet(
                workbook, _("Definitions"), [_("Column"), _("Meaning")], styles, widths=(28, 90)
            )
            for index, pair in enumerate(pairs, start=1):
                write_row(sheet, index, pair, styles)
        name = sheet_name or _("Table")
        sheet = new_sheet(workbook, name, header, styles)
        count = 0
        for row in rows:
            if count and count % ROWS_PER_SHEET == 0:
                sheet = new_sheet(workbook, f"{name[:25]} {count // ROWS_PER_SHEET + 1}", header, styles)
            write_row(sheet, count % ROWS_PER_SHEET + 1, row, styles)
            count += 1
    return count


class Styles:
    """The few formats our workbooks use."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.header = workbook.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True}
        )
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.money = workbook.add_format({"num_format": "#,##0.00"})
        self.wrong = workbook.add_format({"font_color": "#B3261E", "text_wrap": True})
        # Shown and edited as text: the program itself keeps the quote before it.
        self.quoted = workbook.add_format({"quote_prefix": True})


def new_sheet(
    workbook: xlsxwriter.Workbook,
    name: str,
    header: Sequence[Any],
    styles: Styles,
    widths: Sequence[int] = (),
) -> Worksheet:
    """A sheet with its frozen header."""
    sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "1")
    labels = [str(label) for label in header]
    for index, label in enumerate(labels):
        width = widths[index] if widths else min(40, max(12, 2 * len(label)))
        sheet.set_column(index, index, width)
    sheet.freeze_panes(1, 0)
    for index, label in enumerate(labels):
        sheet.write_string(0, index, label, styles.header)
    return sheet


def write_row(sheet: Worksheet, number: int, row: Sequence[Any], styles: Styles) -> None:
    """One row of values, each as the cell it is."""
    for index, value in enumerate(row):
        write_cell(sheet, number, index, value, styles)


def write_cell(sheet: Worksheet, number: int, index: int, value: Any, styles: Styles) -> None:
    """One value as a real date, a real number or a text that stays a text."""
    plain = _plain_value(value)
    if isinstance(plain, datetime):
        sheet.write_datetime(number, index, plain, styles.moment)
    elif isinstance(plain, date):
        sheet.write_datetime(number, index, plain, styles.day)
    elif isinstance(plain, Decimal):
        sheet.write_number(number, index, plain, styles.money if plain.as_tuple().exponent == -2 else None)
    elif isinstance(plain, int | float):
        sheet.write_number(number, index, plain)
    elif plain:
        _write_text(sheet, number, index, plain, styles)


def _write_text(sheet: Worksheet, number: int, index: int, text: str, styles: Styles) -> None:
    """A text cell; one that begins with a quote gets a second, so that reading it takes away the right one."""
    if not LOOKS_LIKE_FORMULA.match(text):
        sheet.write_string(number, index, text[:LONGEST_CELL])
        return
    shown = f"'{text}" if text.startswith("'") else text
    sheet.write_string(number, index, shown[:LONGEST_CELL], styles.quoted)
