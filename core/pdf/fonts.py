"""The fonts documents are set in: which there are, what they cover, where fontconfig finds them."""

import functools
import os
import struct
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _

from core.pdf.errors import Glyph, RendererMissing
from core.pdf.subset import TrueTypeFile

BOLD_FROM = 600
# Entries of the naming table.
FAMILY, POSTSCRIPT_NAME, TYPOGRAPHIC_FAMILY = 1, 6, 16


class Face:
    """One TrueType file, opened as a memory map and asked for glyphs."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz

        self.path = path
        self.hb_face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self.hb_font = uharfbuzz.Font(self.hb_face)
        self.units = int(self.hb_face.upem)
        self.is_truetype = "glyf" in self.hb_face.table_tags
        self.family = self.hb_face.get_name(TYPOGRAPHIC_FAMILY) or self.hb_face.get_name(FAMILY) or path.stem
        self.postscript_name = self.hb_face.get_name(POSTSCRIPT_NAME) or path.stem
        self.weight = int.from_bytes(self._table("OS/2")[4:6], "big")
        self.metrics = self._metrics()
        self._glyphs: dict[str, int] = {}

    @property
    def is_bold(self) -> bool:
        return self.weight >= BOLD_FROM

    def glyph(self, char: str) -> int:
        """The glyph of the character, 0 where the font has none."""
        found = self._glyphs.get(char)
        if found is None:
            found = self._glyphs[char] = self.hb_font.get_nominal_glyph(ord(char)) or 0
        return found

    @functools.cached_property
    def file(self) -> TrueTypeFile:
        """The file itself, to take outlines from."""
        return TrueTypeFile(self.path)

    def _table(self, tag: str) -> bytes:
        return bytes(self.hb_face.reference_table(tag).data)

    def _metrics(self) -> dict[str, Any]:
        """Heights and bounding box in thousandths, as a PDF describes a font."""
        ascent, descent = struct.unpack_from(">hh", self._table("hhea"), 4)
        style = self._table("OS/2")
        has_capitals = len(style) >= 90 and style[1] >= 2
        capitals = struct.unpack_from(">h", style, 88)[0] if has_capitals else ascent
        box = struct.unpack_from(">hhhh", self._table("head"), 36)
        scaled = [round(value * 1000 / self.units) for value in (ascent, descent, capitals, *box)]
        return {"Ascent": scaled[0], "Descent": scaled[1], "CapHeight": scaled[2], "FontBBox": scaled[3:]}


class FontSet:
    """All faces of the font folder; a rare character may come from any of them."""

    def __init__(self, faces: Iterable[Face]) -> None:
        self.faces = [face for face in faces if face.is_truetype]
        self._choices: dict[tuple[str, tuple[str, ...], bool], Face | None] = {}

    def choose(self, char: str, families: tuple[str, ...], bold: bool) -> Face | None:
        """The face for a character: the wished family first, then the wished weight, then any."""
        key = (char, families, bold)
        if key not in self._choices:
            self._choices[key] = next(
                (face for face in self._ranked(families, bold) if face.glyph(char)),
                None,
            )
        return self._choices[key]

    @functools.lru_cache(maxsize=64)  # noqa: B019 - one set for the whole process
    def _ranked(self, families: tuple[str, ...], bold: bool) -> list[Face]:
        order = {family.casefold(): place for place, family in enumerate(families)}
        return sorted(
            self.faces,
            key=lambda face: (
                order.get(face.family.casefold(), len(order)),
                face.is_bold != bold,
            ),
        )

    def missing(self, text: str) -> list[Glyph]:
        """The characters of the text without a glyph, each once, in order (TY-06)."""
        absent: dict[str, Glyph] = {}
        for char in text:
            if char not in absent and not self._is_drawn(char):
                absent[char] = Glyph(char)
        return list(absent.values())

    @functools.lru_cache(maxsize=65536)  # noqa: B019 - one set for the whole process
    def _is_drawn(self, char: str) -> bool:
        return is_invisible(char) or any(face.glyph(char) for face in self.faces)


def is_invisible(char: str) -> bool:
    """Whether the character needs no glyph: a space, a format mark or a variation selector."""
    if char in "\t\n\r\f" or unicodedata.category(char) in {"Zs", "Cf"}:
        return True
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def font_folder() -> Path:
    """Where this installation keeps its fonts."""
    return Path(settings.FONT_DIR)


@functools.cache
def font_set() -> FontSet:
    """The fonts of this installation, opened once per process."""
    files = sorted(font_folder().glob("*.ttf"))
    if not files:
        raise RendererMissing(
            _("No font was found in %(folder)s. Run the set-up command again.") % {"folder": font_folder()}
        )
    return FontSet(Face(path) for path in files)


def missing_glyphs(text: str, fonts: FontSet | None = None) -> list[Glyph]:
    """The characters of the text that no installed font can draw (TY-06)."""
    return (fonts or font_set()).missing(text)


def use_only_our_fonts() -> None:
    """Point fontconfig at the font folder alone, so that every machine sets the same page."""
    folder = font_folder()
    wanted = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(folder))}</dir>"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>\n"
    )
    file = folder / "fonts.conf"
    if not file.exists() or file.read_text() != wanted:
        file = _write_whole(file, wanted)
    os.environ["FONTCONFIG_FILE"] = str(file)


def _write_whole(file: Path, text: str) -> Path:
    """Write so that no other process ever reads half a file; elsewhere if the folder is read-only."""
    folder = file.parent if os.access(file.parent, os.W_OK) else Path(tempfile.gettempdir())
    handle, name = tempfile.mkstemp(dir=folder, prefix=".fonts-", suffix=".conf")
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    if folder != file.parent:
        return Path(name)
    Path(name).replace(file)
    return file
