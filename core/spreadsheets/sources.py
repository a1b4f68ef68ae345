"""Opening a file of rows, whatever its kind; dangerous and unreadable ones are refused with a hint (EC-69)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.spreadsheets import csv_source, json_source, xlsx_source
from core.spreadsheets.facts import SheetFacts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DEFAULT_MAX_BYTES = 10 * 1024 * 1024
MEGABYTE = 1024 * 1024

NumberedRows = Iterator[tuple[int, list[Any]]]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows with their numbers, as often as asked for, and what lies hidden in it."""

    name: str
    rows: Callable[[], NumberedRows]
    facts: SheetFacts = field(default_factory=SheetFacts)
    is_hidden: bool = False
    first_column: int = 1


@dataclass(frozen=True)
class Source:
    """A file of one or more sheets."""

    sheets: list[Sheet]
    charset: str = ""
    date_1904: bool = False


def open_source(file: Any, *, filename: str, max_bytes: int | None = None, charset: str = "") -> Source:
    """The file as sheets of rows, decided by its content; the name must agree."""
    limit = max_bytes or int(getattr(settings, "SPREADSHEET_MAX_BYTES", DEFAULT_MAX_BYTES))
    content = _read_bounded(file, limit)
    extension = PurePosixPath(filename.replace("\\", "/")).suffix.lower()
    _refuse_others(content)
    if content.startswith(b"PK\x03\x04"):
        if extension != ".xlsx":
            raise _wrong_extension(extension, ".xlsx")
        sheets, date_1904 = xlsx_source.open_sheets(io.BytesIO(content))
        return Source([Sheet(**sheet) for sheet in sheets], date_1904=date_1904)
    if extension == ".json":
        text, name = csv_source.decode(content, charset)
        listed = json_source.records(text)
        return Source([Sheet(name="JSON", rows=lambda: json_source.rows(listed))], charset=name)
    if extension not in {".csv", ".txt", ".tsv"}:
        raise _refusal(_("This is not a workbook. Please save the table as .xlsx or .csv."), "not_a_workbook")
    text, name = csv_source.decode(content, charset)
    delimiter = csv_source.delimiter_of(text)
    return Source([Sheet(name="CSV", rows=lambda: csv_source.rows(text, delimiter))], charset=name)


def _read_bounded(file: Any, limit: int) -> bytes:
    if hasattr(file, "seek"):
        file.seek(0)
    content: bytes = file.read(limit + 1)
    if not content.strip():
        raise _refusal(_("The file is empty."), "empty")
    if len(content) > limit:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."), code="too_large", params={"limit": limit // MEGABYTE}
        )
    return content


def _refuse_others(content: bytes) -> None:
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refusal(
                _("The file is protected by a password. Please remove the password."), "password_protected"
            )
        raise _refusal(_("Old .xls files cannot be read. Please save the table as .xlsx."), "old_xls")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta")):
        raise _refusal(
            _("This is a web page saved under another name. Please save the table as .xlsx."), "web_page"
        )
    if content.startswith(b"%PDF"):
        raise _refusal(_("This is not a workbook. Please save the table as .xlsx or .csv."), "not_a_workbook")


def _wrong_extension(given: str, right: str) -> ValidationError:
    return ValidationError(
        _("The file name ends in %(given)s, but the content is %(right)s. Please check the file."),
        code="wrong_extension",
        params={"given": given[:10] or "?", "right": right},
    )


def _refusal(message: str | _StrPromise, code: str) -> ValidationError:
    return ValidationError(message, code=code)
