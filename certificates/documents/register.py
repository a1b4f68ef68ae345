"""The register as people read and export it (发证登记册)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate

# §5.6: the columns of the register, in its order.
REGISTER_COLUMNS = [
    (_("Number"), lambda row: row.number),
    (_("Number on the Chinese side"), lambda row: row.face_number),
    (_("Type"), lambda row: row.certificate_type.code),
    (_("Name (Chinese)"), lambda row: row.name_zh),
    (_("Name (Latin letters)"), lambda row: row.name_latin),
    (_("Last four"), lambda row: row.last4),
    (_("Title (Chinese)"), lambda row: row.batch.title_zh),
    (_("Title (English)"), lambda row: row.batch.title_en),
    (_("Unit"), lambda row: row.batch.unit_zh),
    (_("Source"), lambda row: row.batch.source),
    (_("Date of issue"), lambda row: row.issued_on),
    (_("Valid until"), lambda row: row.valid_until),
    (_("Status"), lambda row: row.get_status_display()),
    (_("Status since"), lambda row: row.status_on),
    (_("Reason"), lambda row: row.reason),
    (_("Copies"), lambda row: row.copies),
    (_("Delivered by"), lambda row: row.get_delivery_display()),
    (_("Delivered on"), lambda row: row.delivered_on),
    (_("Receipt"), lambda row: row.receipt),
    (_("Requested by"), lambda row: row.batch.requested_by),
    (_("Checked by"), lambda row: row.batch.checked_by),
    (_("Approved by"), lambda row: row.batch.approved_by),
    (_("Issued by"), lambda row: row.batch.issued_by),
    (_("Digitally signed"), lambda row: row.is_signed),
    (_("SHA-256"), lambda row: row.sha256),
    (_("Template version"), lambda row: row.template.number if row.template_id else None),
]


def register_row(row: Certificate) -> list[Any]:
    """One line of the register."""
    return [plain(read(row)) for _label, read in REGISTER_COLUMNS]


def plain(value: Any) -> Any:
    """A value as a spreadsheet takes it: dates as dates, people by name, nothing as nothing."""
    if value is None or isinstance(value, str | int | float) or hasattr(value, "isoformat"):
        return "" if value is None else value
    return str(value)
