"""What a file really is, by its content; dangerous kinds are refused whatever they call themselves."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.archives import measure, member_text, open_archive

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PDF, JPEG, PNG, CSV = "application/pdf", "image/jpeg", "image/png", "text/csv"
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
PPTX = f"{OFFICE}presentationml.presentation"
IMAGES = frozenset({JPEG, PNG})
DOCUMENTS = IMAGES | {PDF, DOCX, XLSX, PPTX}
EXTENSIONS = {
    PDF: ("pdf",),
    JPEG: ("jpg", "jpeg", "jpe"),
    PNG: ("png",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PPTX: ("pptx",),
    CSV: ("csv",),
}
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
EXECUTABLES = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"dex\n",
    b"L\0\0\0\x01",
)
MARKUP = re.compile(
    rb"<\s*(!doctype\s+html|html|svg|script|head|body|iframe|\?xml|!entity|\w+:svg)", re.IGNORECASE
)
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(content: bytes, extension: str) -> str:
    """The kind of the content; refused when it is dangerous, or not what the name says."""
    _refuse_dangerous(content)
    if content.startswith(b"%PDF-"):
        mime = PDF
    elif content.startswith(b"\xff\xd8\xff"):
        mime = JPEG
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        mime = PNG
    elif content.startswith(b"PK\x03\x04"):
        mime = _office_kind(content)
    elif extension == "csv" and b"\0" not in content:
        mime = CSV
    else:
        raise _unknown(content)
    if extension not in EXTENSIONS[mime]:
        raise ValidationError(
            _("The file name ends in .%(extension)s, but the content is %(kind)s. Please check the file."),
            code="wrong_extension",
            params={"extension": extension[:10], "kind": EXTENSIONS[mime][0].upper()},
        )
    return mime


def _refuse_dangerous(content: bytes) -> None:
    if content.startswith(EXECUTABLES):
        raise refusal(_("Programs and scripts are not accepted."), "executable")
    head = content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"")
    if head.startswith(b"<") and MARKUP.search(head):
        raise refusal(_("Web pages and SVG drawings are not accepted. Please save them as PDF."), "markup")
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        raise refusal(_("Photos in HEIC format are not accepted. Please save the photo as JPEG."), "heic")
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refusal(
                _("The file is protected by a password. Please remove the password."), "password_protected"
            )
        raise refusal(
            _(
                "Files of old office programs (.doc, .xls, .ppt) are not accepted. Please save as .docx, .xlsx or PDF."
            ),
            "old_office",
        )


def _office_kind(content: bytes) -> str:
    archive = open_archive(io.BytesIO(content))
    names = {member.filename for member in archive.infolist()}
    mime = next((kind for part, kind in MAIN_PARTS.items() if part in names), "")
    if not mime:
        raise refusal(
            _("Packed files (.zip) are not accepted. Please upload the files one by one."), "archive"
        )
    refuse_macros(archive)
    measure(archive)
    return mime


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Refuse a document that carries a program, whatever its name says."""
    names = [member.filename.lower() for member in archive.infolist()]
    parts = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/")
    types = member_text(archive, "[Content_Types].xml").lower()
    if any(part in name for name in names for part in parts) or "macroenabled" in types:
        raise refusal(_("The document contains macros. Please save it without macros."), "macros")


def _unknown(content: bytes) -> ValidationError:
    try:
        kind = puremagic.from_string(content[:65_536]).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        kind = "?"
    return ValidationError(
        _("Files of this kind (%(kind)s) are not accepted."),
        code="unknown_kind",
        params={"kind": kind or "?"},
    )


def refusal(message: str | _StrPromise, code: str) -> ValidationError:
    """A file that is not accepted, and why."""
    return ValidationError(message, code=code)
