"""What a submitted version of an agreement holds (GN-06), and which agreements overlap (AG-04)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from partnerships.models import Agreement, Level

LEFT_OUT = {
    "id", "version", "created_at", "updated_at", "status", "waiting_since", "due_on", "last_day", "holds_until",
    "superseded_on", "renewed_on", "terminated_on", "root",
}  # fmt: skip


def content_of(agreement: Agreement) -> dict[str, Any]:
    """Every column that people fill in, the partners and the conditions."""
    content = {
        field.name: field.value_from_object(agreement)
        for field in agreement._meta.concrete_fields
        if field.name not in LEFT_OUT
    }
    content["partners"] = [
        {
            "id": party.institution_id,
            "name_zh": party.institution.name_zh,
            "name_en": party.institution.name_en,
        }
        for party in agreement.parties.select_related("institution")
    ]
    content["files"] = [
        {"category": file.category, "name": file.original_name, "sha256": file.sha256}
        for file in agreement.attachments.filter(replaced_by=None).order_by("pk")
    ]
    return content


def overlapping(agreement: Agreement, partners: Any = None) -> list[Agreement]:
    """Others of the same kind, level and partner whose time overlaps; a warning, no refusal (AG-04).

    Different colleges may have agreements of their own side by side.
    """
    if agreement.effective_on is None:
        return []
    named = list(partners if partners is not None else agreement.partners.all())
    term = agreement.term
    last = agreement.holds_until if agreement.pk else (term.last_day if term else None)
    found = (
        Agreement.objects.binding()
        .filter(kind=agreement.kind, level=agreement.level, partners__in=named)
        .filter(Q(holds_until=None) | Q(holds_until__gte=agreement.effective_on))
        .exclude(pk__in=[pk for pk in (agreement.pk, agreement.predecessor_id) if pk])
        .distinct()
    )
    if last is not None:
        found = found.filter(effective_on__lte=last)
    if agreement.level == Level.COLLEGE:
        found = found.filter(unit=agreement.unit_id)
    return list(found.order_by("-effective_on")[:5])
