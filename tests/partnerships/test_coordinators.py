"""External coordinators: invited for a time, one institution only, they propose and the desk decides (§3.7)."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Role, RoleGrant
from core.flow import StepNotAllowed
from core.models import Attachment, Event
from notifications.models import Notification
from partnerships.actions import coordinators
from partnerships.models import Coordinator, ProfileProposal
from tests.factories.accounts import person_with
from tests.factories.partnerships import AgreementFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def a_pdf(pages=1):
    """A small correct file, another one for each number of pages."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page()
        made.save(out)
    return out.getvalue()


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
def siegen():
    return InstitutionFactory(name_zh="锡根大学", name_en="University of Siegen")


@pytest.fixture
def marta(desk, siegen):
    """A coordinator of Siegen."""
    made = coordinators.invite_coordinator(
        siegen, by=desk, email="Marta@uni-siegen.example", name="Marta Lindqvist"
    )
    return made.user


def propose(marta, siegen, **changes):
    return coordinators.propose_profile(siegen, by=marta, changes={"name_en": "Universität Siegen"} | changes)


def test_an_invitation_opens_an_account_that_ends_by_itself_and_writes_to_the_person(marta, siegen):
    account = Coordinator.objects.get()
    grant = RoleGrant.objects.get(user=marta)

    assert marta.email == "marta@uni-siegen.example"
    assert account.expires_on == grant.ends_on == timezone.localdate() + timedelta(days=365)
    assert Notification.objects.get(recipient=marta).kind == "partnerships.coordinator_invited"


def test_only_the_desk_invites(siegen):
    with pytest.raises(PermissionDenied):
        coordinators.invite_coordinator(siegen, by=person_with(Role.DIRECTOR), email="a@b.example", name="A")

    assert Coordinator.objects.count() == 0


def test_somebody_of_the_house_is_not_invited(desk, siegen):
    with pytest.raises(ValidationError):
        coordinators.invite_coordinator(siegen, by=desk, email=person_with(Role.STUDENT_DESK).email, name="A")

    assert Coordinator.objects.count() == 0


def test_a_coordinator_sees_the_own_institution_and_nobody_else_s(client, marta, siegen):
    other = InstitutionFactory()
    client.force_login(marta)

    assert client.get(siegen.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("institution-propose", args=[other.pk])).status_code == 404
    assert client.post(reverse("institution-propose", args=[other.pk]), {"name_en": "X"}).status_code == 404
    assert client.get(reverse("coordinator-home"))["Location"] == siegen.get_absolute_url()


def test_a_coordinator_sees_agreements_in_force_with_the_own_institution_only(client, marta, siegen):
    own, other = AgreementFactory(partners=[siegen]), AgreementFactory()
    client.force_login(marta)

    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


def test_an_account_that_ran_out_sees_nothing(client, marta, siegen):
    yesterday = timezone.localdate() - timedelta(days=1)
    Coordinator.objects.update(expires_on=yesterday)
    client.force_login(marta)

    assert client.get(siegen.get_absolute_url()).status_code == 404

    RoleGrant.objects.filter(user=marta).update(ends_on=yesterday)
    assert client.get(reverse("coordinator-home")).status_code == 404


def test_an_account_ended_early_loses_access_with_the_next_request(client, desk, marta, siegen):
    client.force_login(marta)
    assert client.get(siegen.get_absolute_url()).status_code == 200

    coordinators.end_coordinator(Coordinator.objects.get(), by=desk)

    assert client.get(siegen.get_absolute_url()).status_code == 404


def test_an_extended_account_has_another_term(desk, marta):
    Coordinator.objects.update(expires_on=timezone.localdate() + timedelta(days=3))

    coordinators.extend_coordinator(Coordinator.objects.get(), by=desk)

    assert Coordinator.objects.get().expires_on == timezone.localdate() + timedelta(days=365)
    assert RoleGrant.objects.get(user=marta).ends_on == timezone.localdate() + timedelta(days=365)


