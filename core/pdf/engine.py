"""WeasyPrint, opened once per process, with our fonts only, behind the asset door."""

import contextlib
import ctypes
import functools
import logging
import threading
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

from core.pdf.assets import asset_fetcher
from core.pdf.errors import (
    DocumentTooLarge,
    Glyph,
    GlyphMissing,
    RendererMissing,
    ResourceRefused,
)
from core.pdf.fonts import font_set, use_only_our_fonts

LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libfontconfig.so.1": "libfontconfig1",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
INSTALL = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
MAX_HTML = 4_000_000
MAX_PAGES = 800

# Pango's font map belongs to one thread at a time.
RENDERING = threading.RLock()


def missing_libraries() -> list[str]:
    """The system libraries of the renderer that this machine lacks."""
    absent = []
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            absent.append(library)
    return absent


@functools.cache
def weasyprint() -> ModuleType:
    """The library itself; refused while anything it needs for small files is missing."""
    absent = missing_libraries()
    if absent:
        raise RendererMissing(
            _("PDF files cannot be made on this machine: %(libraries)s missing. Install with: %(command)s")
            % {"libraries": ", ".join(absent), "command": INSTALL}
        )
    font_set()
    use_only_our_fonts()
    import weasyprint as library

    return library


@functools.cache
def font_configuration() -> Any:
    """The one font map of this process."""
    weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@functools.cache
def stylesheet(name: str) -> Any:
    """A style sheet of core/pdf/sheets, parsed once per process."""
    text = (Path(__file__).parent / "sheets" / f"{name}.css").read_text()
    return make_stylesheet(text, {})


def make_stylesheet(css: str, images: Mapping[str, bytes]) -> Any:
    """Parsed CSS that may only load the given pictures and the portal's own assets."""
    with door_watched():
        return weasyprint().CSS(
            string=css,
            url_fetcher=asset_fetcher(images),
            font_config=font_configuration(),
        )


def parse_document(html: str, images: Mapping[str, bytes] | None = None) -> Any:
    """The parsed document; its tree may still be changed before it is laid out."""
    if len(html) > MAX_HTML:
        raise DocumentTooLarge
    return weasyprint().HTML(string=html, url_fetcher=asset_fetcher(images))


def lay_out(document: Any, sheets: list[Any], *, variant: str | None = None, tags: bool = False) -> Any:
    """The document with every box in its place, not yet painted."""
    with RENDERING, door_watched():
        laid_out = document.render(
            font_config=font_configuration(),
            stylesheets=sheets,
            pdf_variant=variant,
            pdf_tags=tags,
        )
    if len(laid_out.pages) > MAX_PAGES:
        raise DocumentTooLarge
    return laid_out


def paint(laid_out: Any, *, variant: str | None = None, tags: bool = False) -> bytes:
    """The finished file; a character without a glyph stops it (TY-06)."""
    with RENDERING, door_watched(), glyphs_watched() as missing, warnings.catch_warnings():
        # The library leaves its colour profile open until it is collected.
        warnings.simplefilter("ignore", ResourceWarning)
        content = laid_out.write_pdf(pdf_variant=variant, pdf_tags=tags)
    if missing:
        raise GlyphMissing("", missing)
    return content


@contextlib.contextmanager
def door_watched() -> Iterator[None]:
    """Turn the renderer's fatal fetching error into ours, naming the address refused."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        cause = error.__cause__
        raise (cause if isinstance(cause, ResourceRefused) else ResourceRefused(str(error))) from error


class _MissingGlyphs(logging.Handler):
    """Collects what the renderer would otherwise print as an empty box."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: dict[str, Glyph] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and record.args:
            arguments: Any = record.args  # a tuple: the renderer never logs by name
            char = str(arguments[0])
            self.found[char] = Glyph(char)


@contextlib.contextmanager
def glyphs_watched() -> Iterator[list[Glyph]]:
    """Fill the list with the characters that were drawn without a glyph."""
    logger = logging.getLogger("weasyprint")
    handler = _MissingGlyphs()
    missing: list[Glyph] = []
    logger.addHandler(handler)
    try:
        yield missing
    finally:
        logger.removeHandler(handler)
        missing.extend(handler.found.values())
