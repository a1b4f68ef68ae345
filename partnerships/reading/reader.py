"""A list of institutions row by row: names, place, codes, website; every doubt with its row and column."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.policy import policy
from core.region_source import AmbiguousRegion, UnknownRegion, match_region
from core.spreadsheets import CellProblem, TableReader
from core.spreadsheets.columns import column_letter
from core.spreadsheets.sources import open_source
from core.text import is_han
from partnerships.matching import Query, code_key, domain_key
from partnerships.models.names import clean_ror_id
from partnerships.reading.columns import (
    CODES,
    LEFT_OUT,
    by_content,
    by_heading,
    check_assigned,
    table_columns,
)

MOST_BYTES = 60 * 1024 * 1024
SEARCHED_ROWS = 30
SAMPLE = 40
SEPARATORS = re.compile(r"\s*[;；|\n]\s*")
ENGLISH = re.compile(r"\b(university|college|institute|school|academy|of|and|the)\b", re.IGNORECASE)
SHAPES = {"pic": re.compile(r"\d{9}"), "oid": re.compile(r"E\d{8}")}


@dataclass(frozen=True)
class Layout:
    """What was found out about a file before any row is read."""

    sheet: str
    header_row: int
    headings: list[str]
    assigned: dict[str, str]
    samples: dict[str, str] = field(default_factory=dict)

    @property
    def unknown(self) -> list[str]:
        """Headings that nothing was made of."""
        return [heading for heading in self.headings if heading and not self.assigned.get(heading)]


@dataclass
class Entry:
    """One row: what it says of an institution, and what is wrong with it."""

    number: int
    values: dict[str, Any]
    problems: list[CellProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        keys = ("name_zh", "name_en", "name_local")
        return list(dict.fromkeys(filter(None, (self.values.get(key) for key in keys))))

    @property
    def name(self) -> str:
        return self.names[0] if self.names else ""

    @property
    def codes(self) -> list[str]:
        return [self.values[key] for key in CODES if self.values.get(key)]

    @property
    def query(self) -> Query:
        """What the matcher is asked."""
        values = self.values
        return Query(
            names=tuple([*self.names, *values.get("former_names", ()), *values.get("aliases", ())]),
            region=values.get("region", ""),
            codes=tuple(self.codes),
            domains=tuple(filter(None, [domain_key(values.get("website", "")), *values.get("domains", ())])),
            city=values.get("city", ""),
        )


def layout_of(content: bytes, filename: str, remembered: Mapping[str, str] | None = None) -> Layout:
    """The sheet and row that name most columns, and what each heading seems to mean."""
    source = open_source(io.BytesIO(content), filename=filename, max_bytes=MOST_BYTES)
    best: tuple[int, str, int, list[str]] | None = None
    for sheet in source.sheets:
        filled = ((number, cells) for number, cells in islice(sheet.rows(), 300) if any(cells))
        for number, cells in islice(filled, SEARCHED_ROWS):
            headings = [" ".join(str(cell).split()) if cell is not None else "" for cell in cells]
            known = len(by_heading([heading for heading in headings if 0 < len(heading) < 80]))
            texts = sum(isinstance(cell, str) for cell in cells)
            score = known * 10 + min(texts, 5)
            if texts >= 2 and (best is None or score > best[0]):
                best = (score, sheet.name, number, headings)
    if best is None:
        raise ValidationError(_("No header row was found in the first 30 rows."), code="no_header")
    _score, name, header_row, headings = best
    sheet = next(one for one in source.sheets if one.name == name)
    after = ((number, cells) for number, cells in sheet.rows() if number > header_row)
    rows = [cells for _number, cells in islice(after, SAMPLE)]
    assigned = by_content(headings, rows, by_heading([heading for heading in headings if heading]))
    if remembered:
        assigned = {heading: key for heading, key in remembered.items() if heading in headings and key}
    return Layout(name, header_row, headings, assigned, _samples(headings, rows))


def _samples(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, str]:
    found = {}
    for place, heading in enumerate(headings):
        cells = [str(row[place]) for row in rows if place < len(row) and row[place] not in (None, "")]
        found[heading] = " · ".join(cell[:40] for cell in cells[:3])
    return found


class InstitutionReader:
    """Goes through the rows as often as asked; what the file as such shows is told after the first time."""

    def __init__(self, content: bytes, filename: str, assigned: Mapping[str, str] | None = None) -> None:
        self.layout = layout_of(content, filename, assigned)
        check_assigned(self.layout.assigned)
        self.table = TableReader(
            io.BytesIO(content),
            table_columns(self.layout.headings, self.layout.assigned),
            filename=filename,
            max_rows=policy("partnerships.import_max_rows"),
            max_bytes=MOST_BYTES,
            strict_columns=False,
        )
        self.letters = {key: column_letter(place + 1) for key, place in self.table.header.places.items()}

    @property
    def mapping(self) -> dict[str, str]:
        """For each column the heading it was found under, and its letter."""
        return {key: told for key, told in self.table.mapping.items() if not key.startswith(LEFT_OUT)}

    def __iter__(self) -> Iterator[Entry]:
        seen = 0
        for row in self.table:
            # Problems of the cells themselves were found just before the row was given.
            fresh = self.table.problems[seen:]
            seen = len(self.table.problems)
            entry = Entry(row.number, {}, [one for one in fresh if one.row == row.number])
            self._fill(entry, {key: row.values.get(key) or "" for key in self.mapping})
            yield entry
            # A row is done with: nothing of it is kept here, so that long files stay small.
            del self.table.problems[:seen]
            seen = 0

    def _fill(self, entry: Entry, cells: dict[str, str]) -> None:
        values = entry.values
        names = {
            key: " ".join(cells.get(key, "").split()) for key in ("name", "name_zh", "name_en", "name_local")
        }
        values.update({key: text for key, text in names.items() if key != "name" and text})
        if text := names["name"]:
            values.setdefault(_language_key(text), text)
        if not entry.names and not any(problem.code for problem in entry.problems):
            self._problem(entry, "name", _("The name is missing."), "required")
        for key in ("former_names", "aliases"):
            if cells.get(key):
                values[key] = [part for part in SEPARATORS.split(cells[key]) if part][:20]
        values["region"] = self._region(entry, cells.get("region_code", ""), cells.get("region", ""))
        if city := " ".join(cells.get("city", "").split()):
            values["city"] = city[:100]
        self._web(entry, cells.get("website", ""), cells.get("domains", ""))
        self._codes(entry, cells)

    def _region(self, entry: Entry, code: str, name: str) -> str:
        """The code decides; a name that may mean several asks for it (EC-72)."""
        problem: ValidationError | None = None
        for text in (code, name):
            if not text.strip():
                continue
            try:
                region = region_of(text)
            except (UnknownRegion, AmbiguousRegion) as error:
                problem = problem or error
                continue
            if text.strip().upper() in {"XK", "KOSOVO", "科索沃"}:
                entry.notices.append(_("%(text)s is listed under Serbia (resolution 1244).") % {"text": text})
            return region
        key = "region_code" if code.strip() else "region"
        message = " ".join(problem.messages) if problem else _("The country or region is missing.")
        self._problem(entry, key, message, (problem and problem.code) or "required")
        return ""

    def _web(self, entry: Entry, website: str, domains: str) -> None:
        """The first readable address; one that cannot be read is told, not kept."""
        found = [domain for part in SEPARATORS.split(domains) if (domain := domain_key(part))]
        for part in SEPARATORS.split(website.strip()):
            if domain := domain_key(part):
                entry.values["website"] = _address(part)
                found.insert(0, domain)
                break
        else:
            if website.strip():
                entry.notices.append(
                    _("“%(text)s” is no web address; it was left out.") % {"text": website[:60]}
                )
            if found:
                entry.values["website"] = f"https://{found[0]}/"
        if found:
            entry.values["domains"] = list(dict.fromkeys(found))

    def _codes(self, entry: Entry, cells: Mapping[str, str]) -> None:
        for key in CODES:
            text = " ".join(cells.get(key, "").split())
            if not text:
                continue
            if key == "ror_id":
                try:
                    entry.values[key] = clean_ror_id(text)
                except ValidationError as error:
                    self._problem(entry, key, " ".join(error.messages), error.code or "ror")
            elif key in SHAPES and not SHAPES[key].fullmatch(code_key(text)):
                entry.notices.append(
                    _("“%(text)s” is no %(code)s; it was left out.")
                    % {"text": text[:30], "code": key.upper()}
                )
            else:
                entry.values[key] = (text if key in {"erasmus_code", "schac"} else code_key(text))[:100]

    def _problem(self, entry: Entry, key: str, message: str, code: str) -> None:
        place = key if key in self.letters else next(iter(self.letters))
        label = self.table.header.labels.get(place, place)
        entry.problems.append(CellProblem(entry.number, label, self.letters[place], str(message), code))


def _language_key(name: str) -> str:
    """Which of the three names a name without a language is."""
    if any(is_han(char) for char in name):
        return "name_zh"
    return "name_en" if name.isascii() and ENGLISH.search(name) else "name_local"


def _address(part: str) -> str:
    text = part.strip().split(" ")[0]
    text = re.sub(
        r"^(https?:?/*)+",
        lambda found: "http://" if found[0].startswith("http:") else "https://",
        text,
        flags=re.I,
    )
    text = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    return text if len(text) <= 200 else f"https://{domain_key(text)}/"


@lru_cache(maxsize=2048)
def region_of(text: str) -> str:
    """The two-letter code."""
    return match_region(text)
