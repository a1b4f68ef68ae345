"""A staff trip from application to departure (§4.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of
from core.flow import remember
from core.history import save_with_history, take_snapshot
from core.numbers import next_number
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from visitors.actions.trip_checks import is_filed_late, refuse_problems, trip_problems
from visitors.flow import TRIP_FLOW
from visitors.models import StaffTrip, TripOpinion

S = StaffTrip.Status


@transaction.atomic
def file_stafftrip(trip: StaffTrip, *, by: Any) -> StaffTrip:
    """A traveller, or the unit for him or her, begins an application."""
    if not by.has_perm("visitors.add_stafftrip"):
        raise PermissionDenied
    trip.author = by
    return save_with_history(trip, by=by)


@transaction.atomic
def submit_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """Checked against day limits, group size, route and owed reports; a snapshot is kept (GN-06)."""
    refuse_problems(trip_problems(trip))
    is_late = is_filed_late(trip)
    if is_late and not note.strip():
        raise ValidationError({"note": _("The last day to file has passed: say why it comes late.")})
    snapshot = take_snapshot(trip, content_of(trip), by=by)
    TRIP_FLOW.move(trip, "submit", by=by, note=note, version=version, snapshot_sha256=snapshot.sha256)
    year = timezone.localdate().year
    trip.number = trip.number or f"TRIP-{year}-{next_number('visitors.stafftrip', year):03d}"
    trip.is_late = is_late
    trip.save(update_fields=["number", "is_late"])
    trip.opinions.all().delete()
    notify(User.objects.holding(Role.DEPARTMENT_HEAD, unit=trip.unit), "visitors.trip_submitted", about=trip)
    return trip


def content_of(trip: StaffTrip) -> dict[str, Any]:
    """The application as it is submitted: who, where, when, for how much."""
    return {
        "kind": trip.kind,
        "traveller": str(trip.traveller),
        "title": trip.title_zh,
        "purpose": trip.purpose,
        "host": trip.host,
        "start_on": trip.start_on,
        "end_on": trip.end_on,
        "budget": str(trip.budget_amount),
        "fund_source": trip.fund_source,
        "members": [str(member.user) for member in trip.members.select_related("user")],
        "route": [str(stop) for stop in trip.stops.all()],
    }


@transaction.atomic
def endorse_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """The unit agrees; official short trips are put up for public notice for some working days."""
    target = S.PUBLICITY if trip.is_official else S.IO_REVIEW
    TRIP_FLOW.move(trip, "endorse", by=by, note=note, version=version, to=target)
    if trip.is_official:
        trip.publicity_from = timezone.localdate()
        trip.publicity_until = add_working_days(trip.publicity_from, policy("visitors.trip_notice_workdays"))
        trip.save(update_fields=["publicity_from", "publicity_until"])
    else:
        _tell_reviewers(trip)
    return trip


@transaction.atomic
def end_notice_stafftrip(
    trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None
) -> StaffTrip:
    """The notice was up long enough; what was objected stands in the comment."""
    if not trip.notice_is_over:
        raise ValidationError(
            _("The public notice lasts until the end of %(day)s.") % {"day": trip.publicity_until}
        )
    TRIP_FLOW.move(trip, "end_notice", by=by, note=note, version=version)
    _tell_reviewers(trip)
    return trip


def _tell_reviewers(trip: StaffTrip) -> None:
    desk = list(User.objects.holding(Role.VISITORS_DESK))
    areas = trip.opinions_needed
    if CosignArea.FINANCE in areas:
        desk += list(User.objects.holding(Role.FINANCE))
    if CosignArea.HR in areas:
        desk += list(User.objects.holding(Role.COSIGNER, area=CosignArea.HR))
    notify(desk, "visitors.trip_submitted", about=trip)


@transaction.atomic
def give_opinion_stafftrip(trip: StaffTrip, *, agrees: bool, text: str, by: Any) -> TripOpinion:
    """Finance or human resources answer on the matter they hold (SOD-1 holds for them too)."""
    locked = StaffTrip.objects.select_for_update().get(pk=trip.pk)
    if not by.has_perm("visitors.give_opinion_stafftrip", locked) or by.pk in locked.authors:
        raise PermissionDenied
    area = next((area for area in sorted(locked.opinions_needed) if area in cosign_areas_of(by)), None)
    if locked.status != S.IO_REVIEW or area is None:
        raise ValidationError(_("No opinion is asked of you on this trip now."))
    opinion, _made = TripOpinion.objects.update_or_create(
        trip=locked, area=area, defaults={"agrees": agrees, "text": text, "by": by}
    )
    remember(locked, "opinion", by=by, note=text, payload={"area": area, "agrees": agrees})
    return opinion


@transaction.atomic
def accept_stafftrip(
    trip: StaffTrip, *, by: Any, organisation_note: str = "", note: str = "", version: int | None = None
) -> StaffTrip:
    """The office accepts once finance and human resources agree, and for cadres the organisation department."""
    given = dict(trip.opinions.values_list("area", "agrees"))
    missing = [str(CosignArea(area).label) for area in sorted(trip.opinions_needed) if not given.get(area)]
    if missing:
        raise ValidationError(_("Not yet agreed: %(areas)s.") % {"areas": "、".join(missing)})
    if trip.is_leading_cadre and not organisation_note.strip():
        raise ValidationError(
            {"organisation_note": _("The organisation department must be asked about a leading cadre.")}
        )
    TRIP_FLOW.move(trip, "accept", by=by, note=note, version=version)
    trip.organisation_note = organisation_note.strip()
    trip.save(update_fields=["organisation_note"])
    notify(User.objects.holding(Role.LEADER), "visitors.trip_submitted", about=trip)
    return trip


@transaction.atomic
def authorise_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """The school leader agrees; official short trips go on to the province."""
    target = S.EXTERNAL_REVIEW if trip.is_official else S.APPROVED
    TRIP_FLOW.move(trip, "authorise", by=by, note=note, version=version, to=target)
    if target == S.APPROVED:
        notify([trip.author, trip.traveller], "visitors.trip_decided", about=trip)
    return trip


@transaction.atomic
def record_permit_stafftrip(
    trip: StaffTrip, *, by: Any, permit_no: str, permit_on: date, note: str = "", version: int | None = None
) -> StaffTrip:
    """The province has approved; nothing is approved after the day of departure."""
    if permit_on > timezone.localdate():
        raise ValidationError({"permit_on": _("This day lies ahead.")})
    if permit_on >= trip.start_on or timezone.localdate() > trip.start_on:
        raise ValidationError({"permit_on": _("A trip that has begun cannot be approved any more.")})
    TRIP_FLOW.move(trip, "record_permit", by=by, note=note, version=version)
    trip.permit_no, trip.permit_on = permit_no, permit_on
    trip.save(update_fields=["permit_no", "permit_on"])
    notify([trip.author, trip.traveller], "visitors.trip_decided", about=trip)
    return trip


@transaction.atomic
def return_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """Back to the traveller."""
    TRIP_FLOW.move(trip, "return", by=by, note=note, version=version)
    notify([trip.author, trip.traveller], "visitors.trip_returned", about=trip, note=note)
    return trip


@transaction.atomic
def refuse_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """The trip does not take place."""
    TRIP_FLOW.move(trip, "refuse", by=by, note=note, version=version)
    notify([trip.author, trip.traveller], "visitors.trip_returned", about=trip, note=note)
    return trip


@transaction.atomic
def amend_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """Route or dates change before departure: the approval ends and all is reviewed again."""
    TRIP_FLOW.move(
        trip,
        "amend",
        by=by,
        note=note,
        version=version,
        payload={"permit": trip.permit_no, "until": trip.end_on.isoformat()},
    )
    trip.permit_no, trip.permit_on = "", None
    trip.publicity_from = trip.publicity_until = None
    trip.save(update_fields=["permit_no", "permit_on", "publicity_from", "publicity_until"])
    return trip


@transaction.atomic
def cancel_stafftrip(trip: StaffTrip, *, by: Any, note: str = "", version: int | None = None) -> StaffTrip:
    """Given up before approval."""
    TRIP_FLOW.move(trip, "cancel", by=by, note=note, version=version)
    return trip
