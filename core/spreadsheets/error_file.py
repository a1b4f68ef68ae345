"""The sheet given back with a column that says what is wrong in each row (EC-68)."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

import xlsxwriter
from django.utils.translation import get_language

from core.exports import WORKBOOK_OPTIONS, Styles, write_cell
from core.spreadsheets.columns import CellProblem
from core.spreadsheets.header import ERROR_LABELS
from core.spreadsheets.sources import open_source


def error_workbook(
    file: Any,
    problems: Iterable[CellProblem],
    *,
    filename: str,
    header_row: int = 1,
    sheet: str = "",
    max_bytes: int | None = None,
) -> bytes:
    """The same rows in a new workbook, the bad cells marked, an added column 错误说明 at the end of the header."""
    source = open_source(file, filename=filename, max_bytes=max_bytes)
    chosen = next((one for one in source.sheets if one.name == sheet), source.sheets[0])
    by_row: dict[int, list[CellProblem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem)
    width = max((len(cells) for __, cells in chosen.rows()), default=0)
    label = ERROR_LABELS[1] if (get_language() or "").startswith("en") else ERROR_LABELS[0]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, WORKBOOK_OPTIONS) as workbook:
        styles = Styles(workbook)
        page = workbook.add_worksheet(chosen.name[:31])
        page.set_column(width, width, 60)
        page.freeze_panes(header_row, 0)
        for number, cells in chosen.rows():
            for index, value in enumerate(cells):
                _write(page, number - 1, index, value, styles, is_header=number == header_row)
            if number == header_row:
                page.write_string(number - 1, width, label, styles.header)
            elif number in by_row:
                text = "; ".join(
                    f"{one.column_letter}{one.row} {one.column}: {one.message}" for one in by_row[number]
                )
                page.write_string(number - 1, width, text[:32_000], styles.wrong)
    return out.getvalue()


def _write(page: Any, row: int, index: int, value: Any, styles: Styles, *, is_header: bool) -> None:
    if is_header and value is not None:
        page.write_string(row, index, str(value), styles.header)
    else:
        write_cell(page, row, index, str(value) if isinstance(value, time | timedelta) else value, styles)
