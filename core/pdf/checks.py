"""Says at start-up, not at the hundredth page, whether this machine can make documents (EC-89)."""

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.utils.translation import gettext as _

from core.pdf import engine
from core.pdf.documents import render_pdf
from core.pdf.errors import PdfError, RendererMissing
from core.pdf.files import pdf_text
from core.pdf.fonts import font_set, missing_glyphs

SAMPLE = "结业证书 二〇二六年 㼆𠅤 Certificate Đorđević Müller"


def check_renderer(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Django system check: libraries and fonts are there. Everything but documents works without."""
    absent = engine.missing_libraries()
    if absent:
        message = _("PDF files cannot be made: %(libraries)s missing.") % {"libraries": ", ".join(absent)}
        return [Warning(message, hint=engine.INSTALL, id="core.W101")]
    try:
        font_set()
    except RendererMissing as error:
        return [Warning(str(error), id="core.W102")]
    return []


def self_test() -> None:
    """Raise at the start of a worker when a document would come out wrong (EC-89)."""
    missing = missing_glyphs(SAMPLE)
    if missing:
        raise RendererMissing(
            _("The installed fonts lack %(characters)s. Run the set-up command again.")
            % {"characters": ", ".join(f"{glyph} ({glyph.code_point})" for glyph in missing)}
        )
    try:
        printed = pdf_text(render_pdf(f"<p>{SAMPLE}</p>", sheet=None))
    except PdfError as error:
        raise RendererMissing(str(error)) from error
    if SAMPLE.replace(" ", "") not in printed.replace(" ", "").replace("\n", ""):
        raise RendererMissing(_("The fonts of this machine print other characters than those written."))
