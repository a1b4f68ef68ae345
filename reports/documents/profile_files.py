"""The profile as a file: a page, a PDF, or a document to go on writing in."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from core.dates import printed_date
from core.pdf import render_template_pdf
from reports.documents.profile import speaker_of, words_of
from reports.figures import FIGURES
from reports.models import ProfileStatement

FORMATS = ("html", "pdf", "docx")
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LANGUAGE_CODES = {"zh": "zh-hans", "en": "en"}


def statement_file(statement: ProfileStatement, language: str, kind: str) -> tuple[bytes, str]:
    """The bytes of the statement in one language, and what they are."""
    code = LANGUAGE_CODES[language]
    with translation.override(code):
        context = statement_context(statement, language)
        if kind == "docx":
            return _docx(context, language), TYPES[kind]
        if kind == "pdf":
            return render_template_pdf("reports/pdf/profile.html", context, language=code), TYPES[kind]
        return render_to_string("reports/pdf/profile.html", context).encode(), TYPES[kind]


def statement_context(statement: ProfileStatement, language: str) -> dict[str, Any]:
    """What the document says: the text, and each figure with its definition."""
    english = language == "en"
    speaker = speaker_of(statement)
    figures = [
        (FIGURES[row.figure_id], speaker.say(row.figure_id, language), row)
        for row in statement.snapshots.order_by("pk")
        if row.figure_id in FIGURES
    ]
    return {
        "language": language,
        "house": settings.UNIVERSITY_NAME_EN if english else settings.UNIVERSITY_NAME_ZH,
        "office": settings.OFFICE_NAME_EN if english else settings.OFFICE_NAME_ZH,
        "text": words_of(statement, language, speaker),
        "as_of": printed_date(statement.as_of, "en" if english else "zh-hans", official=True),
        "figures": [
            (figure, said, row.definition_en if english else row.definition_zh)
            for figure, said, row in figures
        ],
        "sha256": statement.sha256,
        "statement": statement,
    }


def _docx(context: dict[str, Any], language: str) -> bytes:
    """An ordinary document with the styles of the word processor, so that it can be pasted anywhere."""
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    for heading in ("Title", "Heading 1"):
        document.styles[heading].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "SimHei")
    document.core_properties.author = context["office"]
    document.core_properties.title = context["office"]
    document.core_properties.language = "en-GB" if language == "en" else "zh-CN"
    document.add_heading(context["office"], 0)
    document.add_paragraph(context["house"])
    document.add_paragraph(context["text"])
    document.add_paragraph(translation.gettext("As of %(day)s") % {"day": context["as_of"]})
    if context["figures"]:
        document.add_heading(translation.gettext("Definitions"), 1)
        table = document.add_table(rows=1, cols=3, style="Light Grid Accent 1")
        for cell, label in zip(table.rows[0].cells, ("Figure", "Value", "Definition"), strict=True):
            cell.text = translation.gettext(label)
        for figure, said, definition in context["figures"]:
            for cell, words in zip(table.add_row().cells, (str(figure.name), said, definition), strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
