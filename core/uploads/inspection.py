"""The one way an uploaded file comes in: bounded, sniffed, cleaned, renamed, scanned."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.uploads.cleaning import check_pdf, clean_image
from core.uploads.sniffing import DOCUMENTS, EXTENSIONS, IMAGES, PDF, refusal, sniff

LONGEST_NAME_BYTES = 180
RESERVED_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
ANTIVIRUS_SECONDS = 60


@dataclass(frozen=True)
class Inspected:
    """A file fit to be kept, with what was found out about it."""

    mime: str
    sha256: str
    size: int
    safe_name: str
    content: bytes


def inspect_upload(
    file: Any,
    *,
    allowed: frozenset[str] | set[str] = DOCUMENTS,
    filename: str | None = None,
    max_bytes: int | None = None,
) -> Inspected:
    """The file, if its content is one of the allowed kinds and nothing in it runs; ValidationError otherwise."""
    limit = max_bytes or int(getattr(settings, "UPLOAD_MAX_BYTES", 20 * 1024 * 1024))
    content = _read_bounded(file, limit)
    given_name = filename or getattr(file, "name", "") or "file"
    mime = sniff(content, PurePosixPath(given_name.replace("\\", "/")).suffix.lower().lstrip("."))
    if mime not in allowed:
        raise refusal(_("Files of this kind are not accepted here."), "kind_not_allowed")
    name = safe_file_name(given_name, mime)
    if mime in IMAGES:
        content = clean_image(content, mime)
    elif mime == PDF:
        check_pdf(content)
    scan_for_viruses(content)
    return Inspected(mime, hashlib.sha256(content).hexdigest(), len(content), name, content)


def _read_bounded(file: Any, limit: int) -> bytes:
    if hasattr(file, "seek"):
        file.seek(0)
    content = file.read(limit + 1)
    if not content:
        raise refusal(_("The file is empty."), "empty")
    if len(content) > limit:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."),
            code="too_large",
            params={"limit": limit // (1024 * 1024)},
        )
    return content


def safe_file_name(name: str, mime: str) -> str:
    """The name for display and download: no folders, no line ends, no disguises; Chinese stays Chinese."""
    last = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem = shown.rpartition(".")[0] or shown
    stem = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*%;]', "_", stem)).strip(" .")
    if not stem or stem.lower() in RESERVED_NAMES:
        stem = f"file_{stem}" if stem else "file"
    short = stem.encode("utf-8", "ignore")[:LONGEST_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{short}.{EXTENSIONS[mime][0]}"


def scan_for_viruses(content: bytes) -> None:
    """Hand the content to the scanner, where one is set up; without its clear yes nothing is accepted."""
    command = getattr(settings, "ANTIVIRUS_COMMAND", "")
    if not command:
        return
    words = shlex.split(command) if isinstance(command, str) else list(command)
    try:
        done = subprocess.run(  # noqa: S603 - the command comes from the settings of the server
            words, input=content, capture_output=True, timeout=ANTIVIRUS_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        raise refusal(
            _("The file could not be checked for viruses. Please try again later."), "not_scanned"
        ) from None
    if done.returncode == 1:
        raise refusal(_("The virus scanner refused the file."), "virus")
    if done.returncode != 0:
        raise refusal(_("The file could not be checked for viruses. Please try again later."), "not_scanned")
