"""All certificates of a batch in one file."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.documents import REGISTER_COLUMNS, register_row
from certificates.models import BatchFile, Certificate, CertificateBatch
from core.background import start_run
from core.exports import stream_csv
from core.flow import remember
from core.pdf import merge_pdfs

logger = structlog.get_logger(__name__)


@transaction.atomic
def request_batch_file(batch: CertificateBatch, *, kind: str, by: User) -> BatchFile:
    """Have one ZIP or one PDF for printing made in the background; a file being made is not made twice."""
    if not by.has_perm("certificates.print_certificatebatch", batch):
        raise PermissionDenied
    CertificateBatch.objects.select_for_update().get(pk=batch.pk)
    ready = batch.certificates.exclude(sha256="").count()
    if not ready:
        raise ValidationError(_("No certificate of this batch has been made yet."), code="nothing")
    if kind not in BatchFile.Kind.values:
        raise ValidationError(_("Choose a ZIP archive or a PDF."), code="kind")
    making = batch.files.unfinished().filter(kind=kind).first()
    if making:
        return making
    file = BatchFile.objects.create(batch=batch, kind=kind, requested_by=by)
    remember(batch, "print", by=by, payload={"kind": kind, "certificates": ready})
    start_run(file, total=ready)
    return file


def make_batch_file(file_id: int) -> None:
    """Make the file that was asked for; safe to repeat (a second worker finds it taken)."""
    if not BatchFile.objects.claim(file_id):
        return
    wanted = BatchFile.objects.select_related("batch").get(pk=file_id)
    rows = wanted.batch.certificates.exclude(sha256="").exclude(status=Certificate.Status.VOID)
    rows = rows.select_related("batch", "certificate_type").order_by("position", "pk")
    maker = _write_zip if wanted.kind == BatchFile.Kind.ZIP else _write_print
    try:
        with tempfile.TemporaryFile() as out:
            count = maker(wanted, list(rows), out)
            _keep(wanted, out)
    except Exception as error:  # told on the page, with a way to try again
        logger.exception("batch_file_not_made", file=file_id)
        BatchFile.objects.finish(file_id, error=_("The file could not be made (%(error)s).") % {
            "error": type(error).__name__
        })  # fmt: skip
        return
    BatchFile.objects.finish(file_id, done=count)


def _keep(wanted: BatchFile, out: BinaryIO) -> None:
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]  # has readinto
    size = out.tell()
    out.seek(0)
    wanted.file.save(wanted.download_name, File(out), save=False)
    BatchFile.objects.filter(pk=wanted.pk).update(file=wanted.file.name, sha256=digest, size=size)


def _write_zip(wanted: BatchFile, rows: list[Certificate], out: BinaryIO) -> int:
    """Each PDF under its number, and the register of the batch beside them."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for count, row in enumerate(rows, start=1):
            with row.pdf.open("rb") as pdf:
                archive.writestr(f"{row.number}.pdf", pdf.read())
            if count % 50 == 0:
                BatchFile.objects.beat(wanted.pk, done=count)
        header = [str(label) for label, _read in REGISTER_COLUMNS]
        lines = stream_csv(header, (register_row(row) for row in rows))
        archive.writestr("register.csv", b"".join(lines))
    return len(rows)


def _write_print(wanted: BatchFile, rows: list[Certificate], out: BinaryIO) -> int:
    """One PDF in the order of the numbers, for the printer."""
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        paths = []
        for count, row in enumerate(rows, start=1):
            path = Path(folder) / f"{count:06d}.pdf"
            with row.pdf.open("rb") as pdf:
                path.write_bytes(pdf.read())
            paths.append(path)
            if count % 50 == 0:
                BatchFile.objects.beat(wanted.pk, done=count)
        merge_pdfs(paths, out)
    return len(rows)
