"""Programmes, rounds and places are opened, changed, closed and cancelled (§2.1, §2.2, A23)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed, remember
from core.history import save_with_history
from partnerships.actions.balance import permitted_imbalance
from programmes.actions.departure import academic_year_of, cancel_stays
from programmes.actions.offers import cancel_applications, promote_next
from programmes.actions.seats import release
from programmes.actions.telling import tell
from programmes.flow import APPLICATION_FLOW, PROGRAMME_FLOW, ROUND_FLOW
from programmes.models import (
    Application,
    Choice,
    Mobility,
    Offering,
    Programme,
    ProgrammeType,
    Round,
    SubQuota,
)

S = Application.Status


@transaction.atomic
def publish_programme(
    programme: Programme, *, by: Any, note: str = "", version: int | None = None
) -> Programme:
    """The programme is in the catalogue; one on an agreement needs it in force (AG-06)."""
    if not programme.description_zh.strip():
        raise ValidationError(_("Write the description first: it is what students read."))
    check_agreement(programme)
    PROGRAMME_FLOW.move(programme, "publish", by=by, note=note, version=version)
    if programme.opened_on is None:
        programme.opened_on = timezone.localdate()
        programme.save(update_fields=["opened_on"])
    return programme


def check_agreement(programme: Programme) -> None:
    """AG-06: nothing new starts on an agreement that is not in force."""
    if programme.agreement is not None and not programme.agreement.is_in_force(timezone.localdate()):
        raise StepNotAllowed(
            _("“%(programme)s”: its agreement is not in force (AG-06).") % {"programme": programme}
        )


@transaction.atomic
def rest_programme(programme: Programme, *, by: Any, note: str = "", version: int | None = None) -> Programme:
    """No places are offered for a while."""
    PROGRAMME_FLOW.move(programme, "rest", by=by, note=note, version=version)
    return programme


@transaction.atomic
def end_programme(programme: Programme, *, by: Any, note: str = "", version: int | None = None) -> Programme:
    """The programme is over; stays under way go on (EC-42)."""
    PROGRAMME_FLOW.move(programme, "end", by=by, note=note, version=version)
    return programme


@transaction.atomic
def announce_round(round_: Round, *, by: Any, note: str = "", version: int | None = None) -> Round:
    """Students can apply from the opening moment on; every agreement is in force (AG-06)."""
    offerings = list(round_.offerings.select_related("programme__agreement"))
    if not offerings:
        raise StepNotAllowed(_("No places are offered in this round yet."))
    for offering in offerings:
        check_agreement(offering.programme)
        if offering.programme.status != Programme.Status.OPEN:
            raise StepNotAllowed(_("“%(programme)s” is not open.") % {"programme": offering.programme})
    ROUND_FLOW.move(round_, "announce", by=by, note=note, version=version)
    return round_


def shut_due_rounds() -> int:
    """Rounds whose closing moment has passed are closed by the portal (EC-46)."""
    due = Round.objects.filter(status=Round.Status.OPEN, close_at__lte=timezone.now())
    return ROUND_FLOW.move_many(due, "shut")


@transaction.atomic
def finish_round(round_: Round, *, by: Any, note: str = "", version: int | None = None) -> Round:
    """Waiting lists end."""
    ROUND_FLOW.move(round_, "finish", by=by, note=note, version=version)
    waiting = round_.applications.filter(status__in=[S.WAITLISTED, S.RANKED])
    students = list(waiting.select_related("student"))
    APPLICATION_FLOW.move_many(waiting, "pass_over")
    Choice.objects.filter(application__round=round_, state=Choice.State.WAITLISTED).update(
        state=Choice.State.REMOVED, waitlist_position=None
    )
    for application in students:
        application.refresh_from_db()
        tell(application, "application_not_selected", [application.student])
    return round_


@transaction.atomic
def cancel_round(round_: Round, *, by: Any, note: str = "", version: int | None = None) -> Round:
    """Every application of the round is cancelled, every place free (A23)."""
    ROUND_FLOW.move(round_, "cancel", by=by, note=note, version=version)
    cancel_applications(round_.applications.filter(status__in=CANCELLABLE), note=note)
    cancel_stays(
        Mobility.objects.filter(application__round=round_, status=Mobility.Status.PRE_DEPARTURE), note=note
    )
    return round_


CANCELLABLE = tuple(APPLICATION_FLOW.steps["cancel"].sources)


@transaction.atomic
def cancel_offering(offering: Offering, *, by: Any, note: str) -> Offering:
    """War, epidemic, no visas: the stay is off; those placed there are cancelled, others only lose the choice (A23)."""
    if not by.has_perm("programmes.cancel_offering", offering):
        raise PermissionDenied
    if not note.strip():
        raise ValidationError({"note": _("Say why.")})
    locked = Offering.objects.select_for_update().get(pk=offering.pk)
    if locked.is_cancelled:
        return locked
    locked.is_cancelled = True
    locked.save(update_fields=["is_cancelled"])
    remember(locked, "cancel_offering", by=by, note=note)
    placed = Application.objects.filter(placed__offering=locked, status__in=CANCELLABLE)
    cancel_stays(Mobility.objects.filter(offering=locked, status=Mobility.Status.PRE_DEPARTURE), note=note)
    abroad = Mobility.objects.filter(offering=locked, departed_on__isnull=False).values("application")
    cancel_applications(placed.exclude(pk__in=abroad), note=note)
    Choice.objects.filter(offering=locked, state=Choice.State.WAITLISTED).update(
        state=Choice.State.REMOVED, waitlist_position=None
    )
    return locked


@transaction.atomic
def save_offering(
    offering: Offering,
    *,
    by: Any,
    version: int | None = None,
    sub_quotas: list[SubQuota] | None = None,
    removed: list[SubQuota] | None = None,
) -> Offering:
    """Places within the agreement, never fewer than taken; a freed place goes to who waits (PR-01, EC-45)."""
    if offering.pk:
        current = Offering.objects.select_for_update().get(pk=offering.pk)
        offering.seats_taken = current.seats_taken
    offering.full_clean()
    if offering.programme.status != Programme.Status.OPEN:
        raise ValidationError(_("Open the programme first."))
    check_agreement(offering.programme)
    check_places(offering)
    kept = sum(sub.places for sub in sub_quotas or [] if sub.released_at is None)
    if kept > offering.quota:
        raise ValidationError(_("The sub-quotas are more than the places."))
    save_with_history(offering, by=by, version=version)
    for sub in removed or []:
        if sub.seats_taken:
            raise ValidationError(_("Places of this sub-quota are taken."))
        sub.delete()
    for sub in sub_quotas or []:
        sub.offering = offering
        sub.save()
    if offering.round.status == Round.Status.PLACED:
        while promote_next(offering) is not None:
            pass
    return offering


def places_offered(offering: Offering) -> tuple[int, int | None, int | None]:
    """Places offered under the agreement in the academic year with this one, the yearly places, and the most (PR-01)."""
    programme = offering.programme
    agreement = programme.agreement
    if agreement is None or programme.type != ProgrammeType.EXCHANGE or agreement.places_out is None:
        return offering.quota, None, None
    year = academic_year_of(offering.starts_on)
    others = Offering.objects.filter(programme__agreement=agreement, is_cancelled=False).exclude(
        pk=offering.pk
    )
    first, last = int(year[:4]), int(year[5:])
    total = others.filter(starts_on__gte=f"{first}-08-01", starts_on__lt=f"{last}-08-01").aggregate(
        total=Sum("quota")
    )["total"]
    most = agreement.places_out + int(permitted_imbalance(agreement))
    return (total or 0) + offering.quota, agreement.places_out, most


def check_places(offering: Offering) -> None:
    """PR-01: more than the yearly places needs a reason; more than the permitted imbalance is refused."""
    total, yearly, most = places_offered(offering)
    if yearly is None or most is None or total <= yearly:
        return
    told = {"total": total, "yearly": yearly, "most": most}
    if total > most:
        raise ValidationError(
            {
                "quota": _("%(total)s places would be offered; the agreement and its balance allow %(most)s.")
                % told
            }
        )
    if not offering.quota_override.strip():
        raise ValidationError(
            {
                "quota_override": _(
                    "%(total)s places are more than the %(yearly)s a year of the agreement: say why."
                )
                % told
            }
        )


@transaction.atomic
def release_sub_quota(sub: SubQuota, *, by: Any) -> SubQuota:
    """The office opens the unused places to everybody; those who wait are promoted (PR-02)."""
    if not by.has_perm("programmes.release_offering", sub.offering):
        raise PermissionDenied
    offering = Offering.objects.select_for_update().get(pk=sub.offering_id)
    sub.refresh_from_db()
    if sub.released_at is None:
        release(sub)
        remember(
            offering, "release", by=by, payload={"sub_quota": sub.pk, "places": sub.places - sub.seats_taken}
        )
        if offering.round.status == Round.Status.PLACED:
            while promote_next(offering) is not None:
                pass
    return sub
