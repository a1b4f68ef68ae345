"""Reading tables: every way a sheet can be wrong (EC-60 to EC-71)."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from random import Random

import openpyxl
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exports import stream_csv, write_workbook
from core.spreadsheets import Column, error_workbook, iter_rows, read_table
from core.spreadsheets.cells import convert
from core.spreadsheets.columns import KINDS

NAME = Column("name", ["姓名", "Name"], kind="name", required=True)
IDENTITY = Column("identity", ["证件号", "ID number"], kind="identity")
BORN = Column("born", ["出生日期", "Date of birth"], kind="date")
FEE = Column("fee", ["费用", "Fee"], kind="money")
HOURS = Column("hours", ["学时"], kind="number")
PAID = Column("paid", ["已缴费", "Paid"], kind="yes_no")
GENDER = Column("gender", ["性别"], kind="choice", choices={"male": ["男", "M"], "female": ["女", "F"]})
UNIT = Column("unit", ["单位"], fill_down=True)
COLUMNS = [NAME, IDENTITY, BORN, FEE, HOURS, PAID, GENDER, UNIT]
HEADER = ["姓名", "证件号", "出生日期", "费用", "学时", "已缴费", "性别", "单位"]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book.active, book)
    out = io.BytesIO()
    book.save(out)
    return io.BytesIO(out.getvalue())


def csv_file(*rows, encoding="utf-8"):
    return io.BytesIO("\r\n".join(",".join(row) for row in rows).encode(encoding))


def read(file, columns=COLUMNS, filename="trainees.xlsx", **options):
    return read_table(file, columns, filename=filename, **options)


def codes_of(file, columns=COLUMNS, filename="trainees.xlsx", **options):
    with pytest.raises(ValidationError) as refused:
        read(file, columns, filename, **options)
    assert all(refused.value.messages)
    return [error.code for error in refused.value.error_list]


def one_cell(column, value):
    """The value read from a single cell, or the codes of its problems."""
    table = read(workbook(["姓名", column.label], ["张三", value]), [NAME, column])
    return table.problems[0].code if table.problems else table.rows[0][column.key]


def test_a_plain_workbook_is_read():
    table = read(
        workbook(
            HEADER,
            ["李　四", "11010519491231002x", date(1990, 1, 2), 1234.5, 16, "是", "男", "计算机学院"],
            ["Anna Rossi", None, "1991年3月4日", "￥5,000", "８", "N", "F", None],
        )
    )

    assert table.problems == []
    assert [(row.number, row.values) for row in table.rows] == [
        (
            2,
            {
                "name": "李四",
                "identity": "11010519491231002X",
                "born": date(1990, 1, 2),
                "fee": Decimal("1234.50"),
                "hours": Decimal("16"),
                "paid": True,
                "gender": "male",
                "unit": "计算机学院",
            },
        ),
        (
            3,
            {
                "name": "Anna Rossi",
                "identity": None,
                "born": date(1991, 3, 4),
                "fee": Decimal("5000.00"),
                "hours": Decimal("8"),
                "paid": False,
                "gender": "female",
                "unit": None,
            },
        ),
    ]
    assert table.rows[0].raw["name"] == "李　四"
    assert table.mapping["name"] == "姓名 (A)"


def test_reordered_columns_below_title_rows_are_found():
    """EC-60."""

    def title(sheet, book):
        sheet.merge_cells("A1:C1")

    table = read(
        workbook(
            ["2026年学员名单", None, None],
            [],
            ["单位", "  姓 名 (必填) *", "证件号\n(ID number)"],
            ["数学学院", "张三", "E12345678"],
            change=title,
        )
    )

    assert (table.header_row, table.rows[0].number) == (3, 4)
    assert (table.rows[0]["name"], table.rows[0]["identity"], table.rows[0]["unit"]) == (
        "张三",
        "E12345678",
        "数学学院",
    )
    assert "The header was found in row 3." in table.notices


def test_headers_in_both_languages_are_found():
    """EC-60."""
    table = read(workbook(["姓名 / Name", "证件号 ID number"], ["张三", "E12345678"]), [NAME, IDENTITY])

    assert table.rows[0].values == {"name": "张三", "identity": "E12345678"}


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        (["证件号", "单位"], ["missing_columns"]),
        (["姓名", "证件号", "姓名"], ["double_column"]),
        (["姓名", "Name", "证件号"], ["double_column"]),
        (["姓名", "证件号", "星座"], ["unknown_column"]),
        (["证件号", "单位", "星座", "单位"], ["missing_columns", "double_column", "unknown_column"]),
        (["x", "y"], ["no_header"]),
    ],
)
def test_bad_headers_are_named(header, codes):
    """EC-60."""
    assert codes_of(workbook(header, ["a", "b", "c", "d"])) == codes


def test_unknown_columns_are_told_where_they_do_no_harm():
    table = read(workbook(["姓名", "证件号", "星座"], ["张三", "E12345678", "x"]), strict_columns=False)

    assert table.notices == ["Columns that were not read: 星座."]


def test_merged_cells_are_filled_down_only_where_allowed():
    """EC-61."""

    def merge(sheet, book):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C2:C3")

    file = workbook(
        ["单位", "姓名", "费用"],
        ["数学学院", "张三", 5],
        [None, "李四", None],
        [None, "王五", 7],
        change=merge,
    )
    table = read(file, [UNIT, NAME, FEE])

    assert [row["unit"] for row in table.rows] == ["数学学院"] * 3
    assert [(problem.row, problem.column_letter, problem.code) for problem in table.problems] == [
        (3, "C", "merged_cells")
    ]
    assert "Cells filled down from merged cells: 2." in table.notices


def test_cells_merged_across_columns_are_refused():
    """EC-61."""
    file = workbook(
        ["单位", "姓名", "费用"], ["数学学院", None, 5], change=lambda sheet, book: sheet.merge_cells("A2:B2")
    )

    assert [problem.code for problem in read(file, [UNIT, NAME, FEE]).problems] == ["merged_cells"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 9, 0), date(2026, 11, 23)),
        ("2026.11.23", date(2026, 11, 23)),
        (20261123, date(2026, 11, 23)),
        ("二〇二六年十一月二十三日", date(2026, 11, 23)),
        (46349, date(2026, 11, 23)),
        ("3/4/2026", "ambiguous_date"),
        ("2026-02-30", "no_such_date"),
        ("26-11-23", "short_year"),
        (True, "invalid_date"),
    ],
)
def test_dates(value, found):
    """EC-62."""
    assert one_cell(BORN, value) == found


def test_dates_of_a_workbook_that_counts_from_1904():
    """EC-62."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "出生日期"])
        sheet.write_row(1, 0, ["张三", 44887])
        sheet.write(2, 0, "李四")
        sheet.write_datetime(2, 1, datetime(2026, 11, 23), book.add_format({"num_format": "yyyy-mm-dd"}))

    table = read(io.BytesIO(out.getvalue()), [NAME, BORN])

    assert [row["born"] for row in table.rows] == [date(2026, 11, 23)] * 2


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("1,234.50", Decimal("1234.50")),
        ("￥5000", Decimal("5000.00")),
        ("5000元", Decimal("5000.00")),
        ("１２３", Decimal("123.00")),
        (0.1, Decimal("0.10")),
        (-5, Decimal("-5.00")),
        ("'12", Decimal("12.00")),
        ("5千", "invalid_number"),
        ("3,6", "invalid_number"),
        ("85%", "invalid_number"),
        ("1.234,50", "invalid_number"),
        ("12-13", "invalid_number"),
        (True, "invalid_number"),
        (1e300, "invalid_number"),
        ("1.234", "too_many_decimals"),
        ("9" * 400, "invalid_number"),
    ],
)
def test_amounts(value, found):
    """EC-63."""
    assert one_cell(FEE, value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("E12345678", "E12345678"),
        (12345678, "12345678"),
        ("'11010519491231002x", "11010519491231002X"),
        (5.10122e17, "lost_digits"),
        (110105194912310020, "lost_digits"),
        ("5.10122E+17", "lost_digits"),
        ("510122199001011000", "lost_digits"),
    ],
)
def test_identity_numbers(value, found):
    """EC-21, EC-23."""
    assert one_cell(IDENTITY, value) == found


