"""The office's profile: drafted from figures, approved by the director, frozen, published."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from docx import Document

from core.flow import FlowError, SeparationOfDuties
from core.models import Event, Region
from core.pdf import pdf_text
from reports import actions
from reports.documents.profile import Speaker, check_texts, chips_of, draft_texts, fingerprint, words_of
from reports.documents.profile_files import statement_file
from reports.figures import FIGURES, phrase_of
from reports.flow import STATEMENT_FLOW
from reports.models import FrozenFigure, ProfileStatement, StatSnapshot
from tests.factories.partnerships import AgreementFactory, InstitutionFactory, LaboratoryFactory

S = ProfileStatement.Status


def partner(country, name):
    region = Region.objects.get_or_create(
        alpha2=country[:2].upper(),
        defaults={"alpha3": country[:3].upper(), "name_zh": name, "name_en": country, "kind": "foreign"},
    )[0]
    institution = InstitutionFactory(region=region, name_zh=f"{name}大学", name_en=f"University of {country}")
    AgreementFactory(partners=[institution])
    return institution


@pytest.fixture
def world(db):
    """Three partner universities in two countries, and one joint laboratory."""
    first = partner("France", "法国")
    partner("France", "法国")
    partner("Germany", "德国")
    LaboratoryFactory(partners=[first])


@pytest.fixture
def statement(world, people):
    return actions.draft_statement(as_of=timezone.localdate(), by=people["IOP"])


def approved(statement, people):
    actions.submit_profilestatement(statement, by=people["IOP"])
    actions.approve_profilestatement(statement, by=people["DIR"])
    statement.refresh_from_db()
    return statement


def test_the_draft_speaks_of_what_there_is_and_leaves_out_what_is_nought(world):
    speaker = Speaker(timezone.localdate())
    texts = draft_texts(speaker)

    assert "{F01}" in texts["zh"]
    assert "{F13}" in texts["zh"]
    assert chips_of(texts["zh"]).isdisjoint({"F05", "F07", "F09"})


def test_both_languages_say_the_same_figures(statement):
    figures = {language: chips_of(statement.text(language)) & set(FIGURES) for language in ("zh", "en")}

    assert figures["zh"] == figures["en"] != set()


def test_the_words_follow_the_figures_of_the_day(statement):
    assert words_of(statement, "zh").startswith("先后与法国、德国的3所高校开展合作")
    assert "three universities in France and Germany" in words_of(statement, "en")


@pytest.mark.parametrize("text", ["{F99} 所", "{F01", "F01} 所", "{}"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(ValidationError):
        check_texts(text, "{F01}")


def test_a_figure_in_one_language_only_is_refused():
    with pytest.raises(ValidationError):
        check_texts("{F01}", "{F01} {F13}")


def test_a_chip_that_is_nought_cannot_be_submitted(statement, people):
    statement.text_zh += "{F14}"
    statement.text_en += "{F14}"
    statement.save()

    with pytest.raises(ValidationError):
        actions.submit_profilestatement(statement, by=people["IOP"])

    assert ProfileStatement.objects.get().status == S.DRAFT


def test_approving_freezes_every_figure_with_its_definition(statement, people):
    approved(statement, people)

    frozen = {row.figure_id: (row.value, row.row_count) for row in StatSnapshot.objects.all()}
    assert frozen == {"F01": (3, 3), "F13": (1, 1)}
    assert StatSnapshot.objects.get(figure_id="F01").definition_zh == FIGURES["F01"].definition.zh


def test_a_frozen_statement_reproduces_to_the_byte_after_the_records_change(statement, people):
    approved(statement, people)
    before = [words_of(statement, language).encode() for language in ("zh", "en")]

    partner("Spain", "西班牙")
    Region.objects.filter(name_en="France").update(name_zh="改名", name_en="Renamed")
    again = ProfileStatement.objects.get(pk=statement.pk)

    assert [words_of(again, language).encode() for language in ("zh", "en")] == before
    assert fingerprint(words_of(again, "zh"), words_of(again, "en")) == again.sha256
    assert FIGURES["F01"].read(timezone.localdate()).value == 4


def test_the_frozen_words_are_those_of_the_frozen_values(statement, people):
    approved(statement, people)

    for row in statement.snapshots.all():
        for language in ("zh", "en"):
            said = phrase_of(FIGURES[row.figure_id], row.value, language)
            assert statement.frozen_words[language][row.figure_id] == said


def test_a_frozen_figure_cannot_be_changed(statement, people):
    approved(statement, people)
    row = StatSnapshot.objects.first()

    with pytest.raises(FrozenFigure):
        row.save()
    with pytest.raises(FrozenFigure):
        row.delete()
    with pytest.raises(FrozenFigure):
        StatSnapshot.objects.update(value=9)
    with pytest.raises(FrozenFigure):
        StatSnapshot.objects.all().delete()


def test_the_author_never_approves_whatever_the_role(world, people):
    own = actions.draft_statement(as_of=timezone.localdate(), by=people["DIR"])
    actions.submit_profilestatement(own, by=people["DIR"])

    with pytest.raises(SeparationOfDuties):
        actions.approve_profilestatement(own, by=people["DIR"])

    assert StatSnapshot.objects.count() == 0


def test_publishing_takes_the_place_of_the_one_before(statement, people, client):
    approved(statement, people)
    actions.publish_profilestatement(statement, by=people["DIR"])
    later = approved(
        actions.draft_statement(as_of=timezone.localdate() - timedelta(days=1), by=people["IOP"]), people
    )
    actions.publish_profilestatement(later, by=people["DIR"])

    statement.refresh_from_db()
    assert statement.status == S.SUPERSEDED
    assert ProfileStatement.objects.published() == later
    assert "先后与" in client.get("/").content.decode()


STEPS = {
    "submit": (actions.submit_profilestatement, "IOP", {S.DRAFT, S.RETURNED}, {}),
    "withdraw": (
        actions.withdraw_profilestatement,
        "IOP",
        {S.DRAFT, S.RETURNED, S.SUBMITTED},
        {"note": "不再需要"},
    ),
    "return": (actions.return_profilestatement, "DIR", {S.SUBMITTED}, {"note": "请改一处"}),
    "approve": (actions.approve_profilestatement, "DIR", {S.SUBMITTED}, {}),
    "publish": (actions.publish_profilestatement, "DIR", {S.APPROVED}, {}),
}
CASES = [(verb, status) for verb in STEPS for status in S.values]


@pytest.mark.parametrize(("verb", "status"), CASES)
def test_a_step_is_open_in_its_statuses_only_and_changes_nothing_otherwise(statement, people, verb, status):
    action, role, allowed, values = STEPS[verb]
    ProfileStatement.objects.filter(pk=statement.pk).update(status=status, frozen_words={"zh": {}, "en": {}})
    statement.refresh_from_db()

    if status in allowed:
        action(statement, by=people[role], **values)
        assert ProfileStatement.objects.get().status == STATEMENT_FLOW.steps[verb].target
    else:
        with pytest.raises(FlowError):
            action(statement, by=people[role], **values)
        assert ProfileStatement.objects.get().status == status
        assert Event.objects.of(statement).count() == 0
        assert StatSnapshot.objects.count() == 0


@pytest.mark.parametrize("verb", STEPS)
def test_a_step_is_for_its_role_only(statement, people, verb):
    action, role, allowed, values = STEPS[verb]
    ProfileStatement.objects.filter(pk=statement.pk).update(status=min(allowed))
    statement.refresh_from_db()

    for other in set(people) - {role}:
        with pytest.raises((PermissionDenied, FlowError)):
            action(statement, by=people[other], **values)
    assert ProfileStatement.objects.get().status == min(allowed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_profile_leaves_as_page_pdf_and_document(statement, people, language):
    approved(statement, people)
    words = words_of(statement, language)

    page, _kind = statement_file(statement, language, "html")
    pdf, _kind = statement_file(statement, language, "pdf")
    document, _kind = statement_file(statement, language, "docx")

    assert words in page.decode()
    assert words[:12].replace(" ", "") in pdf_text(pdf).replace(" ", "").replace("\n", "")
    assert words in [paragraph.text for paragraph in Document(io.BytesIO(document)).paragraphs]


def test_the_pages_of_a_statement_open(statement, people, client):
    client.force_login(people["IOP"])
    for address in ("", "edit/", "zh.pdf", "en.docx", "submit/"):
        assert client.get(f"/reports/profile/{statement.pk}/{address}").status_code == 200, address
    assert client.get("/reports/profile/").status_code == 200


def test_a_typed_figure_stays_text_and_an_edit_keeps_its_chips(statement, people, client):
    client.force_login(people["IOP"])
    page = client.get(f"/reports/profile/{statement.pk}/edit/")
    form = page.context["form"]
    values = {
        "text_zh": statement.text_zh + "欢迎来校。",
        "text_en": statement.text_en + " Welcome.",
        "version": statement.version,
        "form_token": form["form_token"].value(),
    }

    answer = client.post(f"/reports/profile/{statement.pk}/edit/", values)

    assert answer.status_code == 302
    assert words_of(ProfileStatement.objects.get(), "zh").endswith("欢迎来校。")


def test_the_command_says_the_profile(world, capsys):
    call_command("profile_statement", "--lang", "zh", "--as-of", timezone.localdate().isoformat())

    assert capsys.readouterr().out.startswith("先后与法国、德国的3所高校")
