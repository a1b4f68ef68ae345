"""Rivals of the portal's certificates: the same page made with ReportLab and with typst."""

from __future__ import annotations

import io
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "data" / "certificates" / "nde"
FONTS = ROOT / "var" / "fonts"
FILES = {
    "zh": "NotoSerifSC_400Regular.ttf",
    "zhb": "NotoSerifSC_700Bold.ttf",
    "en": "SourceSerif4_400Regular.ttf",
    "enb": "SourceSerif4_700Bold.ttf",
}
Values = Mapping[str, str]


def code_of(address: str) -> str:
    """The QR code as a picture, as a writer of plain HTML would make it."""
    import segno

    return segno.make(address, error="m", micro=False, boost_error=False).svg_inline(border=4, scale=4)


def reportlab() -> Callable[[Values], bytes]:
    """The same page with ReportLab's canvas and paragraphs, fonts registered once."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / file))
    seal = ImageReader(str(PLACE / "seal.png"))
    body = {
        "zh": ParagraphStyle("zh", fontName="zh", fontSize=13, leading=24, wordWrap="CJK"),
        "en": ParagraphStyle("en", fontName="en", fontSize=12, leading=19.4),
    }

    def render(values: Values) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(297 * mm, 210 * mm))
        draw_texts(canvas, values, body)
        draw_code(canvas, values["verify_url"])
        canvas.drawImage(seal, 199 * mm, 33 * mm, 42 * mm, 42 * mm, mask="auto")
        canvas.save()
        return out.getvalue()

    return render


def draw_texts(canvas: Any, values: Values, body: dict[str, Any]) -> None:
    """Ground, border and every text of the page."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph

    canvas.setFillColorRGB(1, 0.992, 0.973)
    canvas.rect(0, 0, 297 * mm, 210 * mm, stroke=0, fill=1)
    canvas.setStrokeColorRGB(0.6, 0.48, 0.31)
    canvas.roundRect(10 * mm, 10 * mm, 277 * mm, 190 * mm, 10 * mm)
    canvas.setFillColorRGB(0.11, 0.15, 0.2)
    for font, size, x, y, centred, line in lines_of(values):
        canvas.setFont(font, size)
        draw = canvas.drawCentredString if centred else canvas.drawString
        draw(x * mm, (210 - y) * mm, line)
    for x, language in ((28, "zh"), (155, "en")):
        paragraph = Paragraph(sentences(values)[language], body[language])
        height = paragraph.wrap(114 * mm, 41 * mm)[1]
        paragraph.drawOn(canvas, x * mm, 110 * mm - height)


def draw_code(canvas: Any, address: str) -> None:
    """The QR code with ReportLab's own writer."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.units import mm

    code = Drawing(29 * mm, 29 * mm)
    code.add(QrCodeWidget(address, barLevel="M", barWidth=29 * mm, barHeight=29 * mm))
    renderPDF.draw(code, canvas, 26 * mm, 33 * mm)


def typst_page() -> str:
    """The page in typst's language, its texts taken from the values of each run."""
    fonts = {"zh": "Noto Serif SC", "en": "Source Serif 4"}
    places = [(font, size, x, y, align) for font, size, x, y, align, _text in lines_of(defaultdict(str))]
    parts = ['#set page(width: 297mm, height: 210mm, margin: 0mm, fill: rgb("fffdf8"))']
    parts += ["#let v = json(bytes(sys.inputs.values))", '#place(image("border.svg", width: 297mm))']
    for number, (font, size, x, y, centred) in enumerate(places):
        weight = ', weight: "bold"' if font.endswith("b") else ""
        text = f'#text(font: "{fonts[font[:2]]}", size: {size}pt{weight})[#v.lines.at({number})]'
        box = f"#box(width: 217mm, align(center)[{text}])" if centred else text
        left = x - 108.5 if centred else x
        parts.append(f"#place(dx: {left}mm, dy: {y - size * 0.3}mm)[{box}]")
    for x, language, size in ((28, "zh", 13), (155, "en", 12)):
        bold = f"#strong[#v.{language}.at(1)]"
        text = (
            f'#text(font: "{fonts[language]}", size: {size}pt)[#v.{language}.at(0){bold}#v.{language}.at(2)]'
        )
        parts.append(f"#place(dx: {x}mm, dy: 100mm)[#box(width: 114mm)[{text}]]")
    parts.append('#place(dx: 26mm, dy: 148mm, image(bytes(v.code), format: "svg", width: 29mm))')
    parts.append('#place(dx: 199mm, dy: 135mm, image("seal.png", width: 42mm))')
    return "\n".join(parts)


