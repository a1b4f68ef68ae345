"""Pages of exchange files and dossiers: written, compared, made in the background."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from core.models import Attachment
from core.pdf import pdf_text
from partnerships.actions.dossier import keep_dossier, order_dossier
from partnerships.iia import response_of
from partnerships.models import CooperationCondition, RenewalDossier
from tests.factories.accounts import person_with
from tests.factories.partnerships import ActivityFactory, AgreementFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(tmp_path, settings, client):
    settings.MEDIA_ROOT = str(tmp_path)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def desk():
    return person_with(Role.PARTNERSHIPS_DESK, language="en")


@pytest.fixture
def agreement():
    partner = InstitutionFactory(
        name_zh="锡根大学", name_en="University of Siegen", website="https://www.uni-siegen.de/"
    )
    made = AgreementFactory(
        partners=[partner], number="AGR-2025-0001", title_zh="学生交换协议", title_en="Student exchange"
    )
    CooperationCondition.objects.create(
        agreement=made, direction="out", level="bachelor", places=2, language="en"
    )
    return made


def test_our_file_is_downloaded_by_the_desk(client, desk, agreement):
    client.force_login(desk)

    response = client.get(reverse("agreement-iia-file", args=[agreement.pk]))

    assert response["Content-Type"].startswith("application/xml")
    assert b"uni-siegen.de" in response.content


def test_an_agreement_that_lacks_something_says_so_on_the_page(client, desk, agreement):
    agreement.conditions.all().delete()
    client.force_login(desk)

    page = client.get(reverse("agreement-iia", args=[agreement.pk])).content.decode()

    assert "no conditions of exchange" in page
    assert client.get(reverse("agreement-iia-file", args=[agreement.pk])).status_code == 302


def test_the_difference_is_shown_field_by_field(client, desk, agreement):
    content = response_of(agreement).replace(b"<mobilities-per-year>2<", b"<mobilities-per-year>5<")
    client.force_login(desk)

    page = client.post(
        reverse("agreement-iia", args=[agreement.pk]), {"file": SimpleUploadedFile("theirs.xml", content)}
    ).content.decode()

    assert "Places a year" in page
    assert ">5<" in page


def test_a_broken_file_is_refused_on_the_page(client, desk, agreement):
    client.force_login(desk)

    response = client.post(
        reverse("agreement-iia", args=[agreement.pk]), {"file": SimpleUploadedFile("theirs.xml", b"<iia")}
    )

    assert response.status_code == 422


def test_a_dossier_is_made_in_both_languages_with_what_happened(desk, agreement):
    ActivityFactory(
        institution=agreement.partners.get(), title_zh="校长来访", title_en="Visit of the President"
    )
    dossier = order_dossier(agreement, by=desk, recommendation="建议续签。")
    RenewalDossier.objects.all().claim(dossier.pk)

    keep_dossier(RenewalDossier.objects.get())

    dossier.refresh_from_db()
    assert (dossier.run_state, dossier.error) == ("done", "")
    with Attachment.objects.of(dossier).get().file.open("rb") as file:
        text = pdf_text(file.read())
    for words in (
        "合作协议续签材料",
        "Renewal Dossier",
        "锡根大学",
        "University of Siegen",
        "校长来访",
        "Visit of the President",
        "建议续签",
    ):
        assert words in text


def test_only_the_office_orders_a_dossier(agreement):
    with pytest.raises(PermissionDenied):
        order_dossier(agreement, by=person_with(Role.STUDENT_DESK))

    assert RenewalDossier.objects.count() == 0


def test_a_dossier_is_ordered_on_its_page(client, desk, agreement):
    client.force_login(desk)

    client.post(reverse("agreement-dossier", args=[agreement.pk]), {"recommendation": ""})

    assert RenewalDossier.objects.get().run_state == "queued"
    assert client.get(reverse("agreement-dossier", args=[agreement.pk])).status_code == 200
