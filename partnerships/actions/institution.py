"""Institutions: kept, led through their statuses, found twice, merged (§3.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.history import save_with_history
from core.policy import policy
from partnerships.actions.telling import tell
from partnerships.flow import INSTITUTION_FLOW
from partnerships.models import Institution, InstitutionName
from partnerships.models.institution_parts import InstitutionName as Name
from partnerships.models.names import domain_of, name_key
from partnerships.models.terms import add_months

S = Institution.Status
DEEPEST = 10


@transaction.atomic
def save_institution(institution: Institution, *, by: Any, version: int | None = None) -> Institution:
    """The record is kept with its names searchable and its place in the figures reckoned anew."""
    is_new = institution.pk is None
    verb = "add" if is_new else "change"
    current = institution if is_new else Institution.objects.select_for_update().get(pk=institution.pk)
    if not by.has_perm(f"partnerships.{verb}_institution", current):
        raise PermissionDenied
    institution.clean()
    renamed = _names_given_up(current, institution) if not is_new else []
    save_with_history(institution, by=by, version=version)
    for name, language in renamed:
        add_name(institution, name, kind=Name.Kind.FORMER, language=language)
    write_names(institution)
    reckon_counted_as(institution)
    return institution


def _names_given_up(before: Institution, after: Institution) -> list[tuple[str, str]]:
    """Official names that this edit replaces: they stay as former names (EC-43)."""
    return [
        (getattr(before, field), language)
        for field, language in (("name_zh", "zh"), ("name_en", "en"))
        if getattr(before, field) and name_key(getattr(before, field)) != name_key(getattr(after, field))
    ]


def add_name(institution: Institution, name: str, *, kind: str, language: str = "") -> None:
    """The name finds the institution from now on."""
    if name.strip():
        InstitutionName.objects.get_or_create(
            institution=institution, name=name.strip(), kind=kind, defaults={"language": language}
        )


def write_names(institution: Institution) -> None:
    """The official names as rows that can be searched."""
    kinds = (Name.Kind.OFFICIAL, Name.Kind.LOCAL)
    wanted = {
        (institution.name_zh, Name.Kind.OFFICIAL): "zh",
        (institution.name_en, Name.Kind.OFFICIAL): "en",
        (institution.name_local, Name.Kind.LOCAL): institution.local_language,
    }
    for row in institution.names.filter(kind__in=kinds):
        if (row.name, row.kind) not in wanted:
            row.delete()
    for (name, kind), language in wanted.items():
        add_name(institution, name, kind=kind, language=language)


def reckon_counted_as(institution: Institution) -> None:
    """Under which record it counts: the top of what it belongs to or became (§3.1, EC-43)."""
    waiting, seen = [institution], set()
    while waiting:
        record = waiting.pop()
        if record.pk in seen:
            continue
        seen.add(record.pk)
        top = top_of(record)
        Institution.objects.filter(pk=record.pk).update(counted_as=None if top.pk == record.pk else top)
        waiting += Institution.objects.filter(Q(parent=record) | Q(successor=record) | Q(merged_into=record))
    institution.refresh_from_db(fields=["counted_as"])


def top_of(institution: Institution) -> Institution:
    """The record at the top, following mergers, successors and parents."""
    top = institution
    for _step in range(DEEPEST):
        above = top.merged_into or top.successor or top.parent
        if above is None:
            return top
        top = above
    return top


def lookalikes(
    *, names: list[str], website: str = "", ror_id: str = "", exclude: int | None = None
) -> list[Institution]:
    """Institutions that may be the one being typed: same name in any form, same domain, same ROR id."""
    keys = {name_key(name) for name in names if len(name.strip()) > 1} - {""}
    near = Q(pk__in=[])
    for key in keys:
        near |= Q(pk__in=InstitutionName.objects.filter(key=key).values("institution"))
        if len(key) >= 4:
            near |= Q(pk__in=InstitutionName.objects.filter(key__startswith=key).values("institution")[:20])
    domain = domain_of(website)
    if domain:
        near |= Q(domain=domain)
    if ror_id:
        near |= Q(ror_id=ror_id.strip().lower()[-9:])
    found = Institution.objects.standing().filter(near).select_related("region")
    return list(found.exclude(pk=exclude).order_by("name_zh", "pk")[:6])


def _step(institution: Institution, verb: str, by: Any, note: str, version: int | None) -> Institution:
    INSTITUTION_FLOW.move(institution, verb, by=by, note=note, version=version)
    if institution.dormant_suggested_on is not None:
        institution.dormant_suggested_on = None
        institution.save(update_fields=["dormant_suggested_on"])
    return institution


@transaction.atomic
def negotiate_institution(
    institution: Institution, *, by: Any, note: str = "", version: int | None = None
) -> Institution:
    """Talks have begun."""
    return _step(institution, "negotiate", by, note, version)


@transaction.atomic
def activate_institution(
    institution: Institution, *, by: Any, note: str = "", version: int | None = None
) -> Institution:
    """Cooperation begins; somebody must be there to write to (§3.1)."""
    _step(institution, "activate", by, note, version)
    if not institution.contacts.current().exists():
        raise ValidationError(
            _("Enter a current contact first: somebody must be there to write to."), code="contact"
        )
    return institution


@transaction.atomic
def rest_institution(
    institution: Institution, *, by: Any, note: str = "", version: int | None = None
) -> Institution:
    """Nothing happens any more; the figures no longer count it."""
    return _step(institution, "rest", by, note, version)


@transaction.atomic
def end_institution(
    institution: Institution, *, by: Any, note: str = "", version: int | None = None
) -> Institution:
    """The cooperation is over."""
    return _step(institution, "end", by, note, version)


@transaction.atomic
def suspend_institution(
    institution: Institution, *, by: Any, note: str = "", version: int | None = None
) -> Institution:
    """Nothing new is agreed with it; the desk is told."""
    _step(institution, "suspend", by, note, version)
    tell(institution, "institution_suspended", User.objects.holding(Role.PARTNERSHIPS_DESK), note=note)
    return institution


@transaction.atomic
def readmit_institution(
    institution: Institution, *, by: Any, note: str = "", version: int | None = None
) -> Institution:
    """The suspension is lifted; talks may begin anew."""
    return _step(institution, "readmit", by, note, version)


@transaction.atomic
def suggest_dormant(on: date | None = None) -> int:
    """Find active partners with whom nothing has happened for a long time, and tell their officers (§3.1)."""
    on = on or timezone.localdate()
    since = add_months(on, -policy("partnerships.dormant_months"))
    silent = (
        Institution.objects.standing().filter(status=S.ACTIVE, created_at__date__lt=since).silent_since(since)
    )
    awake = Institution.objects.filter(dormant_suggested_on__isnull=False).exclude(pk__in=silent.values("pk"))
    awake.update(dormant_suggested_on=None)
    fresh = list(silent.filter(dormant_suggested_on=None).select_related("officer"))
    Institution.objects.filter(pk__in=[record.pk for record in fresh]).update(dormant_suggested_on=on)
    desk = list(User.objects.holding(Role.PARTNERSHIPS_DESK))
    for institution in fresh:
        tell(
            institution,
            "institution_silent",
            [institution.officer] if institution.officer else desk,
            lead=f"silent:{on}",
        )
    return len(fresh)
