"""What a cell means in its column (EC-23, EC-62 to EC-64, EC-71)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import identity_numbers, region_source
from core.dates import parse_date
from core.exports import unescape_formula
from core.names import clean_person_name
from core.spreadsheets import columns as kinds
from core.spreadsheets.columns import Column
from core.spreadsheets.facts import ERROR_VALUE, FORMULA_WITHOUT_VALUE
from core.text import clean_text, search_key

ERROR_TEXTS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
YES = frozenset(["是", "y", "yes", "1", "√", "✓", "✔", "☑", "true", "t", "有", "对", "on"])
NO = frozenset(["否", "n", "no", "0", "×", "✗", "✘", "☐", "x", "false", "f", "无", "不", "off"])
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
CURRENCY = re.compile(r"^(¥|CNY|RMB|人民币|\$|USD|€|EUR)|(元|CNY|RMB)$", re.IGNORECASE)
LARGEST = Decimal(10) ** 12
# Bytes of Windows' own character set that somebody took for Latin 1: typographic quotes, dashes, Š and Ž.
MISREAD = re.compile("[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")
REPAIRED = _("Characters of another character set were put right; please check the text.")


def convert(column: Column, value: Any, *, date_1904: bool = False) -> tuple[Any, list[str]]:
    """The value of a cell and what to tell about it; ValidationError where it cannot be trusted."""
    if isinstance(value, str):
        value = unescape_formula(value)
        if value.strip().upper() in ERROR_TEXTS:
            raise bad_cell(ERROR_VALUE)
        if MISREAD.search(value) and column.kind in {kinds.TEXT, kinds.NAME}:
            value = MISREAD.sub(_as_windows, value)
            return convert(column, value, date_1904=date_1904)[0], [str(REPAIRED)]
    if column.kind == kinds.DATE:
        return parse_date(value, date_1904=date_1904), []
    if column.kind == kinds.NAME:
        name = clean_person_name(as_text(value))
        return name.value, [str(notice) for notice in name.notices]
    return CONVERTERS[column.kind](column, value), []


def _as_windows(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252")


def bad_cell(code: str) -> ValidationError:
    """A cell whose program could not work it out (EC-64)."""
    if code == FORMULA_WITHOUT_VALUE:
        return ValidationError(
            _("The formula in this cell has no stored value. Please paste values only."),
            code=FORMULA_WITHOUT_VALUE,
        )
    return ValidationError(_("The cell holds an error such as #N/A."), code=ERROR_VALUE)


def as_text(value: Any) -> str:
    """The value as a person would have typed it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if abs(value) < 10**15 and value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _text(column: Column, value: Any) -> str:
    return clean_text(as_text(value), max_length=column.max_length, multiline=True)


def _identity(column: Column, value: Any) -> str:
    """The number as text; what a spreadsheet made of it is refused, not guessed (EC-23)."""
    number = identity_numbers.plain_number(value)
    if identity_numbers.has_lost_digits(number):
        raise ValidationError(
            _(
                "The spreadsheet has changed this number and lost digits. "
                "Please format the cell as text and enter it again."
            ),
            code="lost_digits",
        )
    return clean_text(number, max_length=column.max_length)


def _number(column: Column, value: Any) -> Decimal:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else _read_number(value)
    try:
        found = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    except InvalidOperation:
        raise _unclear(value) from None
    if not found.is_finite() or abs(found) >= LARGEST:
        raise _unclear(value)
    return found


def _read_number(value: Any) -> str:
    """Full width, thousands and currency signs are read; 5千, 3,6 and 85% are asked about (EC-63)."""
    if not isinstance(value, str):
        raise _unclear(value)
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).lstrip("'‘’")
    text = CURRENCY.sub("", CURRENCY.sub("", text))
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if PLAIN_NUMBER.fullmatch(text):
        return text
    raise _unclear(value)


def _money(column: Column, value: Any) -> Decimal:
    amount = _number(column, value)
    if amount != (rounded := amount.quantize(Decimal("0.01"))):
        raise ValidationError(_("An amount of money has at most two decimals."), code="too_many_decimals")
    return rounded


def _unclear(value: Any) -> ValidationError:
    return ValidationError(
        _("“%(value)s” is not a clear number. Please write digits only, such as 5000 or 1234.50."),
        code="invalid_number",
        params={"value": str(value)[:40]},
    )


def _yes_no(column: Column, value: Any) -> bool:
    key = search_key(as_text(value))
    if key not in YES | NO:
        raise ValidationError(
            _("“%(value)s” is neither yes nor no. Please write 是 or 否."),
            code="invalid_yes_no",
            params={"value": str(value)[:40]},
        )
    return key in YES


def _choice(column: Column, value: Any) -> str:
    found = _aliases(tuple((choice, tuple(names)) for choice, names in column.choices.items())).get(
        search_key(as_text(value))
    )
    if found is None:
        shown = "、".join(str(names[0]) if names else choice for choice, names in column.choices.items())
        raise ValidationError(
            _("“%(value)s” is not one of: %(choices)s."),
            code="invalid_choice",
            params={"value": str(value)[:40], "choices": shown},
        )
    return found


@lru_cache(maxsize=64)
def _aliases(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {search_key(name): choice for choice, names in choices for name in (choice, *names)}


CONVERTERS: dict[str, Callable[[Column, Any], Any]] = {
    kinds.TEXT: _text,
    kinds.IDENTITY: _identity,
    kinds.NUMBER: _number,
    kinds.MONEY: _money,
    kinds.YES_NO: _yes_no,
    kinds.CHOICE: _choice,
    kinds.EMAIL: lambda column, value: identity_numbers.check_email(as_text(value)),
    kinds.PHONE: lambda column, value: identity_numbers.check_phone(value).e164,
    kinds.REGION: lambda column, value: region_source.match_region(as_text(value)),
}
