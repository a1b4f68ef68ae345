"""Reading a roster: what each row means, and everything that is wrong with it; nothing is written here."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import IdentityDocument
from core.fields import keyed_hash
from core.history import canonical
from core.identity_numbers import CheckedNumber, check_identity
from core.models import Region
from core.names import latin_name_notices
from core.spreadsheets import CellProblem, Row, Table, read_table
from core.text import search_key
from training.actions.roster_columns import COLUMNS, GENDER_OF_NUMBER, LEFT_OUT, TRAINEE_TEXTS, columns_for
from training.models import Category, RosterImport, Trainee, TrainingClass


@dataclass(frozen=True)
class Entry:
    """One row that can be taken over: who it is, by which document, and what is told about him or her."""

    row: int
    name_zh: str
    name_latin: str
    doc_type: str
    number: str
    number_hash: str
    gender: str
    dob: date | None
    region: str
    texts: dict[str, str]
    is_leading_cadre: bool | None = None
    identity_id: int | None = None
    person_id: int | None = None
    trainee_id: int | None = None


@dataclass
class Reading:
    """What a roster holds: the rows, the doubts, and the counts a person decides by."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    known: int = 0
    header_row: int = 1
    charset: str = ""
    sheet: str = ""
    mapping: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A fingerprint of what would be written: taking over must agree with what was shown."""
        rows = [asdict(entry) | {"number": entry.number_hash} for entry in self.entries]
        return hashlib.sha256(canonical({"rows": rows}).encode()).hexdigest()

    def as_findings(self) -> dict[str, Any]:
        """What is kept of it between the steps; no personal number is among it."""
        return {
            "rows": len(self.entries),
            "new": sum(1 for entry in self.entries if entry.trainee_id is None),
            "known": self.known,
            "problems": [asdict(problem) for problem in self.problems],
            "notices": [str(notice) for notice in self.notices],
            "header_row": self.header_row,
            "charset": self.charset,
            "sheet": self.sheet,
            "mapping": self.mapping,
            "digest": self.digest,
        }


class Reader:
    """Reads one roster for one class."""

    def __init__(
        self,
        training_class: TrainingClass,
        duplicates: str = RosterImport.Duplicates.STOP,
        columns_chosen: Mapping[str, str] | None = None,
    ):
        self.training_class = training_class
        self.columns = columns_for(columns_chosen or {})
        self.duplicates = duplicates
        self.reading = Reading()
        self.letters: dict[str, str] = {}
        self.labels = {column.key: column.label for column in COLUMNS}
        self.regions = set(Region.objects.values_list("alpha2", flat=True))

    def read(self, content: bytes, filename: str, max_rows: int | None = None) -> Reading:
        """Everything the file holds; an unreadable file raises ValidationError."""
        table = read_table(io.BytesIO(content), self.columns, filename=filename, max_rows=max_rows)
        self._take_facts(table)
        entries = [entry for row in table.rows if (entry := self._entry(row)) is not None]
        entries = self._once_in_file(entries)
        entries = self._against_database(entries)
        self._check_places(entries)
        self.reading.entries = entries
        self.reading.problems.sort(key=lambda problem: (problem.row, problem.column_letter))
        return self.reading

    def _take_facts(self, table: Table) -> None:
        self.reading.problems = list(table.problems)
        self.reading.notices = list(table.notices)
        self.reading.header_row, self.reading.charset = table.header_row, table.charset
        self.reading.sheet = table.sheet
        self.reading.mapping = {
            key: place for key, place in table.mapping.items() if not key.startswith(LEFT_OUT)
        }
        self.bad_rows = {problem.row for problem in table.problems}
        for key, place in table.mapping.items():
            self.letters[key] = place.rsplit("(", 1)[-1].rstrip(")")
            self.labels[key] = place.rsplit(" (", 1)[0]

    def _problem(self, row: int, key: str, message: str, code: str) -> None:
        self.bad_rows.add(row)
        self.reading.problems.append(
            CellProblem(row, self.labels.get(key, key), self.letters.get(key, ""), str(message), code)
        )

    def _entry(self, row: Row) -> Entry | None:
        values = {column.key: row.values.get(column.key) for column in COLUMNS}
        if row.number in self.bad_rows:
            return None
        if not (values["name_zh"] or values["name_latin"]):
            self._problem(row.number, "name_zh", _("The name is missing."), "required")
            return None
        if values["is_leading_cadre"] and self.training_class.proposal.category == Category.OPEN:
            self._problem(
                row.number,
                "is_leading_cadre",
                _("An open class may not enrol leading cadres (R-01)."),
                "cadre",
            )
            return None
        doc_type = values["doc_type"] or "cn_id"
        checked = self._number(row.number, doc_type, values)
        if checked is None:
            return None
        for notice in (
            *checked.warnings,
            *latin_name_notices(values["name_latin"] or "", values["name_zh"] or ""),
        ):
            self.reading.notices.append(_("Row %(row)s: %(notice)s") % {"row": row.number, "notice": notice})
        return Entry(
            row=row.number,
            name_zh=values["name_zh"] or "",
            name_latin=values["name_latin"] or "",
            doc_type=doc_type,
            number=checked.number,
            number_hash=keyed_hash(checked.number),
            gender=values["gender"] or GENDER_OF_NUMBER.get(checked.gender, ""),
            dob=checked.dob or values["dob"],
            region=values["nationality"] or ("CN" if doc_type == "cn_id" else ""),
            texts={key: str(values[key] or "") for key in TRAINEE_TEXTS},
            is_leading_cadre=values["is_leading_cadre"],
        )

    def _number(self, row: int, doc_type: str, values: dict[str, Any]) -> CheckedNumber | None:
        try:
            checked = check_identity(
                doc_type, values["number"], gender=values["gender"], country=values["nationality"]
            )
        except ValidationError as error:
            self._problem(row, "number", error.messages[0], getattr(error, "code", "") or "number")
            return None
        if doc_type == "passport" and not values["nationality"]:
            self._problem(row, "nationality", _("A passport needs the nationality."), "required")
            return None
        if checked.dob and values["dob"] and checked.dob != values["dob"]:
            self._problem(row, "dob", _("The date of birth differs from the identity number."), "dob")
            return None
        return checked

    def _once_in_file(self, entries: list[Entry]) -> list[Entry]:
        """EC-67: the same document twice in one file is listed with both rows."""
        rows: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            rows[self._key(entry)].append(entry)
        for twins in rows.values():
            for entry in twins[1:]:
                self._problem(
                    entry.row,
                    "number",
                    _("The same document stands in row %(row)s.") % {"row": twins[0].row},
                    "twice",
                )
        return [twins[0] for twins in rows.values()]

    @staticmethod
    def _key(entry: Entry) -> tuple[str, str, str]:
        return entry.number_hash, entry.doc_type, entry.region if entry.doc_type == "passport" else ""

    def _against_database(self, entries: list[Entry]) -> list[Entry]:
        documents = self._documents(entries)
        on_roster = dict(
            Trainee.objects.filter(training_class=self.training_class).values_list("person_id", "pk")
        )
        elsewhere = self._busy_persons(documents.values())
        kept = []
        for entry in entries:
            document = documents.get(self._key(entry))
            if document is None:
                kept.append(entry)
                continue
            if not self._is_same_person(entry, document):
                # EC-27: to whom the number belongs is nobody's business here.
                self._problem(
                    entry.row,
                    "number",
                    _("This number is known under another name. Ask the training desk."),
                    "other",
                )
                continue
            if document.person_id in elsewhere:
                self.reading.notices.append(
                    _("Row %(row)s: the person is in another class at the same time.") % {"row": entry.row}
                )
            found = self._on_roster(entry, document, on_roster.get(document.person_id))
            if found is not None:
                kept.append(found)
        return kept

    def _documents(self, entries: Iterable[Entry]) -> dict[tuple[str, str, str], IdentityDocument]:
        found = IdentityDocument.objects.filter(
            number_hash__in=[entry.number_hash for entry in entries]
        ).select_related("person", "issuing_region")
        return {
            (
                document.number_hash,
                document.doc_type,
                document.issuing_region.alpha2
                if document.doc_type == "passport" and document.issuing_region
                else "",
            ): document
            for document in found
        }

    def _busy_persons(self, documents: Iterable[IdentityDocument]) -> set[int]:
        """Who is in another class held in person on overlapping days (§1.3: a warning, no bar)."""
        this = self.training_class
        return set(
            Trainee.objects.present()
            .filter(
                person__in={document.person_id for document in documents},
                training_class__start_on__lte=this.end_on,
                training_class__end_on__gte=this.start_on,
            )
            .exclude(training_class=this)
            .exclude(training_class__proposal__mode="online")
            .exclude(training_class__status=TrainingClass.Status.CANCELLED)
            .values_list("person_id", flat=True)
        )

    def _is_same_person(self, entry: Entry, document: IdentityDocument) -> bool:
        person = document.person
        latin = person.passport_name or f"{person.surname_latin} {person.given_latin}"
        if entry.name_zh and person.name_zh:
            return search_key(entry.name_zh) == search_key(person.name_zh)
        if entry.name_latin and latin.strip():
            return search_key(entry.name_latin) == search_key(latin)
        return True

    def _on_roster(self, entry: Entry, document: IdentityDocument, trainee_id: int | None) -> Entry | None:
        if trainee_id is None:
            return replace(entry, identity_id=document.pk, person_id=document.person_id)
        self.reading.known += 1
        if self.duplicates == RosterImport.Duplicates.STOP:
            self._problem(entry.row, "number", _("This person is already on the roster."), "known")
            return None
        if self.duplicates == RosterImport.Duplicates.SKIP:
            return None
        return replace(entry, identity_id=document.pk, person_id=document.person_id, trainee_id=trainee_id)

    def _check_places(self, entries: list[Entry]) -> None:
        present = self.training_class.trainees.present().count()
        new = sum(1 for entry in entries if entry.trainee_id is None)
        if present + new > self.training_class.quota:
            self._problem(
                0,
                "",
                _("The class has %(quota)s places; %(present)s are taken and the file holds %(new)s more.")
                % {"quota": self.training_class.quota, "present": present, "new": new},
                "places",
            )
