"""Charts as SVG: one library, one look, each beside its table; nothing in them runs."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pygal
from pygal.style import Style

# The library puts a finder for plug-ins, of a kind Python no longer knows, before all imports; we use none.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif'
PRINT_FONTS = '"Noto Serif SC", "Source Serif 4"'
COLOURS = ("#0b3d6b", "#b5342a", "#3d7ab5", "#c98a2b", "#5b8c5a", "#6b5b95", "#8493a4")
MOST_BARS = 14
SCRIPT = re.compile("<script.*?</script>|<script[^>]*/>", re.DOTALL)


def _style(*, for_print: bool) -> Style:
    fonts = PRINT_FONTS if for_print else FONTS
    return Style(
        background="#ffffff",
        plot_background="#ffffff",
        foreground="#465364",
        foreground_strong="#17212d",
        foreground_subtle="#8493a4",
        colors=COLOURS,
        font_family=fonts,
        label_font_size=20,
        major_label_font_size=20,
        value_font_size=20,
        legend_font_size=20,
        title_font_size=18,
        guide_stroke_dasharray="2,4",
        opacity="1",
        transition="0s",
    )


def _options(*, for_print: bool, **more: Any) -> dict[str, Any]:
    return {
        "style": _style(for_print=for_print),
        "js": [],
        "disable_xml_declaration": True,
        "show_legend": False,
        "print_values": True,
        "print_values_position": "top",
        "margin": 16,
        "width": 760,
        "truncate_label": -1,
        "no_data_text": "—",
        "explicit_size": True,
        "pretty_print": False,
        **more,
    }


def number(value: Any) -> float:
    """What a chart can draw."""
    if isinstance(value, Decimal | int | float):
        return float(value)
    return 0.0


def said(value: float) -> str:
    """The value over its bar or point."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def bar_chart(labels: Sequence[str], values: Sequence[Any], *, for_print: bool = False) -> bytes:
    """Lying bars, the longest words readable, at most a dozen and the rest together left to the table."""
    pairs = list(zip(labels, values, strict=True))[:MOST_BARS]
    height = 80 + 44 * max(len(pairs), 2)
    longest = max((_width(label) for label, _value in pairs), default=0)
    chart = pygal.HorizontalBar(
        **_options(
            for_print=for_print,
            height=height,
            value_formatter=said,
            spacing=10,
            show_x_labels=True,
            margin_left=16,
            margin_right=24,
        )
    )
    chart.x_labels = [_short(label) for label, _value in reversed(pairs)]
    chart.add("", [number(value) for _label, value in reversed(pairs)])
    chart.show_x_guides, chart.show_y_guides = False, False
    chart.human_readable = longest > 0
    return drawn(chart)


def year_chart(labels: Sequence[str], series: dict[str, Sequence[Any]], *, for_print: bool = False) -> bytes:
    """One or several figures year by year, each with its number."""
    highest = max([number(value) for row in series.values() for value in row] + [1])
    chart = pygal.Bar(
        **_options(
            for_print=for_print,
            height=320,
            value_formatter=said,
            show_legend=len(series) > 1,
            legend_at_bottom=True,
            spacing=36,
            rounded_bars=2,
            range=(0, highest * 1.15),
            show_y_labels=False,
            show_y_guides=False,
        )
    )
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, [number(value) for value in values])
    return drawn(chart)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)  # noqa: PLR2004 - where wide characters begin


def _short(text: str, most: int = 34) -> str:
    """The label, cut where it would push the bars out of the picture."""
    width, kept = 0, ""
    for char in text:
        width += _width(char)
        if width > most:
            return kept + "…"
        kept += char
    return kept


def drawn(chart: Any) -> bytes:
    """The picture without the library's script, and with the same name inside whenever it is drawn."""
    chart.uuid = "figures"
    picture = chart.render()
    text = picture.decode() if isinstance(picture, bytes) else str(picture)
    return SCRIPT.sub("", text).encode()
