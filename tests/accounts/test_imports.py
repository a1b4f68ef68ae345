"""Accounts from the lists of the personnel and student offices."""

import io

import pytest
import tablib
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.imports import StaffResource, StudentResource, UnitResource
from accounts.models import Unit, User
from core.admin.importing import TextFormat, WorkbookFormat
from tests.factories.accounts import UserFactory

HEADINGS = ["学号", "姓名", "邮箱", "学院"]


def load(resource, headers, *rows, by=None, dry_run=False):
    return resource().import_data(
        tablib.Dataset(*rows, headers=headers), dry_run=dry_run, rollback_on_validation_errors=True, user=by
    )


def problems(result):
    rows = [str(error.error) for _number, errors in result.row_errors() for error in errors]
    return [
        *(str(error.error) for error in result.base_errors),
        *rows,
        *(str(row.error) for row in result.invalid_rows),
    ]


def test_students_get_an_account_their_unit_and_the_role_of_students(people, unit):
    result = load(
        StudentResource, HEADINGS, ("2026081001", "林晓彤", "Lin@Example.org", unit.code), by=people["SYS"]
    )

    student = User.objects.get(student_number="2026081001")
    assert problems(result) == []
    assert (student.email, student.unit, student.role_codes, student.has_usable_password()) == (
        "lin@example.org",
        unit,
        {"STU"},
        False,
    )


def test_a_second_import_changes_what_changed_and_grants_nothing_twice(people, unit):
    row = ("2026081001", "林晓彤", "lin@example.org", unit.code)
    load(StudentResource, HEADINGS, row, by=people["SYS"])

    result = load(StudentResource, HEADINGS, ("2026081001", "林小彤", *row[2:]), by=people["SYS"])

    student = User.objects.get(student_number="2026081001")
    assert (result.totals["update"], student.name_zh, student.grants.count()) == (1, "林小彤", 1)


def test_an_unchanged_row_is_skipped(people, unit):
    row = ("2026081001", "林晓彤", "lin@example.org", unit.code)
    load(StudentResource, HEADINGS, row, by=people["SYS"])

    result = load(StudentResource, HEADINGS, row, by=people["SYS"])

    assert result.totals["skip"] == 1


def test_a_preview_changes_nothing(people, unit):
    load(StudentResource, HEADINGS, ("1", "林", "lin@example.org", unit.code), by=people["SYS"], dry_run=True)

    assert User.objects.filter(student_number="1").count() == 0


def test_one_bad_row_keeps_all_others_out(people, unit):
    result = load(
        StudentResource,
        HEADINGS,
        ("1", "林", "lin@example.org", unit.code),
        ("2", "王", "no address", unit.code),
        by=people["SYS"],
    )

    assert len(problems(result)) == 1
    assert User.objects.filter(student_number__in=["1", "2"]).count() == 0


BAD_ROWS = [
    (("", "林", "a@example.org", ""), "missing"),
    (("2.02608E+17", "林", "a@example.org", ""), "lost digits"),
    (("1", "林", "a@example.org", "没有的学院"), "no unit"),
    (("1", "林", "not an address", ""), ""),
    (("1", "", "a@example.org", ""), ""),
]


@pytest.mark.parametrize(("row", "said"), BAD_ROWS)
def test_a_bad_row_says_what_is_wrong(people, row, said):
    result = load(StudentResource, HEADINGS, row, by=people["SYS"])

    assert len(problems(result)) == 1
    assert User.objects.filter(name_zh="林").count() == 0


def test_an_unknown_column_is_an_error(people):
    result = load(
        StaffResource,
        ["工号", "姓名", "邮箱", "is_superuser"],
        ("D1", "王", "w@example.org", "1"),
        by=people["SYS"],
    )

    assert len(problems(result)) == 1
    assert User.objects.filter(staff_number="D1").count() == 0


def test_a_missing_column_and_a_doubled_column_are_errors(people):
    missing = load(StaffResource, ["工号", "姓名"], ("D1", "王"), by=people["SYS"])
    doubled = load(
        StaffResource, ["工号", "姓名", "邮箱", "email"], ("D1", "王", "a@b.cn", "c@d.cn"), by=people["SYS"]
    )

    assert (len(problems(missing)), len(problems(doubled))) == (1, 1)


def test_a_number_twice_in_the_file_is_an_error(people):
    result = load(
        StaffResource,
        ["工号", "姓名", "邮箱"],
        ("D1", "王", "w@example.org"),
        ("D1", "李", "l@example.org"),
        by=people["SYS"],
    )

    assert len(problems(result)) == 1


def test_an_address_of_somebody_else_is_an_error(people):
    UserFactory(email="taken@example.org")

    result = load(
        StaffResource, ["工号", "姓名", "邮箱"], ("D1", "王", "taken@example.org"), by=people["SYS"]
    )

    assert len(problems(result)) == 1


def test_units_are_known_by_their_code(db):
    load(UnitResource, ["单位代码", "单位名称", "单位性质", "可办培训"], ("CCS", "计算机学院", "学院", "是"))
    load(
        UnitResource,
        ["单位代码", "单位名称", "单位性质", "可办培训"],
        ("CCS", "计算机与人工智能学院", "学院", "是"),
    )

    unit = Unit.objects.get(code="CCS")
    assert (unit.name_zh, unit.kind, unit.can_run_training) == ("计算机与人工智能学院", "college", True)


def test_an_office_that_may_not_run_training_is_refused(db):
    result = load(
        UnitResource, ["单位代码", "单位名称", "单位性质", "可办培训"], ("FIN", "财务处", "职能部门", "是")
    )

    assert len(problems(result)) == 1
    assert Unit.objects.filter(code="FIN").count() == 0


def workbook(*rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    book.close()
    return out.getvalue()


def test_a_workbook_and_a_text_file_read_the_same():
    rows = [("工号", "姓名"), ("D1", "王")]
    text = "工号,姓名\nD1,王\n"

    tables = [
        WorkbookFormat().create_dataset(workbook(*rows)),
        TextFormat().create_dataset(text.encode("utf-8-sig")),
        TextFormat().create_dataset(text.encode("gb18030")),
    ]

    assert [(table.headers, list(table)) for table in tables] == [(["工号", "姓名"], [("D1", "王")])] * 3


def test_importing_staff_in_the_administration_site_with_its_preview(client, people):
    client.cookies["django_language"] = "en"
    client.force_login(people["SYS"])
    content = workbook(("工号", "姓名", "邮箱"), ("D1", "王伟", "wang@example.org"))
    upload = SimpleUploadedFile("staff.xlsx", content)

    preview = client.post(
        "/admin/accounts/user/import/", {"import_file": upload, "format": "0", "resource": "0"}
    )
    before = User.objects.filter(staff_number="D1").count()
    confirm = preview.context["confirm_form"].initial
    done = client.post("/admin/accounts/user/process_import/", confirm)

    made = User.objects.get(staff_number="D1")
    assert (before, done.status_code, made.name_zh, made.role_codes) == (0, 302, "王伟", {"TEA"})


def test_importing_is_for_system_administrators_only(client, people):
    client.force_login(people["DIR"])

    assert client.get("/admin/accounts/user/import/").status_code == 404