@pytest.mark.parametrize("value", ["是", "Y", "yes", 1, "1", "√", True, "true", "Ｙ"])
def test_yes(value):
    """EC-71."""
    assert one_cell(PAID, value) is True


@pytest.mark.parametrize("value", ["否", "N", "no", 0, "0", "×", False])
def test_no(value):
    """EC-71."""
    assert one_cell(PAID, value) is False


@pytest.mark.parametrize("value", ["maybe", 2, "是的吧"])
def test_neither_yes_nor_no(value):
    """EC-71."""
    assert one_cell(PAID, value) == "invalid_yes_no"


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("phone", 13812345678, "+8613812345678"),
        ("phone", "12", "invalid_phone"),
        ("email", " a@B.cn", "a@b.cn"),
        ("email", "a", "invalid"),
        ("region", "英国", "GB"),
        ("region", "Korea", "ambiguous_region"),
        ("text", 12.0, "12"),
        ("text", "a\ue000", "private_use"),
        ("text", "a\n b", "a\n b"),
        ("name", "Null", "Null"),
    ],
)
def test_other_kinds(kind, value, found):
    """EC-12, EC-33, EC-34, EC-72."""
    assert one_cell(Column("x", ["栏目"], kind=kind), value) == found


def test_a_choice_is_made_by_any_of_its_names():
    assert [one_cell(GENDER, value) for value in ("男", "f", "male", "中")] == [
        "male",
        "female",
        "male",
        "invalid_choice",
    ]


