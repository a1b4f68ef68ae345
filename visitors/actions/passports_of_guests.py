"""The passport of a guest, kept with the person and never shown whole (§9.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import IdentityDocument, Person
from core.fields import keyed_hash
from core.flow import remember
from core.models import Region
from visitors.actions.papers import refresh_papers
from visitors.models import DelegationMember


@transaction.atomic
def enter_passport(
    member: DelegationMember,
    *,
    by: Any,
    number: str,
    issuing_region: Region,
    expires_on: date,
    doc_type: str = "passport",
    dob: date | None = None,
) -> IdentityDocument:
    """The guest's document: one already known brings its person along, so that a repeated visitor is one person (EC-27)."""
    if not by.has_perm("visitors.adjust_delegation", member.delegation):
        raise PermissionDenied
    known = (
        IdentityDocument.objects.select_for_update()
        .filter(number_hash=keyed_hash(number), doc_type=doc_type, issuing_region=issuing_region)
        .first()
    )
    document = known or _new_document(member, number, doc_type, issuing_region, dob)
    document.expires_on = expires_on
    document.save()
    member.identity = document
    member.dob = dob or member.dob
    member.save(update_fields=["identity", "dob"])
    remember(member.delegation, "passport", by=by, payload={"guest": member.pk})
    refresh_papers(member.delegation)
    return document


def _new_document(
    member: DelegationMember, number: str, doc_type: str, issuing_region: Region, dob: date | None
) -> IdentityDocument:
    """A new number: a renewal of the person known so far, or a new person (EC-28)."""
    if member.identity:
        person = member.identity.person
        IdentityDocument.objects.filter(pk=member.identity.pk).update(state=IdentityDocument.State.SUPERSEDED)
    else:
        person = Person.objects.create(
            kind=Person.Kind.FOREIGNER,
            name_zh=member.name_zh,
            passport_name=member.name_latin,
            gender=member.gender,
            dob=dob or member.dob,
            nationality=member.nationality,
        )
    return IdentityDocument(
        person=person,
        doc_type=doc_type,
        issuing_region=issuing_region,
        number=number,
        number_hash=keyed_hash(number),
        last4=number[-4:],
    )
