"""What strangers may read about a certificate: every printed field that is not sensitive (§5.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from core.names import mask_name


@dataclass(frozen=True)
class Fact:
    """One printed field in both languages; what is the same in both stands once."""

    label: Any
    zh: str
    en: str = ""

    @property
    def is_pair(self) -> bool:
        return bool(self.en) and self.en != self.zh


def public_facts(certificate: Certificate) -> list[Fact]:
    """The printed fields, the name masked; never identity, date of birth, score or reason."""
    printed = certificate.printed

    def text(name: str) -> str:
        return str(printed.get(name, ""))

    facts = [
        Fact(_("Type"), text("type_zh"), text("type_en")),
        Fact(_("Holder"), mask_name(certificate.name_zh), mask_name(certificate.name_latin)),
        Fact(_("Title"), text("title_zh"), text("title_en")),
        Fact(_("Unit"), text("unit_zh"), text("unit_en")),
        Fact(_("From"), text("start_zh"), text("start_en")),
        Fact(_("Until"), text("end_zh"), text("end_en")),
        Fact(_("Class hours"), text("hours")),
        Fact(_("Number"), text("number"), text("face_number")),
        Fact(_("Date of issue"), text("issued_zh"), text("issued_en")),
        Fact(_("Issued by"), text("issuer_zh"), text("issuer_en")),
        Fact(_("Note"), text("reissue_zh"), text("reissue_en")),
        Fact(_("Disclaimer"), text("disclaimer_zh"), text("disclaimer_en")),
    ]
    if certificate.valid_until:
        facts.insert(-2, Fact(_("Valid until"), certificate.valid_until.isoformat()))
    return [fact for fact in facts if fact.zh or fact.en]
