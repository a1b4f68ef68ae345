"""Passports read from their zone: check digits, names cut at 39 characters, renewals and duplicates (EC-09, EC-26 to EC-30)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import IdentityDocument
from core.models import Event
from tests.factories.accounts import person_with
from tests.factories.visitor_people import ExpertFactory, PermitFactory, passport, region
from visitors import actions
from visitors.actions.mrz import is_same_name, read_zone, zone_name

TODAY = date(2026, 11, 24)
SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
WEIGHTS = (7, 3, 1)


def digit(text):
    """The check digit of the passport standard, computed here a second time and by hand."""
    values = [
        0 if char == "<" else int(char) if char.isdigit() else ord(char) - ord("A") + 10 for char in text
    ]
    return str(sum(value * WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def zone(surname, given, number, country="FRA", born="800101", sex="F", expires="300101", optional=""):
    name = f"{surname.replace(' ', '<')}<<{given.replace(' ', '<')}" if given else surname.replace(" ", "<")
    first = f"P<{country:<<3}{name}".ljust(44, "<")[:44]
    number = number.ljust(9, "<")
    optional = optional.ljust(14, "<")
    parts = number + digit(number), born + digit(born), expires + digit(expires), optional + digit(optional)
    line = f"{parts[0]}{country:<<3}{parts[1]}{sex}{parts[2]}{parts[3]}"
    return f"{first}\n{line}{digit(''.join(parts))}"


NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=30)
NUMBERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=9)
DAYS = st.dates(date(2000, 1, 1), date(2025, 12, 31))
LATER = st.dates(date(2026, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(("text", "expected"), [("L898902C3", "6"), ("740812", "2"), ("120415", "9")])
def test_check_digits_are_those_of_the_standard(text, expected):
    assert digit(text) == expected


def test_the_specimen_of_the_standard_is_read():
    data = read_zone(SPECIMEN, TODAY)

    assert (data.number, data.surname, data.given) == ("L898902C3", "ERIKSSON", "ANNA MARIA")
    assert (data.dob, data.gender, data.expires_on) == (date(1974, 8, 12), "F", date(2012, 4, 15))
    assert "UTO" in {data.issuing_code, data.nationality_code}


@given(NAMES, NAMES, NUMBERS, DAYS, LATER)
def test_what_a_zone_says_is_what_was_written(surname, given_name, number, born, expires):
    text = zone(surname, given_name, number, born=f"{born:%y%m%d}", expires=f"{expires:%y%m%d}")

    data = read_zone(text, TODAY)

    assert (data.number, data.dob, data.expires_on) == (number, born, expires)
    assert is_same_name(data, surname, given_name)


@given(NUMBERS, st.integers(0, 8), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"))
def test_one_wrong_character_of_the_number_is_found_unless_its_digit_stays_the_same(number, place, char):
    text = zone("DUPONT", "ANNE", number)
    first, second = text.split("\n")
    changed = second[:place] + char + second[place + 1 :]
    if digit(changed[:9]) == digit(second[:9]):
        return

    with pytest.raises(ValidationError) as told:
        read_zone(f"{first}\n{changed}", TODAY)

    assert {error.code for error in told.value.error_list} == {"check_digit"}


@given(NAMES, NAMES, NUMBERS)
def test_copied_zones_with_spaces_small_and_full_width_letters_are_read_the_same(surname, given_name, number):
    text = zone(surname, given_name, number)
    first, second = text.split("\n")
    wide = second.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})

    assert read_zone(f"  {first.lower()} \r\n\n {wide[:20]} {wide[20:]}", TODAY) == read_zone(text, TODAY)


def test_both_lines_pasted_as_one_are_read():
    assert read_zone(SPECIMEN.replace("\n", ""), TODAY) == read_zone(SPECIMEN, TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_form"),
        ("P<FRADUPONT", "wrong_form"),
        (SPECIMEN.replace("ERIKSSON", "ERIK!SON"), "wrong_character"),
        (SPECIMEN.replace("P<UTO", "I<UTO", 1), "no_passport"),
    ],
)
def test_what_is_no_zone_of_a_passport_is_refused(text, code):
    with pytest.raises(ValidationError) as told:
        read_zone(text, TODAY)

    assert told.value.code == code


@pytest.mark.parametrize("place", [9, 19, 27, 42])
def test_each_check_digit_is_verified(place):
    first, second = SPECIMEN.split("\n")
    wrong = second[:place] + str((int(second[place]) + 1) % 10) + second[place + 1 :]

    with pytest.raises(ValidationError) as told:
        read_zone(f"{first}\n{wrong}", TODAY)

    assert [error.code for error in told.value.error_list] == ["check_digit"]


def test_the_digit_over_the_whole_line_is_verified():
    first, second = SPECIMEN.split("\n")

    with pytest.raises(ValidationError):
        read_zone(f"{first}\n{second[:43]}{(int(second[43]) + 1) % 10}", TODAY)


def test_a_name_longer_than_39_characters_is_compared_as_far_as_the_zone_goes():
    surname, given_name = "BIN HAJI ABDULLAH AL HASHIMI", "MUHAMMAD ABDUL RAHMAN"
    data = read_zone(zone(surname, given_name, "A12345678"), TODAY)

    assert data.is_name_truncated
    assert len(zone_name(surname, given_name)) <= 39
    assert is_same_name(data, surname, given_name)
    assert not is_same_name(data, "BIN HAJI OSMAN AL HASHIMI", given_name)


@pytest.mark.parametrize(
    ("surname", "typed"),
    [
        ("OBRIEN", "O'Brien"),
        ("MUELLER LUEDENSCHEIDT", "Müller-Lüdenscheidt"),
        ("GARCIA MARQUEZ", "García-Márquez"),
    ],
)
def test_apostrophes_hyphens_and_diacritics_are_the_same_name(surname, typed):
    assert is_same_name(read_zone(zone(surname, "ANNE", "PA7654321"), TODAY), typed, "Anne")


def test_people_with_one_name_are_read():
    data = read_zone(zone("SUKARNO", "", "B1234567"), TODAY)

    assert (data.surname, data.given, data.name) == ("SUKARNO", "", "SUKARNO")


def test_a_birth_date_never_lies_ahead():
    assert read_zone(zone("A", "B", "12345", born="270101"), TODAY).dob == date(1927, 1, 1)
    assert read_zone(zone("A", "B", "12345", born="260101"), TODAY).dob == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"expires": "200101"}, 1), ({"country": "XXA"}, 1), ({}, 0)],
)
def test_what_should_be_looked_at_is_pointed_out(changes, expected):
    assert len(read_zone(zone("DUPONT", "ANNE", "12345", **changes), TODAY).warnings) == expected


@pytest.fixture
def desk(office):
    return person_with("IOV", office)


@pytest.fixture
def expert(unit):
    return ExpertFactory(unit=unit)


def renew(expert, desk, number, days=3000):
    return actions.add_passport_expert(
        expert, number=number, issuing_region=region(), expires_on=TODAY + timedelta(days=days), by=desk
    )


def test_a_renewed_passport_supersedes_the_old_one_and_permits_keep_theirs(expert, desk):
    old = renew(expert, desk, "AA1111111")
    permit = actions.add_permit_expert(PermitFactory.build(expert=expert), by=desk)
    new = renew(expert, desk, "BB2222222", days=3600)

    old.refresh_from_db()
    permit.refresh_from_db()
    assert (old.state, new.state, expert.passport.pk) == ("superseded", "current", new.pk)
    assert permit.passport_id == old.pk


def test_the_same_passport_in_other_writing_is_the_same_document(expert, desk):
    renew(expert, desk, "AA1111111")
    renew(expert, desk, " aa1111111 ")

    assert expert.person.documents.count() == 1


def test_a_passport_of_somebody_else_is_refused_and_nothing_is_kept(expert, desk):
    passport(ExpertFactory().person, number="AA1111111")

    with pytest.raises(ValidationError) as told:
        renew(expert, desk, "aa1111111")

    assert told.value.code == "other_person"
    assert expert.person.documents.count() == 0


def test_an_older_passport_entered_later_does_not_supersede_the_newer_one(expert, desk):
    new = renew(expert, desk, "BB2222222", days=3600)
    old = renew(expert, desk, "AA1111111", days=100)

    new.refresh_from_db()
    assert (new.state, old.state) == ("current", "superseded")


def test_the_number_is_encrypted_in_the_database_and_only_its_last_four_are_shown(expert, desk):
    document = renew(expert, desk, "AA1111234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM accounts_identitydocument WHERE id = %s", [document.pk])
        (raw,) = cursor.fetchone()

    assert "AA1111234" not in raw
    assert str(document) == "····1234"


@pytest.mark.parametrize("role", ["STU", "TEA", "DH", "DIR", "FIN", "LDR", "AUD", "SYS"])
def test_only_unit_and_desk_add_passports(role, people, expert):
    with pytest.raises(PermissionDenied):
        renew(expert, people[role], "AA1111111")

    assert IdentityDocument.objects.count() == 0


def test_the_form_fills_its_fields_from_the_zone_and_saves_nothing(client, desk):
    region("FR")
    client.force_login(desk)

    response = client.post(
        "/visitors/experts/new/", {"zone": zone("DUPONT", "ANNE MARIE", "12AB34567"), "read_zone": "1"}
    )

    html = response.content.decode()
    assert response.status_code == 200
    assert all(
        text in html
        for text in ('value="12AB34567"', 'value="DUPONT"', 'value="ANNE MARIE"', 'value="1980-01-01"')
    )
    assert Event.objects.filter(verb="file").count() == 0


def test_a_wrong_digit_is_told_beside_the_zone(client, desk):
    client.force_login(desk)

    response = client.post(
        "/visitors/experts/new/", {"zone": SPECIMEN.replace("C36", "C37"), "read_zone": "1"}
    )

    assert response.status_code == 422
    assert "field-zone" in response.content.decode()


def test_an_expert_is_filed_with_the_passport_that_was_read(client, desk, unit):
    france = region("FR")
    client.force_login(desk)
    data = {
        "zone": zone("DUPONT", "ANNE MARIE", "12AB34567"), "number": "12AB34567", "issuing_region": france.pk,
        "expires_on": "2030-01-01", "surname_latin": "Dupont", "given_latin": "Anne-Marie", "nationality": france.pk,
        "unit": unit.pk, "gender": "F", "dob": "1980-01-01",
    }  # fmt: skip

    response = client.post("/visitors/experts/new/", data)

    assert response.status_code == 302, response.context["form"].errors
    page = client.get(response.url).content.decode()
    assert "····4567" in page
    assert "12AB34567" not in page


def test_another_number_than_in_the_zone_is_refused(client, desk, unit):
    france = region("FR")
    client.force_login(desk)
    data = {
        "zone": zone("DUPONT", "ANNE", "12AB34567"), "number": "12AB34568", "issuing_region": france.pk,
        "expires_on": "2030-01-01", "surname_latin": "DUPONT", "given_latin": "ANNE", "nationality": france.pk, "unit": unit.pk,
    }  # fmt: skip

    response = client.post("/visitors/experts/new/", data)

    assert "number" in response.context["form"].errors
