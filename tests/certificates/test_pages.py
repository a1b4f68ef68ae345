"""Pages: who reaches them, what they cost, and that exports run nothing."""

import csv
import io

import pytest
from django.urls import reverse

from certificates import actions
from certificates.models import BatchFile, Certificate, CertificateTemplate
from tests.factories import certificates as factory


@pytest.mark.parametrize("name", ["certificate-list", "certificatebatch-list", "certificatetemplate-list"])
def test_lists_open_for_the_training_desk(name, client, people, issued):
    client.force_login(people["IOT"])

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["certificate-list", "certificatebatch-list"])
def test_list_costs_the_same_with_one_and_three_rows(
    name, client, people, unit, maker, staff, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(people["DIR"])
    factory.issued(unit, by=maker, staff=staff, count=1)
    client.get(reverse(name))
    with django_assert_max_num_queries(30) as one:
        client.get(reverse(name))
    for number in (2, 3):
        factory.issued(
            unit, by=maker, staff=staff, count=1, start=number * 10, source=f"training.trainingclass:{number}"
        )

    with django_assert_num_queries(len(one)):
        client.get(reverse(name))


def test_other_department_sees_neither_batch_nor_certificate(client, issued, certificate, other_unit):
    from tests.factories.accounts import person_with  # noqa: PLC0415

    client.force_login(person_with("DA", other_unit))

    assert client.get(issued.get_absolute_url()).status_code == 404
    assert client.get(certificate.get_absolute_url()).status_code == 404
    assert certificate.number not in client.get(reverse("certificate-list")).content.decode()


@pytest.mark.parametrize(
    "status", ["requested", "checked", "approved", "issuing", "issued", "returned", "cancelled"]
)
def test_batch_page_opens_in_every_status(status, client, people, unit, maker, staff):
    batch = factory.bring_to(status, unit, by=maker, staff=staff)
    client.force_login(people["IOT"])

    assert client.get(batch.get_absolute_url()).status_code == 200
    assert client.get(reverse("certificatebatch-progress", args=[batch.pk])).status_code == 200


def test_check_page_shows_the_dry_run_and_confirms(client, people, unit, maker, kinds):
    batch = factory.requested(unit, by=maker)
    client.force_login(people["IOT"])
    url = reverse("certificatebatch-check", args=[batch.pk])

    page = client.get(url)
    client.post(url, {"note": "", "version": batch.version})

    assert page.context["report"].is_clean is True
    batch.refresh_from_db()
    assert batch.status == "checked"


def test_register_exports_run_nothing_ec_70(client, people, unit, maker, staff):
    factory.issued(unit, by=maker, staff=staff, count=1, title_zh="=1+1研修班")
    client.force_login(people["IOT"])

    content = b"".join(client.get(reverse("certificate-list"), {"export": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )
    rows = list(csv.reader(io.StringIO(content)))

    assert [cell for row in rows for cell in row if cell.startswith("=")] == []
    assert [cell for cell in rows[1] if "1+1" in cell] == ["'=1+1研修班"]


@pytest.mark.parametrize("kind", ["zip", "print"])
def test_batch_file_is_made_and_downloaded(kind, client, people, issued):
    client.force_login(people["IOT"])
    client.post(reverse("batchfile-create", args=[issued.pk]), {"kind": kind})
    file = BatchFile.objects.get()
    actions.make_batch_file(file.pk)

    response = client.get(reverse("batchfile-download", args=[file.pk]))

    assert b"".join(response.streaming_content)[:2] == (b"PK" if kind == "zip" else b"%P")


@pytest.mark.parametrize(
    "name", ["certificate-correct", "certificate-reissue", "revocation-create", "certificate-paper"]
)
def test_forms_about_a_certificate_open(name, client, people, certificate):
    client.force_login(people["IOT"] if name in {"revocation-create", "certificate-paper"} else people["DA"])

    assert client.get(reverse(name, args=[certificate.pk])).status_code == 200


def test_new_template_version_leaves_the_old_one_alone(client, people, kinds):
    old = CertificateTemplate.objects.get(certificate_type__code="NDE")
    version = actions.revise_template(old, by=people["IOT"])
    version.html = version.html.replace("结业证书</h1>", "结业证书 </h1>")
    version.save()

    actions.submit_template(version, by=people["IOT"])
    actions.approve_template(version, by=people["DIR"])

    old.refresh_from_db()
    assert (old.status, old.number, version.status, version.number) == ("retired", 1, "approved", 2)


def test_template_pages_and_proof_open(client, people, kinds):
    template = CertificateTemplate.objects.get(certificate_type__code="NDE")
    version = actions.revise_template(template, by=people["IOT"])
    client.force_login(people["IOT"])

    codes = [
        client.get(reverse(name, args=[version.pk])).status_code
        for name in ("certificatetemplate-detail", "certificatetemplate-edit", "certificatetemplate-proof")
    ]

    assert codes == [200, 200, 200]


def test_detail_of_a_certificate_hides_the_whole_identity_number(client, people, certificate):
    client.force_login(people["IOT"])

    page = client.get(certificate.get_absolute_url()).content.decode()

    assert Certificate.objects.get(pk=certificate.pk).identity_number not in page
    assert certificate.masked_identity in page
