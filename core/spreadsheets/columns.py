"""What a table should hold, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TEXT, NAME, IDENTITY, DATE, NUMBER, MONEY = "text", "name", "identity", "date", "number", "money"
YES_NO, CHOICE, EMAIL, PHONE, REGION = "yes_no", "choice", "email", "phone", "region"
KINDS = (TEXT, NAME, IDENTITY, DATE, NUMBER, MONEY, YES_NO, CHOICE, EMAIL, PHONE, REGION)


@dataclass(frozen=True)
class Column:
    """A column of a template: its names in either language, and what its cells mean."""

    key: str
    labels: Sequence[str]
    kind: str = TEXT
    required: bool = False
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fill_down: bool = False
    max_length: int = 500
    may_be_absent: bool = False  # the whole column may be missing although its cells are required

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)

    @property
    def label(self) -> str:
        return str(self.labels[0])


@dataclass(frozen=True)
class Row:
    """A row of data under its number in the file; a cell with a problem has the value None."""

    number: int
    values: dict[str, Any]
    raw: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True)
class CellProblem:
    """What is wrong in one cell, where a person finds it."""

    row: int
    column: str
    column_letter: str
    message: str
    code: str

    def __str__(self) -> str:
        return f"{self.column_letter}{self.row}: {self.message}"


@dataclass
class Table:
    """A table as read: its rows, and everything a person should know before using them."""

    rows: list[Row]
    header_row: int
    charset: str
    sheet: str
    notices: list[str]
    problems: list[CellProblem]
    mapping: dict[str, str] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.problems

    def good_rows(self) -> list[Row]:
        """The rows in which no problem was found."""
        bad = {problem.row for problem in self.problems}
        return [row for row in self.rows if row.number not in bad]


def column_letter(index: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
