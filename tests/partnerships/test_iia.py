"""Agreements as European partners exchange them: the official examples, our export, the difference (§3.2)."""

import io
import os
import socket
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from lxml import etree

from accounts.models import Role
from partnerships.actions.iia import adopt_iia, compare_iia
from partnerships.iia import Iia, differences, fingerprint, read_iias, response_of, schema_errors
from partnerships.iia.document import NS, IiaRefused
from partnerships.models import Agreement, CooperationCondition
from tests.factories.accounts import person_with
from tests.factories.partnerships import AgreementFactory, InstitutionFactory

DATA = Path(os.environ.get("PORTAL_SHARED_DATA", Path(settings.BASE_DIR).parent / "shared" / "data")) / "ewp"
EXAMPLES = [
    DATA / "iias/endpoints/get-response-example.xml",
    DATA / "iias/resources/xsltKit/get-response-v7.xml",
]
OLD = DATA / "iias/resources/xsltKit/get-response-v6.xml"
official = pytest.mark.skipif(
    not DATA.exists(), reason="the official examples do not stand beside the project"
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def agreement(db):
    partner = InstitutionFactory(website="https://www.uni-siegen.de/")
    made = AgreementFactory(
        partners=[partner], number="AGR-2025-0001", effective_on=date(2025, 9, 1), expires_on=date(2030, 8, 31),
        last_day=date(2030, 8, 31), signed_on_our=date(2025, 5, 2), signed_on_their=date(2025, 5, 20),
    )  # fmt: skip
    for position, direction in enumerate(("out", "in")):
        CooperationCondition.objects.create(
            agreement=made, direction=direction, level="bachelor", places=2, months=Decimal("10.0"),
            isced_code="0613", isced_text="Software", language="en", language_level="B2", position=position,
        )  # fmt: skip
    return made


@pytest.fixture
def desk(db):
    return person_with(Role.PARTNERSHIPS_DESK)


def run(path):
    out, err = io.StringIO(), io.StringIO()
    call_command("validate_iia", str(path), stdout=out, stderr=err)
    return out.getvalue()


@official
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_official_examples_are_valid_and_their_fingerprints_hold(path, no_network):
    told = run(path)

    assert "schema: valid" in told
    assert "holds" in told


@official
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_official_example_read_and_written_again_is_the_same(path):
    [iia] = read_iias(path.read_bytes())
    [again] = read_iias(etree.tostring(iia.element.getroottree()))

    assert differences(iia, again) == []
    assert fingerprint(again) == iia.hash


@official
def test_an_older_version_is_refused_by_the_schema():
    with pytest.raises(CommandError):
        run(OLD)


@official
def test_a_changed_term_breaks_the_fingerprint(tmp_path):
    text = EXAMPLES[0].read_text("utf-8").replace("<mobilities-per-year>2<", "<mobilities-per-year>3<", 1)
    path = tmp_path / "changed.xml"
    path.write_text(text, "utf-8")

    with pytest.raises(CommandError):
        run(path)


@official
def test_contacts_and_codes_do_not_change_the_fingerprint():
    text = (
        EXAMPLES[0]
        .read_text("utf-8")
        .replace("Monica Turner", "Somebody Else")
        .replace("2014/E+/PL/4104B", "X")
    )

    [iia] = read_iias(text.encode())

    assert fingerprint(iia) == iia.hash


def test_our_export_is_valid_with_the_network_off_and_its_fingerprint_holds(agreement, no_network):
    content = response_of(agreement)

    assert schema_errors(content) == []
    [iia] = read_iias(content)
    assert fingerprint(iia) == iia.hash
    assert iia.hei_ids == ["cuit.edu.cn", "uni-siegen.de"]
    assert (
        iia.text("cooperation-conditions/student-studies-mobility-spec/receiving-last-academic-year-id")
        == "2029/2030"
    )


def test_the_round_trip_gives_no_difference(agreement, desk):
    _iia, found = compare_iia(agreement, response_of(agreement), by=desk)

    assert found == []


def test_a_partner_s_file_with_its_own_side_first_is_compared_side_by_side(agreement, desk):
    root = etree.fromstring(response_of(agreement))
    iia = root.find(f"{{{NS}}}iia")
    first = iia.find(f"{{{NS}}}partner")
    iia.remove(first)
    iia.insert(1, first)
    conditions = iia.find(f"{{{NS}}}cooperation-conditions")
    conditions.insert(0, conditions[1])
    conditions[0].find(f"{{{NS}}}mobilities-per-year").text = "3"

    _iia, found = compare_iia(agreement, etree.tostring(root), by=desk)

    assert [(one.place, one.field, one.ours, one.theirs) for one in found] == [
        ("Students for studies: uni-siegen.de → cuit.edu.cn", "Places a year", "2", "3")
    ]


def test_a_condition_that_only_one_side_has_is_told(agreement, desk):
    root = etree.fromstring(response_of(agreement))
    conditions = root.find(f".//{{{NS}}}cooperation-conditions")
    conditions.remove(conditions[0])

    _iia, found = compare_iia(agreement, etree.tostring(root), by=desk)

    assert [(one.field, one.ours, one.theirs) for one in found] == [("Condition", "present", "")]


def test_an_agreement_of_others_is_refused(agreement, desk):
    content = response_of(agreement).replace(b"uni-siegen.de", b"uni-bonn.de")

    with pytest.raises(ValidationError, match="uni-bonn"):
        compare_iia(agreement, content, by=desk)


def test_an_agreement_that_lacks_something_says_everything_it_lacks(agreement):
    agreement.conditions.update(language="", places=0)

    with pytest.raises(ValidationError) as refused:
        response_of(agreement)

    assert len(refused.value.messages) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no xml", b"<iia/>", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>',
    ],
)  # fmt: skip
def test_hostile_or_broken_files_are_refused(content):
    with pytest.raises(IiaRefused):
        read_iias(content)


