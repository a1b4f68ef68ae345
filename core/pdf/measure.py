"""Where WeasyPrint would put a slot, and in which style: measured once per template."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.pdf.errors import Problem, TemplateRefused
from core.pdf.fonts import BOLD_FROM
from core.pdf.template import PLACEHOLDER, Slot, owners

# What stands for a value while the frame is measured.
SAMPLE = "国"
POINTS = 0.75  # CSS pixels to PDF points


@dataclass(frozen=True)
class TextStyle:
    """How one stretch of text is set; lengths in CSS pixels."""

    families: tuple[str, ...]
    bold: bool
    size: float
    colour: tuple[float, float, float]
    letter_spacing: float
    features: tuple[tuple[str, int], ...]
    language: str
    keeps_together: bool
    above: float  # from the baseline to the top of the line
    below: float


@dataclass(frozen=True)
class Frame:
    """The fixed box of a slot on the page; lengths in CSS pixels from the top left corner."""

    x: float
    y: float
    width: float
    height: float
    align: str
    indent: float
    rest_above: float  # share of the free height that goes above the text
    styles: dict[int, TextStyle]


def put_samples(slot_element: Any) -> None:
    """Replace the names in a slot by one sample character each."""
    for part in slot_element.iter():
        part.text = PLACEHOLDER.sub(SAMPLE, part.text) if part.text else part.text
        if part is not slot_element and part.tail:
            part.tail = PLACEHOLDER.sub(SAMPLE, part.tail)


def measure(page: Any, elements: dict[str, Any], slots: dict[str, Slot]) -> dict[str, Frame]:
    """The frames of all slots on a laid-out page."""
    boxes: dict[int, Any] = {}
    for box in page._page_box.descendants(placeholders=True):
        if getattr(box, "element", None) is not None:
            boxes.setdefault(id(box.element), box)
    problems: list[Problem] = []
    frames = {}
    for name, element in elements.items():
        box = boxes.get(id(element))
        if box is None or box.style["height"] == "auto":
            message = _("The slot “%(name)s” needs a place on the page and a fixed height.") % {"name": name}
            problems.append(Problem("template", name, message))
        else:
            frames[name] = _frame(box, element, boxes, bool(slots[name].code_field), name, problems)
    if problems:
        raise TemplateRefused(problems)
    return frames


def _frame(
    box: Any,
    element: Any,
    boxes: dict[int, Any],
    is_code: bool,
    name: str,
    problems: list[Problem],
) -> Frame:
    styles = {}
    if not is_code:
        for place, part in enumerate(owners(element)):
            part_box = boxes.get(id(part))
            if part_box is not None:
                styles[place] = text_style(part_box.style)
                _check_style(part_box.style, name, problems)
    indent = box.style["text_indent"]
    return Frame(
        x=box.content_box_x(),
        y=box.content_box_y(),
        width=box.width,
        height=box.height,
        align=_alignment(box.style),
        indent=float(getattr(indent, "value", 0) or 0),
        rest_above=_rest_above(box),
        styles=styles,
    )


def _alignment(style: Any) -> str:
    wish = style["text_align_all"]
    return {"start": "left", "end": "right", "justify": "justify"}.get(wish, wish)


def _rest_above(box: Any) -> float:
    """Read off the page whether the text stands at the top, the middle or the bottom of its frame.

    A line as high as its frame keeps its baseline when it shrinks.
    """
    from weasyprint.text.line_break import strut

    lines = [part for part in box.descendants(placeholders=True) if type(part).__name__ == "LineBox"]
    if not lines:
        return 0.0
    above = lines[0].position_y - box.content_box_y()
    below = box.content_box_y() + box.height - (lines[-1].position_y + lines[-1].height)
    if len(lines) == 1 and above + below < 0.5:
        line_height, baseline = strut(box.style)
        return baseline / line_height if line_height else 0.0
    return above / (above + below) if above > 0.01 else 0.0


def text_style(style: Any) -> TextStyle:
    """The style WeasyPrint computed, in our words."""
    from weasyprint.text.fonts import font_features
    from weasyprint.text.line_break import strut

    line_height, baseline = strut(style)
    red, green, blue = style["color"].to("srgb")[:3]
    spacing = style["letter_spacing"]
    features = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    if spacing != "normal" and spacing:
        features = {"liga": 0, "clig": 0, **features}
    return TextStyle(
        families=tuple(style["font_family"]),
        bold=int(style["font_weight"]) >= BOLD_FROM,
        size=float(style["font_size"]),
        colour=(float(red), float(green), float(blue)),
        letter_spacing=0.0 if spacing == "normal" else float(spacing),
        features=tuple(sorted((str(key), int(value)) for key, value in features.items())),
        language=str(style["lang"] or ""),
        keeps_together=style["white_space"] in {"nowrap", "pre"},
        above=baseline,
        below=line_height - baseline,
    )


def _check_style(style: Any, name: str, problems: list[Problem]) -> None:
    """Refuse what the drawing of slots would not show, rather than show it differently."""
    plain = {
        "text_transform": "none",
        "font_style": "normal",
        "text_decoration_line": "none",
        "word_spacing": 0,
        "vertical_align": "baseline",
        "direction": "ltr",
    }
    for key, wanted in plain.items():
        if style[key] not in (wanted, {wanted}) and not (
            key == "vertical_align" and "block" in style["display"]
        ):
            message = _("The slot “%(name)s” uses %(property)s, which slots do not show.")
            told = message % {"name": name, "property": key.replace("_", "-")}
            problems.append(Problem("template", name, told))
