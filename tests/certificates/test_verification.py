"""What strangers are told: the same nothing for every no, the plain truth for every yes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates import actions
from certificates.models import Certificate, VerificationCheck
from tests.factories import certificates as factory


def ask(client, number, name):
    return client.post(reverse("verify"), {"number": number, "name": name})


@pytest.fixture
def in_english(client):
    client.cookies["django_language"] = "en"


def test_token_shows_the_printed_fields_and_hides_the_rest(client, certificate):
    page = client.get(reverse("verify-token", args=[certificate.token])).content.decode()

    assert [
        word for word in ("有效", certificate.number, "气象数据质量控制研修班", "64") if word not in page
    ] == []
    hidden = (certificate.name_zh, certificate.name_latin, certificate.identity_number)
    assert [word for word in hidden if word in page] == []


def test_short_address_answers_too_and_is_not_indexed(client, certificate):
    response = client.get(reverse("verify-short", args=[certificate.token]))

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "spelling", [str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("-", ""), str]
)
def test_number_and_name_find_the_certificate_however_typed(client, certificate, spelling):
    page = ask(client, spelling(certificate.number), certificate.name_latin.lower()).content.decode()

    assert "有效" in page


def test_face_number_is_a_number_too(client, certificate):
    assert "有效" in ask(client, certificate.face_number, certificate.name_zh).content.decode()


def test_unknown_wrong_name_and_draft_are_one_answer_ec_88(client, certificate, unit, maker, staff):
    draft = factory.issuing(unit, by=maker, staff=staff, start=20, source="training.trainingclass:9")
    unfinished = draft.certificates.first()

    questions = [
        ("CUIT-NDE-2026-999999-1", "李小明"),
        (certificate.number, "王五"),
        (unfinished.number, unfinished.name_zh),
        ("????", "????"),
    ]
    answers = [ask(client, *question) for question in questions]
    verdicts = {
        answer.content.decode().split('class="verdict')[1].split("</section>")[0] for answer in answers
    }

    assert {answer.status_code for answer in answers} == {200}
    assert len(verdicts) == 1
    assert {answer.context["is_found"] for answer in answers} == {False}


def test_wrong_answers_cost_the_same_queries(client, certificate, django_assert_num_queries):
    actions.verify_number("x", "y", address="a")
    with django_assert_num_queries(4):
        actions.verify_number("CUIT-NDE-2026-999999-1", "王五", address="10.0.0.1")
    with django_assert_num_queries(3):
        actions.verify_number(certificate.number, "王五", address="10.0.0.1")


def test_revoked_is_said_with_its_date_and_without_the_reason_ec_87(client, certificate, staff):
    revocation = actions.request_revocation(
        certificate, by=staff["issuer"], reason="fraud", explanation="冒名顶替"
    )
    actions.approve_revocation(revocation, by=staff["approver"])

    response = client.get(reverse("verify-token", args=[certificate.token]))
    page = response.content.decode()

    assert response.status_code == 200
    assert "已撤销" in page
    assert "冒名顶替" not in page


def test_limit_of_twenty_a_minute_for_one_address_ec_88(client, certificate):
    codes = [ask(client, "CUIT-NDE-2026-999999-1", "王五").status_code for _time in range(22)]

    assert codes == [200] * 20 + [429] * 2
    assert VerificationCheck.objects.filter(result="limited").count() == 1


def test_limit_for_one_certificate_from_many_addresses(certificate):
    verdicts = [actions.verify_token(certificate.token, address=f"10.0.0.{n}").result for n in range(61)]

    assert verdicts[-2:] == ["valid", "limited"]


def test_checks_are_logged_with_the_address_hashed(client, certificate):
    client.get(reverse("verify-token", args=[certificate.token]))

    check = VerificationCheck.objects.get()
    assert (check.way, check.result, check.certificate) == ("token", "valid", certificate)
    assert "127.0.0.1" not in check.address_hash


@pytest.mark.parametrize(("changed", "word"), [(b"", "与存档一致"), (b" ", "与存档不一致")])
def test_file_is_compared_with_the_archive(client, certificate, changed, word):
    with certificate.pdf.open("rb") as stored:
        content = stored.read() + changed

    page = client.post(
        reverse("verify-file", args=[certificate.token]), {"file": SimpleUploadedFile("my.pdf", content)}
    ).content.decode()

    assert word in page


def test_token_has_at_least_128_random_bits(certificate):
    assert len(certificate.token) >= 22
    assert certificate.number not in certificate.token


def test_token_costs_few_queries_whatever_the_number_of_rows(certificate, django_assert_num_queries):
    actions.verify_token(certificate.token, address="first")
    with django_assert_num_queries(4):
        verdict = actions.verify_token(certificate.token, address="10.0.0.1")

    assert verdict.certificate.batch.certificate_type.code == "NDE"
    assert Certificate.objects.verifiable().count() == 3
