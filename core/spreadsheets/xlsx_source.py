"""Workbooks: measured and searched before the reading library opens them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.archives import MOST_UNPACKED, broken, measure, member_text, open_archive, read_member
from core.spreadsheets.facts import SheetFacts, scan_sheet
from core.uploads import refuse_macros

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MOST_SHEETS = 50
SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
RELATION_TAG = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
ATTRIBUTES = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")


def open_sheets(file: BinaryIO) -> tuple[list[dict[str, Any]], bool]:
    """The sheets of a workbook, visible ones first, and whether it counts days from 1904 (EC-62)."""
    with open_archive(
        file, most_unpacked=getattr(settings, "SPREADSHEET_MAX_UNPACKED", MOST_UNPACKED)
    ) as archive:
        book = member_text(archive, WORKBOOK)
        if not book:
            raise ValidationError(
                _("This is not a workbook. Please save the table as .xlsx or .csv."), code="not_a_workbook"
            )
        refuse_macros(archive)
        measure(archive)
        parts = _sheet_parts(archive, book)
        facts = {
            name: scan_sheet(read_member(archive, archive.getinfo(part))) for name, part in parts.items()
        }
    date_1904 = bool(re.search(r"\bdate1904\s*=\s*[\"'](?:1|true)[\"']", book))
    with _library_errors():
        file.seek(0)
        workbook = CalamineWorkbook.from_filelike(file)
        listed = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    sheets = [
        _sheet(
            workbook, sheet.name, facts.get(sheet.name), is_hidden=sheet.visible != SheetVisibleEnum.Visible
        )
        for sheet in listed
        if sheet.name in facts
    ]
    return sorted(sheets, key=lambda sheet: sheet["is_hidden"]), date_1904


def _sheet_parts(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """The file inside the workbook that holds each sheet."""
    relations = {}
    for tag in RELATION_TAG.findall(member_text(archive, RELATIONS)):
        found = dict(ATTRIBUTES.findall(tag))
        target = found.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        relations[found.get("Id", "")] = path
    names = set(archive.namelist())
    parts = {}
    for tag in SHEET_TAG.findall(book)[:MOST_SHEETS]:
        found = dict(ATTRIBUTES.findall(tag))
        part = relations.get(next((value for key, value in found.items() if key.endswith(":id")), ""), "")
        if part in names:
            parts[unescape(found.get("name", ""))] = part
    return parts


def _sheet(
    workbook: CalamineWorkbook, name: str, facts: SheetFacts | None, *, is_hidden: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "rows": partial(_rows, workbook, name, facts or SheetFacts()),
        "facts": facts or SheetFacts(),
        "is_hidden": is_hidden,
    }


def _rows(workbook: CalamineWorkbook, name: str, facts: SheetFacts) -> Iterator[tuple[int, list[Any]]]:
    """The rows with their numbers; empty cells are None. Merged ranges become known on the way."""
    with _library_errors():
        sheet = workbook.get_sheet_by_name(name)
        facts.merged = _merged(sheet)
        left = sheet.start[1] if sheet.start else 0
        lead = [None] * left
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, lead + [None if value == "" else value for value in row]


@contextmanager
def _library_errors() -> Iterator[None]:
    """What the library cannot read is a damaged file; its panics are no ordinary exceptions."""
    try:
        yield
    except CalamineError:
        raise broken() from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise broken() from None
        raise


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    ]
