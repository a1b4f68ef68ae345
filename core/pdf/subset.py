"""Cuts a TrueType font down to the glyphs of one document, straight from the mapped file.

Only the outlines asked for are read, so a batch neither loads the whole font nor prepares it first.
"""

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path

KEPT_WHOLE = ("cvt ", "fpgm", "prep")
WORDS, SCALED, MORE, TWO_SCALES, MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


class TrueTypeFile:
    """A font file as a memory map and the places of its tables."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        (count,) = struct.unpack_from(">H", self.map, 4)
        self.places: dict[str, tuple[int, int]] = {}
        for row in range(count):
            tag, _sum, offset, length = struct.unpack_from(">4sIII", self.map, 12 + row * 16)
            self.places[tag.decode("latin-1")] = (offset, length)
        self.long_places = bool(struct.unpack_from(">h", self.map, self.places["head"][0] + 50)[0])
        (self.metrics_count,) = struct.unpack_from(">H", self.map, self.places["hhea"][0] + 34)

    def table(self, tag: str) -> bytes:
        """A whole table."""
        offset, length = self.places[tag]
        return self.map[offset : offset + length]

    def outline(self, glyph: int) -> bytes:
        """The drawing of one glyph; empty for a space."""
        start = self.places["loca"][0]
        if self.long_places:
            begin, end = struct.unpack_from(">II", self.map, start + glyph * 4)
        else:
            begin, end = (place * 2 for place in struct.unpack_from(">HH", self.map, start + glyph * 2))
        drawings = self.places["glyf"][0]
        return self.map[drawings + begin : drawings + end]

    def metric(self, glyph: int) -> bytes:
        """Advance and left side bearing of one glyph."""
        start, last = self.places["hmtx"][0], self.metrics_count - 1
        if glyph <= last:
            return self.map[start + glyph * 4 : start + glyph * 4 + 4]
        bearing = start + self.metrics_count * 4 + (glyph - self.metrics_count) * 2
        return self.map[start + last * 4 : start + last * 4 + 2] + self.map[bearing : bearing + 2]


def subset(file: TrueTypeFile, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
    """A font with these glyphs only, and where each of them now stands; the same input gives the same bytes."""
    order = [0, *sorted(set(glyphs) - {0})]
    outlines: list[bytes] = []
    places = {glyph: place for place, glyph in enumerate(order)}
    for glyph in order:  # grows while it is walked: parts of composed glyphs come last
        outline = file.outline(glyph)
        if outline[:2] == b"\xff\xff":
            outline = _with_new_parts(outline, places, order)
        outlines.append(outline + b"\0" * (-len(outline) % 4))
    return _font_file(file, order, outlines), places


def _with_new_parts(outline: bytes, places: dict[int, int], order: list[int]) -> bytes:
    """A composed glyph that points at the new places of its parts."""
    changed = bytearray(outline)
    position, flags = 10, MORE
    while flags & MORE:
        flags, part = struct.unpack_from(">HH", changed, position)
        if part not in places:
            places[part] = len(order)
            order.append(part)
        struct.pack_into(">H", changed, position + 2, places[part])
        position += 8 if flags & WORDS else 6
        position += 2 if flags & SCALED else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0
    return bytes(changed)


def _font_file(file: TrueTypeFile, order: list[int], outlines: list[bytes]) -> bytes:
    starts = [0]
    for outline in outlines:
        starts.append(starts[-1] + len(outline))
    head, lines, limits = (bytearray(file.table(tag)) for tag in ("head", "hhea", "maxp"))
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    struct.pack_into(">H", lines, 34, len(order))
    struct.pack_into(">H", limits, 4, len(order))
    tables = {tag: file.table(tag) for tag in KEPT_WHOLE if tag in file.places}
    tables |= {
        "head": bytes(head),
        "hhea": bytes(lines),
        "maxp": bytes(limits),
        "hmtx": b"".join(file.metric(glyph) for glyph in order),
        "loca": struct.pack(f">{len(starts)}I", *starts),
        "glyf": b"".join(outlines),
    }
    return _assembled(dict(sorted(tables.items())))


def _assembled(tables: dict[str, bytes]) -> bytes:
    """The tables behind their directory."""
    power = 1 << (len(tables).bit_length() - 1)
    rest = struct.pack(">HHH", power * 16, power.bit_length() - 1, (len(tables) - power) * 16)
    directory, body = b"\0\1\0\0" + struct.pack(">H", len(tables)) + rest, b""
    offset = 12 + 16 * len(tables)
    for tag, content in tables.items():
        padded = content + b"\0" * (-len(content) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag.encode("latin-1"), total, offset + len(body), len(content))
        body += padded
    return directory + body
