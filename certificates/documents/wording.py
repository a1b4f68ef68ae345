"""What a non-degree certificate must never say or look like (§5.3)."""

from __future__ import annotations

import functools
import json
import re

from django.conf import settings
from django.utils.translation import gettext as _

from certificates.models import CertificateType
from core.terms import BLOCK, CERTIFICATE, Hit, Term, find_terms

TAGS = re.compile(r"<style.*?</style>|<[^>]*>|\{\{.*?\}\}", re.DOTALL | re.IGNORECASE)
BRACKETS = str.maketrans("\uff08\uff09", "()")
MARK = "(非学历教育)"
LANDSCAPE = re.compile(r"size\s*:\s*A4\s+landscape|size\s*:\s*297mm\s+210mm", re.IGNORECASE)


@functools.cache
def _terms() -> tuple[Term, ...]:
    listed = json.loads(
        (settings.BASE_DIR / "data" / "certificates" / "wording.json").read_text(encoding="utf-8")
    )
    return tuple(
        Term(term_id=f"certificate-{word}", pattern=word, scopes=frozenset({CERTIFICATE}), rule_code="§5.3")
        for word in listed["literal"]
    )


def is_watched(kind: CertificateType) -> bool:
    """Whether the wording rules hold for the type: everything the training desk issues."""
    return kind.is_non_degree or kind.desk == CertificateType.Desk.TRAINING


def wording_hits(text: str) -> list[Hit]:
    """The words that make a non-degree certificate look like a degree; the disclaimer itself is no offence."""
    return [hit for hit in find_terms(text, _terms(), scope=CERTIFICATE) if hit.severity == BLOCK]


def wording_problems(text: str) -> list[str]:
    """The same, in words for the person who can put it right."""
    return [
        _("The word “%(word)s” must not stand on a non-degree certificate.") % {"word": hit.matched}
        for hit in wording_hits(text)
    ]


def template_problems(html: str, css: str, kind: CertificateType) -> list[str]:
    """What the wording and the look of a template offend against, in words for the officer."""
    if not is_watched(kind):
        return []
    text = TAGS.sub(" ", html)
    found = wording_problems(text)
    if not kind.is_non_degree:
        return found
    if MARK not in text.translate(BRACKETS):
        found.append(_("The title must carry “(非学历教育)”."))
    for name in ("disclaimer_zh", "disclaimer_en"):
        if not re.search(r"\{\{\s*" + name + r"\s*\}\}", html):
            found.append(_("The disclaimer “{{ %(name)s }}” is missing.") % {"name": name})
    if not LANDSCAPE.search(css + html):
        found.append(_("The page must be A4 landscape, unlike the degree certificates."))
    return found
