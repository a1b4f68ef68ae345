"""Single certificates: immutable, delivered, corrected, re-issued, revoked, downloaded."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from certificates import actions
from certificates.models import Certificate, CertificateDownload
from certificates.models.certificate import PRINTED_FIELDS, ImmutableCertificate
from core.flow import SeparationOfDuties
from tests.factories import certificates as factory
from tests.factories.accounts import grant


def finish(batch, staff):
    actions.check_batch(batch, by=staff["checker"])
    actions.approve_batch(batch, by=staff["approver"])
    actions.issue_batch(batch, by=staff["issuer"])
    actions.render_batch(batch.pk)
    return batch.certificates.get()


@pytest.mark.parametrize(
    "name", ["name_zh", "name_latin", "last4", "number", "sequence", "issued_on", "token"]
)
def test_model_refuses_to_rewrite_what_is_printed(certificate, name):
    row = Certificate.objects.get(pk=certificate.pk)
    setattr(row, name, None if name == "issued_on" else 9 if name == "sequence" else "X")

    with pytest.raises(ImmutableCertificate):
        row.save()


@pytest.mark.parametrize("change", [{"name_zh": "王五"}, {"sha256": "0" * 64}, {"number": "X"}, {"pdf": "x"}])
def test_database_refuses_to_rewrite_what_is_issued(certificate, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)

    assert Certificate.objects.filter(pk=certificate.pk, **change).count() == 0


def test_certificate_is_never_deleted(certificate):
    with pytest.raises(ImmutableCertificate):
        certificate.delete()


def test_every_printed_column_exists():
    columns = {field.attname for field in Certificate._meta.fields}

    assert set(PRINTED_FIELDS) - columns == set()


def test_delivery_is_recorded(certificate, staff):
    actions.deliver_certificate(
        certificate, by=staff["issuer"], delivery="post", delivered_on=timezone.localdate(), receipt="EMS 1"
    )

    row = Certificate.objects.get(pk=certificate.pk)
    assert (row.status, row.delivery, row.receipt) == ("delivered", "post", "EMS 1")


def test_correction_gets_a_new_number_and_supersedes_the_old_ct_13(certificate, maker, staff):
    batch = actions.correct_certificate(certificate, by=maker, note="拼音有误", name_latin="LI Xiao-ming")
    new = finish(batch, staff)

    old = Certificate.objects.get(pk=certificate.pk)
    assert (old.status, old.replaced_by) == ("superseded", new)
    assert (new.status, new.sequence, new.name_latin, new.name_zh) == (
        "issued",
        4,
        "LI Xiao-ming",
        old.name_zh,
    )


def test_old_certificate_stays_valid_until_the_new_one_exists(certificate, maker):
    actions.correct_certificate(certificate, by=maker, note="拼音有误", name_latin="LI Xiao-ming")

    assert Certificate.objects.get(pk=certificate.pk).status == "issued"


def test_correction_without_a_difference_is_refused(certificate, maker):
    with pytest.raises(ValidationError):
        actions.correct_certificate(certificate, by=maker, note="无", name_latin=certificate.name_latin)


def test_reissue_after_loss_carries_the_note_and_only_once_a_year_ct_13(certificate, maker, staff):
    new = finish(actions.reissue_certificate(certificate, by=maker, note="遗失"), staff)

    assert new.printed["reissue_zh"][:2] == "补发"
    with pytest.raises(ValidationError) as refused:
        actions.reissue_certificate(new, by=maker, note="又遗失")
    assert refused.value.code == "too_soon"
    with time_machine.travel(timezone.now() + timedelta(days=370)):
        again = actions.reissue_certificate(Certificate.objects.get(pk=new.pk), by=maker, note="又遗失")
    assert again.kind == "loss"


def test_replacement_is_asked_for_once(certificate, maker):
    actions.reissue_certificate(certificate, by=maker, note="遗失")

    with pytest.raises(ValidationError):
        actions.reissue_certificate(certificate, by=maker, note="遗失")


def test_revocation_wants_the_director_ct_12(certificate, staff):
    revocation = actions.request_revocation(
        certificate, by=staff["issuer"], reason="error", explanation="姓名有误"
    )
    assert Certificate.objects.get(pk=certificate.pk).status == "issued"

    actions.approve_revocation(revocation, by=staff["approver"])

    assert Certificate.objects.get(pk=certificate.pk).status == "revoked"


def test_revoker_is_neither_maker_nor_checker_sod_4(certificate, staff, office):
    grant(staff["checker"], "DIR", office)
    checker = factory.fresh(staff["checker"])
    revocation = actions.request_revocation(
        certificate, by=staff["issuer"], reason="error", explanation="姓名有误"
    )

    with pytest.raises(SeparationOfDuties):
        actions.approve_revocation(revocation, by=checker)

    assert Certificate.objects.get(pk=certificate.pk).status == "issued"


@pytest.mark.parametrize("role", ["DA", "DH", "STU", "FIN", "AUD", "LDR", "SYS"])
def test_others_do_not_ask_for_revocation(role, certificate, people):
    with pytest.raises(PermissionDenied):
        actions.request_revocation(certificate, by=people[role], reason="error", explanation="姓名有误")


def test_declined_revocation_leaves_the_certificate_valid(certificate, staff):
    revocation = actions.request_revocation(
        certificate, by=staff["issuer"], reason="error", explanation="姓名有误"
    )

    actions.decline_revocation(revocation, by=staff["approver"], note="无误")

    assert Certificate.objects.get(pk=certificate.pk).status == "issued"


def test_link_opens_the_pdf_until_it_expires_ct_15(client, certificate, maker):
    url = reverse("certificate-link", args=[actions.share_certificate(certificate, by=maker)])

    first = client.get(url)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        late = client.get(url)

    assert (first.status_code, b"".join(first.streaming_content)[:5], late.status_code) == (
        200,
        b"%PDF-",
        410,
    )
    assert CertificateDownload.objects.get().certificate == certificate


def test_forged_link_opens_nothing(client, certificate):
    assert client.get(reverse("certificate-link", args=["forged:x:y"])).status_code == 410


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("DA", 200),
        ("DH", 403),
        ("IOT", 200),
        ("DIR", 200),
        ("AUD", 200),
        ("FIN", 404),
        ("STU", 404),
        ("SYS", 404),
    ],
)
def test_who_downloads_the_original(role, code, client, certificate, people):
    client.force_login(people[role])

    assert client.get(reverse("certificate-pdf", args=[certificate.pk])).status_code == code
    assert CertificateDownload.objects.count() == (1 if code == 200 else 0)


def test_part_of_a_name_finds_the_certificate(issued):
    found = {
        part: [row.name_zh for row in Certificate.objects.holder_like(part)]
        for part in ("古丽", "娜", "ayig", "maim", "王")
    }

    assert found == {
        "古丽": ["阿依古丽·买买提"],
        "娜": ["欧阳娜娜"],
        "ayig": ["阿依古丽·买买提"],
        "maim": ["阿依古丽·买买提"],
        "王": [],
    }
