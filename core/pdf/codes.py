"""QR codes as squares of the page: level M, quiet zone of four modules, at least 20 mm."""

import html
import re
from collections.abc import Iterator, Sequence

from core.pdf.masks import best_masked, masked

QUIET_ZONE = 4
SMALLEST_MM = 20.0
PIXELS_PER_MM = 96 / 25.4
DARK = re.compile(b"\x01+")


def code_rows(text: str) -> Sequence[bytes]:
    """The modules of the code, one byte each, without the quiet zone."""
    return best_masked(masked(text, 0).matrix, text)


def modules_across(rows: Sequence[bytes]) -> int:
    """The width of the code with its quiet zone, in modules."""
    return len(rows) + 2 * QUIET_ZONE


def printed_mm(rows: Sequence[bytes], side: float) -> float:
    """How wide the code itself prints in a frame of that side (CSS pixels), quiet zone left out."""
    return side / PIXELS_PER_MM * len(rows) / modules_across(rows)


def dark_runs(rows: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """Each run of dark modules as column, row and length, counted from the edge of the quiet zone."""
    for place, row in enumerate(rows, start=QUIET_ZONE):
        for run in DARK.finditer(row):
            yield run.start() + QUIET_ZONE, place, run.end() - run.start()


def code_svg(text: str) -> str:
    """The code as a picture for whole-page rendering."""
    rows = code_rows(text)
    path = "".join(f"M{column} {row}h{length}v1h-{length}z" for column, row, length in dark_runs(rows))
    size = modules_across(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'role="img" aria-label="{html.escape(text)}"><path d="{path}"/></svg>'
    )
