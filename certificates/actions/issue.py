"""Issuing: all numbers of a batch in one transaction, then one PDF after the other."""

from __future__ import annotations

import hashlib
import time
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.documents import finished_pdf, printed_values
from certificates.flow import BATCH_FLOW, CERTIFICATE_FLOW
from certificates.models import Certificate, CertificateBatch, CertificateTemplate
from certificates.tasks import render_batch as render_batch_task
from core.background import start_run, wake
from core.flow import FlowError, remember
from core.identity_numbers import check_character
from core.numbers import next_numbers
from core.pdf import PdfError, self_test
from notifications.actions import notify

logger = structlog.get_logger(__name__)

# A certificate whose worker died is free for another worker after this time.
CLAIM_FOR = timedelta(seconds=20)
MOST_ATTEMPTS = 3
# From this size on a second worker helps.
WORTH_TWO_WORKERS = 40


def certificate_number(code: str, year: int, sequence: int) -> str:
    """The canonical number with its check character, CUIT-NDE-2026-000123-6 (§5.2)."""
    digits = f"{year}{sequence:06d}"
    return f"{settings.UNIVERSITY_CODE}-{code}-{year}-{sequence:06d}-{check_character(digits)}"


@transaction.atomic
def issue_batch(
    batch: CertificateBatch, *, by: User, note: str = "", version: int | None = None
) -> CertificateBatch:
    """Give every certificate its number, all in one transaction, and have the PDFs made (CT-01).

    The year is that of the day of issue (EC-86); pressing twice gives no second number (CT-14).
    """
    BATCH_FLOW.move(batch, "issue", by=by, note=note, version=version)
    rows = list(
        batch.certificates.select_for_update()
        .filter(status=Certificate.Status.APPROVED, number__isnull=True)
        .order_by("position", "pk")
    )
    today = timezone.localdate()
    kind = batch.certificate_type
    for row, sequence in zip(
        rows, next_numbers(f"certificate.{kind.code}", today.year, len(rows)), strict=True
    ):
        row.sequence, row.year, row.issued_on = sequence, today.year, today
        row.number = certificate_number(kind.code, today.year, sequence)
        row.face_number = kind.face_number(today.year, sequence)
        row.valid_until = months_later(today, kind.valid_months) if kind.valid_months else None
    Certificate.objects.bulk_update(
        rows, ["sequence", "year", "issued_on", "number", "face_number", "valid_until"], batch_size=200
    )
    batch.issued_by, batch.issued_on = by, today
    batch.save(update_fields=["issued_by", "issued_on"])
    start_run(batch, total=len(rows))
    if len(rows) >= WORTH_TWO_WORKERS:
        wake(render_batch_task, batch.pk)
    return batch


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def render_batch(batch_id: int) -> None:
    """Make the PDFs that are still missing, one by one; safe to repeat and to run twice at once (CT-14, EC-85)."""
    runs = CertificateBatch.objects
    if not runs.claim(batch_id) and not runs.beat(batch_id):
        return
    try:
        prove_renderer()
    except PdfError as error:
        runs.finish(batch_id, error=str(error))
        return
    batch = runs.select_related("certificate_type", "template").get(pk=batch_id)
    last_beat = 0.0
    while True:
        row = claim_next(batch)
        if row is not None:
            render_certificate(row, batch)
        elif not wait_for_others(batch):
            break
        if time.monotonic() - last_beat > 0.5 or row is None:
            last_beat = time.monotonic()
            if not runs.beat(batch_id, **progress_of(batch)):
                return  # cancelled meanwhile
    finish_batch(batch)


@cache
def prove_renderer() -> None:
    """Refuse the whole batch, before its first page, on a machine whose documents would come out wrong (EC-89)."""
    self_test()


