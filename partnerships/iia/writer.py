"""Writing an agreement of the portal as an IIA that the official schema accepts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

from core.policy import policy
from partnerships.iia.document import NS, Iia
from partnerships.iia.fingerprint import fingerprint
from partnerships.models import Agreement, CooperationCondition, Direction, Institution, StudyLevel

EQF = {StudyLevel.BACHELOR: ["6"], StudyLevel.MASTER: ["7"], StudyLevel.DOCTOR: ["8"]}
CEFR = {"A1", "A2", "B1", "B2", "C1", "C2"}
YEAR_BEGINS = 9  # academic years run from September, as in `2026/2027`
OPEN_YEARS = 5


class Incomplete(ValidationError):
    """What the agreement still lacks to be written as an IIA."""


def agreement_as_iia(agreement: Agreement) -> Any:
    """The document; Incomplete names everything that is missing at once."""
    partner = agreement.partners.order_by("parties__position").first()
    conditions = list(agreement.conditions.order_by("position", "pk"))
    missing = missing_of(agreement, partner, conditions)
    if missing or partner is None:
        raise Incomplete([Incomplete(message, code="incomplete") for message in missing])
    root = etree.Element(f"{{{NS}}}iias-get-response", nsmap={None: NS})
    iia = _add(root, "iia")
    _partner(
        iia, policy("partnerships.hei_id"), iia_id_of(agreement), agreement.number, agreement.signed_on_our
    )
    _partner(
        iia,
        hei_id_of(partner),
        agreement.partner_iia_id,
        agreement.partner_iia_code,
        agreement.signed_on_their,
    )
    _add(iia, "in-effect", "true" if agreement.status in Agreement.BINDING else "false")
    held = _add(iia, "cooperation-conditions")
    if agreement.terminated_on:
        held.set("terminated-as-a-whole", "true")
    for condition in conditions:
        _condition(held, agreement, partner, condition)
    mark = _add(iia, "iia-hash", "0" * 64)
    mark.text = fingerprint(Iia(iia))
    return root


def missing_of(
    agreement: Agreement, partner: Institution | None, conditions: list[CooperationCondition]
) -> list[str]:
    """Why the agreement cannot be written yet, in words for whoever can add it."""
    missing = []
    if agreement.partners.count() != 1:
        missing.append(
            _("An IIA has exactly two sides: this agreement has %(count)s partners.")
            % {"count": agreement.partners.count()}
        )
    if partner is not None and not hei_id_of(partner):
        missing.append(_("The partner has neither a SCHAC code nor a website."))
    if agreement.effective_on is None:
        missing.append(_("The day from which it is in force is missing."))
    if not conditions:
        missing.append(_("There are no conditions of exchange: who may go, how many, at which level."))
    for number, condition in enumerate(conditions, start=1):
        told = {"number": number}
        if not condition.places:
            missing.append(_("Condition %(number)s: the places a year are missing.") % told)
        if not condition.language:
            missing.append(_("Condition %(number)s: the language of teaching is missing.") % told)
        if condition.isced_code and not (len(condition.isced_code) == 4 and condition.isced_code.isdigit()):
            missing.append(_("Condition %(number)s: the ISCED-F code needs four digits.") % told)
        if condition.language_level and condition.language_level.upper() not in CEFR:
            missing.append(_("Condition %(number)s: the level of language is one of A1 to C2.") % told)
    return missing


def hei_id_of(institution: Institution) -> str:
    """Under which id the network knows the institution: its SCHAC code, else its web domain."""
    return institution.schac or institution.domain


def iia_id_of(agreement: Agreement) -> str:
    """Our lasting id of the agreement."""
    return agreement.iia_id or f"agreement-{agreement.pk}"


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    child = etree.SubElement(parent, f"{{{NS}}}{name}")
    if text is not None:
        child.text = text
    return child


def _partner(iia: Any, hei_id: str, iia_id: str, code: str, signed_on: date | None) -> None:
    partner = _add(iia, "partner")
    _add(partner, "hei-id", hei_id)
    if iia_id:
        _add(partner, "iia-id", iia_id)
    if code:
        _add(partner, "iia-code", code)
    if signed_on:
        _add(partner, "signing-date", signed_on.isoformat())


def _condition(
    held: Any, agreement: Agreement, partner: Institution, condition: CooperationCondition
) -> None:
    ours, theirs = policy("partnerships.hei_id"), hei_id_of(partner)
    sends, receives = (ours, theirs) if condition.direction == Direction.OUT else (theirs, ours)
    first, last = academic_years(agreement)
    spec = _add(held, "student-studies-mobility-spec")
    _add(spec, "sending-hei-id", sends)
    _add(spec, "receiving-hei-id", receives)
    _add(spec, "receiving-first-academic-year-id", first)
    _add(spec, "receiving-last-academic-year-id", last)
    _add(spec, "mobilities-per-year", str(condition.places))
    skill = _add(spec, "recommended-language-skill")
    _add(skill, "language", condition.language)
    if condition.language_level:
        _add(skill, "cefr-level", condition.language_level.upper())
    if condition.isced_code:
        subject = _add(spec, "subject-area")
        _add(subject, "isced-f-code", condition.isced_code)
        if condition.isced_text:
            _add(subject, "isced-clarification", condition.isced_text)
    if condition.months:
        _add(spec, "total-months-per-year", f"{Decimal(condition.months).normalize():f}")
    _add(spec, "blended", "true" if condition.is_blended else "false")
    for level in EQF.get(condition.level, []):  # type: ignore[call-overload]  # the stored value is the choice
        _add(spec, "eqf-level", level)


def academic_years(agreement: Agreement) -> tuple[str, str]:
    """The first and the last academic year in which people move under it."""
    start = agreement.effective_on or agreement.created_at.date()
    end = agreement.holds_until
    first = start.year if start.month >= YEAR_BEGINS - 2 else start.year - 1
    if end is None:
        last = first + (agreement.term_years or OPEN_YEARS) - 1
    else:
        last = end.year - 1 if end.month < YEAR_BEGINS else end.year
    last = max(first, last)
    return f"{first}/{first + 1}", f"{last}/{last + 1}"


def response_of(agreement: Agreement) -> bytes:
    """The agreement as a file."""
    root = agreement_as_iia(agreement)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content
