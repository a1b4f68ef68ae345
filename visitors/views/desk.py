"""The home page of the visitors desk, the calendar of who is here, and the front desk of the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from accounts.models import Unit
from core.dates import parse_date
from core.flow import FlowError, remember
from core.views import Guarded
from visitors import actions
from visitors.documents import render_single_badge
from visitors.models import Delegation, DelegationMember
from visitors.models.presence import AWAY, ON_CAMPUS, board_between, presence_between

DAYS_AHEAD = 6
EXPIRING_WITHIN = 90
DUE_WITHIN = 14
OVERDUE_SINCE = 365
WEEK = 7


def day_from(text: str) -> date:
    """The day asked for, or today."""
    try:
        return parse_date(text) if text else timezone.localdate()
    except Exception as error:
        raise Http404 from error


class VisitorsDesk(TemplateView):
    """What comes this week, what expires and what is due."""

    template_name = "visitors/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        visible = Delegation.objects.visible_to(user)
        return super().get_context_data(
            today=today,
            arrivals=board_between("arrivals", user, today, today + timedelta(days=DAYS_AHEAD)),
            expiring=board_between(
                "expiring", user, today - timedelta(days=DUE_WITHIN), today + timedelta(days=EXPIRING_WITHIN)
            ),
            due=board_between(
                "due", user, today - timedelta(days=OVERDUE_SINCE), today + timedelta(days=DUE_WITHIN)
            ),
            here=sum(row.people for row in presence_between(user, today, today) if row.where == ON_CAMPUS),
            away=sum(row.people for row in presence_between(user, today, today) if row.where == AWAY),
            in_review=visible.filter(status__in=Delegation.IN_REVIEW).count(),
            may_file=user.has_perm("visitors.add_delegation"),
            may_front_desk=user.has_perm("visitors.read_front_desk"),
            **kwargs,
        )


class PresenceCalendar(TemplateView):
    """Who is on campus and who is away, a week at a time, by day and unit."""

    template_name = "visitors/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = day_from(self.request.GET.get("day", ""))
        monday = asked - timedelta(days=asked.weekday())
        days = [monday + timedelta(days=offset) for offset in range(WEEK)]
        rows = presence_between(self.request.user, days[0], days[-1])
        unit = self.request.GET.get("unit", "")
        units = {each.pk: each for each in Unit.objects.filter(pk__in={row.unit_id for row in rows})}
        if unit.isdigit():
            rows = [row for row in rows if row.unit_id == int(unit)]
        return super().get_context_data(
            days=[
                {
                    "day": day,
                    "is_today": day == timezone.localdate(),
                    "here": self._of(rows, day, ON_CAMPUS, units),
                    "away": self._of(rows, day, AWAY, units),
                }
                for day in days
            ],
            units=sorted(units.values(), key=str),
            chosen_unit=int(unit) if unit.isdigit() else None,
            first=days[0],
            last=days[-1],
            before=days[0] - timedelta(days=WEEK),
            after=days[0] + timedelta(days=WEEK),
            **kwargs,
        )

    def _of(self, rows: list[Any], day: date, where: str, units: dict[int, Unit]) -> dict[str, Any]:
        found = [
            {"row": row, "unit": units.get(row.unit_id)}
            for row in rows
            if row.where == where and row.first <= day <= row.last
        ]
        return {"rows": found, "people": sum(each["row"].people for each in found)}


class FrontDesk(Guarded, TemplateView):
    """The guests of the day: who arrives, who is here, badges, check-in."""

    template_name = "visitors/front_desk.html"
    permission = "visitors.read_front_desk"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_permission()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = day_from(self.request.GET.get("day", ""))
        guests = (
            DelegationMember.objects.visible_to(self.request.user)
            .here_on(day)
            .select_related("delegation__unit", "nationality", "checked_in_by")
            .order_by("delegation__start_on", "delegation", "-is_leader", "position", "pk")
        )
        arriving: list[Any] = []
        here: list[Any] = []
        for guest in guests:
            (arriving if guest.first_day == day else here).append(guest)
        return super().get_context_data(
            day=day,
            is_today=day == timezone.localdate(),
            before=day - timedelta(days=1),
            after=day + timedelta(days=1),
            arriving=arriving,
            here=here,
            checked_in=len([guest for guest in arriving if guest.checked_in_at]),
            **kwargs,
        )


def guest_visible_to(user: Any, **lookup: Any) -> DelegationMember:
    """The guest, or 404."""
    visible = DelegationMember.objects.visible_to(user).select_related("delegation__unit", "nationality")
    return get_object_or_404(visible, **lookup)


class BadgeScanned(TemplateView):
    """The page a badge's code opens: who that is, and the button that checks in."""

    template_name = "visitors/check_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guest = guest_visible_to(self.request.user, badge_token=self.kwargs["token"])
        today = timezone.localdate()
        return super().get_context_data(
            guest=guest,
            is_expected=guest.first_day <= today <= guest.last_day,
            may_check_in=self.request.user.has_perm("visitors.check_in_delegationmember", guest),
            **kwargs,
        )

    def post(self, request: Any, token: str) -> HttpResponse:
        guest = guest_visible_to(request.user, badge_token=token)
        try:
            actions.check_in_member(guest, by=request.user)
            messages.success(request, _("%(guest)s is checked in.") % {"guest": guest})
        except FlowError as refused:
            messages.error(request, refused.message)
        if request.POST.get("next") == "front-desk":
            return redirect(reverse("front-desk"))
        return redirect(reverse("badge-scanned", args=[token]))


class BadgeReprint(View):
    """One badge again, for a guest who lost it."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        guest = guest_visible_to(request.user, pk=pk)
        if not request.user.has_perm("visitors.print_delegation", guest.delegation):
            raise PermissionDenied
        content = render_single_badge(guest)
        remember(guest.delegation, "reprint", by=request.user, payload={"guest": guest.pk})
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="badge-{guest.pk}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response
