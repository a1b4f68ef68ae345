"""Flags from what the training is, when and where: R-05, R-10 to R-12, R-15, R-17, R-19, TR-01, TR-17."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz.distance import Levenshtein

from core.policy import policy
from core.text import search_key
from core.working_days import working_days_between
from training.actions.figures import Figures
from training.actions.flags import MOE_1990, MOE_2021, Flag
from training.models import Audience, Delivery, Location, Mode, Proposal, ReservedTitle, RiskItem

C = RiskItem.Category
ALIKE = 0.85
SHORTEST_CONTAINED = 4
LONG_FULL_TIME = 30
LONGEST_DAYS = {Delivery.FULL_TIME: 365, Delivery.PART_TIME: 548}


def setting_flags(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """What follows from audience, title, time and place."""
    for found in (_audience, _title, _time, _place, _safety, partial(_duration, figures=figures)):
        yield from found(proposal)


def _audience(proposal: Proposal) -> Iterator[Flag]:
    if proposal.audience == Audience.OWN:
        message = _("Training for own students and staff is not non-degree education.")
        yield Flag("TR-01", "block", "audience", message, C.LEGAL, MOE_2021)
    if proposal.has_partner and proposal.audience == Audience.CADRES:
        message = _("Training of cadres may not be run with a partner.")
        yield Flag("R-10", "block", "has_partner", message, C.PARTNER, MOE_2021)
    if (
        proposal.has_partner
        and proposal.delivery == Delivery.FULL_TIME
        and (proposal.days or 0) > LONG_FULL_TIME
    ):
        message = _("Full-time training of more than 30 days may not be run with a partner.")
        yield Flag("R-10", "block", "has_partner", message, C.PARTNER, MOE_2021)


def _title(proposal: Proposal) -> Iterator[Flag]:
    """R-05: too close to the name of a degree programme of the school."""
    reserved = list(ReservedTitle.objects.filter(is_active=True).values_list("name", flat=True))
    for title in filter(None, (proposal.title_zh, proposal.title_en)):
        name = alike_degree(title, reserved)
        if name:
            message = _("The title is close to the degree programme “%(name)s”.") % {"name": name}
            yield Flag("R-05", "high", "title_zh", message, C.NAMING, MOE_2021)


def alike_degree(title: str, reserved: list[str]) -> str:
    """The degree programme whose name the title repeats or resembles, or nothing."""
    ours = search_key(title)
    for name in reserved:
        theirs = search_key(name)
        if len(theirs) >= SHORTEST_CONTAINED and theirs in ours:
            return name
        if Levenshtein.normalized_similarity(ours, theirs) >= ALIKE:
            return name
    return ""


def _time(proposal: Proposal) -> Iterator[Flag]:
    """R-17: a start too soon, or already past (先办后批)."""
    if not proposal.start_on:
        return
    today = timezone.localdate()
    if proposal.start_on < today:
        if proposal.start_unlocked_by_id:
            message = _("The training had started before submission; the director has unlocked it.")
            yield Flag("R-17", "high", "start_on", message, C.LEGAL, MOE_2021)
        else:
            message = _("The first day has passed. Only the director can unlock the submission.")
            yield Flag("R-17", "block", "start_on", message, C.LEGAL, MOE_2021)
        return
    needed, left = policy("training.lead_workdays"), working_days_between(today, proposal.start_on)
    if left < needed:
        message = _("Only %(left)s working days are left before the start; %(needed)s are asked for.") % {
            "left": left,
            "needed": needed,
        }
        yield Flag("R-17", "high", "start_on", message, C.LEGAL)


def _place(proposal: Proposal) -> Iterator[Flag]:
    if proposal.location_type == Location.ABROAD or proposal.has_overseas_host:
        message = _("Abroad, or with an overseas host: an overseas NGO needs filing with the police.")
        yield Flag("R-11", "high", "location_type", message, C.LEGAL)
    if proposal.location_type in {Location.SAME_CITY, Location.OTHER_CITY}:
        yield Flag("R-12", "medium", "location_type", _("The training takes place off campus."), C.SAFETY)
    if proposal.mode == Mode.ONLINE and proposal.platform_is_third_party:
        message = _("Taught online only, on the platform of a third party.")
        yield Flag("R-12", "medium", "platform", message, C.SAFETY)
    if proposal.venue_capacity and (proposal.planned_quota_max or 0) > proposal.venue_capacity:
        message = _("The intake is larger than the venue.")
        yield Flag("R-19", "medium", "planned_quota_max", message, C.CAPACITY)


def _safety(proposal: Proposal) -> Iterator[Flag]:
    if proposal.audience == Audience.MINORS:
        message = _("Minors take part: guardians and safety must be arranged.")
        yield Flag("R-15", "high", "audience", message, C.SAFETY)
    crowd = (proposal.headcount_on_site or 0) > policy("training.safety_headcount")
    if crowd or proposal.has_hazards or proposal.is_overnight:
        message = _("Many people on site, laboratory, field or sports activities, or overnight stays.")
        yield Flag("R-15", "medium", "headcount_on_site", message, C.SAFETY)


def _duration(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """TR-17 warns of very long courses; the hours a day have a limit (§1.2)."""
    if proposal.start_on and proposal.end_on and proposal.delivery in LONGEST_DAYS:
        longest = LONGEST_DAYS[Delivery(proposal.delivery)]
        if (proposal.end_on - proposal.start_on).days > longest:
            message = _("Longer than one year full-time or one and a half years spare-time.")
            yield Flag("TR-17", "medium", "end_on", message, C.LEGAL, MOE_1990)
    hours = proposal.hours_total or figures.hours
    if proposal.days and hours:
        a_day = hours / proposal.days
        if a_day > policy("training.hours_per_day_block"):
            message = _("More than %(hours)s class hours a day.") % {
                "hours": policy("training.hours_per_day_block")
            }
            yield Flag("HOURS", "block", "hours_total", message, C.CAPACITY)
        elif a_day > policy("training.hours_per_day_warn"):
            message = _("More than %(hours)s class hours a day.") % {
                "hours": policy("training.hours_per_day_warn")
            }
            yield Flag("HOURS", "medium", "hours_total", message, C.CAPACITY)