def claim_next(batch: CertificateBatch) -> Certificate | None:
    """Take one certificate that nobody else is making; a row that killed its workers is left with its problem."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_FOR)
    unmade = Certificate.objects.filter(batch=batch).without_pdf().filter(problem="")
    for pk in unmade.filter(free).order_by("position", "pk").values_list("pk", flat=True)[:10]:
        taken = unmade.filter(free, pk=pk).update(claimed_at=now, render_attempts=F("render_attempts") + 1)
        if taken:
            row = Certificate.objects.select_related("replaces").get(pk=pk)
            if row.render_attempts <= MOST_ATTEMPTS:
                return row
            record_problem(row, _("The worker died on this certificate each time it was tried."))
    return None


def wait_for_others(batch: CertificateBatch) -> bool:
    """Whether certificates are still in the hands of another worker, alive or dead; waits a little if so."""
    if not Certificate.objects.filter(batch=batch, problem="").without_pdf().exists():
        return False
    time.sleep(0.5)
    return True


def render_certificate(row: Certificate, batch: CertificateBatch) -> None:
    """Make one PDF and store it with its fingerprint, or write down why it cannot be made."""
    try:
        values = printed_values(row, batch)
        content, is_signed = finished_pdf(cast(CertificateTemplate, batch.template), values)
    except PdfError as error:
        record_problem(row, str(error))
        return
    except Exception as error:  # one bad row never stops its neighbours
        logger.exception("certificate_not_made", certificate=row.pk)
        record_problem(row, _("Unexpected error (%(error)s).") % {"error": type(error).__name__})
        return
    try:
        store_certificate(row, batch, content, values, is_signed=is_signed)
    except FlowError:
        logger.info("certificate_already_made", certificate=row.pk)


def store_certificate(
    row: Certificate, batch: CertificateBatch, content: bytes, values: dict[str, str], *, is_signed: bool
) -> None:
    """Store the file, then commit the row; a file whose row was not committed is removed again."""
    stored: str | None = ""
    try:
        with transaction.atomic():
            row.pdf.save("certificate.pdf", ContentFile(content), save=False)
            stored = row.pdf.name
            now = timezone.now()
            made = Certificate.objects.filter(pk=row.pk).without_pdf().update(
                pdf=stored,
                sha256=hashlib.sha256(content).hexdigest(),
                is_signed=is_signed,
                printed=values,
                template=batch.template,
                issued_at=now,
                status_on=timezone.localdate(now),
                claimed_at=None,
                problem="",
            )  # fmt: skip
            if not made:
                raise FlowError(_("Already made."))
            CERTIFICATE_FLOW.move(row, "issue", by=None)
            if row.replaces_id:
                supersede(row)
    except BaseException:
        if stored:
            row.pdf.storage.delete(stored)
        raise


def supersede(row: Certificate) -> None:
    """The old certificate gives way at the moment the new one exists (CT-13)."""
    old = row.replaces
    if old is None:
        return
    CERTIFICATE_FLOW.move(old, "supersede", by=None, payload={"replaced_by": row.pk})
    Certificate.objects.filter(pk=old.pk).update(
        status_on=timezone.localdate(), reason=row.batch.get_kind_display()
    )


def record_problem(row: Certificate, message: str) -> None:
    """Write down why a certificate cannot be made; its number stays its own."""
    Certificate.objects.filter(pk=row.pk).without_pdf().update(problem=message[:400], claimed_at=None)


def progress_of(batch: CertificateBatch) -> dict[str, int]:
    """How many certificates of the batch are made, and how many cannot be."""
    rows = Certificate.objects.filter(batch=batch, number__isnull=False).living()
    return {
        "done": rows.exclude(sha256="").count(),
        "failed": rows.filter(sha256="").exclude(problem="").count(),
    }


@transaction.atomic
def finish_batch(batch: CertificateBatch) -> None:
    """Close the run; the batch is issued when every certificate is made."""
    batch.refresh_from_db()
    counts = progress_of(batch)
    if not CertificateBatch.objects.finish(batch.pk, **counts) or counts["failed"]:
        return
    if batch.status == CertificateBatch.Status.ISSUING:
        BATCH_FLOW.move(batch, "finish", by=None)
        notify(
            [batch.requested_by, batch.issued_by],
            "certificates.certificatebatch_issued",
            about=batch,
            title_zh=batch.title_zh,
            title_en=batch.title_en or batch.title_zh,
            rows=counts["done"],
        )


@transaction.atomic
def retry_batch(batch: CertificateBatch, *, by: Any) -> CertificateBatch:
    """Try the certificates again that could not be made; their numbers stay the same."""
    batch = CertificateBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status != CertificateBatch.Status.ISSUING or batch.is_unfinished:
        raise ValidationError(_("There is nothing to try again."), code="nothing")
    again = batch.certificates.without_pdf().update(problem="", render_attempts=0, claimed_at=None)
    remember(batch, "retry", by=by, payload={"rows": again})
    total = batch.certificates.numbered().living().count()
    start_run(batch, total=total)
    CertificateBatch.objects.filter(pk=batch.pk).update(done=progress_of(batch)["done"])
    return batch
