"""Whole documents: what they may load, what they refuse, what they say."""

import datetime
from io import BytesIO

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfReader

from core.pdf import (
    DocumentTooLarge,
    GlyphMissing,
    ResourceRefused,
    SigningFailed,
    check_renderer,
    count_pages,
    merge_pdfs,
    missing_glyphs,
    pdf_sha256,
    pdf_text,
    render_pdf,
    render_template_pdf,
    self_test,
    sign_pdf,
)
from core.pdf import engine as pdf_engine

NO_FONT_HAS = "\ue123"


def test_render_pdf_prints_rare_characters_and_diacritics_as_text():
    content = render_pdf("<html lang='zh'><title>题</title><p>欧阳㼆𠅤 Đorđević İnönü Nguyễn</p>", sheet=None)

    assert pdf_text(content) == "欧阳㼆𠅤 Đorđević İnönü Nguyễn"
    assert PdfReader(BytesIO(content)).metadata.title == "题"


def test_render_pdf_twice_gives_the_same_bytes():
    html = "<html lang='zh'><p>同一份文件 the same document</p>"

    assert pdf_sha256(render_pdf(html)) == pdf_sha256(render_pdf(html))


@pytest.mark.parametrize(
    "html",
    [
        "<img src='http://example.org/a.png'>",
        "<img src='file:///etc/hostname'>",
        "<img src='/etc/hostname.png'>",
        "<link rel='stylesheet' href='file:///etc/hostname'>",
        "<p style='background: url(asset:../secrets.env)'>x</p>",
        "<style>@import url(https://example.org/a.css)</style>",
        "<img src='data:text/html,<b>x</b>'>",
        "<svg><image href='file:///etc/hostname'/></svg>",
    ],
)
def test_render_pdf_loads_nothing_from_elsewhere(html):
    try:
        content = render_pdf(html)
    except ResourceRefused:
        return

    # A relative address is never even asked for.
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/XObject" not in pdf.pages[0].Resources or not pdf.pages[0].Resources.XObject


def test_render_pdf_shows_a_picture_given_with_it():
    picture = (
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    )

    assert render_pdf("<img src='asset:dot.svg'>", images={"dot.svg": picture}).startswith(b"%PDF")


@pytest.mark.parametrize("html", [f"<p>{NO_FONT_HAS}</p>", f"<svg><text y='9'>{NO_FONT_HAS}</text></svg>"])
def test_render_pdf_names_the_character_no_font_has(html):
    with pytest.raises(GlyphMissing) as raised:
        render_pdf(html)

    assert raised.value.code_point == "U+E123"


def test_render_pdf_refuses_a_document_beyond_measure():
    with pytest.raises(DocumentTooLarge):
        render_pdf("x" * (pdf_engine.MAX_HTML + 1))


def test_render_template_pdf_speaks_the_language_of_the_document(settings, tmp_path):
    (tmp_path / "letter.html").write_text(
        "{% load i18n %}<p>{% get_current_language as l %}{{ l }} {{ name }}</p>"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path], "APP_DIRS": False}]

    content = render_template_pdf("letter.html", {"name": "<b>"}, language="en")

    assert pdf_text(content).splitlines()[0] == "en <b>"


def test_missing_glyphs_names_each_once():
    missing = missing_glyphs(f"张{NO_FONT_HAS}三{NO_FONT_HAS}")

    assert [(glyph.char, glyph.code_point) for glyph in missing] == [(NO_FONT_HAS, "U+E123")]


def test_missing_glyphs_passes_spaces_and_the_middle_dot():
    assert missing_glyphs("买买提·努尔　A\u00a0B\n") == []


def test_check_renderer_is_quiet_where_all_is_installed():
    assert check_renderer() == []
    self_test()


def test_check_renderer_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf_engine, "LIBRARIES", {"libharfbuzz-subset.so.99": "libharfbuzz-subset0"})

    warnings = check_renderer()

    assert [(warning.id, warning.hint) for warning in warnings] == [("core.W101", pdf_engine.INSTALL)]


def test_merge_pdfs_keeps_the_order_beyond_one_round(tmp_path):
    single = tmp_path / "one.pdf"
    single.write_bytes(render_pdf("<p>一</p>", sheet=None))
    last = tmp_path / "last.pdf"
    last.write_bytes(render_pdf("<p>末</p>", sheet=None))

    pages = merge_pdfs([single] * 204 + [last], tmp_path / "all.pdf")

    content = (tmp_path / "all.pdf").read_bytes()
    assert pages == count_pages(content) == 205
    assert pdf_text(content).splitlines()[-1] == "末"


def test_sign_pdf_without_a_key_says_unsigned(settings):
    settings.SIGNING_PKCS12 = ""
    content = render_pdf("<p>x</p>")

    assert sign_pdf(content) == (content, False)


@pytest.fixture
def office_key(tmp_path, settings, monkeypatch):
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Office")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
    certificate = builder.not_valid_after(now + datetime.timedelta(days=9)).sign(key, hashes.SHA256())
    protection = BestAvailableEncryption(b"secret")
    file = tmp_path / "office.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, certificate, None, protection))
    settings.SIGNING_PKCS12 = str(file)
    monkeypatch.setenv("SIGNING_PKCS12_PASSWORD", "secret")
    return file


@pytest.mark.usefixtures("office_key")
def test_sign_pdf_with_a_key_adds_a_pades_signature():
    content, signed = sign_pdf(render_pdf("<p>证书</p>", sheet=None))

    fields = PdfReader(BytesIO(content)).get_fields()
    assert signed is True
    assert fields["Office"]["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    assert pdf_text(content) == "证书"


@pytest.mark.usefixtures("office_key")
def test_sign_pdf_with_a_wrong_password_is_never_called_signed(monkeypatch):
    monkeypatch.setenv("SIGNING_PKCS12_PASSWORD", "wrong")

    with pytest.raises(SigningFailed):
        sign_pdf(render_pdf("<p>x</p>"))
