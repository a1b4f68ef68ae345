"""The layers all certificates of a template share, painted once and kept as reusable page content."""

import gc
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from core.pdf import engine
from core.pdf.measure import POINTS, Frame, measure, put_samples
from core.pdf.template import Slot
from core.pdf.writer import Shell

VARIANT = "pdf/a-2b"
BASE = "[data-layer=over] { visibility: hidden !important }"
OVER = """
@page { background: none !important; border-color: transparent !important }
html, body { background: none !important }
* { visibility: hidden !important }
[data-layer=over], [data-layer=over] * { visibility: visible !important }
"""


@dataclass
class Fixed:
    """Everything about a one-page template that no certificate changes."""

    shell: Shell
    frames: dict[str, Frame]
    width: float  # CSS pixels
    height: float
    has_over: bool


def slot_elements(root: Any) -> dict[str, Any]:
    """The elements of the template that are filled for each document, by the name of their slot."""
    return {element.get("data-slot"): element for element in root.iter() if "data-slot" in element.attrib}


def prepare(source: Any, slots: dict[str, Slot], language: str) -> Fixed | None:
    """Measure the slots, paint the layer under them and the layer over them; None if it is not one page."""
    measured = _measured(source, slots)
    if measured is None:
        return None
    frames, width, height, has_over = measured
    layers = []
    for css in (BASE, OVER)[: 1 + has_over]:
        # Laid-out pages refer to themselves: a worker keeps its memory small by dropping them at once.
        gc.collect()
        layers.append(_layer(source, css))
    gc.collect()
    return Fixed(_shell(layers, width * POINTS, height * POINTS, language), frames, width, height, has_over)


def _measured(source: Any, slots: dict[str, Slot]) -> tuple[dict[str, Frame], float, float, bool] | None:
    document = source.parsed()
    elements = slot_elements(document.etree_element)
    for element in elements.values():
        put_samples(element)
    pages = engine.lay_out(document, source.sheets(), variant=VARIANT).pages
    if len(pages) != 1:
        return None
    has_over = any("data-layer" in part.attrib for part in document.etree_element.iter())
    return measure(pages[0], elements, slots), pages[0].width, pages[0].height, has_over


def _layer(source: Any, css: str) -> bytes:
    document = source.parsed()
    for element in slot_elements(document.etree_element).values():
        for child in list(element):
            element.remove(child)
        element.text = None
    sheets = [*source.sheets(), engine.make_stylesheet(css, {})]
    return engine.paint(engine.lay_out(document, sheets, variant=VARIANT), variant=VARIANT)


def _shell(layers: list[bytes], width: float, height: float, language: str) -> Shell:
    """One file with the layers as form objects and room for what each certificate adds."""
    import pikepdf

    pdf = pikepdf.Pdf.new()
    forms = pikepdf.Dictionary()
    for name, content in zip(("/Base", "/Over"), layers, strict=False):
        with pikepdf.open(BytesIO(content)) as layer:
            forms[name] = pdf.copy_foreign(layer.pages[0].as_form_xobject())
            if "/OutputIntents" in layer.Root and "/OutputIntents" not in pdf.Root:
                intents = layer.make_indirect(layer.Root.OutputIntents)
                pdf.Root.OutputIntents = pdf.copy_foreign(intents)
    reserved = {name: pdf.make_indirect(pikepdf.Dictionary()) for name in ("page", "fonts", "xmp")}
    pdf.Root.Lang = pikepdf.String(language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary({"/DisplayDocTitle": True})
    pdf.Root.Metadata = reserved["xmp"]
    page = reserved["page"]
    page.MediaBox = pikepdf.Array([0, 0, round(width, 3), round(height, 3)])
    page.Resources = pdf.make_indirect(pikepdf.Dictionary({"/XObject": forms, "/Font": reserved["fonts"]}))
    page.Type, page.Parent = pikepdf.Name.Page, pdf.Root.Pages
    pdf.Root.Pages.Kids, pdf.Root.Pages.Count = pikepdf.Array([page]), 1
    # Saving drops whatever the layers brought along and nobody refers to.
    whole = BytesIO()
    pdf.save(
        whole,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        fix_metadata_version=False,
    )
    with pikepdf.open(whole) as clean:
        kept = clean.Root.Pages.Kids[0]
        places = {
            "page": kept,
            "fonts": kept.Resources.Font,
            "xmp": clean.Root.Metadata,
        }
        return Shell(clean, places)