def test_a_proposal_changes_nothing_until_the_desk_accepts_it(client, desk, marta, siegen):
    proposal = propose(marta, siegen, intro_en="A university.")
    siegen.refresh_from_db()
    assert siegen.name_en == "University of Siegen"
    client.force_login(desk)

    client.post(reverse("profileproposal-accept", args=[proposal.pk]), {})

    siegen.refresh_from_db()
    assert (siegen.name_en, siegen.intro_en) == ("Universität Siegen", "A university.")
    assert siegen.names.filter(name="University of Siegen", kind="former").exists()


def test_a_refused_proposal_leaves_the_profile_and_says_why(desk, marta, siegen):
    proposal = propose(marta, siegen)
    with pytest.raises(StepNotAllowed):
        coordinators.reject_profileproposal(proposal, by=desk)

    coordinators.reject_profileproposal(proposal, by=desk, note="Not the official name.")

    siegen.refresh_from_db()
    assert siegen.name_en == "University of Siegen"
    with pytest.raises(StepNotAllowed):
        coordinators.accept_profileproposal(proposal, by=desk)


def test_a_coordinator_cannot_accept_the_own_proposal(client, marta, siegen):
    proposal = propose(marta, siegen)
    client.force_login(marta)

    assert client.get(proposal.get_absolute_url()).status_code == 200
    assert client.post(reverse("profileproposal-accept", args=[proposal.pk]), {}).status_code == 404
    assert ProfileProposal.objects.get().status == "proposed"


def test_only_what_may_be_proposed_is_taken(marta, siegen):
    proposal = propose(marta, siegen, status="active", risk_note="none", ror_id="00pjdza24")

    assert set(proposal.changes) == {"name_en"}


def test_a_proposal_that_changes_nothing_is_refused(marta, siegen):
    with pytest.raises(ValidationError):
        coordinators.propose_profile(siegen, by=marta, changes={"name_en": siegen.name_en})


def test_a_file_from_the_partner_reaches_the_desk_and_its_download_is_logged(client, marta, siegen):
    client.force_login(marta)
    response = client.post(
        reverse("institution-send", args=[siegen.pk]),
        {"category": "factsheet", "file": SimpleUploadedFile("factsheet.pdf", a_pdf())},
    )
    assert response.status_code == 302
    kept = Attachment.objects.of(siegen).get()

    response = client.get(reverse("attachment-download", args=[kept.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert Event.objects.of(siegen).filter(verb="download", by=marta).count() == 1


def test_internal_files_of_the_own_institution_stay_inside(client, desk, marta, siegen):
    from core.attachments import attach

    agreement = AgreementFactory(partners=[siegen])
    files = [
        attach(record, SimpleUploadedFile(f"{number}.pdf", a_pdf(number)), category="scan", by=desk)
        for number, record in enumerate((siegen, agreement), start=1)
    ]
    client.force_login(marta)

    assert [client.get(reverse("attachment-download", args=[file.pk])).status_code for file in files] == [
        404,
        404,
    ]


def test_the_desk_invites_extends_and_ends_on_one_page(client, desk, siegen):
    client.force_login(desk)
    address = reverse("institution-coordinators", args=[siegen.pk])
    client.post(address, {"name": "Marta Lindqvist", "email": "marta@uni-siegen.example", "language": "en"})
    account = Coordinator.objects.get()

    assert "Marta Lindqvist" in client.get(address).content.decode()
    assert client.post(reverse("coordinator-extend", args=[account.pk]), {}).status_code == 302
    assert client.post(reverse("coordinator-end", args=[account.pk]), {"note": "left"}).status_code == 302
    account.refresh_from_db()
    assert account.ended_at is not None


def test_the_first_sign_in_accepts_the_invitation(client, marta):
    client.force_login(marta)

    assert Coordinator.objects.get().accepted_at is not None
