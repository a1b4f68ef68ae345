"""Offers are answered, lapse, and move down the waiting lists (A11); students leave (A21, A23)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed, remember
from core.policy import policy
from core.working_days import add_working_days
from programmes.actions.placing import place
from programmes.actions.seats import NoPlaceLeft, free_for, give_back, place_of, take_seat
from programmes.actions.telling import hand_on, student_desk, tell
from programmes.flow import APPLICATION_FLOW, NOMINATION_FLOW
from programmes.models import Application, Choice, Mobility, Nomination, Offering

S = Application.Status
TERM_DAYS = 182


@transaction.atomic
def accept_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The student takes the place and leaves every waiting list (A11, EC-47, EC-55)."""
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.status == S.OFFERED:
        if locked.offer_until and timezone.localdate() > locked.offer_until:
            raise StepNotAllowed(_("The time to answer has passed."))
        _check_overlap(locked)
    APPLICATION_FLOW.move(application, "accept", by=by, note=note, version=version)
    hand_on(application, offer_until=None)
    leave_waiting_lists(application.student_id, keep=application)
    tell(application, "offer_accepted", student_desk())
    return application


def _check_overlap(application: Application) -> None:
    """Nobody accepts two places whose stays overlap (EC-47)."""
    own = place_of(application).offering
    holding = set(Application.SEAT_HOLDING) - {S.OFFERED}
    others = Application.objects.filter(student=application.student_id, status__in=holding).exclude(
        pk=application.pk
    )
    clash = others.filter(
        placed__offering__starts_on__lte=own.ends_on, placed__offering__ends_on__gte=own.starts_on
    ).exclude(mobility__status__in=[Mobility.Status.COMPLETED, Mobility.Status.CANCELLED])
    if clash.exists():
        raise StepNotAllowed(_("You have accepted another place whose dates overlap."))


def leave_waiting_lists(student: int, keep: Application) -> None:
    """Whoever accepts waits nowhere else (EC-55)."""
    Choice.objects.filter(application__student=student, state=Choice.State.WAITLISTED).update(
        state=Choice.State.REMOVED, waitlist_position=None
    )
    others = Application.objects.filter(student=student, status=S.WAITLISTED).exclude(pk=keep.pk)
    APPLICATION_FLOW.move_many(others, "pass_over")


@transaction.atomic
def turn_down_application(
    application: Application, *, by: Any, note: str = "", version: int | None = None
) -> Application:
    """The place is free again and goes to the next (A11)."""
    APPLICATION_FLOW.move(application, "turn_down", by=by, note=note, version=version)
    _free_and_promote(application)
    return application


def _free_and_promote(application: Application) -> None:
    offering = give_back(application)
    hand_on(application, offer_until=None)
    if offering is not None:
        promote_next(offering)


def lapse_offers(today: date | None = None) -> int:
    """Silence is a refusal: offers not answered in time are declined, each in a transaction of its own (A11)."""
    today = today or timezone.localdate()
    lapsed = 0
    due = Application.objects.filter(status=S.OFFERED, offer_until__lt=today)
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            application = (
                Application.objects.select_for_update(of=("self",)).select_related("student").get(pk=pk)
            )
            if application.status != S.OFFERED:
                continue
            APPLICATION_FLOW.move(application, "lapse_offer", by=None)
            _free_and_promote(application)
            tell(application, "offer_lapsed", [application.student], student_desk())
            lapsed += 1
    return lapsed


@transaction.atomic
def promote_next(offering: Offering) -> Application | None:
    """The first on the waiting list for whom a place is free gets it, while the host still takes names."""
    if offering.host_deadline < timezone.localdate() or offering.is_cancelled:
        return None
    until = add_working_days(timezone.localdate(), policy("programmes.promoted_workdays"))
    queue = Choice.objects.filter(
        offering=offering, state=Choice.State.WAITLISTED, application__status=S.WAITLISTED
    ).order_by("waitlist_position").select_related("application__student", "application__round")  # fmt: skip
    for choice in queue:
        application = choice.application
        free, _sub = free_for(Offering.objects.get(pk=offering.pk), application.unit_id, application.level)
        if free < 1:
            continue
        try:
            place(application, choice, until, verb="promote")
        except NoPlaceLeft:
            return None
        return application
    return None


@transaction.atomic
def offer_place_application(
    application: Application, *, by: Any, choice: Choice, note: str = "", version: int | None = None
) -> Application:
    """A place out of turn, with the director's reason on record (A10, A15)."""
    if choice.application_id != application.pk:
        raise ValidationError({"choice": _("This is a choice of another application.")})
    if choice.offering.host_deadline < timezone.localdate():
        raise ValidationError({"choice": _("The host takes no more nominations.")})
    take_seat(application, choice)
    APPLICATION_FLOW.move(application, "offer_place", by=by, note=note, version=version)
    until = add_working_days(timezone.localdate(), policy("programmes.promoted_workdays"))
    hand_on(application, offer_until=until, due_on=until)
    tell(application, "offer_made", [application.student], until=until.isoformat())
    return application


@transaction.atomic
def withdraw_application(
    application: Application,
    *,
    by: Any,
    note: str = "",
    is_force_majeure: bool = False,
    version: int | None = None,
) -> Application:
    """The student leaves; after accepting, without force majeure, new rounds are barred for some terms (A21)."""
    before = application.status
    had_accepted = before in set(Application.SEAT_HOLDING) - {S.OFFERED}
    APPLICATION_FLOW.move(application, "withdraw", by=by, note=note, version=version)
    changes: dict[str, Any] = {"withdraw_is_force_majeure": is_force_majeure, "offer_until": None}
    if had_accepted and not is_force_majeure:
        terms = policy("programmes.withdraw_ban_terms")
        changes["banned_until"] = timezone.localdate() + timedelta(days=TERM_DAYS * terms)
        remember(application, "penalty", by=None)
    hand_on(application, **changes)
    Choice.objects.filter(application=application, state=Choice.State.WAITLISTED).update(
        state=Choice.State.REMOVED, waitlist_position=None
    )
    end_nomination(application)
    offering = give_back(application)
    if offering is not None:
        promote_next(offering)
    if before not in {S.DRAFT, S.SUBMITTED}:
        tell(application, "application_withdrawn", student_desk(), note=note)
    return application


def end_nomination(application: Application) -> None:
    """A nomination under way ends with the application; the host is told by the desk."""
    for nomination in application.nominations.filter(
        status__in=[Nomination.Status.NOMINATED, Nomination.Status.SENT, Nomination.Status.ADMITTED]
    ):
        NOMINATION_FLOW.move(nomination, "withdraw", by=None)


def cancel_applications(applications: Any, *, note: str) -> int:
    """Applications end with their programme or round; every place is given back (A23)."""
    rows = list(applications.select_related("student", "round", "placed__offering"))
    APPLICATION_FLOW.move_many(applications.filter(pk__in=[row.pk for row in rows]), "cancel", note=note)
    for row in rows:
        row.refresh_from_db()
        end_nomination(row)
        give_back(row)
        tell(row, "application_cancelled", [row.student], note=note)
    return len(rows)
