"""Dates as people write them in files, and as documents print them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMERALS = "〇一二三四五六七八九"
READ_NUMERALS = {char: digit for digit, char in enumerate(NUMERALS)} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "0": 0,
}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
SERIAL_YEARS = range(1950, 2101)
BASE_1900 = date(1899, 12, 30)
BASE_1904 = date(1904, 1, 1)
SEPARATED = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
IN_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
IN_NUMERALS = re.compile(
    r"([〇零○OＯ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}")
SHORT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?")


def parse_date(value: Any, *, date_1904: bool = False) -> date:
    """The date in a cell or a field, in one of the eight forms of EC-62; what is ambiguous or impossible is refused."""
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, bool):
        raise _unknown(value)
    if isinstance(value, int | float | Decimal):
        return _of_number(value, date_1904=date_1904)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(value or ""))).strip().lstrip("'‘’")
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _of_number(float(text), date_1904=date_1904)
    return _of_text(text, value)


def _of_number(value: float | Decimal, *, date_1904: bool) -> date:
    """Eight digits are a written date; five are the days a spreadsheet counts (46349 is 23 November 2026)."""
    if not 0 < value < 10**9:
        raise _unknown(value)
    if value == int(value) and FIRST_DAY.year <= int(value) // 10000 <= LAST_DAY.year:
        return _of_text(str(int(value)), value)
    if value >= 10**6:
        raise _unknown(value)
    found = (BASE_1904 if date_1904 else BASE_1900) + timedelta(days=int(value))
    if found.year not in SERIAL_YEARS:
        raise _unknown(value)
    return found


def _of_text(text: str, value: Any) -> date:
    compact = text.replace(" ", "")
    if found := SEPARATED.fullmatch(text):
        year, month, day = found[1], found[3], found[4]
    elif found := COMPACT.fullmatch(text) or IN_CHINESE.fullmatch(compact):
        year, month, day = found.groups()
    elif found := IN_NUMERALS.fullmatch(compact):
        year = "".join(str(READ_NUMERALS[char]) for char in found[1])
        month, day = str(_read_tens(found[2], value)), str(_read_tens(found[3], value))
    else:
        raise _refusal(compact, value)
    try:
        return _in_range(date(int(year), int(month), int(day)))
    except ValueError:
        raise ValidationError(
            _("The date “%(value)s” does not exist."), code="no_such_date", params={"value": value}
        ) from None


def _read_tens(numeral: str, value: Any) -> int:
    tens, ten, ones = numeral.partition("十")
    if (not ten and len(numeral) > 1) or len(tens) > 1 or len(ones) > 1 or "十" in ones:
        raise _unknown(value)
    if not ten:
        return READ_NUMERALS[numeral]
    return (READ_NUMERALS[tens] if tens else 1) * 10 + (READ_NUMERALS[ones] if ones else 0)


def _refusal(text: str, value: Any) -> ValidationError:
    params = {"value": value}
    if DAY_OR_MONTH_FIRST.fullmatch(text):
        return ValidationError(
            _("“%(value)s” may be read as two dates. Please write the year first: 2026-11-23."),
            code="ambiguous_date",
            params=params,
        )
    if SHORT_YEAR.fullmatch(text):
        return ValidationError(
            _("The year in “%(value)s” has two digits. Please write four: 2026-11-23."),
            code="short_year",
            params=params,
        )
    return _unknown(value)


def _unknown(value: Any) -> ValidationError:
    shown = str(value)[:40]
    return ValidationError(
        _("“%(value)s” is not a date. Please write it as 2026-11-23."),
        code="invalid_date",
        params={"value": shown},
    )


def _in_range(found: date) -> date:
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValidationError(
            _("The date “%(value)s” lies outside the years 1900 to 2199."),
            code="date_out_of_range",
            params={"value": found},
        )
    return found


def chinese_date(day: date) -> str:
    """二〇二六年十一月二十三日, as certificates print it (TY-02)."""
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    return f"{year}年{_tens(day.month)}月{_tens(day.day)}日"


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return f"{NUMERALS[tens] if tens > 1 else ''}十{NUMERALS[ones] if ones else ''}"


def english_date(day: date) -> str:
    """23 November 2026 (TY-02)."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def official_date(day: date) -> str:
    """2026年11月23日, as official letters print it, without leading noughts (TY-02)."""
    return f"{day.year}年{day.month}月{day.day}日"


def printed_date(day: date, language: str, *, official: bool = False) -> str:
    """The date in the language of the document."""
    chinese: Callable[[date], str] = official_date if official else chinese_date
    return english_date(day) if language.startswith("en") else chinese(day)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
