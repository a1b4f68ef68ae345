"""From departure to the report: passports, reports, changes on the way (§4.3)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.flow import remember
from core.policy import policy
from core.working_days import working_days_between
from notifications.actions import notify
from visitors.flow import CHANGE_FLOW, TRIP_FLOW
from visitors.models import ScholarReport, StaffTrip, TripChange, add_months

S = StaffTrip.Status


@transaction.atomic
def depart_stafftrip(
    trip: StaffTrip, *, by: Any, departed_on: date, note: str = "", version: int | None = None
) -> StaffTrip:
    """On the way; a visiting scholar owes a report every so many months."""
    if departed_on > timezone.localdate():
        raise ValidationError({"departed_on": _("This day lies ahead.")})
    if departed_on > trip.end_on:
        raise ValidationError({"departed_on": _("This day lies outside the approved trip.")})
    TRIP_FLOW.move(trip, "depart", by=by, note=note, version=version)
    trip.departed_on = departed_on
    trip.save(update_fields=["departed_on"])
    if trip.kind == StaffTrip.Kind.SCHOLAR:
        _plan_reports(trip)
    return trip


def _plan_reports(trip: StaffTrip) -> None:
    months, due = policy("visitors.scholar_report_months"), []
    turn = 1
    while (day := add_months(trip.departed_on or trip.start_on, turn * months)) < trip.end_on:
        due.append(ScholarReport(trip=trip, due_on=day))
        turn += 1
    ScholarReport.objects.bulk_create(due, ignore_conflicts=True)


@transaction.atomic
def come_back_stafftrip(
    trip: StaffTrip, *, by: Any, returned_on: date, note: str = "", version: int | None = None
) -> StaffTrip:
    """Back: the passport is due in seven days, the report in thirty; a private trip is over."""
    if returned_on > timezone.localdate():
        raise ValidationError({"returned_on": _("This day lies ahead.")})
    if trip.departed_on and returned_on < trip.departed_on:
        raise ValidationError({"returned_on": _("Nobody returns before leaving.")})
    target = S.RETURNED if trip.is_official else S.REPORT_DUE
    if trip.kind == StaffTrip.Kind.PRIVATE:
        target = S.CLOSED
    TRIP_FLOW.move(trip, "come_back", by=by, note=note, version=version, to=target)
    trip.returned_on = returned_on
    trip.save(update_fields=["returned_on"])
    if trip.overstayed_days:
        remember(trip, "overstay", by=None, payload={"days": trip.overstayed_days})
        notify(
            User.objects.holding(Role.VISITORS_DESK),
            "visitors.trip_overstayed",
            about=trip,
            days=trip.overstayed_days,
        )
    return trip


@transaction.atomic
def take_passport_stafftrip(
    trip: StaffTrip, *, by: Any, passport_in_on: date, note: str = "", version: int | None = None
) -> StaffTrip:
    """The passport for official trips is back in the safe."""
    if passport_in_on > timezone.localdate() or (trip.returned_on and passport_in_on < trip.returned_on):
        raise ValidationError({"passport_in_on": _("Between the return and today, please.")})
    TRIP_FLOW.move(trip, "take_passport", by=by, note=note, version=version)
    trip.passport_in_on = passport_in_on
    trip.save(update_fields=["passport_in_on"])
    return trip


@transaction.atomic
def hand_in_stafftrip(
    trip: StaffTrip,
    *,
    by: Any,
    report: str,
    talk_on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> StaffTrip:
    """The report is in and stands in public notice within the school from today."""
    TRIP_FLOW.move(trip, "hand_in", by=by, note=note, version=version, to=trip.status)
    today = timezone.localdate()
    trip.report, trip.talk_on = report, talk_on or trip.talk_on
    trip.report_handed_in_on = trip.report_handed_in_on or today
    trip.post_publicity_from = trip.post_publicity_from or today
    trip.save(update_fields=["report", "talk_on", "report_handed_in_on", "post_publicity_from"])
    return trip


@transaction.atomic
def close_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """Closed once report, notice and, for scholars, talk and reports from abroad are done."""
    problems = []
    if trip.report_handed_in_on is None:
        problems.append(_("The report has not been handed in."))
    elif trip.is_official:
        shown = working_days_between(trip.post_publicity_from or timezone.localdate(), timezone.localdate())
        needed = policy("visitors.trip_notice_workdays")
        if shown < needed:
            problems.append(
                _("The report has been public for %(shown)s of %(needed)s working days.")
                % {"shown": shown, "needed": needed}
            )
    if trip.kind == StaffTrip.Kind.SCHOLAR:
        if trip.talk_on is None:
            problems.append(_("The talk to colleagues has not been held."))
        if trip.scholar_reports.filter(
            handed_in_on=None, due_on__lte=trip.returned_on or trip.end_on
        ).exists():
            problems.append(_("A report from abroad is missing."))
    if problems:
        raise ValidationError(problems)
    TRIP_FLOW.move(trip, "close", by=by, note=note, version=version)
    return trip


@transaction.atomic
def stay_home_stafftrip(
    trip: StaffTrip,
    *,
    by: Any,
    refund_amount: Decimal = Decimal(0),
    note: str = "",
    version: int | None = None,
) -> StaffTrip:
    """Approved and not travelled; what was refunded is kept."""
    TRIP_FLOW.move(trip, "stay_home", by=by, note=note, version=version)
    trip.refund_amount = refund_amount
    trip.save(update_fields=["refund_amount"])
    return trip


@transaction.atomic
def ask_change_stafftrip(trip: StaffTrip, change: TripChange, *, by: Any) -> TripChange:
    """Other dates or another route, asked for on the way."""
    if not by.has_perm("visitors.ask_change_stafftrip", trip):
        raise PermissionDenied
    if trip.status != S.ABROAD:
        raise ValidationError(_("Before departure, change the trip itself: it is reviewed again."))
    if change.new_end_on and change.new_end_on == trip.end_on and not change.new_route:
        raise ValidationError(_("Nothing would change."))
    change.trip, change.author = trip, by
    change.save()
    remember(trip, "ask_change", by=by, note=change.reason)
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.trip_change_asked", about=change)
    return change


@transaction.atomic
def approve_tripchange(
    change: TripChange, *, by: Any, note: str = "", version: int | None = None
) -> TripChange:
    """The new day of return holds from now on."""
    trip = StaffTrip.objects.select_for_update().get(pk=change.trip_id)
    CHANGE_FLOW.move(change, "approve", by=by, note=note, version=version)
    if change.new_end_on:
        trip.end_on = change.new_end_on
        trip.save(update_fields=["end_on"])
    notify([change.author], "visitors.trip_change_decided", about=change)
    return change


@transaction.atomic
def refuse_tripchange(
    change: TripChange, *, by: Any, note: str = "", version: int | None = None
) -> TripChange:
    """The trip stays as approved."""
    CHANGE_FLOW.move(change, "refuse", by=by, note=note, version=version)
    notify([change.author], "visitors.trip_change_decided", about=change, note=note)
    return change


@transaction.atomic
def hand_in_scholar_report(report: ScholarReport, *, text: str, by: Any) -> ScholarReport:
    """A visiting scholar reports from abroad."""
    if not by.has_perm("visitors.report_stafftrip", report.trip):
        raise PermissionDenied
    report.text = text
    report.handed_in_on = report.handed_in_on or timezone.localdate()
    report.save(update_fields=["text", "handed_in_on", "updated_at"])
    remember(report.trip, "scholar_report", by=by, payload={"due": report.due_on.isoformat()})
    return report


def talk_due_on(trip: StaffTrip) -> date | None:
    """A scholar speaks to colleagues within some days of the return."""
    if trip.kind != StaffTrip.Kind.SCHOLAR or trip.returned_on is None:
        return None
    return trip.returned_on + timedelta(days=policy("visitors.scholar_talk_days"))
