"""From text to glyphs: which font draws each character, and where each glyph stands."""

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.pdf.errors import GlyphMissing
from core.pdf.fonts import Face, font_set, is_invisible
from core.pdf.measure import TextStyle

COMMON = {"Zyyy", "Zinh", "Zzzz"}


@dataclass(frozen=True, slots=True)
class ShapedGlyph:
    """One glyph in font units of its face, with the characters it stands for."""

    glyph: int
    place: int  # of its first character in the stretch
    text: str
    advance: float  # thousandths of the font size
    natural: float  # the same without kerning
    x_offset: float
    y_offset: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring characters of one style drawn with one face."""

    face: Face
    style: TextStyle
    start: int  # in the text of the whole slot
    text: str
    glyphs: tuple[ShapedGlyph, ...]


def shape(text: str, style: TextStyle, start: int, field: str) -> list[Stretch]:
    """The text as stretches of one face and one script each; a character without a glyph is refused."""
    missing = font_set().missing(text)
    if missing:
        raise GlyphMissing(field, missing)
    stretches = []
    for face, script, part, offset in _itemised(text, style):
        glyphs = _shaped(face, script, part, style.features, style.language)
        stretches.append(Stretch(face, style, start + offset, part, glyphs))
    return stretches


def _itemised(text: str, style: TextStyle) -> Iterator[tuple[Face, str, str, int]]:
    """Cut the text where the face or the script changes; marks and spaces stay with what precedes."""
    begin = 0
    current: tuple[Face | None, str] = (None, "Zyyy")
    for place, char in enumerate(text):
        face, script = _face_and_script(char, style.families, style.bold)
        if face is None or (unicodedata.combining(char) and current[0] and current[0].glyph(char)):
            face, script = current[0], "Zyyy"
        known = current[1] if script in COMMON else script
        if current[0] is not None and (
            face is not current[0] or (current[1] not in COMMON and known != current[1])
        ):
            yield current[0], current[1], text[begin:place], begin
            begin = place
        current = (face or current[0], known)
    if text:
        face = current[0] or font_set().choose("n", style.families, style.bold) or font_set().faces[0]
        yield face, current[1], text[begin:], begin


@functools.lru_cache(maxsize=65536)
def _face_and_script(char: str, families: tuple[str, ...], bold: bool) -> tuple[Face | None, str]:
    from fontTools import unicodedata as scripts

    if is_invisible(char) and char not in " \u3000":
        return None, "Zyyy"
    return font_set().choose(char, families, bold), scripts.script(char)


@functools.lru_cache(maxsize=512)
def _shaped(
    face: Face,
    script: str,
    text: str,
    features: tuple[tuple[str, int], ...],
    language: str,
) -> tuple[ShapedGlyph, ...]:
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "ltr"
    buffer.script = script if script not in COMMON else "Zyyy"
    if language:
        buffer.language = language
    uharfbuzz.shape(face.hb_font, buffer, dict(features))
    return tuple(_glyphs(face, text, buffer.glyph_infos, buffer.glyph_positions))


def _glyphs(face: Face, text: str, infos: Any, positions: Any) -> Iterator[ShapedGlyph]:
    per_unit = 1000 / face.units
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    told: set[int] = set()
    for info, position in zip(infos, positions, strict=True):
        meant = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        yield ShapedGlyph(
            glyph=info.codepoint,
            place=info.cluster,
            text=meant,
            advance=position.x_advance * per_unit,
            natural=face.hb_font.get_glyph_h_advance(info.codepoint) * per_unit,
            x_offset=position.x_offset * per_unit,
            y_offset=position.y_offset * per_unit,
        )
