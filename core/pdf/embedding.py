"""The glyphs of one document: numbered as they are drawn, then embedded as small fonts."""

import hashlib
from collections.abc import Iterator

from core.pdf.fonts import Face
from core.pdf.shaping import ShapedGlyph
from core.pdf.subset import subset
from core.pdf.writer import PdfWriter, number

TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class UsedFont:
    """One face in one document; each pair of glyph and meaning has a code of its own, so that the text
    copied from the page is the text that was printed even where characters share a glyph."""

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource
        self.codes: dict[tuple[int, str], int] = {}
        self.widths: list[float] = [0.0]

    def code(self, glyph: ShapedGlyph) -> int:
        key = (glyph.glyph, glyph.text)
        found = self.codes.get(key)
        if found is None:
            found = self.codes[key] = len(self.codes) + 1
            self.widths.append(glyph.natural)
        return found

    def embed(self, writer: PdfWriter) -> int:
        """Write the font with only the glyphs drawn; the number of its object."""
        glyphs = {glyph for glyph, _text in self.codes}
        font_file, new_places = subset(self.face.file, glyphs)
        tag = _tag(self.face.postscript_name, sorted(glyphs))
        name = f"/{tag}+{self.face.postscript_name}"
        file = writer.stream(font_file, f"/Length1 {len(font_file)}")
        metrics = self.face.metrics
        descriptor = writer.object(
            f"<< /Type /FontDescriptor /FontName {name} /Flags 4 /ItalicAngle 0 /StemV 80"
            f" /Ascent {metrics['Ascent']} /Descent {metrics['Descent']} /CapHeight {metrics['CapHeight']}"
            f" /FontBBox [{' '.join(map(str, metrics['FontBBox']))}] /FontFile2 {file} 0 R >>"
        )
        places = b"\0\0" + b"".join(new_places[glyph].to_bytes(2, "big") for glyph, _text in self.codes)
        mapping = writer.stream(places)
        widths = " ".join(number(width) for width in self.widths)
        descendant = writer.object(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} /DW 1000 /W [0 [{widths}]]"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R /CIDToGIDMap {mapping} 0 R >>"
        )
        meaning = writer.stream((TO_UNICODE % "\n".join(self._meanings())).encode())
        return writer.object(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {meaning} 0 R >>"
        )

    def _meanings(self) -> Iterator[str]:
        pairs = [
            f"<{code:04x}> <{text.encode('utf-16-be').hex()}>"
            for (_glyph, text), code in self.codes.items()
            if text
        ]
        for begin in range(0, len(pairs), 100):
            block = pairs[begin : begin + 100]
            yield f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"


def _tag(name: str, glyphs: list[int]) -> str:
    digest = hashlib.sha256(f"{name}{glyphs}".encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
