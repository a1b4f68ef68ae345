"""All projects of all units at a glance: by state, month, place and risk; clashes; load of the approval chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Min, Q
from django.db.models.functions import ExtractMonth, Now
from django.utils import timezone

from core.policy import policy
from training.models import ClassSession, Location, Proposal, RiskLevel, TrainingClass

MONTHS = range(1, 13)
MOST_CLASHES = 50


@dataclass(frozen=True)
class Clash:
    """Two lessons at the same time that want the same room or the same person."""

    first: ClassSession
    second: ClassSession
    is_venue: bool


def crosstab(proposals: Any) -> dict[str, Any]:
    """How many projects there are by state and month, place, and risk: one query for everything."""
    grouped = (
        proposals.order_by()
        .annotate(month=ExtractMonth("start_on"))
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
        by_month[row["month"] or 0] = by_month.get(row["month"] or 0, 0) + count
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


def clashes(visible: Any, today: date | None = None) -> list[Clash]:
    """Lessons of the coming weeks of different classes that want the same venue or instructor at once."""
    today = today or timezone.localdate()
    until = today + timedelta(days=policy("training.clash_days"))
    coming = list(
        ClassSession.objects.filter(date__range=(today, until), training_class__in=visible)
        .exclude(training_class__status=TrainingClass.Status.CANCELLED)
        .order_by("date", "starts_at", "pk")
        .select_related("training_class__proposal", "instructor")[:2000]
    )
    found: list[Clash] = []
    for place, one in enumerate(coming):
        for other in coming[place + 1 :]:
            if other.date != one.date or other.starts_at >= one.ends_at:
                break
            if other.training_class_id == one.training_class_id:
                continue
            is_venue = bool(one.place) and one.place == other.place
            is_person = (
                one.instructor is not None
                and other.instructor is not None
                and one.instructor.name == other.instructor.name
            )
            if is_venue or is_person:
                found.append(Clash(one, other, is_venue))
                if len(found) == MOST_CLASHES:
                    return found
    return found


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
            mean=Avg(Now() - F("waiting_since")),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
        )
    }
    labels = dict(Proposal.Status.choices)
    return [
        {"code": code, "label": labels[code], **grouped[code]}
        for code in (*Proposal.IN_REVIEW, Proposal.Status.RETURNED)
        if code in grouped
    ]
