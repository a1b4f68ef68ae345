"""Which forbidden or delicate wordings a proposal contains, and by which rule (§1.6)."""

from __future__ import annotations

from dataclasses import dataclass

from core.terms import AUDIENCE, BLOCK, BODY, CERTIFICATE, HIGH, TITLE, Hit, Term, find_terms
from training.models import BlockedTerm, Category, Proposal

SCOPE_OF_FIELD = {
    "title_zh": TITLE,
    "title_en": TITLE,
    "certificate_title_zh": CERTIFICATE,
    "certificate_title_en": CERTIFICATE,
    "audience_detail": AUDIENCE,
    "objectives": BODY,
    "assessment_detail": BODY,
    "fee_basis": BODY,
    "feasibility": BODY,
}
LETTER_CATEGORIES = {Category.GOVERNMENT, Category.COMMISSIONED}


@dataclass(frozen=True)
class Wording:
    """A hit in a field, with the severity that the circumstances of the proposal give it."""

    field: str
    hit: Hit
    severity: str


def wordings_of(proposal: Proposal, files: set[str]) -> list[Wording]:
    """Every hit in the texts of the proposal; CVs are never read (§1.6)."""
    terms = tuple(BlockedTerm.objects.as_terms())
    found = []
    for field, text in texts_of(proposal):
        for hit in find_in_field(field, text, terms):
            severity = severity_here(hit, proposal.category, files)
            if severity:
                found.append(Wording(field, hit, severity))
    return found


def texts_of(proposal: Proposal) -> list[tuple[str, str]]:
    """The texts that are read, each with the field in which it stands."""
    texts = [(name, getattr(proposal, name)) for name in SCOPE_OF_FIELD]
    for module in proposal.course_plan.all():
        texts.append(("course_plan", f"{module.module}\n{module.topic}"))
    return [(name, text) for name, text in texts if text]


def find_in_field(field: str, text: str, terms: tuple[Term, ...] | None = None) -> list[Hit]:
    """The hits in what is typed into one field."""
    terms = tuple(BlockedTerm.objects.as_terms()) if terms is None else terms
    return find_terms(text, terms, scope=SCOPE_OF_FIELD.get(field, BODY))


def severity_here(hit: Hit, category: str, files: set[str]) -> str:
    """R-01 falls away with a letter, R-02 weighs most on open classes, R-21 wants a document."""
    if hit.rule == "R-01" and category in LETTER_CATEGORIES and "commissioning_letter" in files:
        return ""
    if hit.rule == "R-02" and category not in {"", Category.OPEN} and hit.severity == BLOCK:
        return HIGH
    if hit.rule == "R-21" and "title_evidence" in files:
        return ""
    return hit.severity
