"""Certificates by the hundred: the shared page painted once, only the personal text drawn anew."""

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.pdf import engine
from core.pdf.codes import SMALLEST_MM, code_rows, printed_mm
from core.pdf.drawing import Canvas
from core.pdf.errors import (
    DoesNotFit,
    GlyphMissing,
    PdfError,
    Problem,
    TemplateRefused,
    ValueRefused,
)
from core.pdf.fonts import missing_glyphs
from core.pdf.layers import Fixed, prepare
from core.pdf.lint import lint
from core.pdf.measure import Frame
from core.pdf.metadata import information, packet
from core.pdf.setting import set_text
from core.pdf.template import Slot, fill, has_rows, slots_of, value_of
from core.pdf.whole import render_whole
from core.pdf.writer import PdfWriter


class BatchRenderer:
    """One template, opened once, that turns values into complete PDF files.

    The template is HTML with `{{ names }}` inside its slots only; names are replaced as text by our own
    code. A template of several pages or with repeated rows is rendered whole instead, with the same
    result and the same refusals.
    """

    def __init__(
        self,
        html: str,
        *,
        css: str = "",
        images: Mapping[str, bytes] | None = None,
        language: str = "zh",
        allowed: Collection[str] | None = None,
    ) -> None:
        self.html = html
        self.css = css
        self.images = dict(images or {})
        self.language = language
        self._sheets: list[Any] | None = None
        root = self.parsed().etree_element
        problems = lint(root, allowed)
        if problems:
            raise TemplateRefused(problems)
        self.slots: dict[str, Slot] = slots_of(root)
        self.title = next((title.text or "" for title in root.iter("title")), "")
        self.fixed: Fixed | None = None if has_rows(root) else prepare(self, self.slots, language)

    def parsed(self) -> Any:
        """The template parsed anew, free to be changed."""
        return engine.parse_document(self.html, self.images)

    def sheets(self) -> list[Any]:
        if self._sheets is None:
            self._sheets = [engine.make_stylesheet(self.css, self.images)]
        return self._sheets

    @property
    def fields(self) -> set[str]:
        """The names the template asks for."""
        return {name for slot in self.slots.values() for name in slot.fields}

    @functools.cached_property
    def text_fields(self) -> list[str]:
        """The names printed as text, each once, in the order of the page."""
        slots = [slot for slot in self.slots.values() if not slot.code_field]
        return list(dict.fromkeys(name for slot in slots for name in slot.fields))

    def render(self, values: Mapping[str, Any], *, created: datetime | None = None) -> bytes:
        """One complete file; the same values give the same bytes."""
        self._check_glyphs(values)
        fixed = self.fixed
        if fixed is None:
            return render_whole(self, values)
        canvas = Canvas(fixed.height)
        for slot in self.slots.values():
            self._draw(canvas, slot, fixed.frames[slot.name], values)
        return self._written(fixed, canvas, fill(self.title, values).strip(), created)

    def preflight(self, values: Mapping[str, Any]) -> list[Problem]:
        """Every reason why these values cannot be printed; empty when they can (TY-06, CT-14)."""
        problems = [_told(error) for error in self._glyph_errors(values)]
        fixed = self.fixed
        if fixed is None:
            return problems or _failures(render_whole, self, values)
        for slot in self.slots.values():
            if not set(slot.fields) & {problem.field for problem in problems}:
                canvas = Canvas(fixed.height)
                problems += _failures(self._draw, canvas, slot, fixed.frames[slot.name], values)
        return problems

    def _check_glyphs(self, values: Mapping[str, Any]) -> None:
        for error in self._glyph_errors(values):
            raise error

    def _glyph_errors(self, values: Mapping[str, Any]) -> Iterator[PdfError]:
        """Every field whose text has a character no font can draw."""
        for name in self.text_fields:
            try:
                missing = missing_glyphs(value_of(name, values))
            except ValueRefused as error:
                yield error
            else:
                if missing:
                    yield GlyphMissing(name, missing)

    def _draw(self, canvas: Canvas, slot: Slot, frame: Frame, values: Mapping[str, Any]) -> None:
        if slot.code_field:
            rows = code_rows(value_of(slot.code_field, values))
            check_size(slot.code_field, rows, min(frame.width, frame.height))
            canvas.code(rows, frame)
            return
        blamed = max(slot.fields, key=lambda name: len(value_of(name, values)), default=slot.name)
        canvas.text(set_text(slot.filled(values), frame, slot.smallest, slot.name, blamed))

    def _written(self, fixed: Fixed, canvas: Canvas, title: str, created: datetime | None) -> bytes:
        shell = fixed.shell
        writer = PdfWriter(shell)
        fonts = " ".join(f"/{font.resource} {font.embed(writer)} 0 R" for font in canvas.fonts.values())
        writer.object(f"<< {fonts} >>", shell.places["fonts"])
        over = "\nq /Over Do Q" if fixed.has_over else ""
        content = writer.stream(f"q /Base Do Q\n{canvas.content()}{over}".encode())
        writer.object(shell.page_start + b"/Contents %d 0 R >>" % content, shell.places["page"])
        xmp = packet(title, self.language, created)
        writer.stream(
            xmp,
            "/Type /Metadata /Subtype /XML",
            place=shell.places["xmp"],
            packed=False,
        )
        return writer.finish(writer.object(information(title, created)))


def check_size(field: str, rows: Sequence[bytes], side: float) -> None:
    """A code printed smaller than 20 mm is not read by every telephone."""
    if printed_mm(rows, side) < SMALLEST_MM:
        message = _(
            "The code of “%(field)s” would print smaller than 20 mm: shorten the address or enlarge it."
        )
        raise ValueRefused(field, message % {"field": field})


def _failures(work: Any, *arguments: Any) -> list[Problem]:
    try:
        work(*arguments)
    except PdfError as error:
        return [_told(error)]
    return []


def _told(error: PdfError) -> Problem:
    kinds = {GlyphMissing: "glyph", DoesNotFit: "fit", ValueRefused: "value"}
    return Problem(kinds.get(type(error), "template"), getattr(error, "field", ""), str(error))
