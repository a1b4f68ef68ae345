"""Writing a visit: the record, its guests, programme, money and gifts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.flow import remember
from core.history import save_with_history, take_snapshot
from visitors.actions.content import content_of
from visitors.actions.handover import desk_of, owners_of, tell
from visitors.actions.papers import refresh_papers
from visitors.models import (
    Delegation,
    DelegationBudgetLine,
    DelegationGift,
    DelegationMember,
    ItineraryItem,
    clashes_of,
)


@transaction.atomic
def begin_delegation(delegation: Delegation, *, by: Any, co_hosts: Iterable[Any] = ()) -> Delegation:
    """A draft, for the unit of whoever writes it; nobody is told yet."""
    if not by.has_perm("visitors.add_delegation"):
        raise PermissionDenied
    delegation.author = by
    delegation.full_clean(exclude=["number"])
    save_with_history(delegation, by=by)
    delegation.co_hosts.set(co_hosts)
    return delegation


@transaction.atomic
def save_delegation(
    delegation: Delegation, *, by: Any, co_hosts: Iterable[Any] = (), version: int | None = None
) -> Delegation:
    """Save what was changed in the draft (GN-09)."""
    _locked(delegation, "visitors.change_delegation", by)
    save_with_history(delegation, by=by, version=version)
    delegation.co_hosts.set(co_hosts)
    return delegation


@transaction.atomic
def save_guests(
    delegation: Delegation,
    members: Sequence[DelegationMember],
    removed: Iterable[DelegationMember],
    *,
    by: Any,
) -> Delegation:
    """The guests as they are now; after the approval the papers that name them are made anew."""
    _locked(delegation, "visitors.adjust_delegation", by)
    if sum(member.is_leader for member in members) > 1:
        raise ValidationError(_("A delegation has one leader."))
    for member in removed:
        if member.checked_in_at:
            raise ValidationError(
                _("%(guest)s has been checked in and stays on the list."), params={"guest": member}
            )
        member.delete()
    # Two guests may change places as leader within one saving.
    delegation.members.update(is_leader=False)
    for position, member in enumerate(members):
        member.delegation, member.position = delegation, position
        member.save()
    _changed(delegation, "guests", by)
    return delegation


@transaction.atomic
def save_programme(
    delegation: Delegation,
    items: Sequence[tuple[ItineraryItem, Sequence[DelegationMember]]],
    removed: Iterable[ItineraryItem],
    *,
    by: Any,
) -> Delegation:
    """The programme as it is now; refused while a person or a room is in two places."""
    _locked(delegation, "visitors.adjust_delegation", by)
    for item, _members in items:
        if not delegation.start_on <= item.date <= delegation.end_on:
            raise ValidationError(
                _("“%(item)s” lies outside the visit (%(first)s to %(last)s)."),
                params={"item": item.title_zh, "first": delegation.start_on, "last": delegation.end_on},
            )
    for item in removed:
        item.delete()
    chosen = [(item, {member.pk for member in members}) for item, members in items]
    clashes = clashes_of(delegation, chosen)
    if clashes:
        raise ValidationError([str(clash) for clash in clashes])
    for item, members in items:
        item.delegation = delegation
        item.save()
        item.members.set(members)
    _changed(delegation, "programme", by)
    return delegation


@transaction.atomic
def save_budget(
    delegation: Delegation,
    lines: Sequence[DelegationBudgetLine],
    removed: Iterable[DelegationBudgetLine],
    *,
    by: Any,
) -> Delegation:
    """The budget while it is written; once approved only what was spent can be entered."""
    spending = not delegation.is_editable
    _locked(
        delegation, "visitors.record_spending_delegation" if spending else "visitors.change_delegation", by
    )
    if spending and (list(removed) or any(line.pk is None for line in lines)):
        raise ValidationError(_("The budget is approved: only what was spent can be entered."))
    for line in removed:
        line.delete()
    for line in lines:
        line.delegation = delegation
        line.full_clean(exclude=["amount"])
        line.save(update_fields=["actual", "note"] if spending else None)
    _changed(delegation, "budget", by)
    return delegation


@transaction.atomic
def save_gifts(
    delegation: Delegation, gifts: Sequence[DelegationGift], removed: Iterable[DelegationGift], *, by: Any
) -> Delegation:
    """Gifts given and received; from 200 CNY on they are declared and handed over within a month (EC-94)."""
    _locked(delegation, "visitors.record_gifts_delegation", by)
    for gift in removed:
        gift.delete()
    for gift in gifts:
        gift.delegation = delegation
        gift.full_clean()
        gift.save()
    _changed(delegation, "gifts", by)
    return delegation


def _locked(delegation: Delegation, permission: str, by: Any) -> Delegation:
    """The row, locked, for one who may."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not by.has_perm(permission, locked):
        raise PermissionDenied
    delegation.version = locked.version
    return locked


def _changed(delegation: Delegation, what: str, by: Any) -> None:
    """Remember the change; of an approved visit a new version is kept, and the others are told."""
    for name in ("filing_days", "has_public_talks"):
        delegation.__dict__.pop(name, None)
    delegation.version += 1
    Delegation.objects.filter(pk=delegation.pk).update(version=delegation.version)
    if delegation.is_editable:
        return
    snapshot = take_snapshot(delegation, content_of(delegation), by=by)
    remember(delegation, f"change_{what}", by=by, payload={"version": snapshot.number})
    refresh_papers(delegation)
    others = {*desk_of(), *owners_of(delegation)} - {by}
    tell(delegation, "delegation_changed", others, what=what)