def test_formulas_without_value_and_errors_are_row_problems():
    """EC-64."""
    table = read(
        workbook(["姓名", "费用", "学时"], ["张三", "=1+1", "#N/A"], ["李四", 5, "#REF!"], ["#N/A", 1, 1])
    )

    assert [(problem.row, problem.column, problem.code) for problem in table.problems] == [
        (2, "费用", "formula_without_value"),
        (2, "学时", "error_value"),
        (3, "学时", "error_value"),
        (4, "姓名", "error_value"),
    ]


def test_formulas_with_a_stored_value_are_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "费用"])
        sheet.write_formula(1, 0, '="张"&"三"', None, "张三")
        sheet.write_formula(1, 1, "=2+3", None, 5)

    table = read(io.BytesIO(out.getvalue()), [NAME, FEE])

    assert (table.problems, table.rows[0].values) == ([], {"name": "张三", "fee": Decimal("5.00")})


def test_what_is_hidden_is_read_and_counted():
    """EC-65."""

    def hide(sheet, book):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("old").sheet_state = "hidden"

    table = read(workbook(["姓名", "费用"], ["张三", 1], ["李四", 2], change=hide))

    assert [row["name"] for row in table.rows] == ["张三", "李四"]
    assert table.notices == [
        "Hidden or filtered rows, read all the same: 1.",
        "Hidden columns, read all the same: 1.",
        "Hidden sheets: 1.",
        "Only the sheet “Sheet” was read.",
    ]


def test_blank_rows_and_the_totals_at_the_end_are_left_out():
    """EC-66."""
    table = read(workbook(["姓名", "费用"], ["张三", 1], [], [" ", None], ["李四", 2], ["合计", 3], []))

    assert [row["name"] for row in table.rows] == ["张三", "李四"]
    assert table.notices == ["Blank rows left out: 2.", "The totals in row 6 were left out."]


def test_totals_in_the_middle_are_a_problem():
    """EC-66."""
    table = read(workbook(["姓名", "费用"], ["张三", 1], ["小计", 1], ["李四", 2]))

    assert [(problem.row, problem.code) for problem in table.problems] == [(3, "totals_row")]


def test_a_missing_value_is_a_problem_with_its_place():
    table = read(workbook(["费用", "姓名"], [1, None]))

    assert str(table.problems[0]) == "B2: This cell must be filled in."
    assert table.good_rows() == []


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gbk", "GB18030 (GBK)"),
        ("gb18030", "GB18030 (GBK)"),
        ("utf-16", "UTF-16"),
    ],
)
def test_csv_in_the_usual_character_sets(encoding, charset):
    """EC-69."""
    table = read(csv_file(["姓名", "证件号"], ["张三", "E12345678"], encoding=encoding), filename="a.csv")

    assert (table.rows[0]["name"], table.charset) == ("张三", charset)
    assert f"The file was read as {charset}." in table.notices


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Müller"), ("big5", "陳靜儀"), ("cp1252", "José")])
def test_csv_in_a_doubtful_character_set_is_refused(encoding, name):
    """EC-69: never silently wrong."""
    file = io.BytesIO(b"Name,Fee\r\n" + f"{name},5\r\n".encode(encoding))

    assert codes_of(file, filename="a.csv") == ["unknown_charset"]


