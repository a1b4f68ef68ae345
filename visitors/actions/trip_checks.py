"""What a trip must keep to before it is submitted (§4.3)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import policy
from visitors.models import FilingDay, FilingRule, StaffTrip, latest_filing_day, strictest_of

MOST_COUNTRIES = 3


def trip_problems(trip: StaffTrip) -> list[str]:
    """What forbids the trip to be submitted, in the reader's language."""
    if trip.kind == StaffTrip.Kind.PRIVATE:
        return []
    problems = _route_problems(trip)
    if trip.is_official:
        problems += _size_problems(trip)
        if not trip.host:
            problems.append(_("Name the institution that invites."))
    if trip.kind == StaffTrip.Kind.SCHOLAR and not (trip.sponsor and trip.host and trip.bond_signed_on):
        problems.append(_("Visiting scholars need a sponsor, a host and the agreement with the school."))
    for name in overdue_reporters(trip):
        problems.append(
            _("%(name)s owes a report of an earlier trip: no new trip before it is handed in.")
            % {"name": name}
        )
    return problems


def _route_problems(trip: StaffTrip) -> list[str]:
    stops = list(trip.stops.all())
    if not stops:
        return [_("Enter the route.")]
    problems = []
    if any(stop.arrive_on < trip.start_on or stop.leave_on > trip.end_on for stop in stops):
        problems.append(_("A place on the route lies outside the days of the trip."))
    if any(later.arrive_on < earlier.leave_on for earlier, later in zip(stops, stops[1:], strict=False)):
        problems.append(_("Two places on the route overlap."))
    return problems


def _size_problems(trip: StaffTrip) -> list[str]:
    """Group size and days by the number of countries; meetings and training have their own length."""
    problems = []
    people, most = trip.members.count() + 1, policy("visitors.trip_max_persons")
    if people > most:
        problems.append(
            _("%(people)s people travel; at most %(most)s may go in one group.")
            % {"people": people, "most": most}
        )
    countries = trip.stops.values("region").distinct().count()
    if countries > MOST_COUNTRIES:
        problems.append(_("At most three countries and regions can be visited on one trip."))
    elif countries and trip.activity == StaffTrip.Activity.VISIT:
        limit = policy(f"visitors.trip_max_days_{countries}")
        if trip.days > limit:
            problems.append(
                _(
                    "%(days)s days are planned, both ends counted; %(limit)s are allowed for so many countries (%(countries)s)."
                )
                % {"days": trip.days, "limit": limit, "countries": countries}
            )
    return problems


def overdue_reporters(trip: StaffTrip) -> list[str]:
    """Travellers of this trip whose report of an earlier one is overdue."""
    people = {trip.traveller_id, *trip.members.values_list("user_id", flat=True)}
    overdue = (
        StaffTrip.objects.report_overdue(timezone.localdate())
        .filter(Q(traveller__in=people) | Q(members__user__in=people))
        .exclude(pk=trip.pk)
        .select_related("traveller")
        .distinct()
    )
    names = []
    for earlier in overdue:
        late = {earlier.traveller_id, *earlier.members.values_list("user_id", flat=True)} & people
        names += [str(user) for user in type(earlier.traveller).objects.filter(pk__in=late)]
    return sorted(set(names))


def trip_filing_days(trip: StaffTrip) -> list[FilingDay]:
    """The last days that hold for this trip: before it for filing, after it for passport and report."""
    rules = FilingRule.objects.about(
        FilingRule.Subject.STAFF_TRIP, guests=set(), levels=set(), activities={trip.activity, trip.kind}
    )
    before = FilingRule.Direction.BEFORE
    return [
        latest_filing_day(
            rule, trip.start_on if rule.direction == before else (trip.returned_on or trip.end_on)
        )
        for rule in rules
    ]


def is_filed_late(trip: StaffTrip) -> bool:
    """Whether today is after the last day to file."""
    strictest = strictest_of((found.rule for found in trip_filing_days(trip)), trip.start_on)
    return strictest is not None and strictest.is_missed_on(timezone.localdate())


def refuse_problems(problems: list[Any]) -> None:
    """Raise all of them at once."""
    if problems:
        raise ValidationError(problems)
