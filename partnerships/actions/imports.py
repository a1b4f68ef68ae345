"""A list of institutions from the uploaded file into the register, and back out of it (EC-60 to EC-72)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.background import start_run
from core.flow import FlowError, StepNotAllowed
from partnerships.actions.import_apply import write_rows
from partnerships.actions.import_rows import Finding, findings_of, one_row_each
from partnerships.actions.import_undo import take_back
from partnerships.flow.imports import IMPORT_FLOW
from partnerships.models import ImportBatch, ImportMapping, ImportRow, Institution
from partnerships.reading import InstitutionReader, header_key_of, layout_of

Job = ImportBatch.Job
Status = ImportBatch.Status
ROWS_AT_ONCE = 1_000
BEATS_EVERY = 5
MOST_NOTICES = 200


@transaction.atomic
def upload_import(upload: Any, *, duplicates: str, by: Any) -> ImportBatch:
    """The file is kept in private storage and a worker reads its headings; nothing enters the register yet."""
    if not by.has_perm("partnerships.add_importbatch"):
        raise PermissionDenied
    batch = ImportBatch(file_name=upload.name[-255:], duplicates=duplicates, author=by)
    batch.file.save("list", ContentFile(upload.read()), save=False)
    batch.save()
    return _order(batch, Job.READ, by)


def _order(batch: ImportBatch, job: str, by: Any) -> ImportBatch:
    """Have a worker do the next thing with the file."""
    batch.job, batch.ordered_by = job, by
    batch.save(update_fields=["job", "ordered_by"])
    start_run(batch, total=batch.counts.get("rows", 0) or 1)
    return batch


def _open_batch(batch: ImportBatch, by: Any, verb: str) -> ImportBatch:
    """The batch, locked; refused while a worker has it."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not by.has_perm(f"partnerships.{verb}_importbatch", locked):
        raise PermissionDenied
    if locked.is_unfinished:
        raise StepNotAllowed(_("The file is being read. Please wait a moment."))
    return locked


@transaction.atomic
def assign_columns(
    batch: ImportBatch, *, by: Any, columns: Mapping[str, str], duplicates: str, version: int | None = None
) -> ImportBatch:
    """Say what each heading means; it is remembered for the next file of this layout, and the rows are matched."""
    locked = _open_batch(batch, by, "map")
    locked.columns, locked.duplicates = dict(columns), duplicates
    locked.save(update_fields=["columns", "duplicates"])
    IMPORT_FLOW.move(locked, "map", by=by, version=version)
    ImportMapping.objects.update_or_create(
        header_key=header_key_of(locked.counts.get("headings", [])), defaults={"columns": dict(columns)}
    )
    return _order(locked, Job.MATCH, by)


@transaction.atomic
def decide_rows(batch: ImportBatch, *, by: Any, decisions: Mapping[int, tuple[str, int | None]]) -> int:
    """Accept or correct what was proposed for single rows; the number of rows that changed."""
    locked = _open_batch(batch, by, "decide")
    if locked.status != Status.MATCHED:
        raise StepNotAllowed(_("The rows of this import can no longer be changed."))
    changed = 0
    rows = {row.pk: row for row in locked.rows.filter(pk__in=decisions)}
    known = set(
        Institution.objects.standing()
        .filter(pk__in=[pk for _decision, pk in decisions.values() if pk])
        .values_list("pk", flat=True)
    )
    for pk, (decision, institution) in decisions.items():
        row = rows.get(pk)
        if row is None or (decision == ImportRow.Decision.UPDATE and institution not in known):
            raise ValidationError(_("Choose one of the answers offered."), code="unknown_row")
        wanted = institution if decision == ImportRow.Decision.UPDATE else row.match_id
        if (row.decision, row.match_id) != (decision, wanted):
            row.decision, row.match_id = decision, wanted
            changed += 1
    ImportRow.objects.bulk_update(rows.values(), ["decision", "match"], batch_size=500)
    count_rows(locked)
    return changed


@transaction.atomic
def order_apply(batch: ImportBatch, *, by: Any, note: str = "", version: int | None = None) -> ImportBatch:
    """Have the whole list taken over, all of it or nothing (EC-68)."""
    locked = _open_batch(batch, by, "apply")
    if locked.status != Status.MATCHED:
        raise StepNotAllowed(_("This import is not waiting to be taken over."))
    if hindrance := hindrance_of(locked):
        raise ValidationError(hindrance)
    return _order(locked, Job.APPLY, by)


def hindrance_of(batch: ImportBatch) -> str:
    """Why the list cannot be taken over yet, or nothing."""
    counts = batch.counts
    if counts.get("problems"):
        return _("There are rows with problems: correct the file, or leave these rows out.")
    if counts.get("open"):
        return _("There are rows for you to decide.")
    if not counts.get("create", 0) + counts.get("update", 0):
        return _("There is nothing to take over.")
    return ""


@transaction.atomic
def order_undo(batch: ImportBatch, *, by: Any, note: str = "", version: int | None = None) -> ImportBatch:
    """Have the import undone: the register is as it was before, to the last field."""
    locked = _open_batch(batch, by, "undo")
    if locked.status != Status.APPLIED:
        raise StepNotAllowed(_("Only an import that was taken over can be undone."))
    return _order(locked, Job.UNDO, by)


@transaction.atomic
def discard_import(batch: ImportBatch, *, by: Any, note: str = "", version: int | None = None) -> ImportBatch:
    """Give the file up; its rows go, the register was never touched."""
    locked = _open_batch(batch, by, "discard")
    IMPORT_FLOW.move(locked, "discard", by=by, note=note, version=version)
    locked.rows.all().delete()
    _forget_file(locked)
    return locked