def test_the_character_set_may_be_named():
    file = io.BytesIO("Name,Fee\r\nMüller,5\r\n".encode("cp1252"))

    assert read(file, filename="a.csv", charset="cp1252").rows[0]["name"] == "Müller"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_separators_and_line_breaks_in_cells(delimiter):
    file = io.BytesIO(f'姓名{delimiter}单位\r\n张三{delimiter}"数学\n学院"\r\n李四{delimiter}x\r\n'.encode())

    assert [(row.number, row["unit"]) for row in read(file, filename="a.csv").rows] == [
        (2, "数学\n学院"),
        (3, "x"),
    ]


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.csv", b" \r\n", "empty"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_xls"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
        ("a.xls", b"<html><table></table></html>", "web_page"),
        ("a.xlsx", b"%PDF-1.7", "not_a_workbook"),
        ("a.xlsx", "姓名,费用".encode(), "not_a_workbook"),
        ("a.xlsx", b"PK\x03\x04broken", "damaged"),
        ("a.csv", b"\0\1\2\3", "unknown_charset"),
        ("a.csv", "姓名\n".encode() + b",".join([b"x"] * 500), "too_wide"),
        ("a", b"x", "not_a_workbook"),
    ],
)
def test_other_files_are_refused(filename, content, code):
    """EC-69."""
    assert codes_of(io.BytesIO(content), filename=filename) == [code]


def test_a_workbook_under_another_name_is_refused():
    """EC-69."""
    assert codes_of(workbook(HEADER), filename="a.csv") == ["wrong_extension"]
    assert codes_of(workbook(HEADER), filename="a.xls") == ["wrong_extension"]


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), content)
    return io.BytesIO(out.getvalue())


def repacked(change, add=()):
    """A good workbook whose members pass through `change(name, content)`."""
    out = io.BytesIO()
    source = zipfile.ZipFile(workbook(["姓名", "费用"], ["张三", 1]))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in add:
            target.writestr(name, content)
    return io.BytesIO(out.getvalue())


def test_archives_that_are_no_workbook_are_refused():
    assert codes_of(packed(a_xml=b"<a/>")) == ["not_a_workbook"]


def test_bombs_are_refused_before_they_are_opened():
    """EC-69."""
    assert codes_of(repacked(lambda name, content: content, [("xl/media/a.bin", b"\0" * 40_000_000)])) == [
        "unpacks_too_large"
    ]
    assert codes_of(repacked(lambda name, content: content, [(f"x/{n}", b"") for n in range(2100)])) == [
        "unpacks_too_large"
    ]


def test_a_member_larger_than_it_says_is_refused():
    """EC-69: sizes are measured, not believed."""
    file = repacked(lambda name, content: content, [("xl/media/a.bin", b"\0" * 5_000_000)])
    content = file.getvalue().replace((5_000_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))

    assert codes_of(io.BytesIO(content)) == ["unpacks_too_large"]


def test_a_cell_at_the_end_of_the_world_is_refused():
    """EC-69: such a sheet makes a reader reserve memory for every cell before it."""

    def far(name, content):
        if name != "xl/worksheets/sheet1.xml":
            return content
        cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", cell)

    assert codes_of(repacked(far)) == ["too_wide"]


def test_damaged_workbooks_are_refused_and_never_fail():
    good = workbook(HEADER, ["张三", "E12345678", "2026-11-23", 5, 1, "是", "男", "x"]).getvalue()
    chance = Random(20261123)  # noqa: S311 - spoiling files needs no secret

    for __ in range(150):
        spoiled = bytearray(good)
        for __ in range(chance.randint(1, 6)):
            place = chance.randrange(len(spoiled))
            spoiled[place : place + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 9))
        with suppress(ValidationError):
            read(io.BytesIO(bytes(spoiled)))


