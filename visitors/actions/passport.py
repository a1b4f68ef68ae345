"""Passports of persons: kept encrypted, one person each, renewed without losing the old one (EC-26 to EC-28)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import IdentityDocument, Person
from core.fields import keyed_hash
from core.flow import remember
from core.identity_numbers import check_passport
from core.models import Region
from visitors.models import Expert

PASSPORT = IdentityDocument.DocType.PASSPORT
CURRENT, SUPERSEDED = IdentityDocument.State.CURRENT, IdentityDocument.State.SUPERSEDED


def find_passport(number: str, issuing_region: Region | None) -> IdentityDocument | None:
    """Whose passport this is, however it was typed (EC-27)."""
    plain = check_passport(number).number
    return (
        IdentityDocument.objects.filter(
            number_hash=keyed_hash(plain), doc_type=PASSPORT, issuing_region=issuing_region
        )
        .select_related("person")
        .first()
    )


@transaction.atomic
def keep_passport(
    person: Person,
    *,
    number: str,
    issuing_region: Region | None,
    expires_on: date | None,
    issued_on: date | None = None,
    by: Any,
) -> IdentityDocument:
    """Keep the passport; the one in force before is superseded (EC-28), another person's is refused (EC-27)."""
    checked = check_passport(number, country=issuing_region.alpha2 if issuing_region else None)
    person = Person.objects.select_for_update().get(pk=person.pk)
    known = find_passport(checked.number, issuing_region)
    if known and known.person_id != person.pk:
        raise ValidationError(
            _("This passport belongs to %(person)s. One passport is one person: use that record."),
            code="other_person",
            params={"person": known.person},
        )
    if known:
        return _correct(known, expires_on, issued_on)
    older = person.documents.select_for_update().filter(doc_type=PASSPORT, state=CURRENT)
    is_newer = not any(doc.expires_on and expires_on and doc.expires_on > expires_on for doc in older)
    if is_newer:
        older.update(state=SUPERSEDED)
    document = IdentityDocument.objects.create(
        person=person,
        doc_type=PASSPORT,
        issuing_region=issuing_region,
        number=checked.number,
        number_hash=keyed_hash(checked.number),
        last4=checked.number[-4:],
        issued_on=issued_on,
        expires_on=expires_on,
        state=CURRENT if is_newer else SUPERSEDED,
    )
    remember(document, "keep", by=by)
    return document


def _correct(document: IdentityDocument, expires_on: date | None, issued_on: date | None) -> IdentityDocument:
    document.expires_on = expires_on or document.expires_on
    document.issued_on = issued_on or document.issued_on
    document.save(update_fields=["expires_on", "issued_on", "updated_at"])
    return document


@transaction.atomic
def add_passport_expert(
    expert: Expert,
    *,
    number: str,
    issuing_region: Region | None,
    expires_on: date,
    issued_on: date | None = None,
    by: Any,
) -> IdentityDocument:
    """A renewed passport of an expert; permits go on pointing to the passport they were given for (EC-28)."""
    if not by.has_perm("visitors.add_passport_expert", expert):
        raise PermissionDenied
    document = keep_passport(
        expert.person,
        number=number,
        issuing_region=issuing_region,
        expires_on=expires_on,
        issued_on=issued_on,
        by=by,
    )
    remember(expert, "add_passport", by=by, payload={"document": document.pk})
    return document
