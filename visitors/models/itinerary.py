"""The programme of a visit, and whether people and rooms are in two places at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.text import bilingual, search_key
from visitors.models.choices import RIDES, ItemKind
from visitors.models.delegation import Delegation
from visitors.models.member import DelegationMember


class ItineraryItemQuerySet(models.QuerySet):
    """Finds points of programmes."""

    def visible_to(self, user: Any) -> ItineraryItemQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user).values("pk"))


class ItineraryItem(models.Model):
    """One point of the programme: when, what, where, who. No guest named means all of them."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="items", verbose_name=_("visiting delegation")
    )
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind, default=ItemKind.MEETING)
    title_zh = models.CharField(_("what (Chinese)"), max_length=100)
    title_en = models.CharField(_("what (English)"), max_length=160)
    venue_zh = models.CharField(_("where (Chinese)"), max_length=100)
    venue_en = models.CharField(_("where (English)"), max_length=160)
    room_booking = models.CharField(_("room booking"), max_length=60, blank=True)
    hosts = models.CharField(
        _("our side"), max_length=300, blank=True, help_text=_("Names, separated by commas.")
    )
    members = models.ManyToManyField(
        DelegationMember, blank=True, related_name="items", verbose_name=_("guests"),
        help_text=_("Nobody chosen: all guests."),
    )  # fmt: skip
    vehicle = models.CharField(_("vehicle"), max_length=80, blank=True)
    driver = models.CharField(_("driver and phone"), max_length=80, blank=True)
    is_public_talk = models.BooleanField(
        _("public talk or social science"), default=False, help_text=_("Its content is reviewed first.")
    )
    talk_language = models.CharField(_("language of the talk"), max_length=40, blank=True)
    talk_audience = models.CharField(_("audience of the talk"), max_length=120, blank=True)

    objects = ItineraryItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the programme")
        verbose_name_plural = _("programme")
        ordering = ["date", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="itinerary_item_ends_after_it_starts"
            )
        ]
        indexes = [models.Index(fields=["date", "starts_at"], name="itinerary_by_time")]

    def __str__(self):
        return f"{self.date} {self.starts_at:%H:%M} {bilingual(self, 'title')}"

    @property
    def is_ride(self) -> bool:
        return self.kind in RIDES

    @property
    def host_names(self) -> list[str]:
        return names_in(self.hosts)

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})
        if self.is_public_talk and self.kind != ItemKind.TALK:
            raise ValidationError({"is_public_talk": _("Only a talk is reviewed for its content.")})


def names_in(text: str) -> list[str]:
    """The names of a list typed with any commas."""
    for comma in "，、;；":
        text = text.replace(comma, ",")
    return [name.strip() for name in text.split(",") if name.strip()]


@dataclass(frozen=True)
class Clash:
    """Two points that want the same person or room at the same time."""

    one: ItineraryItem
    other: ItineraryItem
    what: str

    def __str__(self) -> str:
        return gettext("%(what)s: “%(one)s” and “%(other)s” overlap.") % {
            "what": self.what,
            "one": bilingual(self.one, "title"),
            "other": bilingual(self.other, "title"),
        }


@dataclass(frozen=True)
class Placed:
    """A point of the programme as the check sees it: guests by key, our side by name, the room."""

    item: ItineraryItem
    guests: frozenset[Any]
    hosts: frozenset[str]
    room: str
    is_own: bool = True

    def meets(self, other: Placed) -> bool:
        one, two = self.item, other.item
        return one.date == two.date and one.starts_at < two.ends_at and two.starts_at < one.ends_at


def placed(item: ItineraryItem, guests: Iterable[Any], *, is_own: bool = True) -> Placed:
    """The point with what it takes up; a ride takes up no room."""
    room = "" if item.is_ride else search_key(item.venue_zh)
    hosts = frozenset(search_key(name) for name in item.host_names)
    return Placed(item, frozenset(guests), hosts, room, is_own)


def clashes_among(points: list[Placed]) -> list[Clash]:
    """Every pair, of which one is our own, that wants the same guest, host or room at once."""
    found = []
    for one, other in combinations(points, 2):
        if not (one.is_own or other.is_own) or not one.meets(other):
            continue
        if one.guests & other.guests:
            found.append(Clash(one.item, other.item, gettext("A guest would be in two places")))
        elif one.hosts & other.hosts:
            found.append(Clash(one.item, other.item, gettext("A host would be in two places")))
        elif one.room and one.room == other.room:
            found.append(Clash(one.item, other.item, gettext("The room is taken")))
    return found


def clashes_of(
    delegation: Delegation, items: list[tuple[ItineraryItem, set[Any]]] | None = None
) -> list[Clash]:
    """What overlaps in a programme, with itself and with those of other visits.

    `items` is a programme not saved yet, each point with the guests chosen for it.
    """
    everybody = set(delegation.members.values_list("pk", flat=True))
    if items is None:
        own = delegation.items.prefetch_related("members")
        items = [(item, {member.pk for member in item.members.all()}) for item in own]
    points = [placed(item, chosen or everybody) for item, chosen in items]
    dates = {item.date for item, _chosen in items}
    gone = [Delegation.Status.CANCELLED, Delegation.Status.REJECTED, Delegation.Status.DRAFT]
    others = (
        ItineraryItem.objects.filter(date__in=dates)
        .exclude(delegation=delegation)
        .exclude(delegation__status__in=gone)
    )
    points += [placed(item, (), is_own=False) for item in others]
    return clashes_among(points)
