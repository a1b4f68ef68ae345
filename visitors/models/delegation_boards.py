"""What visits add to the calendar of who is here and to the home page of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.text import bilingual
from visitors.models.delegation import Delegation
from visitors.models.hospitality import DelegationGift
from visitors.models.member import DelegationMember
from visitors.models.presence import ON_CAMPUS, DeskRow, Presence

S = Delegation.Status
# A board is no list: whoever has more opens the list.
MOST = 100


def guests_present(user: Any, first: date, last: date) -> Iterator[Presence]:
    """Delegations that are here on one of the days."""
    visits = (
        Delegation.objects.visible_to(user)
        .agreed()
        .between(first, last)
        .annotate(listed=Count("members"))
        .order_by("start_on", "pk")[:MOST]
    )
    for visit in visits:
        people = visit.overseas_headcount_actual
        yield Presence(
            where=ON_CAMPUS,
            first=visit.start_on,
            last=visit.end_on,
            title=bilingual(visit, "title"),
            url=visit.get_absolute_url(),
            unit_id=visit.unit_id,
            people=(visit.listed or visit.headcount_declared) if people is None else people,
            note=bilingual(visit, "visiting_org"),
        )


def visits_arriving(user: Any, first: date, last: date) -> Iterator[DeskRow]:
    """Approved visits that begin in the span, and those that still wait for approval."""
    waiting = [*Delegation.IN_REVIEW, S.APPROVED, S.HOSTING]
    visits = Delegation.objects.visible_to(user).filter(status__in=waiting, start_on__range=(first, last))
    for visit in visits.order_by("start_on", "pk")[:MOST]:
        yield DeskRow(
            on=visit.start_on,
            title=bilingual(visit, "title"),
            what=str(visit.get_status_display()),
            url=visit.get_absolute_url(),
            tone="amber" if visit.status in Delegation.IN_REVIEW else "green",
        )


def passports_expiring(user: Any, first: date, last: date) -> Iterator[DeskRow]:
    """Passports of expected guests that end within the span."""
    guests = (
        DelegationMember.objects.visible_to(user)
        .filter(
            identity__expires_on__range=(first, last),
            delegation__status__in=[*Delegation.IN_REVIEW, S.APPROVED],
        )
        .select_related("identity", "delegation")
        .order_by("identity__expires_on", "pk")[:MOST]
    )
    for guest in guests:
        yield DeskRow(
            on=guest.identity.expires_on,
            title=str(guest),
            what=_("Passport of a guest"),
            url=guest.get_absolute_url(),
            tone="amber",
        )


def visits_due(user: Any, first: date, last: date) -> Iterator[DeskRow]:
    """Summaries and decisions that are due."""
    visits = Delegation.objects.visible_to(user).filter(
        status__in=[S.SUMMARY_DUE, *Delegation.IN_REVIEW], due_on__range=(first, last)
    )
    for visit in visits.order_by("due_on", "pk")[:MOST]:
        yield DeskRow(
            on=visit.due_on,
            title=bilingual(visit, "title"),
            what=str(visit.get_status_display()),
            url=visit.get_absolute_url(),
            tone="amber",
        )


def gifts_due(user: Any, first: date, last: date) -> Iterator[DeskRow]:
    """Gifts received that are still to be declared and handed over."""
    gifts = (
        DelegationGift.objects.visible_to(user)
        .to_be_declared()
        .annotate(since=Coalesce(F("received_on"), F("delegation__end_on")))
        .filter(since__range=(first - timedelta(days=31), last))
        .select_related("delegation")
        .order_by("since", "pk")[:MOST]
    )
    for gift in gifts:
        due = gift.declaration_due_on
        if due and first <= due <= last:
            yield DeskRow(
                on=due,
                title=f"{gift.item} · {bilingual(gift.delegation, 'title')}",
                what=_("Gift to declare"),
                url=gift.get_absolute_url(),
                tone="amber",
            )
