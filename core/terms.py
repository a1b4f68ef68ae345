"""Finding forbidden wording in titles, certificates and publicity, however it is disguised (§1.6)."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from django.conf import settings

from core.disguises import Plain, plain
from core.term_patterns import compile_literal, compile_regex

TITLE, CERTIFICATE, PUBLICITY, AUDIENCE, BODY = "title", "certificate", "publicity", "audience", "body"
SCOPES = (TITLE, CERTIFICATE, PUBLICITY, AUDIENCE, BODY)
LITERAL, REGEX = "literal", "regex"
WARN, HIGH, BLOCK = "warn", "high", "block"
RANK = {WARN: 1, HIGH: 2, BLOCK: 3}

LEVEL = "(?:高中|中专|大专|专科|本科|硕士|博士|研究生|大学)"
PROOF = "(?:国民教育)?(?:学历|学位|毕业|学士|硕士|博士|文凭)(?:学位|学历)?(?:教育|证书|文凭|凭证|证明|证)?"
# A hit inside one of these says the contrary of what the rule forbids.
NEGATIONS = re.compile(
    rf"不(?:属于|是|作为|等同于?|涉及|包含|构成|视为)(?:任何|国民教育系列)?{PROOF}(?:[和及或与]?{PROOF})*"
    rf"|不(?:予)?(?:颁发|发放|授予|提供)(?:任何|国家承认的)?{PROOF}(?:[和及或与]?{PROOF})*"
    rf"|非(?:国民教育)?学历(?:学位)?(?:教育|培训)?"
    rf"|与(?:国民教育)?学历(?:学位)?(?:教育)?无关"
    r"|non[\s-]?degree"
    r"|\bno (?:academic )?(?:degree|diploma)s?(?: (?:or|and) (?:degree|diploma)s?)?"
    r"|\bnot (?:an? |(?:constitute|confer|award|grant|lead to|represent) (?:an? |any )?)(?:academic )?"
    r"(?:degree|diploma)s?(?: (?:or|nor) (?:an? )?(?:academic )?(?:degree|diploma)s?)?"
)
# What a trainee must already have is not what the training promises: worth a look, no more.
ENTRY_REQUIREMENTS = re.compile(
    rf"{LEVEL}(?:学历|学位|毕业)?(?:及其?|或)?以上(?:学历|学位|毕业生?|文化程度)*"
    r"|(?:学历|学位)不限|不限(?:学历|学位)|bachelor'?s? degree or (?:above|higher|equivalent)"
)


@dataclass(frozen=True)
class Term:
    """One forbidden wording: where it counts, how much, by which rule, and what to write instead."""

    term_id: int | str
    pattern: str
    mode: str = LITERAL
    scopes: frozenset[str] = frozenset(SCOPES)
    severity: str = BLOCK
    rule_code: str = ""
    suggestion: str = ""
    legal_basis: str = ""


@dataclass(frozen=True)
class Hit:
    """A forbidden wording found; start and end count characters of the text as it was typed."""

    term_id: int | str
    start: int
    end: int
    matched: str
    severity: str
    rule: str
    suggestion: str
    scope: str
    legal_basis: str = ""


class TermMatcher:
    """A list of terms made ready for one scope, so that checking while someone types costs next to nothing."""

    def __init__(self, terms: Iterable[Term], scope: str) -> None:
        self.scope = scope
        self.regexes: list[tuple[Term, re.Pattern[str]]] = []
        self.by_first_letter: dict[str, list[tuple[Term, re.Pattern[str]]]] = {}
        for term in terms:
            if scope not in term.scopes:
                continue
            if term.mode == REGEX:
                self.regexes.append((term, compile_regex(term.pattern)))
            elif (key := plain(term.pattern).text.strip()) and (pattern := compile_literal(key)):
                self.by_first_letter.setdefault(key[0], []).append((term, pattern))

    def find(self, text: str) -> list[Hit]:
        """Every forbidden wording in the text, in its order; of nested ones the more exact."""
        searched = plain(text)
        found = [
            (term, start, end)
            for term, start, end in self._candidates(searched.text)
            if start < end and _stands_alone(searched.text, start, end)
        ]
        if not found:
            return []
        spared = Spans([hit.span() for hit in NEGATIONS.finditer(searched.text)] + _own_names(searched.text))
        softened = Spans([hit.span() for hit in ENTRY_REQUIREMENTS.finditer(searched.text)])
        hits = [
            self._hit(term, start, end, text, searched, is_soft=softened.hold(start, end))
            for term, start, end in _most_exact(found)
            if not spared.hold(start, end)
        ]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _candidates(self, text: str) -> Iterator[tuple[Term, int, int]]:
        for term, pattern in self.regexes:
            for match in pattern.finditer(text):
                yield term, match.start(), match.end()
        for position, char in enumerate(text):
            for term, pattern in self.by_first_letter.get(char, ()):
                if found := pattern.match(text, position):
                    yield term, position, found.end()

    def _hit(self, term: Term, start: int, end: int, text: str, searched: Plain, *, is_soft: bool) -> Hit:
        first, last = searched.positions[start], searched.positions[end - 1] + 1
        return Hit(
            term_id=term.term_id,
            start=first,
            end=last,
            matched=text[first:last],
            severity=WARN if is_soft else term.severity,
            rule=term.rule_code,
            suggestion=term.suggestion,
            scope=self.scope,
            legal_basis=term.legal_basis,
        )


def find_terms(text: str, terms: Sequence[Term], *, scope: str) -> list[Hit]:
    """The forbidden wordings in a text of the given scope; a scope no term names (a lecturer's CV) has none."""
    return matcher_for(tuple(terms), scope).find(text or "")


@lru_cache(maxsize=32)
def matcher_for(terms: tuple[Term, ...], scope: str) -> TermMatcher:
    """The matcher of a list of terms, made once."""
    return TermMatcher(terms, scope)


def worst_severity(hits: Iterable[Hit]) -> str:
    """The severity that decides: block before high before warn, or nothing."""
    return max((hit.severity for hit in hits), key=RANK.__getitem__, default="")


def starter_rows(path: Path | None = None) -> list[dict[str, str]]:
    """The rows of the list the portal starts with; officers keep it afterwards."""
    source = path or Path(settings.BASE_DIR) / "data" / "terms" / "blocked_terms.csv"
    with source.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def starter_terms(language: str = "zh") -> list[Term]:
    """The starter list as terms, with advice in one language."""
    return [
        Term(
            term_id=number,
            pattern=row["pattern"],
            mode=row["mode"],
            scopes=frozenset(row["scopes"].split("|")),
            severity=row["severity"],
            rule_code=row["rule"],
            suggestion=row[f"suggestion_{language}"],
            legal_basis=row[f"legal_basis_{language}"],
        )
        for number, row in enumerate(starter_rows(), start=1)
    ]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin words count as whole words: MBA in 办MBA班, not in samba (Chinese letters end a word)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_latin(text[start]) and before and _is_latin(before):
        return False
    return not (_is_latin(text[end - 1]) and after and _is_latin(after))


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"


def _own_names(text: str) -> list[tuple[int, int]]:
    """The places where the university names itself: 国际交流与合作处 promises nothing international."""
    names = [getattr(settings, name, "") for name in ("UNIVERSITY_NAME_ZH", "OFFICE_NAME_ZH")]
    return [hit.span() for name in names if name for hit in re.finditer(re.escape(plain(name).text), text)]


class Spans:
    """Stretches of a text, and whether one of them holds another; quick for thousands."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self.starts = [start for start, __ in ordered]
        self.ends = list(accumulate((end for __, end in ordered), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one stretch begins no later and ends no earlier."""
        before = bisect_right(self.starts, start)
        return before > 0 and self.ends[before - 1] >= end


def _most_exact(found: list[tuple[Term, int, int]]) -> Iterator[tuple[Term, int, int]]:
    """总裁班 rather than 总裁 within it; a looser pattern never hides a stricter one."""
    covered_to = 0
    for term, start, end in sorted(found, key=lambda hit: (hit[1], -hit[2], -RANK[hit[0].severity])):
        if end > covered_to:
            yield term, start, end
            if term.mode == LITERAL or term.severity == BLOCK:
                covered_to = end