def typst() -> Callable[[Values], bytes]:
    """The same page as a typst document compiled anew with each holder's values, one compiler for all."""
    import typst as library

    folder = Path(tempfile.mkdtemp(prefix="typst-"))
    for name in ("border.svg", "seal.png"):
        (folder / name).write_bytes((PLACE / name).read_bytes())
    (folder / "page.typ").write_text(typst_page())
    compiler = library.Compiler(
        str(folder / "page.typ"),
        root=str(folder),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )

    def render(values: Values) -> bytes:
        bodies = {
            language: text.replace("</font>", "<").replace(f"<font name='{language}b'>", "<").split("<")
            for language, text in sentences(values).items()
        }
        lines = [line[-1] for line in lines_of(values)]
        told = {"lines": lines, "code": code_of(values["verify_url"]), **bodies}
        return compiler.compile(sys_inputs={"values": json.dumps(told)}, format="pdf", pdf_tags=False)

    return render


def sentences(values: Values) -> dict[str, str]:
    """The two bodies of the page, as the template words them."""
    return {
        "zh": (
            "（证件号后四位{last4}）于{start_zh}至{end_zh}参加我校{unit_zh}举办的“<font name='zhb'>{title_zh}</font>”"
            "培训（非学历教育），共{hours}学时，经考核合格，准予结业。特发此证。"
        ).format_map(values),
        "en": (
            "attended the non-degree training course “<font name='enb'>{title_en}</font>” held by {unit_en} from "
            "{start_en} to {end_en} ({hours} class hours) and met the requirements for completion."
        ).format_map(values),
    }


def lines_of(values: Values) -> list[tuple[str, float, float, float, bool, str]]:
    """Font, size, place (mm from the top left) and text of every single line."""
    return [
        ("zh", 14, 148.5, 26, True, values["university_zh"]),
        ("en", 9, 148.5, 32.5, True, values["university_en"]),
        ("zhb", 35, 148.5, 50, True, "结业证书"),
        ("zh", 12.5, 148.5, 61, True, "（非学历教育）"),
        ("en", 11.5, 148.5, 68, True, "Certificate of Completion · Non-degree Education"),
        ("zhb", 26, 28, 93, False, values["name_zh"]),
        ("en", 9, 155, 82.5, False, "This is to certify that"),
        ("enb", 20, 155, 93, False, values["name_latin"]),
        ("zhb", 8.5, 58, 152, False, values["face_number"]),
        ("en", 8.5, 58, 157, False, f"No. {values['number']}"),
        ("zh", 8.5, 58, 162, False, "扫码或登录网页查验 · Scan or visit to verify"),
        ("en", 8.5, 58, 166, False, values["verify_page"]),
        ("zh", 14, 220, 153, True, values["issuer_zh"]),
        ("zh", 13, 220, 162, True, values["issued_zh"]),
        ("en", 8.5, 220, 174, True, values["issuer_en"]),
        ("en", 8.5, 220, 182, True, values["issued_en"]),
        ("zh", 8.5, 148.5, 190, True, values["disclaimer_zh"]),
        ("en", 8, 148.5, 194.5, True, values["disclaimer_en"]),
    ]
