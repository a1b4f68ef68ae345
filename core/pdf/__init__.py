"""The only door to the PDF libraries: documents, certificates by the hundred, joining, signing."""

from core.pdf.batch import BatchRenderer
from core.pdf.checks import check_renderer, self_test
from core.pdf.documents import render_pdf, render_template_pdf
from core.pdf.errors import (
    DocumentTooLarge,
    DoesNotFit,
    Glyph,
    GlyphMissing,
    PdfError,
    Problem,
    RendererMissing,
    ResourceRefused,
    TemplateRefused,
    ValueRefused,
)
from core.pdf.files import count_pages, merge_pdfs, pdf_sha256, pdf_text
from core.pdf.fonts import missing_glyphs
from core.pdf.signing import SealField, SigningFailed, sign_pdf

__all__ = [
    "BatchRenderer",
    "DocumentTooLarge",
    "DoesNotFit",
    "Glyph",
    "GlyphMissing",
    "PdfError",
    "Problem",
    "RendererMissing",
    "ResourceRefused",
    "SealField",
    "SigningFailed",
    "TemplateRefused",
    "ValueRefused",
    "check_renderer",
    "count_pages",
    "merge_pdfs",
    "missing_glyphs",
    "pdf_sha256",
    "pdf_text",
    "render_pdf",
    "render_template_pdf",
    "self_test",
    "sign_pdf",
]
