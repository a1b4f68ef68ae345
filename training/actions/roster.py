"""A roster from the uploaded file to the trainees: all of it, or nothing (EC-68)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any, cast

import tablib
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import IdentityDocument, Person
from core.background import start_run
from core.fields import cipher
from core.flow import FlowError, StepNotAllowed, remember
from core.models import Region
from core.spreadsheets import CellProblem, error_workbook
from training.actions.roster_reading import Entry, Reader
from training.models import RosterImport, Trainee, TrainingClass
from training.resources import KEYS, TEXTS, TraineeResource

BATCH = 1000


@transaction.atomic
def upload_roster(training_class: TrainingClass, upload: Any, *, duplicates: str, by: Any) -> RosterImport:
    """The file is kept, encrypted, and a worker reads it; nothing enters the roster yet."""
    if not by.has_perm("training.import_trainingclass", training_class):
        raise PermissionDenied
    content = upload.read()
    roster = RosterImport(
        training_class=training_class,
        file_name=upload.name[-255:],
        sha256=hashlib.sha256(content).hexdigest(),
        duplicates=duplicates,
        uploaded_by=by,
    )
    # The file is full of identity numbers: it lies on the disk only encrypted (§9.6).
    roster.file.save("roster", ContentFile(cipher().encrypt(content)), save=False)
    roster.save()
    start_run(roster, total=1)
    return roster


def content_of(roster: RosterImport) -> bytes:
    """The file as it was uploaded."""
    with roster.file.open("rb") as file:
        return cipher().decrypt(file.read())


@transaction.atomic
def check_roster_again(
    roster: RosterImport, *, by: Any, duplicates: str, columns_chosen: Mapping[str, str]
) -> RosterImport:
    """The same file is read once more, with another answer about known people or about its columns."""
    locked = _open_roster(roster, by)
    locked.duplicates, locked.columns_chosen = duplicates, dict(columns_chosen)
    locked.taken_over_by = None
    locked.save(update_fields=["duplicates", "columns_chosen", "taken_over_by"])
    start_run(locked, total=1)
    return locked


@transaction.atomic
def take_over_roster(roster: RosterImport, *, by: Any) -> RosterImport:
    """A worker puts everybody in the checked file on the roster: files are opened by workers only."""
    locked = _open_roster(roster, by)
    if not locked.can_be_applied:
        raise ValidationError(_("The file has problems: nothing was taken over."))
    locked.taken_over_by = by
    locked.save(update_fields=["taken_over_by"])
    start_run(locked, total=1)
    return locked


def _open_roster(roster: RosterImport, by: Any) -> RosterImport:
    """The upload, locked; refused once it was taken over, or while a worker has it."""
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if not by.has_perm("training.import_trainingclass", locked.training_class):
        raise PermissionDenied
    if locked.applied_at:
        raise StepNotAllowed(_("This roster has already been taken over."))
    if locked.is_unfinished:
        raise StepNotAllowed(_("The file is being read. Please wait a moment."))
    return locked


def work_on_roster(roster: RosterImport) -> None:
    """What the worker does with an upload: read it, or take it over when somebody has asked for that."""
    language = roster.uploaded_by.language if roster.uploaded_by else "zh-hans"
    with override(language):
        if roster.taken_over_by is None:
            read_roster(roster)
            return
        try:
            apply_roster(roster, by=roster.taken_over_by)
        except (ValidationError, FlowError, PermissionDenied) as refused:
            RosterImport.objects.filter(pk=roster.pk).update(taken_over_by=None)
            read_roster(roster, first=getattr(refused, "messages", [str(refused)]))
        else:
            RosterImport.objects.finish(roster.pk, done=1)


def read_roster(roster: RosterImport, *, first: Sequence[str] = ()) -> None:
    """The file is read and what it shows is kept with the upload, in the language of whoever uploaded it."""
    language = roster.uploaded_by.language if roster.uploaded_by else "zh-hans"
    with override(language):
        content = content_of(roster)
        try:
            findings = _reader(roster).read(content, roster.file_name).as_findings()
        except ValidationError as error:
            findings = {"rows": 0, "refused": error.messages, "unknown": _unknown_columns(error)}
            findings |= {"problems": [], "notices": []}
        findings["notices"] = [*first, *findings["notices"]]
        if findings["problems"]:
            keep_problem_sheet(roster, content, findings)
    RosterImport.objects.filter(pk=roster.pk).update(findings=findings)
    RosterImport.objects.finish(roster.pk, error=" ".join(findings.get("refused", [])), done=1)


def keep_problem_sheet(roster: RosterImport, content: bytes, findings: dict[str, Any]) -> None:
    """The sheet with the reasons beside each bad row, kept encrypted as the file itself (EC-68)."""
    sheet = error_workbook(
        io.BytesIO(content),
        [CellProblem(**problem) for problem in findings["problems"]],
        filename=roster.file_name,
        header_row=findings["header_row"],
        sheet=findings["sheet"],
    )
    if roster.problem_sheet:
        roster.problem_sheet.delete(save=False)
    roster.problem_sheet.save("problems", ContentFile(cipher().encrypt(sheet)), save=False)
    RosterImport.objects.filter(pk=roster.pk).update(problem_sheet=roster.problem_sheet.name)


def problem_sheet_of(roster: RosterImport) -> bytes:
    """The sheet with the reasons, as a person opens it."""
    with roster.problem_sheet.open("rb") as file:
        return cipher().decrypt(file.read())


def _unknown_columns(error: ValidationError) -> list[str]:
    """Headings of the file that name no column, for a person to assign or leave out."""
    return [one.params["label"] for one in error.error_list if one.code == "unknown_column" and one.params]


def _reader(roster: RosterImport) -> Reader:
    return Reader(roster.training_class, roster.duplicates, roster.columns_chosen)


@transaction.atomic
def apply_roster(roster: RosterImport, *, by: Any) -> RosterImport:
    """Everybody in the file is on the roster, or nobody is; the file is read again and must show the same.

    Raises ValidationError when there are problems, or when the roster or the file's meaning has changed since.
    """
    training_class = TrainingClass.objects.select_for_update().get(pk=roster.training_class_id)
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.applied_at:
        raise StepNotAllowed(_("This roster has already been taken over."))
    if not by.has_perm("training.import_trainingclass", training_class):
        raise PermissionDenied
    reading = _reader(locked).read(content_of(locked), locked.file_name)
    if reading.problems:
        raise ValidationError(_("The file has problems: nothing was taken over."))
    if reading.digest != locked.findings.get("digest"):
        raise ValidationError(_("The roster has changed since the file was checked. Check it again."))
    counts = write_entries(training_class, reading.entries)
    locked.applied_at = timezone.now()
    locked.findings = locked.findings | counts
    locked.save(update_fields=["applied_at", "findings"])
    roster.applied_at, roster.findings = locked.applied_at, locked.findings
    remember(training_class, "import", by=by, payload={"roster": locked.pk, **counts})
    # The trainees are the record now; the file with its numbers is not kept longer than needed (§9.6).
    transaction.on_commit(lambda: _forget_files(locked))
    return locked


def _forget_files(roster: RosterImport) -> None:
    for file in (roster.file, roster.problem_sheet):
        if file:
            file.delete(save=False)


def write_entries(training_class: TrainingClass, entries: list[Entry]) -> dict[str, int]:
    """Persons, documents and trainees for the checked rows; the same rows again change nothing."""
    regions = dict(Region.objects.values_list("alpha2", "pk"))
    identities = _identities(entries, regions)
    known = {
        (trainee.training_class_id, trainee.identity_id): trainee
        for trainee in Trainee.objects.filter(
            pk__in=[entry.trainee_id for entry in entries if entry.trainee_id]
        )
    }
    dataset = tablib.Dataset(headers=[*KEYS, *TEXTS, "dob", "is_leading_cadre"])
    for entry in entries:
        identity_id, person_id = identities[entry.row]
        texts = {
            "name_zh": entry.name_zh,
            "name_latin": entry.name_latin,
            "gender": entry.gender,
        } | entry.texts
        dataset.append(
            [training_class.pk, person_id, identity_id, regions.get(entry.region)]
            + [texts[name] for name in TEXTS]
            + [entry.dob, entry.is_leading_cadre]
        )
    result = TraineeResource(known).import_data(dataset, use_transactions=True, raise_errors=True)
    if result.has_validation_errors():
        raise ValidationError([str(error) for row in result.invalid_rows for error in row.error.messages])
    return {"added": result.totals["new"], "filled": result.totals["update"]}


def _identities(entries: list[Entry], regions: dict[str, int]) -> dict[int, tuple[int, int]]:
    """For each row its document and person; unknown ones are made, a thousand at a time."""
    # A known document has its person.
    found = {
        entry.row: (entry.identity_id, cast(int, entry.person_id)) for entry in entries if entry.identity_id
    }
    fresh = [entry for entry in entries if entry.row not in found]
    persons = Person.objects.bulk_create([_person(entry, regions) for entry in fresh], batch_size=BATCH)
    documents = IdentityDocument.objects.bulk_create(
        [_document(entry, person, regions) for entry, person in zip(fresh, persons, strict=True)],
        batch_size=BATCH,
    )
    return found | {
        entry.row: (document.pk, person.pk)
        for entry, document, person in zip(fresh, documents, persons, strict=True)
    }


def _person(entry: Entry, regions: dict[str, int]) -> Person:
    return Person(
        name_zh=entry.name_zh,
        passport_name=entry.name_latin,
        gender=entry.gender,
        dob=entry.dob,
        nationality_id=regions.get(entry.region),
        kind=Person.Kind.TRAINEE,
    )


def _document(entry: Entry, person: Person, regions: dict[str, int]) -> IdentityDocument:
    return IdentityDocument(
        person=person,
        doc_type=entry.doc_type,
        issuing_region_id=regions.get(entry.region) if entry.doc_type == "passport" else None,
        number=entry.number,
        number_hash=entry.number_hash,
        last4=entry.number[-4:],
    )