def test_macros_are_refused():
    assert codes_of(repacked(lambda name, content: content, [("xl/vbaProject.bin", b"x")])) == ["macros"]


def test_a_sheet_of_rubbish_is_refused():
    def spoil(name, content):
        return b"<worksheet><sheetData><row r='1'><c" if name == "xl/worksheets/sheet1.xml" else content

    with pytest.raises(ValidationError):
        read(repacked(spoil))


def test_size_and_rows_are_bounded(settings):
    """EC-69."""
    settings.SPREADSHEET_MAX_BYTES, settings.SPREADSHEET_MAX_ROWS = 20_000, 3
    file = workbook(["姓名", "费用"], *(["张三", number] for number in range(4)))

    assert codes_of(file) == ["too_many_rows"]
    assert len(read(file, max_rows=4).rows) == 4
    assert codes_of(io.BytesIO(b"PK\x03\x04" + b"x" * 20_000)) == ["too_large"]


def test_the_sheet_with_the_right_header_is_read():
    def add(sheet, book):
        book.create_sheet("说明", 0)["A1"] = "请按模板填写"

    table = read(workbook(["姓名", "费用"], ["张三", 1], change=add))

    assert (table.sheet, len(table.rows)) == ("Sheet", 1)


def test_columns_that_start_further_right_keep_their_letters():
    def move(sheet, book):
        sheet.move_range("A1:B2", rows=4, cols=2)

    table = read(workbook(["姓名", "费用"], ["张三", "x"], change=move))

    assert (table.header_row, str(table.problems[0])[:3]) == (5, "D6:")


TRICKY = [
    "=1+1",
    "+86 28",
    "-5",
    "@x",
    "'=1",
    "''=1",
    "'plain'",
    "a\nb",
    "0012",
    "1e5",
    "#hash",
    "_x0041_",
    "％",
    "<b>&amp;",
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_exports_are_read_back_as_they_were(kind):
    """EC-70."""
    rows = [["张三", text] for text in TRICKY]
    content = (
        b"".join(stream_csv(["姓名", "单位"], rows))
        if kind == "csv"
        else write_workbook(["姓名", "单位"], rows)
    )

    table = read(io.BytesIO(content), filename=f"a.{kind}")

    assert [row["unit"] for row in table.rows] == TRICKY


def test_the_error_file_is_the_sheet_with_one_more_column():
    """EC-68."""
    rows = [
        ["名单"],
        ["姓名", "出生日期", "费用"],
        ["张三", date(1990, 1, 2), "5千"],
        [None, None, 7],
        ["李四", None, 1],
    ]
    table = read(workbook(*rows), [NAME, BORN, FEE])

    content = error_workbook(workbook(*rows), table.problems, filename="a.xlsx", header_row=table.header_row)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["名单", None, None, None],
        ["姓名", "出生日期", "费用", "What is wrong"],
        ["张三", datetime(1990, 1, 2), "5千", table.problems[0].column_letter + sheet["D3"].value[1:]],
        [None, None, 7, "A4 姓名: This cell must be filled in."],
        ["李四", None, 1, None],
    ]
    assert sheet["D3"].value.startswith("C3 费用: “5千” is not a clear number.")
    again = read(io.BytesIO(content), [NAME, BORN, FEE])
    assert len(again.problems) == len(table.problems)


def test_long_tables_are_read_row_by_row():
    rows = (["张三", number] for number in range(20_000))
    reader = iter_rows(
        io.BytesIO(write_workbook(["姓名", "学时"], rows)), COLUMNS, filename="a.xlsx", max_rows=10**6
    )

    assert sum(row["hours"] for row in reader) == sum(range(20_000))
    assert reader.problems == []


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(KINDS),
    st.one_of(
        st.text(max_size=40),
        st.text("0123456789XE+-.,/年月日〇一二十 ￥%'=", max_size=24),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
    ),
)
def test_whatever_a_cell_holds_is_read_or_refused(kind, value):
    column = Column("x", ["栏目"], kind=kind, choices={"a": ["甲"]})

    with suppress(ValidationError):
        convert(column, value)
