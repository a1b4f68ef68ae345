"""Issuing: continuous numbers, PDFs one by one, nothing lost and nothing twice."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from certificates import actions
from certificates.actions.issue import prove_renderer
from certificates.models import Certificate, CertificateBatch
from core.flow import AlreadyDone
from core.pdf import pdf_text
from core.pdf.fonts import font_set
from tests.factories import certificates as factory


@pytest.mark.parametrize(
    ("year", "sequence", "check"),
    [(2026, 1, "4"), (2026, 7, "3"), (2026, 10, "2"), (2026, 123, "6"), (2026, 124, "4"), (2027, 1, "8")],
)
def test_certificate_number_carries_its_check_character(year, sequence, check):
    number = actions.certificate_number("NDE", year, sequence)

    assert number == f"CUIT-NDE-{year}-{sequence:06d}-{check}"


def test_issue_gives_continuous_numbers_over_batches_ct_01(unit, maker, staff):
    first = factory.issuing(unit, by=maker, staff=staff, count=3)
    second = factory.issuing(
        unit, by=maker, staff=staff, count=2, start=10, source="training.trainingclass:8"
    )

    assert list(first.certificates.order_by("position").values_list("sequence", flat=True)) == [1, 2, 3]
    assert list(second.certificates.order_by("position").values_list("sequence", flat=True)) == [4, 5]


def test_issue_twice_gives_no_second_number_ct_14(unit, maker, staff):
    batch = factory.issuing(unit, by=maker, staff=staff)
    numbers = list(batch.certificates.order_by("pk").values_list("number", flat=True))

    with pytest.raises(AlreadyDone):
        actions.issue_batch(batch, by=staff["issuer"])

    assert list(batch.certificates.order_by("pk").values_list("number", flat=True)) == numbers


def test_number_takes_the_year_of_issue_ec_86(unit, maker, staff):
    with time_machine.travel("2026-12-31 10:00 +0800"):
        batch = factory.approved(unit, by=maker, staff=staff)
    with time_machine.travel("2027-01-01 10:00 +0800"):
        actions.issue_batch(batch, by=staff["issuer"])

    assert batch.certificates.order_by("position").first().number == "CUIT-NDE-2027-000001-8"


def test_render_makes_a_searchable_pdf_with_its_fingerprint(issued):
    row = issued.certificates.get(name_zh="阿依古丽·买买提")
    with row.pdf.open("rb") as stored:
        content = stored.read()
    text = pdf_text(content).replace("\n", "")

    assert issued.status == "issued"
    assert row.status == "issued"
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert [
        word for word in (row.number, row.face_number, row.name_zh, row.name_latin) if word not in text
    ] == []
    assert row.is_signed is False


def test_render_again_after_a_stop_finishes_without_new_numbers_ec_85(unit, maker, staff):
    batch = factory.issuing(unit, by=maker, staff=staff, count=4)
    numbers = set(batch.certificates.values_list("number", flat=True))
    dead = batch.certificates.order_by("position").first()
    Certificate.objects.filter(pk=dead.pk).update(
        claimed_at=timezone.now() - timedelta(minutes=1), render_attempts=1
    )

    actions.render_batch(batch.pk)
    actions.render_batch(batch.pk)

    batch.refresh_from_db()
    assert (batch.status, batch.run_state, batch.done, batch.failed) == ("issued", "done", 4, 0)
    assert set(batch.certificates.values_list("number", flat=True)) == numbers


def test_a_row_that_fails_stops_nobody_and_is_tried_again(unit, maker, staff):
    batch = factory.issuing(unit, by=maker, staff=staff, count=3)
    bad = batch.certificates.order_by("position").first()
    Certificate.objects.filter(pk=bad.pk).update(render_attempts=3)

    actions.render_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.done, batch.failed) == ("issuing", 2, 1)
    actions.retry_batch(batch, by=staff["issuer"])
    actions.render_batch(batch.pk)

    batch.refresh_from_db()
    assert (batch.status, batch.done, batch.failed) == ("issued", 3, 0)
    assert batch.certificates.get(pk=bad.pk).number == bad.number


def test_retry_of_a_batch_without_failures_is_refused(issued, staff):
    with pytest.raises(ValidationError):
        actions.retry_batch(issued, by=staff["issuer"])


def test_cancel_while_issuing_voids_numbers_and_keeps_them_ct_03(unit, maker, staff):
    batch = factory.issuing(unit, by=maker, staff=staff, count=3)

    actions.cancel_batch(batch, by=staff["approver"], note="信息有误")
    actions.render_batch(batch.pk)

    rows = Certificate.objects.numbered().filter(batch=batch).order_by("sequence")
    assert list(rows.values_list("sequence", "status", "reason")) == [
        (1, "void", "信息有误"),
        (2, "void", "信息有误"),
        (3, "void", "信息有误"),
    ]
    assert CertificateBatch.objects.get(pk=batch.pk).run_state == "cancelled"


def test_numbers_after_a_cancelled_batch_go_on(unit, maker, staff):
    cancelled = factory.issuing(unit, by=maker, staff=staff, count=2)
    actions.cancel_batch(cancelled, by=staff["approver"], note="信息有误")

    batch = factory.issuing(unit, by=maker, staff=staff, count=1)

    assert batch.certificates.living().get().sequence == 3


def test_batch_on_a_machine_without_fonts_fails_before_its_first_page_ec_89(
    unit, maker, staff, settings, tmp_path
):
    batch = factory.issuing(unit, by=maker, staff=staff, count=2)
    font_set.cache_clear()
    prove_renderer.cache_clear()
    settings.FONT_DIR = tmp_path
    try:
        actions.render_batch(batch.pk)
    finally:
        font_set.cache_clear()
        prove_renderer.cache_clear()

    batch.refresh_from_db()
    assert (batch.run_state, batch.done, batch.failed) == ("failed", 0, 0)
    assert batch.error != ""
    assert batch.certificates.filter(problem="").count() == 2
