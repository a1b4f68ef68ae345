"""Imports in the administration site, read by the portal's own bounded reader."""

from __future__ import annotations

import io
from typing import Any

import tablib
from django.http import HttpResponse
from import_export.admin import ImportMixin
from import_export.formats.base_formats import Format

from core.admin.repair import PERMISSION, PortalAdmin
from core.flow import remember
from core.spreadsheets.cells import as_text
from core.spreadsheets.sources import open_source


class BoundedFormat(Format):
    """A spreadsheet read by the portal's own bounded reader; formulas are never evaluated (EC-69, EC-70)."""

    extension = ""

    def __init__(self, encoding: str | None = None):
        """The encoding is read from the content, whatever the library supposes."""

    def get_title(self) -> str:
        return self.extension

    def get_extension(self) -> str:
        return self.extension

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: Any) -> tablib.Dataset:
        content = in_stream if isinstance(in_stream, bytes) else in_stream.encode()
        source = open_source(io.BytesIO(content), filename=f"table.{self.extension}")
        sheet = next((sheet for sheet in source.sheets if not sheet.is_hidden), source.sheets[0])
        rows = [[_text_of(cell) for cell in cells] for _number, cells in sheet.rows()]
        rows = [row for row in rows if any(row)]
        header, *body = rows or [[]]
        width = len(header)
        dataset = tablib.Dataset(headers=header)
        for row in body:
            dataset.append((row + [""] * width)[:width])
        return dataset


def _text_of(value: Any) -> str:
    return "" if value is None else as_text(value).strip()


class WorkbookFormat(BoundedFormat):
    """An XLSX workbook."""

    extension = "xlsx"


class TextFormat(BoundedFormat):
    """A CSV file, in UTF-8 or GBK."""

    extension = "csv"


class ImportingAdmin(ImportMixin, PortalAdmin):
    """Repairs with an import from a spreadsheet: previewed, all or nothing."""

    formats = [WorkbookFormat, TextFormat]

    def has_import_permission(self, request: Any) -> bool:
        return request.user.has_perm(PERMISSION)

    def process_result(self, result: Any, request: Any) -> HttpResponse:
        payload = {"model": self.model._meta.label, "rows": result.total_rows}
        remember(request.user, "import", by=request.user, payload=payload)
        return super().process_result(result, request)
