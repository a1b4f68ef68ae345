"""Exports: real dates and numbers, nothing that runs (EC-70)."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exports import escape_formula, stream_csv, unescape_formula, write_workbook, write_workbook_to

DANGEROUS = [
    "=1+1",
    "==1+1",
    "+86 28 1234",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "'=1",
    "''=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org")',
]
HARMLESS = ["", "plain", "a=b", "1-2", "'quoted'", "张三", "'", "3+4", "a@b.cn"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_run_is_quoted_and_comes_back(text):
    escaped = escape_formula(text)

    assert escaped == f"'{text}"
    assert unescape_formula(escaped) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_cannot_run_is_left_alone(text):
    assert escape_formula(text) == text
    assert unescape_formula(text) == text


@given(st.text(max_size=20))
def test_every_text_comes_back(text):
    assert unescape_formula(escape_formula(text)) == text


def test_csv_carries_the_mark_and_quotes_what_could_run():
    content = b"".join(stream_csv(["姓名", "=x"], [["张三", "=1+1"], [date(2026, 11, 23), Decimal("-5.50")]]))

    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["姓名", "'=x"],
        ["张三", "'=1+1"],
        ["2026-11-23", "-5.50"],
    ]


def test_csv_is_streamed():
    chunks = list(stream_csv(["n"], ([n] for n in range(1200))))

    assert len(chunks) == 3
    assert b"".join(chunks).count(b"\r\n") == 1201


def test_workbook_has_real_dates_and_numbers_and_no_formula():
    rows = [
        ["张三", date(2026, 11, 23), Decimal("1234.50"), 7, True, None, 510122199001011234],
        *[[text] for text in DANGEROUS],
    ]
    with override("en"):
        content = write_workbook(["Name", "Date", "Money", "Number", "Yes", "Empty", "Identity"], rows)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[2]] == [
        "张三",
        datetime(2026, 11, 23),
        1234.5,
        7,
        "Yes",
        None,
        "510122199001011234",
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    assert all(sheet.cell(row, 1).quotePrefix for row in range(3, 3 + len(DANGEROUS)))
    assert sheet.freeze_panes == "A2"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_moments_are_written_in_local_time():
    content = write_workbook(["at"], [[datetime(2026, 11, 23, 16, 30, tzinfo=UTC)]])

    assert openpyxl.load_workbook(io.BytesIO(content)).active["A2"].value == datetime(2026, 11, 24, 0, 30)


def test_definitions_come_first():
    with override("en"):
        content = write_workbook(
            ["Name"], [["张三"]], definitions=[("Name", "As in the passport")], sheet_name="A/B"
        )

    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Definitions", "A B"]
    assert [cell.value for cell in workbook["Definitions"][2]] == ["Name", "As in the passport"]


def test_rows_are_counted(tmp_path):
    assert write_workbook_to(str(tmp_path / "table.xlsx"), ["n"], ([n] for n in range(10))) == 10


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_can_be_exported(texts):
    write_workbook(["n"], [texts])
    b"".join(stream_csv(["n"], [texts]))
