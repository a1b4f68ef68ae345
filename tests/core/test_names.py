"""Personal names, case by case (EC-01 to EC-12)."""

import pytest
from django.core.exceptions import ValidationError

from core.names import (
    GIVEN_FIRST,
    SURNAME_FIRST,
    clean_person_name,
    format_latin_name,
    latin_name_notices,
    mask_name,
    names_match,
)


@pytest.mark.parametrize(
    ("case", "typed", "kept"),
    [
        ("EC-01", "买买提•艾力", "买买提·艾力"),
        ("EC-01", "买买提‧艾力", "买买提·艾力"),
        ("EC-01", "买买提・艾力", "买买提·艾力"),
        ("EC-01", "买买提･艾力", "买买提·艾力"),
        ("EC-01", "买买提﹒艾力", "买买提·艾力"),
        ("EC-01", "买买提.艾力", "买买提·艾力"),
        ("EC-01", "买买提 · 艾力", "买买提·艾力"),
        ("EC-01", "阿不都热西提·阿不都克里木·买买提", "阿不都热西提·阿不都克里木·买买提"),
        ("EC-01", "J. R. Smith", "J. R. Smith"),
        ("EC-01", "Smith Jr.", "Smith Jr."),
        ("EC-02", "㼆𠅤𬱖", "㼆𠅤𬱖"),
        ("EC-04", "凉\ufa0e", "凉\ufa0e"),
        ("EC-05", "李　四", "李四"),
        ("EC-05", "李 四\u00a0", "李四"),
        ("EC-05", "欧 阳 小 明", "欧阳小明"),
        ("EC-05", "李\u200b四", "李四"),
        ("EC-05", "李\u200d四", "李四"),
        ("EC-05", "Anna   Maria  Rossi", "Anna Maria Rossi"),
        ("EC-05", "李明 Li Ming", "李明 Li Ming"),
        ("EC-07", "Suharto", "Suharto"),
        ("EC-08", "Đorđević", "Đorđević"),
        ("EC-08", "Иван", "Иван"),
        (
            "EC-09",
            "Seán O'Brien-García Márquez de la Concordia",
            "Seán O'Brien-García Márquez de la Concordia",
        ),
        ("EC-12", "Null", "Null"),
        ("EC-12", "None", "None"),
        ("EC-12", "True", "True"),
        ("EC-12", "N/A", "N/A"),
    ],
)
def test_clean_person_name(case, typed, kept):
    assert clean_person_name(typed).value == kept


def test_a_removed_space_is_told():
    """EC-05."""
    assert len(clean_person_name("李 四").notices) == 1
    assert clean_person_name("李四").notices == []


def test_a_space_in_a_long_chinese_name_is_kept_and_asked_about():
    name = clean_person_name("买买提 艾力江")

    assert name.value == "买买提 艾力江"
    assert len(name.notices) == 1


def test_names_hold_a_hundred_characters_and_no_more():
    """EC-01."""
    assert len(clean_person_name("𠅤" * 100).value) == 100

    with pytest.raises(ValidationError):
        clean_person_name("𠅤" * 101)


def test_private_characters_in_names_are_refused():
    """EC-03."""
    with pytest.raises(ValidationError) as refused:
        clean_person_name("李\ue000")

    assert refused.value.code == "private_use"


@pytest.mark.parametrize(
    ("latin", "chinese", "hints"),
    [
        ("LV Xiaoming", "", 1),
        ("NV", "", 1),
        ("Lü Xiaoming", "吕晓明", 1),
        ("LYU Xiaoming", "吕晓明", 0),
        ("LU Xiaoming", "吕晓明", 1),
        ("LU Xiaoming", "陆晓明", 0),
        ("Silva Melville", "", 0),
        ("LI Xiaolv", "李小绿", 1),
        ("LI LUE", "李略", 0),
        ("Müller", "", 0),
    ],
)
def test_hints_about_the_umlaut(latin, chinese, hints):
    """EC-06."""
    assert len(latin_name_notices(latin, chinese)) == hints


@pytest.mark.parametrize(
    ("surname", "given", "order", "shown"),
    [
        ("Li", "Xiaoming", SURNAME_FIRST, "LI Xiaoming"),
        ("LYU", "XIAOMING", SURNAME_FIRST, "LYU Xiaoming"),
        ("Nagy", "Anna-Mária", SURNAME_FIRST, "NAGY Anna-Mária"),
        ("Smith", "John", GIVEN_FIRST, "John Smith"),
        ("McDonald", "Ann", GIVEN_FIRST, "Ann McDonald"),
        ("", "Suharto", SURNAME_FIRST, "Suharto"),
        ("Suharto", "", GIVEN_FIRST, "Suharto"),
    ],
)
def test_format_latin_name(surname, given, order, shown):
    """TY-05, EC-07, EC-10."""
    assert format_latin_name(surname, given, order) == shown


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("李晓明", "李*明"),
        ("李明", "李*"),
        ("欧阳小明", "欧**明"),
        ("李", "*"),
        ("买买提·艾力", "买***力"),
        ("Li Xiaoming", "Li X***"),
        ("John Paul Smith", "John P*** S***"),
        ("Suharto", "S***"),
        ("", ""),
    ],
)
def test_mask_name(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("printed", "typed", "same"),
    [
        ("LI Xiaoming", "li xiao ming", True),
        ("Nguyễn Văn An", "NGUYEN VAN AN", True),
        ("O'Brien", "obrien", True),
        ("买买提·艾力", "买买提•艾力", True),
        ("李晓明", "李 晓明", True),
        ("李晓明", "李晓", False),
        ("李晓明", "", False),
        ("", "", False),
    ],
)
def test_names_match(printed, typed, same):
    assert names_match(printed, typed) is same
