"""Uploaded files: looked into, bounded, cleaned and renamed before anything is kept (GN-07, EC-73)."""

from core.uploads.inspection import Inspected, inspect_upload, safe_file_name, scan_for_viruses
from core.uploads.sniffing import (
    CSV,
    DOCUMENTS,
    DOCX,
    EXTENSIONS,
    IMAGES,
    JPEG,
    PDF,
    PNG,
    PPTX,
    XLSX,
    refuse_macros,
    sniff,
)

__all__ = [
    "CSV",
    "DOCUMENTS",
    "DOCX",
    "EXTENSIONS",
    "IMAGES",
    "JPEG",
    "PDF",
    "PNG",
    "PPTX",
    "XLSX",
    "Inspected",
    "inspect_upload",
    "refuse_macros",
    "safe_file_name",
    "scan_for_viruses",
    "sniff",
]
