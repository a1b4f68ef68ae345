"""Tables as plain text: which characters, which separator, which rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import is_han

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030 (GBK)",
    "utf-16": "UTF-16",
    "big5": "Big5",
}
MOST_COLUMNS = 300
RARE_SHARE = 0.2
HAN_IN_LATIN_WORD = re.compile(r"[A-Za-z]([^\x00-\x7f])|([^\x00-\x7f])[a-z]")


def decode(content: bytes, charset: str = "") -> tuple[str, str]:
    """The text and the name of its character set, which the person is shown; a doubtful one is refused (EC-69)."""
    if charset:
        return _decoded(content, charset), NAMES.get(charset, charset)
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return _decoded(content, codec), name
    if b"\0" in content:
        raise _unknown()
    try:
        return content.decode("utf-8"), NAMES["utf-8"]
    except UnicodeDecodeError:
        text = _decoded(content, "gb18030")
    if _is_mistaken(text):
        raise _unknown()
    return text, NAMES["gb18030"]


def _decoded(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        raise _unknown() from None


def _is_mistaken(text: str) -> bool:
    """Whether the Chinese characters are rubble of another character set: rare ones, or inside Latin words."""
    sample = text[:200_000]
    han = [char for char in sample if is_han(char)]
    rare = {char for char in set(han) if not _is_common(char)}
    if sum(char in rare for char in han) > RARE_SHARE * len(han):
        return True
    return any((found[1] or found[2]) in rare for found in HAN_IN_LATIN_WORD.finditer(sample))


def _is_common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def delimiter_of(text: str) -> str:
    """The separator that occurs most in the first lines, outside quotes."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:30]))
    return max(",\t;", key=head.count)


def rows(text: str, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows with their numbers, as a spreadsheet program counts them; empty cells are None."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > MOST_COLUMNS:
                raise ValidationError(
                    _("Row %(row)s has more than %(limit)s columns; the separator is probably wrong."),
                    code="too_wide",
                    params={"row": number, "limit": MOST_COLUMNS},
                )
            yield number, [cell if cell.strip() else None for cell in cells]
    except csv.Error:
        raise ValidationError(_("The file is damaged and cannot be opened."), code="damaged") from None


def _unknown() -> ValidationError:
    return ValidationError(
        _("The character set of the file cannot be told. Please save it as “CSV UTF-8” or as .xlsx."),
        code="unknown_charset",
    )
