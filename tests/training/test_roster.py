"""A roster from spreadsheet to trainees: every bad input named, all or nothing (EC-01…08, EC-20…27, EC-60…72)."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import translation

from accounts.models import IdentityDocument, Person, Role
from core.flow import StepNotAllowed
from core.models import Region
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import (
    TraineeFactory,
    TrainingClassFactory,
    identity_number,
    roster_file,
)
from training import actions
from training.actions.roster import read_roster
from training.actions.roster_reading import COLUMNS, Reader
from training.models import RosterImport, Trainee

VALID = "11010519491231002X"
FOREIGNER = {"name_latin": "Ann", "number": "X1234567", "doc_type": "护照", "nationality": "英国"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def regions(db):
    for alpha2, alpha3, name_zh, name_en, kind in [
        ("CN", "CHN", "中国", "China", "china"),
        ("GB", "GBR", "英国", "United Kingdom", "foreign"),
        ("HK", "HKG", "中国香港", "Hong Kong, China", "hkmt"),
    ]:
        Region.objects.create(alpha2=alpha2, alpha3=alpha3, name_zh=name_zh, name_en=name_en, kind=kind)


@pytest.fixture
def admin(unit):
    return person_with(Role.DEPARTMENT_ADMIN, unit, language="en")


@pytest.fixture
def training_class(unit):
    return TrainingClassFactory(proposal=ProposalFactory(unit=unit, status="approved"))


def upload(training_class, admin, file, duplicates="stop"):
    roster = actions.upload_roster(training_class, file, duplicates=duplicates, by=admin)
    RosterImport.objects.all().claim(roster.pk)
    read_roster(roster)
    roster.refresh_from_db()
    return roster


def read(training_class, *rows, **options):
    file = roster_file(*rows, **options)
    return Reader(training_class).read(file.read(), file.name)


def person(**changes):
    return {"name_zh": "李明", "number": identity_number()} | changes


def messages(reading):
    return [(problem.row, problem.column_letter, problem.message) for problem in reading.problems]


# What a name may be (EC-01…08, EC-12, EC-13)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("李　四", "李四"),
        (" 王五\u00a0", "王五"),
        ("张\u200b三", "张三"),
        ("㼆𠅤𬱖", "㼆𠅤𬱖"),
        ("豈", "豈"),
        ("Null", "Null"),
        ("None", "None"),
        ("Müller", "Müller"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
    ],
)
def test_a_name_is_kept_as_its_owner_writes_it(training_class, typed, kept):
    reading = read(training_class, person(name_zh=typed))

    assert messages(reading) == []
    assert reading.entries[0].name_zh == kept


def test_a_private_use_character_is_refused_with_its_cell(training_class):
    reading = read(training_class, person(), person(name_zh="李\ue000"))

    assert [(problem.row, problem.column_letter) for problem in reading.problems] == [(3, "A")]


def test_a_mononym_and_a_latin_name_alone_are_enough(training_class):
    reading = read(training_class, person(name_zh=None, name_latin="Madonna"))

    assert messages(reading) == []


def test_nobody_without_a_name(training_class):
    reading = read(training_class, person(name_zh=None))

    assert messages(reading) == [(2, "A", "The name is missing.")]


def test_two_people_of_the_same_name_are_two_trainees(training_class, admin):
    roster = upload(training_class, admin, roster_file(person(), person()))
    actions.apply_roster(roster, by=admin)

    assert list(training_class.trainees.values_list("name_zh", flat=True)) == ["李明", "李明"]


# Identity numbers (EC-20…26)


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"number": VALID}, True),
        ({"number": "11010519491231002x"}, True),
        ({"number": "１１０１０５１９４９１２３１００２Ｘ"}, True),
        ({"number": "'11010519491231002X"}, True),
        ({"number": "110105 19491231 002X"}, True),
        ({"number": "440524188001010014"}, False),
        ({"number": "110105194912310021"}, False),
        ({"number": "110105194902300021"}, False),
        ({"number": "110105491231002"}, False),
        ({"number": 110105194912310000}, False),
        ({"number": "1.10105E+17"}, False),
        ({"number": "110105194912310000"}, False),
        ({"number": None}, False),
        ({"number": "810000199001010019", "doc_type": "港澳台居民居住证", "nationality": "HK"}, True),
        ({"number": "830000198506150024", "doc_type": "港澳台居民居住证"}, True),
        ({"number": "810000199001010019"}, True),
        ({"number": "911240819900101003", "doc_type": "外国人永久居留身份证"}, True),
        ({"number": "L898902C3", "doc_type": "护照", "nationality": "英国"}, True),
        ({"number": "L898902C3", "doc_type": "护照"}, False),
        ({"number": "A!", "doc_type": "护照", "nationality": "英国"}, False),
        ({"number": "H12345678", "doc_type": "回乡证"}, True),
        ({"number": "12345678", "doc_type": "台胞证"}, True),
        ({"number": VALID, "doc_type": "驾驶证"}, False),
    ],
)
def test_an_identity_number_is_accepted_only_when_it_is_right(training_class, changes, accepted):
    reading = read(training_class, person(**changes))

    assert (messages(reading) == []) is accepted
    assert len(reading.entries) == (1 if accepted else 0)


def test_the_gender_that_does_not_fit_is_a_warning(training_class):
    reading = read(training_class, person(number=VALID, gender="男"))

    assert (messages(reading), len(reading.notices)) == ([], 1)


def test_the_date_of_birth_must_agree_with_the_number(training_class):
    reading = read(training_class, person(number=VALID, dob="1950-01-01"))

    assert messages(reading) == [(2, "F", "The date of birth differs from the identity number.")]


# Files (EC-60…69, EC-71, EC-72)


def test_the_header_is_found_below_title_rows_in_any_order(training_class):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "气象数据分析培训班学员名册")
        sheet.write_row(2, 0, ["证件号码", "姓名", "工作单位"])
        sheet.write_row(3, 0, [VALID, "李明", "市气象局"])

    reading = Reader(training_class).read(output.getvalue(), "roster.xlsx")

    assert (reading.header_row, [entry.name_zh for entry in reading.entries]) == (3, ["李明"])


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_is_read_in_each_charset(training_class, charset):
    content = f"姓名,证件号码,工作单位\r\n李明,{VALID},成都市气象局观测科\r\n".encode(charset)

    reading = Reader(training_class).read(content, "roster.csv")

    assert [entry.texts["employer"] for entry in reading.entries] == ["成都市气象局观测科"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "roster.xlsx"),
        (b"PK\x03\x04 not a workbook", "roster.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster.xls"),
        (b"%PDF-1.7", "roster.xlsx"),
        ("工作单位,职务\r\n甲,乙\r\n".encode(), "roster.csv"),
        (f"姓名,证件号码,身份证号\r\n李明,{VALID},{VALID}\r\n".encode(), "roster.csv"),
        (f"姓名,证件号码,银行卡号\r\n李明,{VALID},1\r\n".encode(), "roster.csv"),
    ],
    ids=["empty", "broken", "xls", "pdf", "missing column", "column twice", "unknown column"],
)
def test_an_unreadable_file_is_refused_with_a_reason_and_nothing_breaks(training_class, admin, content, name):
    roster = upload(training_class, admin, SimpleUploadedFile(name, content))

    assert roster.findings["refused"] != []
    assert roster.can_be_applied is False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1990-01-02", date(1990, 1, 2)), ("1990年1月2日", date(1990, 1, 2)), ("19900102", date(1990, 1, 2)),
     ("一九九〇年一月二日", date(1990, 1, 2)), (32875, date(1990, 1, 2)), ("3/4/1990", None), ("1990-02-30", None),
     ("90-01-02", None)],
)  # fmt: skip
def test_dates_are_read_as_written_or_refused(training_class, typed, meant):
    reading = read(training_class, FOREIGNER | {"dob": typed})

    assert [entry.dob for entry in reading.entries] == ([meant] if meant else [])
    assert len(reading.problems) == (0 if meant else 1)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [("英国", True), ("Britain", True), ("U.K.", True), ("Korea", False), ("Atlantis", False)],
)
def test_a_country_is_known_by_its_spellings_or_refused(training_class, typed, accepted):
    reading = read(training_class, FOREIGNER | {"nationality": typed})

    assert (reading.problems == []) is accepted


def test_blank_rows_and_totals_are_left_out(training_class):
    reading = read(training_class, person(), {}, person(), {"name_zh": "合计"})

    assert (len(reading.entries), messages(reading)) == (2, [])


def test_each_bad_cell_is_named_by_row_and_column(training_class):
    reading = read(training_class, person(), person(number="1"), person(gender="?"), person(email="nobody"))

    assert [(problem.row, problem.column_letter) for problem in reading.problems] == [
        (3, "E"),
        (4, "C"),
        (5, "L"),
    ]


# Doubles (EC-27, EC-67)


def test_the_same_document_twice_in_a_file_is_listed_with_the_other_row(training_class):
    reading = read(training_class, person(number=VALID), person(), person(number=VALID.lower()))

    assert messages(reading) == [(4, "E", "The same document stands in row 2.")]


def test_a_number_of_somebody_else_is_refused_without_saying_whose(training_class):
    known = TraineeFactory(name_zh="司马光")
    reading = read(training_class, person(number=known.identity.number))

    assert len(reading.problems) == 1
    assert "司马光" not in str(messages(reading))


def test_a_known_person_is_not_made_twice(training_class, admin):
    known = TraineeFactory(name_zh="李明")
    roster = upload(training_class, admin, roster_file(person(number=known.identity.number)))
    actions.apply_roster(roster, by=admin)

    assert training_class.trainees.get().person == known.person
    assert IdentityDocument.objects.filter(number_hash=known.identity.number_hash).count() == 1


@pytest.mark.parametrize(
    ("choice", "problems", "employer"), [("stop", 1, ""), ("skip", 0, ""), ("fill", 0, "市气象局")]
)
def test_people_already_on_the_roster_stop_are_skipped_or_filled_in(
    training_class, admin, choice, problems, employer
):
    known = TraineeFactory(training_class=training_class, name_zh="李明", position="科长")
    file = roster_file(person(number=known.identity.number, employer="市气象局", position="局长"))

    roster = upload(training_class, admin, file, choice)
    if not problems:
        actions.apply_roster(roster, by=admin)

    known.refresh_from_db()
    assert (len(roster.problems), known.employer, known.position) == (problems, employer, "科长")


def test_more_people_than_places_are_refused(training_class):
    training_class.quota = 1
    training_class.save()

    reading = read(training_class, person(), person())

    assert [problem.code for problem in reading.problems] == ["places"]


# All or nothing, repeatable, guarded (EC-68)


def test_one_bad_row_keeps_everybody_out(training_class, admin):
    roster = upload(training_class, admin, roster_file(person(), person(), person(number="1")))

    with pytest.raises(ValidationError):
        actions.apply_roster(roster, by=admin)

    assert (Trainee.objects.count(), Person.objects.count(), IdentityDocument.objects.count()) == (0, 0, 0)


def test_reading_writes_nothing_into_the_roster(training_class, admin):
    upload(training_class, admin, roster_file(person(), person()))

    assert (Trainee.objects.count(), Person.objects.count()) == (0, 0)


def test_the_same_roster_is_taken_over_once(training_class, admin):
    roster = upload(training_class, admin, roster_file(person(), person()))
    actions.apply_roster(roster, by=admin)

    with pytest.raises(StepNotAllowed):
        actions.apply_roster(roster, by=admin)

    assert training_class.trainees.count() == 2


def test_the_same_file_again_changes_nothing(training_class, admin):
    rows = [person(), person()]
    actions.apply_roster(upload(training_class, admin, roster_file(*rows)), by=admin)
    before = list(Trainee.objects.values())

    actions.apply_roster(upload(training_class, admin, roster_file(*rows), "skip"), by=admin)

    assert list(Trainee.objects.values()) == before


def test_what_changed_between_check_and_take_over_is_noticed(training_class, admin):
    row = person()
    roster = upload(training_class, admin, roster_file(row, person()), "skip")
    actions.apply_roster(upload(training_class, admin, roster_file(row)), by=admin)

    with pytest.raises(ValidationError):
        actions.apply_roster(roster, by=admin)

    assert training_class.trainees.count() == 1


@pytest.mark.parametrize("status", ["planned", "finished", "closed", "cancelled"])
def test_a_class_that_takes_nobody_takes_no_roster(training_class, admin, status):
    type(training_class).objects.filter(pk=training_class.pk).update(status=status)
    training_class.refresh_from_db()

    with pytest.raises(PermissionDenied):
        actions.upload_roster(training_class, roster_file(person()), duplicates="stop", by=admin)


def test_a_stranger_imports_nothing(training_class, other_unit):
    stranger = person_with(Role.DEPARTMENT_ADMIN, other_unit)

    with pytest.raises(PermissionDenied):
        actions.upload_roster(training_class, roster_file(person()), duplicates="stop", by=stranger)


# Personal numbers at rest (§9.6)


def test_numbers_stand_in_clear_neither_in_the_database_nor_on_the_disk(training_class, admin):
    number = identity_number()
    roster = upload(training_class, admin, roster_file(person(number=number)))
    with default_storage.open(roster.file.name) as file:
        stored = file.read()
    actions.apply_roster(roster, by=admin)

    with connection.cursor() as cursor:
        cursor.execute("SELECT number, number_hash FROM accounts_identitydocument")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT findings FROM training_rosterimport")
        rows += str(cursor.fetchall())
    assert number not in rows
    assert number.encode() not in stored
    assert b"PK\x03\x04" not in stored


def test_a_trainee_is_found_by_the_whole_number_and_by_part_of_the_name(training_class):
    wanted = TraineeFactory(training_class=training_class, name_zh="欧阳修")
    TraineeFactory(training_class=training_class, name_zh="曾巩")

    assert list(Trainee.objects.matching(wanted.identity.number)) == [wanted]
    assert list(Trainee.objects.matching("阳修")) == [wanted]
    assert list(Trainee.objects.matching(wanted.identity.number[:10])) == []


def test_five_hundred_trainees_are_written_in_bulk(training_class, django_assert_max_num_queries):
    training_class.quota = 5000
    training_class.save()
    reading = read(training_class, *[person() for _turn in range(500)])
    from training.actions.roster import write_entries

    with django_assert_max_num_queries(60):
        counts = write_entries(training_class, reading.entries)

    assert counts == {"added": 500, "filled": 0}


def test_our_own_template_is_read_back(training_class):
    assert [column.key for column in COLUMNS][:1] == ["name_zh"]
    reading = read(training_class, person())

    assert len(reading.entries) == 1
