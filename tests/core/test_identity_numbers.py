"""Numbers of documents and organisations, case by case (EC-20 to EC-34)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.identity_numbers import (
    DocType,
    check_character,
    check_email,
    check_identity,
    check_passport,
    check_phone,
    check_uscc,
    expires_too_soon,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("case", "doc_type", "typed", "kept"),
    [
        ("EC-20", DocType.CN_ID, "11010519491231002X", "11010519491231002X"),
        ("EC-21", DocType.CN_ID, "11010519491231002x", "11010519491231002X"),
        ("EC-21", DocType.CN_ID, "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("EC-21", DocType.CN_ID, "'110105 19491231 002X ", "11010519491231002X"),
        ("EC-24", DocType.HKMT_RESIDENCE, "810000199001010019", "810000199001010019"),
        ("EC-24", DocType.HKMT_RESIDENCE, "830000198506150024", "830000198506150024"),
        ("EC-24", DocType.HK_MO_PERMIT, "h12345678", "H12345678"),
        ("EC-24", DocType.HK_MO_PERMIT, "M1234567801", "M1234567801"),
        ("EC-24", DocType.TW_PERMIT, "12345678", "12345678"),
        ("EC-24", DocType.TW_PERMIT, 12345678.0, "12345678"),
        ("EC-25", DocType.FOREIGN_PERMANENT_RESIDENCE, "911240819900101003", "911240819900101003"),
        ("EC-25", DocType.FOREIGN_PERMANENT_RESIDENCE, "CAN310078001234", "CAN310078001234"),
        ("EC-26", DocType.PASSPORT, "e 1234 5678", "E12345678"),
        ("EC-26", DocType.PASSPORT, "ＥＡ1234567", "EA1234567"),
        ("EC-26", DocType.PASSPORT, "L898902C3", "L898902C3"),
        ("EC-30", DocType.OTHER, "UN-1951/123", "UN-1951/123"),
    ],
)
def test_check_identity_keeps_the_plain_number(case, doc_type, typed, kept):
    assert check_identity(doc_type, typed, on=TODAY).number == kept


@pytest.mark.parametrize(
    ("case", "doc_type", "typed", "code"),
    [
        ("EC-20", DocType.CN_ID, "440524188001010014", "implausible_age"),
        ("EC-20", DocType.CN_ID, "110105194912310021", "wrong_check_character"),
        ("EC-20", DocType.CN_ID, "11010519490231002X", "wrong_check_character"),
        ("EC-20", DocType.CN_ID, "110105202702300016", "wrong_check_character"),
        ("EC-20", DocType.CN_ID, "1101051949123100", "wrong_form"),
        ("EC-20", DocType.CN_ID, "1101051949123100AX", "wrong_form"),
        ("EC-22", DocType.CN_ID, "110105491231002", "fifteen_digits"),
        ("EC-23", DocType.CN_ID, 5.10122e17, "lost_digits"),
        ("EC-23", DocType.CN_ID, 510122199001011234, "lost_digits"),
        ("EC-23", DocType.CN_ID, "5.10122E+17", "lost_digits"),
        ("EC-23", DocType.CN_ID, "5.10122e+17", "lost_digits"),
        ("EC-23", DocType.CN_ID, "510122199001011000", "lost_digits"),
        ("EC-23", DocType.PASSPORT, 1.5, "lost_digits"),
        ("EC-23", DocType.CN_ID, True, "wrong_form"),
        ("EC-24", DocType.HKMT_RESIDENCE, "11010519491231002X", "wrong_prefix"),
        ("EC-24", DocType.HK_MO_PERMIT, "12345678", "wrong_form"),
        ("EC-24", DocType.TW_PERMIT, "H12345678", "wrong_form"),
        ("EC-25", DocType.CN_ID, "911240819900101003", "wrong_document"),
        ("EC-25", DocType.FOREIGN_PERMANENT_RESIDENCE, "911240819900101004", "wrong_check_character"),
        ("EC-25", DocType.FOREIGN_PERMANENT_RESIDENCE, "11010519491231002X", "wrong_form"),
        ("EC-26", DocType.PASSPORT, "E12", "wrong_form"),
        ("EC-26", DocType.PASSPORT, "E1234-5678", "wrong_form"),
        ("EC-26", DocType.PASSPORT, "护照12345", "wrong_form"),
        ("EC-26", DocType.PASSPORT, "", "required"),
        ("EC-26", DocType.PASSPORT, None, "required"),
    ],
)
def test_check_identity_refuses(case, doc_type, typed, code):
    with pytest.raises(ValidationError) as refused:
        check_identity(doc_type, typed, on=TODAY)

    assert refused.value.code == code
    assert str(refused.value.messages[0])


def test_check_identity_tells_birth_gender_and_kind():
    card = check_identity(DocType.CN_ID, "11010519491231002X", on=TODAY)
    permit = check_identity(DocType.HKMT_RESIDENCE, "810000199001010019", gender="男", on=TODAY)

    assert (card.dob, card.gender, card.kind, card.warnings) == (date(1949, 12, 31), "female", "china", [])
    assert (permit.dob, permit.gender, permit.kind, permit.warnings) == (date(1990, 1, 1), "male", "hkmt", [])


@pytest.mark.parametrize(
    ("gender", "warnings"),
    [("男", 1), ("male", 1), ("M", 1), ("女", 0), ("female", 0), (None, 0), ("", 0), ("x", 0)],
)
def test_another_gender_is_a_warning(gender, warnings):
    """EC-20."""
    assert (
        len(check_identity(DocType.CN_ID, "11010519491231002X", gender=gender, on=TODAY).warnings) == warnings
    )


def test_a_person_not_yet_born_is_refused():
    """EC-20."""
    with pytest.raises(ValidationError) as refused:
        check_identity(DocType.CN_ID, "11010519491231002X", on=date(1949, 12, 30))

    assert refused.value.code == "implausible_age"


def test_a_residence_permit_given_as_identity_card_is_pointed_out():
    """EC-24."""
    checked = check_identity(DocType.CN_ID, "810000199001010019", on=TODAY)

    assert (checked.kind, len(checked.warnings)) == ("hkmt", 1)


@pytest.mark.parametrize(
    ("number", "country", "warnings"),
    [
        ("E12345678", "CN", 0),
        ("EA1234567", "CN", 0),
        ("G12345678", "CN", 0),
        ("PE1234567", "CN", 1),
        ("123456789", "CHN", 1),
        ("123456789", "GB", 0),
        ("123456789", None, 0),
    ],
)
def test_unusual_chinese_passports_are_pointed_out(number, country, warnings):
    """EC-26."""
    assert len(check_passport(number, country=country).warnings) == warnings


def test_the_same_passport_typed_otherwise_is_the_same_number():
    """EC-27."""
    assert check_passport(" e1234 5678").number == check_passport("E12345678").number


@pytest.mark.parametrize(
    "typed", ["91350100M000100Y43", "91350100m000100y43", " 9135 0100 M000 100Y 43", "'91350100M000100Y43"]
)
def test_check_uscc(typed):
    """EC-32."""
    assert check_uscc(typed) == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91350100M000100Y44", "wrong_check_character"),
        ("91350100I000100Y43", "wrong_form"),
        ("91350100M000100Y4", "wrong_form"),
        (9.1350100e17, "lost_digits"),
        ("913501000001001000", "lost_digits"),
        ("", "wrong_form"),
    ],
)
def test_check_uscc_refuses(typed, code):
    """EC-32."""
    with pytest.raises(ValidationError) as refused:
        check_uscc(typed)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("digits", "character"),
    [
        ("2026000001", "4"),
        ("2026000007", "3"),
        ("2026000010", "2"),
        ("2026000123", "6"),
        ("2026000124", "4"),
        ("2027000001", "8"),
    ],
)
def test_check_character_of_certificates(digits, character):
    """§5.2."""
    assert check_character(digits) == character


@pytest.mark.parametrize(
    ("typed", "e164", "extension"),
    [
        ("13812345678", "+8613812345678", ""),
        (13812345678.0, "+8613812345678", ""),
        ("１３８ １２３４ ５６７８", "+8613812345678", ""),
        ("+44 20 7946 0958", "+442079460958", ""),
        ("0086 138-1234-5678", "+8613812345678", ""),
        ("028-85966502转8012", "+862885966502", "8012"),
        ("028-85966502 ext. 8012", "+862885966502", "8012"),
        ("+852 2123 4567", "+85221234567", ""),
    ],
)
def test_check_phone(typed, e164, extension):
    """EC-33."""
    phone = check_phone(typed)

    assert (phone.e164, phone.extension) == (e164, extension)


def test_check_phone_keeps_what_was_typed():
    """EC-33."""
    assert check_phone("138-1234-5678").raw == "138-1234-5678"


@pytest.mark.parametrize("typed", ["12345", "", None, "hello", "1381234567", "+", "1" * 5000])
def test_check_phone_refuses(typed):
    """EC-33."""
    with pytest.raises(ValidationError) as refused:
        check_phone(typed)

    assert refused.value.code == "invalid_phone"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("admin@qq.com", "admin@qq.com"),
        (" Li.Ming@CUIT.EDU.CN ", "Li.Ming@cuit.edu.cn"),
        ("name@例子.公司", "name@例子.公司"),
        ("a＠b.cn", "a@b.cn"),
    ],
)
def test_check_email(typed, kept):
    """EC-34."""
    assert check_email(typed) == kept


@pytest.mark.parametrize("typed", ["", None, "a", "a@", "a b@c.cn", "a@b@c.cn", "a\n@b.cn"])
def test_check_email_refuses(typed):
    """EC-34."""
    with pytest.raises(ValidationError):
        check_email(typed)


@pytest.mark.parametrize(
    ("expires", "needed", "soon"),
    [
        (date(2027, 6, 1), date(2026, 12, 2), True),
        (date(2027, 6, 2), date(2026, 12, 2), False),
        (date(2027, 2, 28), date(2026, 8, 31), False),
        (None, date(2026, 8, 31), False),
    ],
)
def test_expires_too_soon(expires, needed, soon):
    """EC-29, EC-31."""
    assert expires_too_soon(expires, needed) is soon
