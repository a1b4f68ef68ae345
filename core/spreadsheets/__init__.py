"""Reading the tables people send: bounded, named columns, every doubt reported with its row and column."""

from core.spreadsheets.columns import CellProblem, Column, Row, Table
from core.spreadsheets.error_file import ERROR_LABELS, error_workbook
from core.spreadsheets.reader import TableReader, iter_rows, read_table

__all__ = [
    "ERROR_LABELS",
    "CellProblem",
    "Column",
    "Row",
    "Table",
    "TableReader",
    "error_workbook",
    "iter_rows",
    "read_table",
]
