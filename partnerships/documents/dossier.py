"""The renewal dossier (续签材料): what was agreed, what came of it, and room for the recommendation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import printed_date
from core.pdf import render_template_pdf
from core.text import bilingual
from partnerships.actions.balance import balance_of
from partnerships.models import Activity, Agreement, Laboratory, RenewalDossier

LANGUAGES = ("zh-hans", "en")
MOST_ACTIVITIES = 40


def render_dossier(dossier: RenewalDossier) -> bytes:
    """The dossier in both languages."""
    return render_template_pdf("partnerships/pdf/dossier.html", dossier_context(dossier), language="zh-hans")


def dossier_context(dossier: RenewalDossier) -> dict[str, Any]:
    """What the dossier shows, one block for each language (EC-96); no student by name (§9.6)."""
    agreement, today = dossier.agreement, timezone.localdate()
    return {
        "document": {
            "number": agreement.label,
            "title_zh": "合作协议续签材料",
            "title_en": "Renewal Dossier of a Cooperation Agreement",
            "issuer_zh": settings.OFFICE_NAME_ZH,
            "issuer_en": settings.OFFICE_NAME_EN,
        },
        "university": {"zh": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN},
        "recommendation": dossier.recommendation,
        "balance": balance_of(agreement) if agreement.counts_mobility else None,
        "blocks": [_block(agreement, language, today) for language in LANGUAGES],
    }


def _block(agreement: Agreement, language: str, today: date) -> dict[str, Any]:
    with translation.override(language):
        partners = list(agreement.partners.select_related("region", "officer").order_by("parties__position"))
        since = agreement.effective_on or agreement.created_at.date()
        activities = Activity.objects.filter(institution__in=partners, on__gte=since).order_by("-on", "-pk")
        kinds = dict(activities.order_by().values_list("kind").annotate(count=Count("pk")))
        return {
            "language": language,
            "date": printed_date(today, language),
            "title": bilingual(agreement, "title"),
            "partners": [
                {
                    "name": bilingual(one, "name"),
                    "region": bilingual(one.region, "name"),
                    "city": bilingual(one, "city"),
                }
                for one in partners
            ],
            "facts": list(_facts(agreement, language, today)),
            "conditions": list(agreement.conditions.order_by("position", "pk")),
            "amendments": list(agreement.amendments.filter(status="signed").order_by("number")),
            "kinds": [(str(Activity.Kind(kind).label), count) for kind, count in sorted(kinds.items())],
            "activities": [
                {
                    "on": printed_date(one.on, language),
                    "kind": one.get_kind_display(),
                    "title": bilingual(one, "title"),
                }
                for one in activities[:MOST_ACTIVITIES]
            ],
            "activity_count": sum(kinds.values()),
            "people": list(_people(agreement, partners)),
            "laboratories": [
                bilingual(one, "name")
                for one in Laboratory.objects.filter(partners__in=partners).distinct().order_by("pk")
            ],
        }


def _facts(agreement: Agreement, language: str, today: date) -> Any:
    """What was agreed, as pairs of words and values."""
    yield _("Kind"), agreement.get_kind_display()
    yield _("Level"), agreement.get_level_display()
    yield _("Our unit"), bilingual(agreement.unit, "name")
    yield pgettext("of an agreement", "Status"), Agreement.Status(agreement.status_on(today)).label
    if agreement.effective_on:
        yield _("In force from"), printed_date(agreement.effective_on, language)
    until = agreement.holds_until
    yield _("Until"), printed_date(until, language) if until else _("without an end")
    if agreement.places_out or agreement.places_in:
        yield (
            _("Places a year"),
            _("out %(out)s, in %(in)s") % {"out": agreement.places_out or 0, "in": agreement.places_in or 0},
        )
    for label, text in (
        (_("Summary of obligations"), agreement.summary),
        (_("Terms on fees"), agreement.fee_terms),
        (_("Terms on degrees and credits"), agreement.degree_terms),
    ):
        if text:
            yield label, text


def _people(agreement: Agreement, partners: list[Any]) -> Any:
    """Who looks after the relation on either side, by office and not by private address."""
    for partner in partners:
        if partner.officer:
            yield _("Officer in charge"), str(partner.officer)
        for contact in partner.contacts.current()[:6]:
            role = contact.role or bilingual(contact, "title")
            yield bilingual(partner, "name"), f"{contact.name}{' · ' + role if role else ''}"
    for label, name in (
        (_("Signed for us by"), agreement.our_signatory),
        (_("Signed for the partner by"), agreement.their_signatory),
    ):
        if name:
            yield label, name