def _forget_file(batch: ImportBatch) -> None:
    if batch.file:
        transaction.on_commit(lambda: batch.file.delete(save=False))


def work_on_import(batch: ImportBatch) -> None:
    """What the worker does with a batch: the job somebody asked for; a refusal is told on the page."""
    work = {Job.READ: read_layout, Job.MATCH: match_rows, Job.APPLY: apply_import, Job.UNDO: undo_import}
    language = batch.ordered_by.language if batch.ordered_by else "zh-hans"
    error = ""
    with override(language):
        try:
            if batch.job:
                work[Job(batch.job)](batch, by=batch.ordered_by)
        except (ValidationError, FlowError) as refused:
            error = " ".join(getattr(refused, "messages", [str(refused)]))
        except PermissionDenied:
            error = _("You may not do this any more.")
    ImportBatch.objects.filter(pk=batch.pk).update(job="")
    ImportBatch.objects.all().finish(batch.pk, error=error, done=batch.counts.get("rows", 0))


def content_of(batch: ImportBatch) -> bytes:
    """The file as it was uploaded."""
    with batch.file.open("rb") as file:
        content: bytes = file.read()
    return content


@transaction.atomic
def read_layout(batch: ImportBatch, *, by: Any) -> None:
    """Find the header row and what each heading means; a layout seen before is understood as it was then."""
    content = content_of(batch)
    layout = layout_of(content, batch.file_name)
    headings = [heading for heading in layout.headings if heading]
    remembered = ImportMapping.objects.filter(header_key=header_key_of(headings)).first()
    batch.columns = remembered.columns if remembered else layout.assigned
    batch.sheet, batch.header_row = layout.sheet[:100], layout.header_row
    batch.counts = {"headings": headings, "samples": layout.samples, "remembered": bool(remembered)}
    batch.save(update_fields=["columns", "sheet", "header_row", "counts"])


@transaction.atomic
def match_rows(batch: ImportBatch, *, by: Any) -> None:
    """Read every row and say whom it means; the rows are kept for the officer to look at."""
    reader = InstitutionReader(content_of(batch), batch.file_name, batch.columns)
    batch.rows.all().delete()
    notices: list[str] = []
    rows = (_row_of(batch, finding, notices) for finding in findings_of(reader, batch.duplicates))
    done = 0
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        ImportRow.objects.bulk_create(chunk)
        done += len(chunk)
        if done % (BEATS_EVERY * ROWS_AT_ONCE) == 0:
            ImportBatch.objects.all().beat(batch.pk, done=done)
    claims = batch.rows.filter(decision=ImportRow.Decision.UPDATE, match__isnull=False)
    doubtful = one_row_each(claims.values_list("number", "match", "confidence").iterator())
    for numbers in _slices(sorted(doubtful)):
        batch.rows.filter(number__in=numbers).update(decision=ImportRow.Decision.OPEN)
    batch.sheet, batch.header_row = reader.layout.sheet[:100], reader.layout.header_row
    batch.counts |= {
        "mapping": reader.mapping,
        "unknown": reader.layout.unknown,
        "charset": reader.table.charset,
        "notices": [*reader.table.notices, *notices][:MOST_NOTICES],
    }
    batch.save(update_fields=["sheet", "header_row", "counts"])
    if batch.status != Status.MATCHED:
        IMPORT_FLOW.move(batch, "match", by=None)
    count_rows(batch)


def _slices(numbers: list[int]) -> list[list[int]]:
    return [numbers[start : start + 500] for start in range(0, len(numbers), 500)]


def _row_of(batch: ImportBatch, finding: Finding, notices: list[str]) -> ImportRow:
    notices.extend(f"{finding.entry.number}: {notice}" for notice in finding.entry.notices)
    return ImportRow(
        batch=batch,
        number=finding.entry.number,
        data=finding.entry.values,
        problems=[asdict(problem) for problem in finding.problems],
        candidates=finding.candidates,
        match_id=finding.match.pk
        if finding.match and finding.decision != ImportRow.Decision.CREATE
        else None,
        confidence=finding.confidence,
        decision=finding.decision,
    )


def count_rows(batch: ImportBatch) -> None:
    """Keep how many rows there are of each decision, and how many still have problems."""
    decided = dict(batch.rows.order_by().values_list("decision").annotate(count=Count("pk")))
    wrong = batch.rows.exclude(problems=[]).filter(~Q(decision=ImportRow.Decision.SKIP)).count()
    batch.counts |= {decision.value: decided.get(decision, 0) for decision in ImportRow.Decision}
    batch.counts |= {"rows": sum(decided.values()), "problems": wrong}
    batch.save(update_fields=["counts"])


@transaction.atomic
def apply_import(batch: ImportBatch, *, by: Any) -> None:
    """Everything in the list is in the register, or nothing is (EC-68)."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if hindrance := hindrance_of(locked):
        raise ValidationError(hindrance)
    IMPORT_FLOW.move(locked, "apply" if by else "take_in", by=by)
    written = write_rows(locked, by=by)
    locked.applied_at = timezone.now()
    locked.counts |= written
    locked.save(update_fields=["applied_at", "counts"])
    batch.status, batch.counts, batch.version = locked.status, locked.counts, locked.version


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Any) -> None:
    """The register as it was before the import; refused when somebody has built on it since."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    IMPORT_FLOW.move(locked, "undo" if by else "take_back", by=by)
    take_back(locked, by=by)
    batch.status, batch.version = locked.status, locked.version
