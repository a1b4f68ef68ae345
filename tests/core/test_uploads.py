"""Uploads: what is refused, what is cleaned, what is kept (GN-07, EC-73)."""

import hashlib
import io
import sys
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.uploads import CSV, DOCUMENTS, IMAGES, JPEG, PDF, PNG, XLSX, inspect_upload, safe_file_name


def upload(name, content):
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


def pdf_bytes(pages=1, encryption=None, prepare=None):
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for __ in range(pages):
            pdf.add_blank_page()
        if prepare:
            prepare(pdf)
        pdf.save(out, encryption=encryption or False)
    return out.getvalue()


def picture_bytes(kind="JPEG", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, **options)
    return out.getvalue()


def workbook_bytes(extra=None):
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    if extra:
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(extra, b"x")
    return out.getvalue()


def code_of(name, content, allowed=DOCUMENTS, **options):
    with pytest.raises(ValidationError) as refused:
        inspect_upload(upload(name, content), allowed=allowed, **options)
    assert refused.value.messages
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("协议.pdf", pdf_bytes(), PDF),
        ("PHOTO.JPG", picture_bytes(), JPEG),
        ("a.jpeg", picture_bytes(), JPEG),
        ("a.png", picture_bytes("PNG"), PNG),
        ("a.xlsx", workbook_bytes(), XLSX),
    ],
)
def test_good_files_are_kept(name, content, mime):
    seen = inspect_upload(upload(name, content))

    assert seen.mime == mime
    assert seen.sha256 == hashlib.sha256(seen.content).hexdigest()
    assert seen.size == len(seen.content)


def test_csv_is_kept_where_it_is_allowed():
    assert inspect_upload(upload("a.csv", "姓名\n张三\n".encode()), allowed={CSV}).mime == CSV


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"MZ\x90\0" + b"\0" * 100, "executable"),
        ("a.pdf", b"\x7fELF" + b"\0" * 100, "executable"),
        ("a.pdf", b"#!/bin/sh\nrm -rf /\n", "executable"),
        ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup"),
        ("a.png", b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "markup"),
        ("a.pdf", b"<!DOCTYPE html><html></html>", "markup"),
        ("a.csv", "<html>".encode("utf-16"), "markup"),
        ("a.jpg", b"\0\0\0\x18ftypheic" + b"\0" * 50, "heic"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
        ("a.xlsm", workbook_bytes("xl/vbaProject.bin"), "macros"),
        ("a.xlsx", workbook_bytes("xl/vbaProject.bin"), "macros"),
        ("a.exe", pdf_bytes(), "wrong_extension"),
        ("a.pdf.exe", pdf_bytes(), "wrong_extension"),
        ("a.jpg", pdf_bytes(), "wrong_extension"),
        ("noname", pdf_bytes(), "wrong_extension"),
        ("a.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("a.jpg", picture_bytes()[:200], "damaged"),
        ("a.gif", b"GIF89a" + b"\0" * 30, "unknown_kind"),
        ("a.pdf", b"\0\1\2\3", "unknown_kind"),
        ("a.xlsx", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_bad_files_are_refused(name, content, code):
    assert code_of(name, content) == code


def test_a_packed_folder_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")

    assert code_of("a.xlsx", out.getvalue()) == "archive"


def test_a_kind_not_wanted_here_is_refused():
    assert code_of("a.pdf", pdf_bytes(), allowed=IMAGES) == "kind_not_allowed"


def test_a_bomb_is_refused_before_it_is_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/media/zero.bin", b"\0" * 30_000_000)

    assert code_of("a.xlsx", out.getvalue()) == "unpacks_too_large"


@pytest.mark.parametrize(
    "encryption", [pikepdf.Encryption(owner="o", user="u"), pikepdf.Encryption(owner="o")]
)
def test_an_encrypted_pdf_is_refused(encryption):
    assert code_of("a.pdf", pdf_bytes(encryption=encryption)) == "encrypted_pdf"


def test_a_pdf_with_a_script_is_refused():
    def add_script(pdf):
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    assert code_of("a.pdf", pdf_bytes(prepare=add_script)) == "active_pdf"


def test_a_pdf_that_starts_a_program_is_refused():
    def add_launch(pdf):
        pdf.pages[0].AA = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))

    assert code_of("a.pdf", pdf_bytes(prepare=add_launch)) == "active_pdf"


def test_size_pages_and_pixels_are_bounded(settings):
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PAGES, settings.UPLOAD_MAX_PIXELS = 1024 * 1024, 2, 500

    assert code_of("a.pdf", pdf_bytes(3)) == "too_many_pages"
    assert code_of("a.jpg", picture_bytes()) == "too_many_pixels"
    assert code_of("a.jpg", b"\xff\xd8\xff" + b"\0" * 1024 * 1024) == "too_large"


def test_pictures_lose_their_hidden_notes_and_stand_upright():
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6  # turned by a quarter

    seen = inspect_upload(upload("a.jpg", picture_bytes(exif=exif, comment=b"secret", dpi=(300, 300))))

    with Image.open(io.BytesIO(seen.content)) as picture:
        assert picture.size == (20, 40)
        assert dict(picture.getexif()) == {}
        assert picture.info["dpi"] == (300, 300)
    assert b"ecret" not in seen.content


def test_the_same_picture_twice_has_the_same_sum():
    first, second = (inspect_upload(upload("a.png", picture_bytes("PNG"))) for __ in range(2))

    assert first.sha256 == second.sha256


def test_transparency_of_a_seal_is_kept():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")

    with Image.open(io.BytesIO(inspect_upload(upload("a.png", out.getvalue())).content)) as picture:
        assert picture.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("合作协议(终稿).PDF", "合作协议(终稿).pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "file.pdf"),
        ("CON.pdf", "file_CON.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("名" * 300 + ".pdf", "名" * 60 + ".pdf"),
        ("  spaced   name .pdf", "spaced name.pdf"),
    ],
)
def test_file_names_are_made_safe(name, safe):
    assert safe_file_name(name, PDF) == safe


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ([sys.executable, "-c", "import sys; sys.exit(1)"], "virus"),
        ([sys.executable, "-c", "import sys; sys.exit(2)"], "not_scanned"),
        ("/nowhere/scanner -", "not_scanned"),
    ],
)
def test_without_a_clear_yes_of_the_scanner_nothing_is_kept(settings, command, code):
    settings.ANTIVIRUS_COMMAND = command

    assert code_of("a.pdf", pdf_bytes()) == code


def test_the_scanner_reads_the_content(settings):
    settings.ANTIVIRUS_COMMAND = [
        sys.executable,
        "-c",
        "import sys; sys.exit(not sys.stdin.buffer.read().startswith(b'%PDF'))",
    ]

    assert inspect_upload(upload("a.pdf", pdf_bytes())).mime == PDF
