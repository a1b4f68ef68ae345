"""A filled template rendered as one whole document: for several pages, and to compare with."""

import base64
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import SubElement

from core.pdf import engine
from core.pdf.codes import code_svg
from core.pdf.errors import DoesNotFit
from core.pdf.layers import VARIANT, slot_elements
from core.pdf.template import fill_tree, value_of

TOLERANCE = 0.5  # CSS pixels


def render_whole(source: Any, values: Mapping[str, Any]) -> bytes:
    """The document with its values in place, every page laid out anew."""
    document = source.parsed()
    root = document.etree_element
    fill_tree(root, values)
    elements = slot_elements(root)
    for name, element in elements.items():
        if source.slots[name].code_field:
            picture = base64.b64encode(code_svg(value_of(source.slots[name].code_field, values)).encode())
            address = f"data:image/svg+xml;base64,{picture.decode()}"
            SubElement(
                element,
                "img",
                {"src": address, "style": "display:block;width:100%;height:100%"},
            )
    laid_out = engine.lay_out(document, source.sheets(), variant=VARIANT)
    _refuse_overflow(laid_out, elements, source)
    return engine.paint(laid_out, variant=VARIANT)


def _refuse_overflow(laid_out: Any, elements: dict[str, Any], source: Any) -> None:
    """No silent truncation: a text taller or wider than its frame stops the document (TY-04)."""
    names = {id(element): name for name, element in elements.items()}
    for page in laid_out.pages:
        for box in page._page_box.descendants(placeholders=True):
            name = names.get(id(getattr(box, "element", None)))
            if name is None or type(box).__name__ in {"LineBox", "TextBox"}:
                continue
            for part in box.descendants(placeholders=True):
                if type(part).__name__ == "LineBox" and _overflows(part, box):
                    raise DoesNotFit(next(iter(source.slots[name].fields), name))


def _overflows(line: Any, box: Any) -> bool:
    if box.style["height"] == "auto":
        return False
    bottom = box.content_box_y() + box.height
    return line.position_y + line.height > bottom + TOLERANCE or line.width > box.width + TOLERANCE
