"""What each row of a list means: whom it names, how sure that is, what is wrong with it; nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.policy import policy
from core.spreadsheets import CellProblem
from partnerships.matching import Known, Match, Matcher, code_key
from partnerships.matching.words import exact_key
from partnerships.models import ImportBatch, ImportRow, Institution, InstitutionName
from partnerships.reading import Entry, InstitutionReader
from partnerships.reading.columns import CODES

Decision = ImportRow.Decision
Duplicates = ImportBatch.Duplicates
SAMPLE_OF_NAMES = 20_000


@dataclass
class Finding:
    """A row with what was found out about it."""

    entry: Entry
    decision: str
    match: Match | None = None
    same_as_row: int | None = None
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def confidence(self) -> int:
        return round(self.match.confidence * 100) if self.match else 0

    @property
    def candidates(self) -> list[dict[str, Any]]:
        """The institution meant, then others it may be."""
        if self.same_as_row:
            return [{"row": self.same_as_row}]
        if not self.match:
            return []
        first = {
            "id": self.match.pk,
            "name": self.match.name,
            "confidence": self.confidence,
            "by": self.match.by,
        }
        others = [
            {"id": pk, "name": name, "confidence": round(score * 100), "by": "likeness"}
            for pk, name, score in self.match.others
        ]
        return [first, *others]


def known_institutions() -> Iterator[Known]:
    """Every institution of the register with all its names, codes and its domain."""
    names: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    rows = InstitutionName.objects.values_list("institution", "name", "kind")
    for pk, name, kind in rows.iterator(chunk_size=5_000):
        names[pk][kind == InstitutionName.Kind.FORMER].append(name)
    fields = (
        "pk",
        "name_zh",
        "name_en",
        "name_local",
        "region__alpha2",
        "domain",
        "city_en",
        "merged_into",
        *CODES,
    )
    for pk, zh, en, local, region, domain, city, merged_into, *codes in Institution.objects.values_list(
        *fields
    ).iterator(chunk_size=5_000):
        others, former = names.pop(pk, ([], []))
        yield Known(
            pk=merged_into or pk,
            names=tuple(dict.fromkeys(filter(None, [en, zh, local, *others]))),
            region=region,
            former=tuple(former),
            codes=tuple(filter(None, codes)),
            domains=(domain,) if domain else (),
            city=city,
        )


def matcher_of_register(reader: InstitutionReader | None = None) -> Matcher:
    """Finds institutions of the register; common words of the file count for little."""
    matcher = Matcher(known_institutions())
    if reader is not None and matcher.names:
        queries = (entry.query for entry, _n in zip(reader, range(SAMPLE_OF_NAMES), strict=False))
        matcher.reckon(queries)
    return matcher


def findings_of(
    reader: InstitutionReader, duplicates: str, matcher: Matcher | None = None
) -> Iterator[Finding]:
    """Each row of the file with its match and the decision that is proposed."""
    matcher = matcher or matcher_of_register(reader)
    accept, ask = policy("partnerships.import_accept"), policy("partnerships.import_ask")
    first_rows: dict[str, tuple[int, dict[str, str]]] = {}
    for entry in reader:
        finding = Finding(entry, Decision.CREATE, problems=entry.problems)
        if same := _seen_before(entry, first_rows):
            finding.same_as_row = same
            finding.decision = _twice(finding, same, duplicates)
        elif entry.name and matcher.names:
            finding.match = matcher.match(entry.query)
            if finding.confidence >= accept:
                finding.decision = Decision.UPDATE
            elif finding.confidence >= ask:
                finding.decision = Decision.OPEN
        yield finding


def _seen_before(entry: Entry, first_rows: dict[str, tuple[int, dict[str, str]]]) -> int | None:
    """The row above that names the same institution: by code, or by name and place and address together (EC-67).

    A code that two rows share tells nothing when another code of theirs differs.
    """
    values = entry.values
    codes = {key: code_key(values[key]) for key in CODES if values.get(key)}
    keys = [f"{key}:{code}" for key, code in codes.items()]
    if not keys and entry.name:
        place = ",".join(values.get("domains", ())) or values.get("city", "").lower()
        keys = [f"name:{values.get('region', '')}:{exact_key(entry.name)}:{place}"]
    same = None
    for key in keys:
        number, others = first_rows.setdefault(key, (entry.number, codes))
        if number != entry.number and all(others.get(one, code) == code for one, code in codes.items()):
            same = min(number, same or number)
    return same


def _twice(finding: Finding, same: int, duplicates: str) -> str:
    if duplicates == Duplicates.FILL:
        return Decision.UPDATE
    if duplicates == Duplicates.SKIP:
        return Decision.SKIP
    message = _("The same institution stands in row %(row)s already.") % {"row": same}
    finding.problems.append(CellProblem(finding.entry.number, "", "", message, "twice"))
    return Decision.OPEN


def one_row_each(findings: Iterable[tuple[int, Any, int]]) -> set[int]:
    """Of several rows that claim one institution all but the surest: their numbers, for an officer to decide."""
    best: dict[Any, tuple[int, int]] = {}
    doubtful: set[int] = set()
    for number, pk, confidence in findings:
        if pk not in best:
            best[pk] = (confidence, number)
        elif confidence > best[pk][0]:
            doubtful.add(best[pk][1])
            best[pk] = (confidence, number)
        else:
            doubtful.add(number)
    return doubtful
