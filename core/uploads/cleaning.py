"""PDF files looked through and pictures drawn anew."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.uploads.sniffing import JPEG, refusal


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that is encrypted, endless, damaged or starts something."""
    most_pages = getattr(settings, "UPLOAD_MAX_PAGES", 500)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise pikepdf.PasswordError
            if len(pdf.pages) > most_pages:
                raise ValidationError(
                    _("The PDF has more than %(limit)s pages."),
                    code="too_many_pages",
                    params={"limit": most_pages},
                )
            if not len(pdf.pages) or _runs(pdf):
                raise refusal(
                    _("The PDF contains scripts or no pages. Please print it to PDF again."), "active_pdf"
                )
    except pikepdf.PasswordError:
        raise refusal(
            _("The PDF is encrypted. Please save it without a password."), "encrypted_pdf"
        ) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
        raise refusal(_("The PDF is damaged and cannot be opened."), "damaged") from None


def _runs(pdf: pikepdf.Pdf) -> bool:
    """Whether opening or clicking starts a script or a program."""
    return any(
        isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and _starts_something(thing)
        for thing in pdf.objects
    )


def _starts_something(thing: Any) -> bool:
    nested = (thing.get(key) for key in ("/OpenAction", "/A", "/JavaScript"))
    candidates = [thing, *(value for value in nested if isinstance(value, pikepdf.Dictionary))]
    return any("/JS" in one or str(one.get("/S", "")) in {"/JavaScript", "/Launch"} for one in candidates)


def clean_image(content: bytes, mime: str) -> bytes:
    """The picture drawn anew: upright, without place, camera and other hidden notes."""
    most_pixels = getattr(settings, "UPLOAD_MAX_PIXELS", 50_000_000)
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG" if mime == JPEG else "PNG"]) as picture:
            if picture.width * picture.height > most_pixels:
                raise ValidationError(
                    _("The picture has more than %(limit)s million pixels. Please make it smaller."),
                    code="too_many_pixels",
                    params={"limit": most_pixels // 1_000_000},
                )
            dpi = picture.info.get("dpi")
            upright = ImageOps.exif_transpose(picture)
            return _drawn_anew(upright, mime, dpi)
    except ValidationError:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        raise refusal(_("The picture is damaged and cannot be opened."), "damaged") from None


def _drawn_anew(picture: Image.Image, mime: str, dpi: Any) -> bytes:
    out = io.BytesIO()
    resolution = {"dpi": dpi} if dpi else {}
    if mime == JPEG:
        shown = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    else:
        shown = picture if picture.mode in {"1", "L", "LA", "RGB", "RGBA"} else picture.convert("RGBA")
    clean = Image.new(shown.mode, shown.size)
    clean.paste(shown)
    if mime == JPEG:
        clean.save(out, "JPEG", quality=92, **resolution)
    else:
        clean.save(out, "PNG", **resolution)
    return out.getvalue()
