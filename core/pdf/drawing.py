"""Writes set text and codes as the drawing operators of a page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from core.pdf.codes import dark_runs, modules_across
from core.pdf.embedding import UsedFont
from core.pdf.fonts import Face
from core.pdf.measure import POINTS, Frame
from core.pdf.setting import Line, SetText
from core.pdf.shaping import ShapedGlyph, Stretch
from core.pdf.writer import number


class Canvas:
    """The personal layer of one page; lengths come in CSS pixels from the top left corner."""

    def __init__(self, page_height: float) -> None:
        self.page_height = page_height
        self.operators: list[str] = []
        self.fonts: dict[Face, UsedFont] = {}

    def text(self, text: SetText) -> None:
        """Each line is one text object, so that it is copied as one line."""
        for line in text.lines:
            parts = [part for stretch in text.stretches for part in self._stretch(stretch, line, text.scale)]
            if parts:
                y = (self.page_height - line.baseline) * POINTS
                start = f"BT 1 0 0 1 {number(line.x * POINTS)} {number(y)} Tm"
                self.operators.append(" ".join([start, *parts, "ET"]))

    def _stretch(self, stretch: Stretch, line: Line, scale: float) -> Iterator[str]:
        """The part of the stretch that stands on this line."""
        first, last = line.start - stretch.start, line.end - stretch.start
        glyphs = [glyph for glyph in stretch.glyphs if first <= glyph.place < last]
        if glyphs:
            style = stretch.style
            size, spacing = style.size * scale, style.letter_spacing * scale
            font = self.fonts.setdefault(stretch.face, UsedFont(stretch.face, f"P{len(self.fonts)}"))
            colour = " ".join(number(part) for part in style.colour)
            yield f"{colour} rg /{font.resource} {number(size * POINTS)} Tf {number(spacing * POINTS)} Tc"
            for raised, level in groupby(glyphs, key=lambda glyph: glyph.y_offset):
                rise = f"{number(raised * size / 1000 * POINTS)} Ts " if raised else ""
                yield f"{rise}[{''.join(_shown(level, font, size, line.space_added))}] TJ"
                if raised:
                    yield "0 Ts"

    def code(self, rows: Sequence[bytes], frame: Frame) -> None:
        """A matrix code as one path of filled squares, its quiet zone kept free."""
        side = min(frame.width, frame.height)
        module = side / modules_across(rows) * POINTS
        x, y = (
            (frame.x + (frame.width - side) / 2) * POINTS,
            (self.page_height - frame.y) * POINTS,
        )
        squares = " ".join(f"{column} {row} {length} 1 re" for column, row, length in dark_runs(rows))
        self.operators.append(
            f"q 0 g {module:.5f} 0 0 {-module:.5f} {number(x)} {number(y)} cm {squares} f Q"
        )

    def content(self) -> str:
        return "\n".join(self.operators)


def _shown(glyphs: Iterable[ShapedGlyph], font: UsedFont, size: float, space_added: float) -> Iterator[str]:
    """The codes of the glyphs, with kerning, offsets and widened spaces between them."""
    widened = space_added * 1000 / size if size else 0.0
    run = ""
    for glyph in glyphs:
        after = glyph.natural - glyph.advance - (widened if glyph.text == " " else 0.0)
        if glyph.x_offset:
            yield (f"<{run}>{number(-glyph.x_offset)}" if run else number(-glyph.x_offset))
            run = ""
        run += f"{font.code(glyph):04x}"
        after += glyph.x_offset
        if abs(after) > 0.001:
            yield f"<{run}>{number(after)}"
            run = ""
    if run:
        yield f"<{run}>"
