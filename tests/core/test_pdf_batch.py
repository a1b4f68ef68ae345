"""Certificates by the hundred: the same page as plain rendering, in slots measured once."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import segno
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from pypdf import PdfReader

from benchmarks.certificates import page, people
from core.pdf import BatchRenderer, DoesNotFit, GlyphMissing, TemplateRefused, ValueRefused, pdf_text
from core.pdf.codes import code_rows
from core.pdf.fonts import font_set
from core.pdf.masks import as_integer, masked, penalty
from core.pdf.subset import subset
from core.pdf.whole import render_whole

CSS = """
@page { size: A5 landscape; margin: 10mm }
body { margin: 0; font: 12pt "Noto Serif SC", "Source Serif 4" }
p { margin: 0 }
.name { height: 12mm; line-height: 12mm; font-size: 22pt; white-space: nowrap; text-align: center }
.text { height: 32mm; line-height: 1.7; text-align: justify; text-indent: 2em }
.code { width: 28mm; height: 28mm }
"""
HTML = """<html lang="zh"><title>证书 {{ number }}</title><body>
<p class="name" data-slot="name" data-min="0.5">{{ name }}</p>
<p class="text" data-slot="text">兹证明<strong>{{ name }}</strong>参加“{{ title }}”，特发此证。</p>
<div class="code" data-slot="code" data-qr="address"></div></body></html>"""
VALUES = {
    "number": "7",
    "name": "欧阳㼆𠅤",
    "title": "高级研修班",
    "address": "https://example.org/v/Ab3dE6gH9jK2",
}


@pytest.fixture(scope="module")
def renderer():
    return BatchRenderer(HTML, css=CSS)


@pytest.fixture(scope="module")
def certificate():
    text, css, pictures = page()
    return BatchRenderer(text, css=css, images=pictures)


def picture_of(content: bytes, folder: Path) -> Image.Image:
    (folder / "page.pdf").write_bytes(content)
    command = ["pdftoppm", "-r", "100", "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    with Image.open(folder / "page.png") as image:
        return image.convert("L")


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs poppler to look at pages")
def test_certificate_looks_like_the_plain_rendering(certificate, tmp_path):
    values = next(people(1))

    drawn = picture_of(certificate.render(values), tmp_path)
    plain = picture_of(render_whole(certificate, values), tmp_path)

    difference = ImageChops.difference(drawn, plain).histogram()
    pixels = drawn.width * drawn.height
    clearly_other = sum(difference[64:]) / pixels
    assert drawn.size == plain.size
    # A masked code differs in a few modules at most when two masks weigh the same; letters do not.
    assert clearly_other < 0.002


def test_certificate_reads_like_the_plain_rendering(certificate):
    for values in people(8):
        drawn = pdf_text(certificate.render(values))
        plain = pdf_text(render_whole(certificate, values))

        assert sorted(drawn.replace("\n", "").replace(" ", "")) == sorted(
            plain.replace("\n", "").replace(" ", "")
        )
        assert values["name_zh"] in drawn.splitlines()
        assert values["name_latin"] in drawn.splitlines()


def test_other_readers_find_the_same_names(certificate):
    for values in people(8):
        text = PdfReader(BytesIO(certificate.render(values))).pages[0].extract_text()

        assert values["name_zh"] in text
        assert values["name_latin"] in text


def test_render_twice_gives_the_same_bytes_whatever_came_between(renderer):
    first = renderer.render(VALUES)
    renderer.render(VALUES | {"name": "张三"})

    assert renderer.render(VALUES) == first
    assert BatchRenderer(HTML, css=CSS).render(VALUES) == first


def test_file_is_complete_by_itself(renderer):
    content = renderer.render(VALUES)

    with pikepdf.open(BytesIO(content)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo.Title) == "证书 7"
        assert str(pdf.Root.Lang) == "zh"
        assert b"<pdfaid:part>2</pdfaid:part>" in pdf.Root.Metadata.read_bytes()
        fonts = [font.DescendantFonts[0].FontDescriptor for font in pdf.pages[0].Resources.Font.values()]
        assert all("/FontFile2" in font for font in fonts)
    assert len(content) < 60_000


def test_value_is_text_and_nothing_else(renderer):
    name = "<b>{{ title }}</b> & {% x %}"

    assert name in pdf_text(renderer.render(VALUES | {"name": name})).splitlines()


def test_name_is_not_broken_across_lines(renderer):
    long_title = "面向高原地区气象业务人员的人工智能应用" * 2

    lines = pdf_text(renderer.render(VALUES | {"title": long_title})).splitlines()

    # No closing mark begins a line and no opening one ends it.
    assert [line for line in lines if line[0] in "，。”）"] == []
    assert [line for line in lines if line[-1] in "“（"] == []


def test_long_name_shrinks_and_a_longer_one_is_refused(renderer):
    fitting, too_long = "长" * 30, "长" * 60

    assert fitting in pdf_text(renderer.render(VALUES | {"name": fitting})).splitlines()
    with pytest.raises(DoesNotFit) as raised:
        renderer.render(VALUES | {"name": too_long})
    assert raised.value.field == "name"


def test_missing_glyph_is_refused_with_field_and_code_point(renderer):
    with pytest.raises(GlyphMissing) as raised:
        renderer.render(VALUES | {"name": "张\ue123"})

    assert (raised.value.field, raised.value.char, raised.value.code_point) == ("name", "\ue123", "U+E123")


def test_preflight_tells_every_problem_of_a_row(renderer):
    values = {"number": "7", "name": "张\ue123", "title": "长" * 900, "address": "https://example.org"}

    problems = renderer.preflight(values)

    # The text slot holds the name as well: it is not tried before the name can be printed.
    assert [(problem.kind, problem.field) for problem in problems] == [("glyph", "name")]
    assert [(p.kind, p.field) for p in renderer.preflight(values | {"name": "张"})] == [("fit", "title")]
    assert renderer.preflight(VALUES) == []


def test_value_left_out_is_refused_and_an_empty_one_is_not(renderer):
    without = {key: value for key, value in VALUES.items() if key != "title"}

    assert [(p.kind, p.field) for p in renderer.preflight(without)] == [("value", "title")]
    assert renderer.preflight(VALUES | {"title": ""}) == []


def test_code_too_small_to_scan_is_refused():
    small = BatchRenderer(HTML, css=CSS.replace("28mm; height: 28mm", "20mm; height: 20mm"))

    with pytest.raises(ValueRefused):
        small.render(VALUES)


SLOT = '<p data-slot="a" style="height:9mm">{body}</p>'


@pytest.mark.parametrize(
    "body",
    [
        "<p>{{ name }}</p>",
        SLOT.format(body="{% load x %}"),
        SLOT.format(body="{{ name|upper }}"),
        SLOT.format(body="{{ name.secret }}"),
        SLOT.format(body="{{ other }}"),
        SLOT.format(body="<i>{{ name }}</i>"),
        SLOT.format(body="<p data-slot='b'>x</p>") + SLOT.format(body="x"),
        SLOT.format(body="x") + "<p title='{{ name }}'>x</p>",
        SLOT.format(body="x") + "<script>x</script>",
        SLOT.format(body="x") + "<p onclick='x'>x</p>",
        '<div data-slot="a" data-qr="name" style="height:30mm">x</div>',
        '<p data-slot="a">{{ name }}</p>',
        SLOT.format(body="<span style='text-transform:uppercase'>{{ name }}</span>"),
    ],
)
def test_template_that_breaks_a_rule_is_refused(body):
    with pytest.raises(TemplateRefused):
        BatchRenderer(f"<html lang='zh'><body>{body}</body></html>", allowed={"name"})


def test_template_of_two_pages_with_rows_is_rendered_whole():
    html = HTML.replace(
        "</body>",
        "<table style='break-before: page'><tr data-each='courses'><td>{{ course }}</td><td>{{ hours }}</td></tr>"
        "</table></body>",
    )
    courses = [{"course": f"课程{number}", "hours": number} for number in range(1, 4)]

    content = BatchRenderer(html, css=CSS).render(VALUES | {"courses": courses})

    assert len(PdfReader(BytesIO(content)).pages) == 2
    assert [line for line in pdf_text(content).splitlines() if line.startswith("课程")] == [
        "课程11",
        "课程22",
        "课程33",
    ]


@pytest.mark.parametrize("length", [1, 20, 60, 150])
def test_code_is_the_one_of_its_text_under_the_best_mask(length):
    text = "https://example.org/" + "aZ9" * length

    rows = [bytes(row) for row in code_rows(text)]

    under_each = [[bytes(row) for row in masked(text, mask).matrix] for mask in range(8)]
    weights = [
        penalty(
            as_integer(each), as_integer([bytes(column) for column in zip(*each, strict=True)]), len(each)
        )
        for each in under_each
    ]
    assert rows == under_each[weights.index(min(weights))]
    assert segno.make(text, error="m", micro=False, boost_error=False).error == "M"


@pytest.mark.parametrize("text", ["欧阳㼆𠅤一", "Đorđević İnönü Nguyễn", "é"])
def test_subset_keeps_the_outlines_of_its_glyphs(text):
    for face in font_set().faces:
        wanted = {face.glyph(char) for char in text} - {0}

        content, places = subset(face.file, wanted)

        with TTFont(face.path, lazy=True) as whole, TTFont(BytesIO(content)) as small:
            for glyph in wanted:
                old, new = whole.getGlyphName(glyph), small.getGlyphName(places[glyph])
                assert outline(whole, old) == outline(small, new)
                assert whole["hmtx"][old] == small["hmtx"][new]


def outline(font: TTFont, name: str) -> tuple:
    coordinates, ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
    return list(coordinates), list(ends), bytes(flags)
