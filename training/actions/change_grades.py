"""How grave a change is: major, medium or minor, with the reason (变更 classes of §1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.policy import policy
from training.models import ChangeRequest, Location, Proposal, TitleRank
from training.models.change_fields import read

G = ChangeRequest.Grade
ORDER: list[str] = [G.MINOR, G.MEDIUM, G.MAJOR]
ALWAYS_MAJOR = {
    "unit", "title_zh", "title_en", "audience", "category", "delivery", "mode",
    "certificate_title_zh", "certificate_title_en",
}  # fmt: skip
ALWAYS_MINOR = {"contact_name", "contact_phone", "audience_detail", "venue_capacity", "fee_basis"}
FAR = {Location.ABROAD, Location.OTHER_CITY}
RANKS: list[str] = [
    TitleRank.OTHER,
    TitleRank.INTERMEDIATE,
    TitleRank.ASSOCIATE,
    TitleRank.FULL,
    TitleRank.ACADEMICIAN,
]
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Verdict:
    """The class of one changed field, and why."""

    name: str
    grade: str
    why: str


def grade_of(verdicts: list[Verdict]) -> str:
    """The class of the whole change: the gravest of its parts."""
    return max((verdict.grade for verdict in verdicts), key=ORDER.index, default=G.MINOR)


def verdicts_of(proposal: Proposal, content: dict[str, Any]) -> list[Verdict]:
    """One verdict for each changed field."""
    found = [
        _verdict(proposal, name, value)
        for name, value in content.items()
        if name not in {"instructor", "partner"}
    ]
    if "instructor" in content:
        found.append(_instructor(proposal, content["instructor"]))
    if "partner" in content:
        found.append(Verdict("partner", G.MAJOR, _("A new or another partner")))
    return found


def _verdict(proposal: Proposal, name: str, value: Any) -> Verdict:
    if name in ALWAYS_MAJOR:
        return Verdict(name, G.MAJOR, _("Always a major change"))
    if name in ALWAYS_MINOR:
        return Verdict(name, G.MINOR, _("Always a minor change"))
    old, new = getattr(proposal, name), read(name, value)
    for grade, why in WEIGHERS.get(name, _medium)(proposal, old, new):
        return Verdict(name, grade, why)
    return Verdict(name, G.MINOR, _("Small"))


def _medium(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    yield G.MEDIUM, _("Neither small nor grave")


def _dates(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if old is None or new is None:
        yield G.MAJOR, _("The dates change altogether")
        return
    shift = abs(new - old)
    if shift > timedelta(days=policy("training.change_major_days")):
        yield G.MAJOR, _("Moved by %(days)s days") % {"days": shift.days}
    elif shift > timedelta(days=policy("training.change_minor_days")):
        yield G.MEDIUM, _("Moved by %(days)s days") % {"days": shift.days}
    else:
        yield G.MINOR, _("Moved by %(days)s days") % {"days": shift.days}


def _fee(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if (new or 0) > (old or 0):
        yield G.MAJOR, _("The fee goes up")
    else:
        yield G.MEDIUM, _("The fee goes down")


def _quota(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    limit = policy("training.change_quota_percent")
    if (new or 0) * HUNDRED > (old or 0) * (HUNDRED + limit):
        yield G.MAJOR, _("The intake grows by more than %(percent)s %%") % {"percent": limit}
    else:
        yield G.MEDIUM, _("The intake changes")


def _hours(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    limit = policy("training.change_hours_percent")
    if not old or abs((new or 0) - old) * HUNDRED > old * limit:
        yield G.MEDIUM, _("The hours change by more than %(percent)s %%") % {"percent": limit}


def _place(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if new in FAR:
        yield G.MAJOR, _("To another city, or abroad")
    elif new == Location.SAME_CITY:
        yield G.MEDIUM, _("Off campus in the same city")
    elif new == Location.ONLINE:
        yield G.MAJOR, _("From a place to online only")


def _venue(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if proposal.location_type == Location.SAME_CITY:
        yield G.MEDIUM, _("Off campus in the same city")
    elif proposal.location_type in FAR:
        yield G.MAJOR, _("To another city, or abroad")
    else:
        yield G.MINOR, _("Another room on campus")


def _days(proposal: Proposal, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    yield G.MINOR, _("Follows the dates and hours")


WEIGHERS = {
    "start_on": _dates,
    "end_on": _dates,
    "fee_per_person": _fee,
    "planned_quota_max": _quota,
    "classes_planned": _quota,
    "hours_total": _hours,
    "location_type": _place,
    "venue": _venue,
    "days": _days,
}


def _instructor(proposal: Proposal, row: dict[str, Any]) -> Verdict:
    """Somebody of the same or a higher rank is a minor change, of a lower one a medium."""
    before = proposal.instructors.filter(pk=row.get("replaces") or 0).first()
    old = RANKS.index(before.title_rank) if before and before.title_rank in RANKS else 0
    new = RANKS.index(row["title_rank"]) if row.get("title_rank") in RANKS else 0
    if new < old:
        return Verdict("instructor", G.MEDIUM, _("An instructor of a lower rank"))
    return Verdict("instructor", G.MINOR, _("An instructor of the same or a higher rank"))
