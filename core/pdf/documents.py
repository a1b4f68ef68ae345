"""Whole documents: HTML or a Django template in, one PDF out."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from core.pdf import engine


def render_pdf(
    source: str,
    context: Mapping[str, Any] | None = None,
    *,
    language: str | None = None,
    images: Mapping[str, bytes] | None = None,
    sheet: str | None = "document",
    variant: str | None = None,
) -> bytes:
    """The PDF of a piece of HTML, or of a Django template when a context is given.

    Nothing is loaded but `images` (as `asset:NAME`), static/pdf and the fonts. Run long documents in
    the worker: its time limit ends one that never would.
    """
    if context is not None:
        return render_template_pdf(source, context, language=language, images=images, variant=variant)
    document = engine.parse_document(source, images)
    sheets = [engine.stylesheet(sheet)] if sheet else []
    tags = variant is None
    laid_out = engine.lay_out(document, sheets, variant=variant, tags=tags)
    return engine.paint(laid_out, variant=variant, tags=tags)


def render_template_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    language: str | None = None,
    images: Mapping[str, bytes] | None = None,
    variant: str | None = None,
) -> bytes:
    """The PDF of a Django template in the language of the document, not of the session (EC-96)."""
    with translation.override(language or translation.get_language()):
        html = render_to_string(template_name, dict(context))
        return render_pdf(html, images=images, variant=variant)
