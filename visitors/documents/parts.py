"""What stands on the papers of a visit, as plain values in one language: from this, and from nothing else, they are made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.dates import printed_date
from core.text import bilingual
from visitors.models import Delegation, DelegationMember, ItineraryItem
from visitors.models.choices import MEALS

LANGUAGES = ("zh-hans", "en")
WEEKDAYS = {"zh-hans": "星期一 星期二 星期三 星期四 星期五 星期六 星期日".split(),
            "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()}  # fmt: skip


def head_of(delegation: Delegation, language: str) -> dict[str, Any]:
    """Whose paper it is, about which visit."""
    university = {"zh-hans": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN}
    office = {"zh-hans": settings.OFFICE_NAME_ZH, "en": settings.OFFICE_NAME_EN}
    return {
        "language": language,
        "university": university[language],
        "office": office[language],
        "number": delegation.number,
        "title": bilingual(delegation, "title", language),
        "organisation": bilingual(delegation, "visiting_org", language),
        "aim": bilingual(delegation, "aim", language),
        "unit": bilingual(delegation.unit, "name", language),
        "period": period_text(delegation.start_on, delegation.end_on, language),
    }


def period_text(first: date, last: date, language: str) -> str:
    """From the first to the last day."""
    start = printed_date(first, language, official=True)
    return start if first == last else f"{start} – {printed_date(last, language, official=True)}"


def day_text(day: date, language: str) -> str:
    """A day with its weekday."""
    weekday, written = WEEKDAYS[language][day.weekday()], printed_date(day, language, official=True)
    return f"{weekday}, {written}" if language == "en" else f"{written} {weekday}"


WHO = ("title", "region", "is_leader")
STAY = ("arrives", "arrival", "leaves", "departure")


def guest_of(
    member: DelegationMember, delegation: Delegation, language: str, names: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A guest, by both names on every paper, and of the rest what the paper prints."""
    facts = {
        "title": bilingual(member, "title", language),
        "region": bilingual(member.nationality, "name", language),
        "gender": str(member.get_gender_display()) if member.gender else "",
        "is_leader": member.is_leader,
        "is_vip": member.is_vip,
        "diet": member.diet_text,
        "arrives": day_text(member.arrives_on or delegation.start_on, language),
        "arrival": member.arrival,
        "leaves": day_text(member.leaves_on or delegation.end_on, language),
        "departure": member.departure,
    }
    return {"zh": member.name_zh, "latin": member.name_latin} | {name: facts[name] for name in names}


class Contents:
    """Everything the papers of one visit need, read once."""

    def __init__(self, delegation: Delegation):
        self.delegation = delegation
        self.members = list(
            delegation.members.select_related("nationality", "identity").order_by(
                "-is_leader", "position", "pk"
            )
        )
        self.items = list(delegation.items.prefetch_related("members").order_by("date", "starts_at", "pk"))
        self.budget = list(delegation.budget.all())
        self.gifts = list(delegation.gifts.select_related("keeper"))

    def guests(self, language: str, *names: str) -> list[dict[str, Any]]:
        """Every guest, with what the paper prints about them."""
        return [guest_of(member, self.delegation, language, names) for member in self.members]

    def present(self, item: ItineraryItem) -> list[DelegationMember]:
        """The guests of a point: those chosen, else everybody who is here that day."""
        chosen = {member.pk for member in item.members.all()}
        if chosen:
            return [member for member in self.members if member.pk in chosen]
        first, last = self.delegation.start_on, self.delegation.end_on
        return [
            member
            for member in self.members
            if (member.arrives_on or first) <= item.date <= (member.leaves_on or last)
        ]

    def days(self, language: str) -> list[dict[str, Any]]:
        """The programme day by day."""
        by_day: dict[date, list[dict[str, Any]]] = {}
        for item in self.items:
            by_day.setdefault(item.date, []).append(self.point(item, language))
        return [{"day": day_text(day, language), "points": points} for day, points in sorted(by_day.items())]

    def point(self, item: ItineraryItem, language: str) -> dict[str, Any]:
        """One point of the programme."""
        present = self.present(item)
        everybody = len(present) == len(self.members)
        return {
            "time": f"{item.starts_at:%H:%M}–{item.ends_at:%H:%M}",
            "day": day_text(item.date, language),
            "kind": str(item.get_kind_display()),
            "title": bilingual(item, "title", language),
            "venue": bilingual(item, "venue", language),
            "booking": item.room_booking,
            "hosts": ", ".join(item.host_names) if language == "en" else "、".join(item.host_names),
            "everybody": everybody,
            "guests": [{"zh": member.name_zh, "latin": member.name_latin} for member in present],
            "vehicle": item.vehicle,
            "driver": item.driver,
        }

    def meals(self, language: str) -> list[dict[str, Any]]:
        """Every meal with those who sit at it."""
        return [
            self.point(item, language)
            | {"diets": [_plate(member) for member in self.present(item) if member.diet_text]}
            for item in self.items
            if item.kind in MEALS
        ]

    def rides(self, language: str) -> list[dict[str, Any]]:
        return [self.point(item, language) for item in self.items if item.is_ride]

    def money(self, language: str) -> dict[str, Any]:
        """The budget, line by line, and what was spent."""
        return {
            "lines": [
                {
                    "category": str(line.get_category_display()),
                    "quantity": f"{line.quantity.normalize():f}",
                    "price": _money(line.unit_price),
                    "amount": _money(line.amount),
                    "actual": _money(line.actual) if line.actual is not None else "",
                    "note": line.note,
                }
                for line in self.budget
            ],
            "total": _money(sum((line.amount for line in self.budget), Decimal(0))),
            "spent": _money(sum((line.actual or Decimal(0) for line in self.budget), Decimal(0))),
        }

    def gift_rows(self, direction: str | None = None) -> list[dict[str, Any]]:
        """The gifts, of one direction or all."""
        return [
            {
                "direction": str(gift.get_direction_display()),
                "item": gift.item,
                "quantity": gift.quantity,
                "value": _money(gift.value) if gift.value is not None else _("still to be estimated"),
                "party": gift.party,
                "occasion": gift.occasion,
                "keeper": str(gift.keeper or ""),
                "handling": str(gift.get_handling_display()) if gift.handling else "",
                "settled": gift.settled_on.isoformat() if gift.settled_on else "",
            }
            for gift in self.gifts
            if direction in (None, gift.direction)
        ]


def _plate(member: DelegationMember) -> dict[str, str]:
    return {"zh": member.name_zh, "latin": member.name_latin, "diet": member.diet_text}


def _money(amount: Decimal) -> str:
    return f"¥{amount:,.2f}"


def facts_of(delegation: Delegation, language: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Label and value of each field that has one."""
    facts = []
    for name in names:
        value = getattr(delegation, name)
        if value in (None, ""):
            continue
        field: Any = delegation._meta.get_field(name)
        label = capfirst(field.verbose_name)
        facts.append((str(label), _shown(delegation, name, value, language)))
    return facts


def _shown(delegation: Delegation, name: str, value: Any, language: str) -> str:
    if isinstance(value, date):
        return printed_date(value, language, official=True)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    display = getattr(delegation, f"get_{name}_display", None)
    return str(display() if display else value)
