"""All projects of all units at a glance: by state, month, place and risk; clashes; load of the approval chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Min, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf, Substr
from django.utils import timezone

from core.policy import policy
from training.models import ClassSession, Location, Proposal, RiskLevel, TrainingClass

MONTHS = range(1, 13)
MOST_CLASHES = 20
MOST_LOOKED_AT = 60


@dataclass(frozen=True)
class Clash:
    """Two lessons at the same time that want the same room or the same person."""

    first: ClassSession
    second: ClassSession
    is_venue: bool
    lessons: int = 1


def crosstab(proposals: Any) -> dict[str, Any]:
    """How many projects there are by state and month, place, and risk: one query for everything."""
    grouped = (
        proposals.order_by()
        # The month as written in the date: the database need not call back for each row.
        .annotate(month=Substr(Cast("start_on", CharField()), 6, 2))
        .values("status", "month", "location_type", "risk_level")
        .annotate(count=Count("pk"))
    )
    months: dict[str, dict[int, int]] = {}
    places: dict[str, int] = {}
    risks: dict[str, int] = {}
    total = 0
    for row in grouped:
        count = row["count"]
        total += count
        by_month = months.setdefault(row["status"], {})
        month = int(row["month"] or 0)
        by_month[month] = by_month.get(month, 0) + count
        places[row["location_type"]] = places.get(row["location_type"], 0) + count
        risks[row["risk_level"]] = risks.get(row["risk_level"], 0) + count
    return {
        "total": total,
        "states": _states(months),
        "places": _named(places, Location),
        "risks": _named(risks, RiskLevel),
    }


def _states(months: dict[str, dict[int, int]]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "label": label,
            "total": sum(months[code].values()),
            "months": [months[code].get(month, 0) for month in MONTHS],
            "undated": months[code].get(0, 0),
        }
        for code, label in Proposal.Status.choices
        if code in months
    ]


def _named(counts: dict[str, int], words: Any) -> list[dict[str, Any]]:
    labels = dict(words.choices)
    return [
        {"code": code, "label": labels[code], "count": counts[code]} for code in labels if counts.get(code)
    ]


def clashes(visible: Any = None, today: date | None = None) -> list[Clash]:
    """Lessons of the coming weeks of different classes that want the same venue or instructor at once.

    `visible` are the classes the person may see; None means all of them.
    """
    today = today or timezone.localdate()
    until = today + timedelta(days=policy("training.clash_days"))
    coming = (
        ClassSession.objects.filter(date__range=(today, until))
        .exclude(training_class__status=TrainingClass.Status.CANCELLED)
        .annotate(room=Coalesce(NullIf("venue", Value("")), "training_class__venue"))
    )
    if visible is not None:
        coming = coming.filter(training_class__in=visible)
    found = [*_pairs(coming, "room", is_venue=True), *_pairs(coming, "instructor__name", is_venue=False)]
    return _one_for_each_pair(found)[:MOST_CLASHES]


def _one_for_each_pair(found: list[Clash]) -> list[Clash]:
    """Two classes that clash in ten lessons are one clash, told with the first of them."""
    pairs: dict[tuple[frozenset[int], bool], list[Clash]] = {}
    for clash in sorted(found, key=lambda clash: (clash.first.date, clash.first.starts_at)):
        classes = frozenset({clash.first.training_class_id, clash.second.training_class_id})
        pairs.setdefault((classes, clash.is_venue), []).append(clash)
    return [replace(group[0], lessons=len(group)) for group in pairs.values()]


def _pairs(coming: Any, key: str, *, is_venue: bool) -> Iterator[Clash]:
    """The lessons that share a day and a room (or a person), looked at only where several classes do."""
    shared = (
        coming.order_by()
        .exclude(**{f"{key}__isnull": True})
        .values("date", key)
        .annotate(classes=Count("training_class", distinct=True))
        .filter(classes__gt=1)
        .order_by("date", key)[:MOST_LOOKED_AT]
    )
    wanted = [(row["date"], row[key]) for row in shared]
    if not wanted:
        return
    lessons = (
        coming.filter(
            date__in={day for day, _what in wanted}, **{f"{key}__in": {what for _day, what in wanted}}
        )
        .order_by("date", "starts_at", "pk")
        .select_related("training_class__proposal", "instructor")
    )
    groups: dict[tuple[date, str], list[ClassSession]] = {pair: [] for pair in wanted}
    for lesson in lessons:
        what = lesson.room if is_venue else lesson.instructor.name
        if (lesson.date, what) in groups:
            groups[lesson.date, what].append(lesson)
    for group in groups.values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if other.starts_at < one.ends_at and other.training_class_id != one.training_class_id:
                    yield Clash(one, other, is_venue)


def load_of_chain() -> list[dict[str, Any]]:
    """How many proposals wait at each desk, since when the oldest, and how many are overdue."""
    today = timezone.localdate()
    grouped = {
        row["status"]: row
        for row in Proposal.objects.filter(status__in=[*Proposal.IN_REVIEW, Proposal.Status.RETURNED])
        .order_by()
        .values("status")
        .annotate(
            count=Count("pk"),
            oldest=Min("waiting_since"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
        )
    }
    labels = dict(Proposal.Status.choices)
    return [
        {"code": code, "label": labels[code], **grouped[code]}
        for code in (*Proposal.IN_REVIEW, Proposal.Status.RETURNED)
        if code in grouped
    ]
