"""Experts: filed once, with their permits (§4.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_11_2

from accounts.models import Person
from core.flow import remember
from core.history import save_with_history
from core.models import Region
from visitors.actions.passport import find_passport, keep_passport
from visitors.models import Expert, Permit, Snooze

ORCID_DIGITS = 16


def check_orcid(value: str) -> str:
    """An ORCID with its check character, written in groups of four; empty stays empty."""
    plain = value.strip().upper().rpartition("/")[2].replace("-", "")
    if not plain:
        return ""
    if len(plain) != ORCID_DIGITS or not plain[:-1].isdigit() or not mod_11_2.is_valid(plain):
        raise ValidationError(_("This is not an ORCID: the check character is wrong."), code="orcid")
    return "-".join(plain[start : start + 4] for start in range(0, ORCID_DIGITS, 4))


@transaction.atomic
def file_expert(expert: Expert, person: Person, *, passport: dict[str, Any] | None = None, by: Any) -> Expert:
    """A new expert with the passport; somebody filed before under the same passport is not filed twice (EC-27)."""
    if not by.has_perm("visitors.add_expert"):
        raise PermissionDenied
    known = find_passport(passport["number"], passport["issuing_region"]) if passport else None
    if known:
        existing = Expert.objects.filter(person=known.person).first()
        if existing:
            raise ValidationError(
                _("This passport is on file already: the expert is known to the office."), code="known"
            )
        expert.person = known.person
    else:
        person.kind = Person.Kind.FOREIGNER
        person.save()
        expert.person = person
    expert.author = by
    expert.orcid = check_orcid(expert.orcid)
    expert.save()
    if passport:
        keep_passport(expert.person, by=by, **passport)
    remember(expert, "file", by=by)
    return expert


@transaction.atomic
def change_expert(expert: Expert, person: Person, *, by: Any, version: int | None = None) -> Expert:
    """Correct what is known of an expert; the passport has its own page."""
    if not by.has_perm("visitors.change_expert", expert):
        raise PermissionDenied
    expert.orcid = check_orcid(expert.orcid)
    person.save()
    return save_with_history(expert, by=by, version=version)


@transaction.atomic
def add_permit_expert(permit: Permit, *, by: Any) -> Permit:
    """A permit given or renewed: the one of its kind before is superseded; it stands in the passport in force."""
    if not by.has_perm("visitors.add_permit_expert", permit.expert):
        raise PermissionDenied
    expert = Expert.objects.select_for_update().get(pk=permit.expert_id)
    if (
        permit.medium == Permit.Medium.PLASTIC
        and permit.issued_on
        and permit.issued_on >= Permit.NO_NEW_PLASTIC_FROM
    ):
        raise ValidationError(
            {
                "medium": _(
                    "Since December 2024 the permit is on the social-security card; no new cards are made."
                )
            }
        )
    permit.last4 = permit.number[-4:]
    permit.passport = expert.passport
    permit.full_clean(exclude=["expert", "passport"], validate_constraints=False)
    expert.permits.current().filter(kind=permit.kind).update(state=Permit.State.SUPERSEDED)
    permit.save()
    remember(expert, "add_permit", by=by, payload={"permit": permit.pk, "kind": permit.kind})
    return permit


@transaction.atomic
def snooze_expert(expert: Expert, *, kind: str, due_on: date, until: date, reason: str, by: Any) -> Snooze:
    """Put the reminders about one document off until a day, with the reason."""
    if not by.has_perm("visitors.snooze_expert", expert):
        raise PermissionDenied
    today = timezone.localdate()
    if until <= today:
        raise ValidationError({"until": _("Choose a later day.")})
    snooze = Snooze.objects.create(
        expert=expert, kind=kind, due_on=due_on, starts_on=today, until=until, reason=reason, by=by
    )
    remember(expert, "snooze", by=by, note=reason, payload={"kind": kind, "until": until.isoformat()})
    return snooze


def region_names(region: Region | None) -> tuple[str, str]:
    """Chinese and English name, or two empty texts."""
    return (region.name_zh, region.name_en) if region else ("", "")
