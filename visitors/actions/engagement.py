"""An engagement from the plan to the departure (§4.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.history import save_with_history
from core.identity_numbers import expires_too_soon
from core.numbers import next_number
from notifications.actions import notify
from visitors.flow import ENGAGEMENT_FLOW
from visitors.models import Engagement, Permit

LONG_STAY_DAYS = 90


@transaction.atomic
def plan_engagement(engagement: Engagement, *, by: Any) -> Engagement:
    """A unit plans to engage an expert."""
    if not by.has_perm("visitors.add_engagement"):
        raise PermissionDenied
    engagement.author = by
    _check_kind(engagement)
    return save_with_history(engagement, by=by)


def _check_kind(engagement: Engagement) -> None:
    if engagement.end_on < engagement.start_on:
        raise ValidationError({"end_on": _("The last day lies before the first.")})
    is_long = engagement.days > LONG_STAY_DAYS
    kind = engagement.Kind
    if (engagement.kind == kind.SHORT_TERM and is_long) or (
        engagement.kind == kind.LONG_TERM and not is_long
    ):
        raise ValidationError({"kind": _("Long-term means more than 90 days, short-term at most 90.")})


@transaction.atomic
def change_engagement(engagement: Engagement, *, by: Any, version: int | None = None) -> Engagement:
    """Correct a plan before it is submitted."""
    if not by.has_perm("visitors.change_engagement", engagement):
        raise PermissionDenied
    _check_kind(engagement)
    return save_with_history(engagement, by=by, version=version)


@transaction.atomic
def submit_engagement(
    engagement: Engagement, *, by: Any, note: str = "", version: int | None = None
) -> Engagement:
    """The head of the unit is asked to agree."""
    _check_kind(engagement)
    ENGAGEMENT_FLOW.move(engagement, "submit", by=by, note=note, version=version)
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=engagement.unit)
    notify(heads, "visitors.engagement_submitted", about=engagement)
    return engagement


@transaction.atomic
def endorse_engagement(
    engagement: Engagement, *, by: Any, note: str = "", version: int | None = None
) -> Engagement:
    """The unit wants it; the visitors desk checks."""
    ENGAGEMENT_FLOW.move(engagement, "endorse", by=by, note=note, version=version)
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.engagement_submitted", about=engagement)
    return engagement


@transaction.atomic
def approve_engagement(
    engagement: Engagement, *, by: Any, note: str = "", version: int | None = None
) -> Engagement:
    """The engagement gets its number, in the same transaction (GN-08)."""
    ENGAGEMENT_FLOW.move(engagement, "approve", by=by, note=note, version=version)
    year = timezone.localdate().year
    engagement.number = engagement.number or f"EXP-{year}-{next_number('visitors.engagement', year):03d}"
    engagement.save(update_fields=["number"])
    notify([engagement.author], "visitors.engagement_decided", about=engagement)
    return engagement


@transaction.atomic
def return_engagement(
    engagement: Engagement, *, by: Any, note: str = "", version: int | None = None
) -> Engagement:
    """Back to the unit, which changes it."""
    ENGAGEMENT_FLOW.move(engagement, "return", by=by, note=note, version=version)
    notify([engagement.author], "visitors.engagement_returned", about=engagement, note=note)
    return engagement


@transaction.atomic
def invite_engagement(
    engagement: Engagement, *, by: Any, note: str = "", version: int | None = None
) -> Engagement:
    """The invitation is on its way."""
    ENGAGEMENT_FLOW.move(engagement, "invite", by=by, note=note, version=version)
    return engagement


@transaction.atomic
def grant_visa_engagement(
    engagement: Engagement,
    *,
    by: Any,
    note: str = "",
    passport_override: str = "",
    version: int | None = None,
) -> Engagement:
    """The visa is in hand; a passport that ends within six months of the last day needs a reason (EC-29)."""
    passport = engagement.expert.passport
    if passport is None:
        raise ValidationError(_("No passport of the expert is on file."))
    if expires_too_soon(passport.expires_on, engagement.end_on) and not passport_override.strip():
        raise ValidationError(
            {
                "passport_override": _(
                    "The passport ends less than six months after the engagement: say why it is accepted."
                )
            }
        )
    ENGAGEMENT_FLOW.move(engagement, "grant_visa", by=by, note=note, version=version)
    engagement.passport_override = passport_override.strip()
    engagement.save(update_fields=["passport_override"])
    return engagement


@transaction.atomic
def arrive_engagement(
    engagement: Engagement, *, by: Any, arrived_on: date, note: str = "", version: int | None = None
) -> Engagement:
    """The expert is here: the residence is registered within 24 hours."""
    _not_ahead("arrived_on", arrived_on)
    ENGAGEMENT_FLOW.move(engagement, "arrive", by=by, note=note, version=version)
    engagement.arrived_on = arrived_on
    engagement.save(update_fields=["arrived_on"])
    notify(User.objects.holding(Role.VISITORS_DESK), "visitors.engagement_arrived", about=engagement)
    return engagement


@transaction.atomic
def take_up_engagement(
    engagement: Engagement, *, by: Any, taken_up_on: date, note: str = "", version: int | None = None
) -> Engagement:
    """The post is taken up; a long engagement wants a valid work permit first."""
    _not_ahead("taken_up_on", taken_up_on)
    if engagement.arrived_on and taken_up_on < engagement.arrived_on:
        raise ValidationError({"taken_up_on": _("Nobody takes up a post before arriving.")})
    if engagement.kind == Engagement.Kind.LONG_TERM and not _has_work_permit(engagement, taken_up_on):
        raise ValidationError(_("No valid work permit is on file: nobody works without one."))
    ENGAGEMENT_FLOW.move(engagement, "take_up", by=by, note=note, version=version)
    engagement.taken_up_on = taken_up_on
    engagement.save(update_fields=["taken_up_on"])
    return engagement


def _has_work_permit(engagement: Engagement, on: date) -> bool:
    permits = engagement.expert.permits.current().filter(kind=Permit.Kind.WORK)
    return permits.filter(expires_on__gte=on).exists()


def _not_ahead(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("This day lies ahead.")})


@transaction.atomic
def extend_engagement(
    engagement: Engagement, *, by: Any, new_end_on: date, note: str = "", version: int | None = None
) -> Engagement:
    """A new last day; the reminders move with it."""
    if new_end_on <= engagement.end_on:
        raise ValidationError({"new_end_on": _("The new last day lies after the old one.")})
    before = engagement.end_on.isoformat()
    ENGAGEMENT_FLOW.move(engagement, "extend", by=by, note=note, version=version, payload={"before": before})
    engagement.end_on = new_end_on
    engagement.save(update_fields=["end_on"])
    notify([engagement.author], "visitors.engagement_decided", about=engagement)
    return engagement


@transaction.atomic
def end_engagement(
    engagement: Engagement,
    *,
    by: Any,
    ended_on: date,
    permit_cancelled_on: date | None = None,
    has_handed_over: bool = False,
    note: str = "",
    version: int | None = None,
) -> Engagement:
    """The engagement is over: assets are back, the work permit is cancelled or will be in ten working days."""
    _leave(engagement, "end", by, note, version, ended_on, permit_cancelled_on, has_handed_over)
    return engagement


@transaction.atomic
def terminate_engagement(
    engagement: Engagement,
    *,
    by: Any,
    ended_on: date,
    permit_cancelled_on: date | None = None,
    has_handed_over: bool = False,
    note: str = "",
    version: int | None = None,
) -> Engagement:
    """The engagement ends before its last day, with the reason."""
    _leave(engagement, "terminate", by, note, version, ended_on, permit_cancelled_on, has_handed_over)
    return engagement


def _leave(engagement: Engagement, verb: str, by: Any, note: str, version: int | None, *facts: Any) -> None:
    ended_on, permit_cancelled_on, has_handed_over = facts
    if ended_on < engagement.start_on:
        raise ValidationError({"ended_on": _("The last day lies before the first.")})
    if not has_handed_over:
        raise ValidationError({"has_handed_over": _("Keys and assets must be back first.")})
    ENGAGEMENT_FLOW.move(engagement, verb, by=by, note=note, version=version)
    engagement.ended_on, engagement.has_handed_over = ended_on, has_handed_over
    engagement.permit_cancelled_on = permit_cancelled_on
    engagement.save(update_fields=["ended_on", "has_handed_over", "permit_cancelled_on"])
    if permit_cancelled_on:
        work = engagement.expert.permits.current().filter(kind=Permit.Kind.WORK)
        work.update(state=Permit.State.CANCELLED)


@transaction.atomic
def cancel_engagement(
    engagement: Engagement, *, by: Any, note: str = "", version: int | None = None
) -> Engagement:
    """The expert does not come."""
    ENGAGEMENT_FLOW.move(engagement, "cancel", by=by, note=note, version=version)
    return engagement
