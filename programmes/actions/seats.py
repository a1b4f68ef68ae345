"""Taking and giving back places: the one way, under the lock of the offering's row (PR-03, PR-04)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed
from programmes.models import Application, Choice, Offering, SubQuota


class NoPlaceLeft(StepNotAllowed):
    """All places of the offering are taken (名额已满)."""


def free_for(offering: Offering, unit_id: int | None, level: str) -> tuple[int, SubQuota | None]:
    """How many places are free for a student of this college and level, and from which sub-quota."""
    subs = [sub for sub in offering.sub_quotas.all() if sub.released_at is None]
    for sub in subs:
        if sub.admits(unit_id, level) and sub.seats_taken < sub.places:
            return sub.places - sub.seats_taken, sub
    return general_places(offering, subs), None


def general_places(offering: Offering, subs: list[SubQuota]) -> int:
    """The free places that no sub-quota keeps for somebody."""
    kept = sum(sub.places - sub.seats_taken for sub in subs)
    return max(0, offering.quota - offering.seats_taken - kept)


def take_seat(application: Application, choice: Choice) -> None:
    """The application takes a place of its choice, or NoPlaceLeft is raised and nothing has changed.

    The row of the offering stays locked until the transaction ends, so whoever comes at the same moment
    waits and then sees the count as it is; the constraint of the table stands behind it.
    """
    offering = Offering.objects.select_for_update().get(pk=choice.offering_id)
    free, sub = free_for(offering, application.unit_id, application.level)
    if free < 1 or offering.is_cancelled:
        raise NoPlaceLeft(_("All places are taken. The student can be put on the waiting list."))
    offering.seats_taken += 1
    offering.save(update_fields=["seats_taken"])
    if sub is not None:
        sub.seats_taken += 1
        sub.save(update_fields=["seats_taken"])
    application.placed, application.seat_pool = choice, sub
    application.save(update_fields=["placed", "seat_pool"])
    Choice.objects.filter(pk=choice.pk).update(state=Choice.State.OFFERED, waitlist_position=None)


def place_of(application: Application) -> Choice:
    """The choice under which the application was placed; StepNotAllowed when it holds no place."""
    if application.placed is None:
        raise StepNotAllowed(_("This application holds no place."))
    return application.placed


def give_back(application: Application) -> Offering | None:
    """The place of the application is free again; the offering, if there was one."""
    choice = application.placed
    if choice is None:
        return None
    offering = Offering.objects.select_for_update().get(pk=choice.offering_id)
    offering.seats_taken -= 1
    offering.save(update_fields=["seats_taken"])
    sub = application.seat_pool
    if sub is not None:
        sub.refresh_from_db()
        sub.seats_taken -= 1
        sub.save(update_fields=["seats_taken"])
    application.seat_pool = None
    application.placed = None
    application.save(update_fields=["placed", "seat_pool"])
    Choice.objects.filter(pk=choice.pk).update(state=Choice.State.PASSED)
    return offering


def release(sub: SubQuota) -> None:
    """The unused places of a sub-quota are open to everybody from now on (PR-02)."""
    sub.released_at = timezone.now()
    sub.save(update_fields=["released_at"])