def test_a_draft_takes_the_partner_s_conditions_over_and_then_agrees(agreement, desk):
    content = response_of(agreement).replace(b"<mobilities-per-year>2<", b"<mobilities-per-year>4<")
    content = content.replace(
        b"</hei-id>\n      <signing-date>2025-05-20",
        b"</hei-id><iia-id>S-77</iia-id><signing-date>2025-05-20",
    )
    Agreement.objects.filter(pk=agreement.pk).update(status=Agreement.Status.DRAFTING)
    agreement.refresh_from_db()

    adopt_iia(agreement, content, by=desk)

    agreement.refresh_from_db()
    assert agreement.partner_iia_id == "S-77"
    assert set(agreement.conditions.values_list("places", flat=True)) == {4}


def test_an_agreement_in_force_keeps_its_conditions(agreement, desk):
    content = response_of(agreement).replace(b"<mobilities-per-year>2<", b"<mobilities-per-year>4<")

    adopt_iia(agreement, content, by=desk)

    assert set(agreement.conditions.values_list("places", flat=True)) == {2}


def test_only_the_desk_exchanges_files(agreement):
    with pytest.raises(PermissionDenied):
        compare_iia(agreement, response_of(agreement), by=person_with(Role.STUDENT_DESK))


@budget(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["out", "in"]),
            st.sampled_from(["bachelor", "master", "doctor", "", "non_degree"]),
            st.integers(1, 400),
            st.one_of(st.none(), st.decimals("0.1", "99999", places=1)),
            st.sampled_from(["", "0613", "0311"]),
            st.sampled_from(["en", "zh", "de"]),
            st.sampled_from(["", "A1", "c2"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_the_conditions_the_export_is_valid_and_agrees_with_itself(agreement, rows):
    agreement.conditions.all().delete()
    for position, (direction, level, places, months, isced, language, cefr, blended) in enumerate(rows):
        CooperationCondition.objects.create(
            agreement=agreement, direction=direction, level=level, places=places, months=months, isced_code=isced,
            language=language, language_level=cefr, is_blended=blended, position=position,
        )  # fmt: skip

    content = response_of(agreement)

    assert schema_errors(content) == []
    [iia] = read_iias(content)
    assert fingerprint(iia) == iia.hash
    assert differences(iia, Iia(iia.element)) == []
