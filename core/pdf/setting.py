"""Lines: where a slot's text breaks and how far it must shrink to stand in its frame."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.pdf.errors import DoesNotFit
from core.pdf.measure import Frame, TextStyle
from core.pdf.shaping import Stretch, shape
from core.pdf.template import Piece

STEP = 0.02
TOLERANCE = 0.05  # CSS pixels; rounding of the measuring, not a licence to overflow


@dataclass(slots=True)
class Line:
    """One line: its characters, where it starts, its baseline and the widening of its spaces."""

    start: int
    end: int
    x: float
    baseline: float
    space_added: float = 0.0


@dataclass(slots=True)
class SetText:
    """The text of a slot set in lines at the scale at which it fits."""

    stretches: list[Stretch]
    lines: list[Line]
    scale: float


def set_text(pieces: Sequence[Piece], frame: Frame, smallest: float, slot: str, field: str) -> SetText:
    """Shape, break and shrink; a text that still does not fit is refused (TY-04)."""
    paragraph = Paragraph(pieces, frame, slot)
    scale = 1.0
    while scale >= smallest - 1e-9:
        lines = paragraph.lines(scale)
        if lines is not None:
            return SetText(paragraph.stretches, lines, scale)
        scale -= STEP
    raise DoesNotFit(field)


class Paragraph:
    """A slot's text shaped once, to be broken into lines at any scale."""

    def __init__(self, pieces: Sequence[Piece], frame: Frame, slot: str) -> None:
        self.frame = frame
        self.text = "".join("\n" if piece.breaks_line else piece.text for piece in pieces).rstrip(" ")
        self.stretches: list[Stretch] = []
        self.owners: list[tuple[int, int, TextStyle]] = []
        start = 0
        for piece in pieces:
            style = frame.styles.get(piece.owner, frame.styles[0])
            part = "" if piece.breaks_line else self.text[start : start + len(piece.text)]
            if part:
                self.stretches += shape(part, style, start, slot)
                self.owners.append((start, start + len(part), style))
            start += len("\n" if piece.breaks_line else piece.text)
        self.reach = self._reach()
        self.breaks = self._breaks()

    def _reach(self) -> list[float]:
        """For each place in the text, the width up to it at full size."""
        widths = [0.0] * (len(self.text) + 1)
        for stretch in self.stretches:
            size, spacing = stretch.style.size / 1000, stretch.style.letter_spacing
            for glyph in stretch.glyphs:
                widths[stretch.start + glyph.place + 1] += glyph.advance * size + spacing
        total = 0.0
        for place, width in enumerate(widths):
            total += width
            widths[place] = total
        return widths

    def _breaks(self) -> list[int]:
        """Where a line may end by the rules of its language, never inside a stretch kept together."""
        from weasyprint.text.line_break import get_log_attrs

        language = self.frame.styles[0].language
        attributes = get_log_attrs(self.text, language) if self.text else []
        places = [place for place in range(1, len(self.text)) if attributes[place].is_line_break]
        for start, end, style in self.owners:
            if style.keeps_together:
                places = [place for place in places if not start < place < end]
        return [*places, len(self.text)]

    def lines(self, scale: float) -> list[Line] | None:
        """The lines at this scale, or None when they do not fit the frame."""
        spans = self._spans(self.frame.width / scale + TOLERANCE)
        if spans is None:
            return None
        heights = [self._height(start, end) for start, end in spans]
        total = sum(above + below for above, below in heights) * scale
        if total > self.frame.height + TOLERANCE:
            return None
        top = self.frame.y + max(0.0, self.frame.height - total) * self.frame.rest_above
        lines = []
        for number, ((start, end), (above, below)) in enumerate(zip(spans, heights, strict=True)):
            is_last = end >= len(self.text) or self.text[end] == "\n"
            line = self._placed(start, end, scale, first=number == 0, last=is_last)
            line.baseline = top + above * scale
            top += (above + below) * scale
            lines.append(line)
        return lines

    def _spans(self, width: float) -> list[tuple[int, int]] | None:
        spans: list[tuple[int, int]] = []
        start, best = 0, None
        room = width - self.frame.indent
        queue = iter(self.breaks)
        place = next(queue, None)
        while place is not None:
            end = self._visible_end(start, place)
            forced = self.text[place - 1 : place] == "\n"
            if self.reach[end] - self.reach[start] > room:
                if best is None:
                    return None
                spans.append((start, self._visible_end(start, best)))
                start, best, room = self._skip_spaces(best), None, width
                continue
            best = place
            if forced:
                spans.append((start, end))
                start, best, room = place, None, width
            place = next(queue, None)
        if best is not None:
            spans.append((start, self._visible_end(start, best)))
        return spans

    def _visible_end(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in " \n":
            end -= 1
        return end

    def _skip_spaces(self, place: int) -> int:
        while place < len(self.text) and self.text[place] == " ":
            place += 1
        return place

    def _height(self, start: int, end: int) -> tuple[float, float]:
        """Height above and below the baseline: the slot's own line, and every style on it."""
        styles = [self.frame.styles[0]]
        styles += [style for first, last, style in self.owners if first < end and last > start]
        return max(style.above for style in styles), max(style.below for style in styles)

    def _placed(self, start: int, end: int, scale: float, *, first: bool, last: bool) -> Line:
        indent = self.frame.indent if first else 0.0
        width = (self.reach[end] - self.reach[start]) * scale
        free = self.frame.width - indent * scale - width
        line = Line(start, end, self.frame.x + indent * scale, 0.0)
        if self.frame.align == "center":
            line.x += free / 2
        elif self.frame.align == "right":
            line.x += free
        elif self.frame.align == "justify" and not last:
            spaces = self.text.count(" ", start, end)
            line.space_added = free / spaces if spaces else 0.0
        return line
