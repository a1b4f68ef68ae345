"""What can go wrong with a document, said so that the reader knows what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


class Glyph(str):
    """One character that no installed font can draw."""

    __slots__ = ()

    @property
    def char(self) -> str:
        return str(self)

    @property
    def code_point(self) -> str:
        return f"U+{ord(self):04X}"


@dataclass(frozen=True)
class Problem:
    """One reason why a template or one set of values cannot become a document."""

    kind: str  # template, value, glyph, fit or code
    field: str
    message: str


class PdfError(Exception):
    """A document that cannot be made."""


class RendererMissing(PdfError):
    """A library or font of the renderer is not installed (EC-89)."""


class ResourceRefused(PdfError):
    """The document asked for something outside its own assets."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def __str__(self) -> str:
        return _("The document may not load “%(url)s”: only its own pictures and fonts are open to it.") % {
            "url": self.url[:120]
        }


class DocumentTooLarge(PdfError):
    """The document is beyond what a worker may be asked to render."""

    def __str__(self) -> str:
        return _("The document is too large to be rendered. Split it into smaller parts.")


class GlyphMissing(PdfError):
    """A character has no glyph in any installed font (TY-06)."""

    def __init__(self, field: str, glyphs: Sequence[Glyph]) -> None:
        super().__init__(field, glyphs)
        self.field = field
        self.glyphs = list(glyphs)
        self.char = self.glyphs[0].char
        self.code_point = self.glyphs[0].code_point

    def __str__(self) -> str:
        named = ", ".join(f"{glyph.char} ({glyph.code_point})" for glyph in self.glyphs)
        if not self.field:
            return _("No installed font can print %(characters)s.") % {"characters": named}
        return _("No installed font can print %(characters)s in “%(field)s”.") % {
            "characters": named,
            "field": self.field,
        }


class DoesNotFit(PdfError):
    """A text stays too long for its frame at the smallest size allowed (TY-04)."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field

    def __str__(self) -> str:
        return _("“%(field)s” is too long for its place, even at the smallest size allowed.") % {
            "field": self.field
        }


class ValueRefused(PdfError):
    """The values given do not answer the placeholders of the template."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.field = field
        self.message = message

    def __str__(self) -> str:
        return self.message


class TemplateRefused(PdfError):
    """The template breaks a rule of its own language."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return " ".join(problem.message for problem in self.problems)
