"""The calendar address of a person: the ends of agreements in one's own calendar (§10)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from core.fields import keyed_hash
from core.text import bilingual
from partnerships.models import Agreement, CalendarFeed

MOST = 2000


@transaction.atomic
def make_calendar_address(*, by: Any) -> str:
    """A new secret for the address; the old address stops working."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=by, defaults={"token_hash": keyed_hash(token), "read_at": None}
    )
    return token


@transaction.atomic
def drop_calendar_address(*, by: Any) -> None:
    """The address stops working."""
    CalendarFeed.objects.filter(user=by).delete()


def calendar_of(user: Any) -> bytes:
    """The ends and notice days of the agreements this person sees today."""
    calendar = Calendar()
    calendar.add("prodid", "-//International Office Portal//Agreements//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Agreements ending"))
    today = timezone.localdate()
    agreements = (
        Agreement.objects.visible_to(user)
        .binding()
        .filter(effective_on__isnull=False)
        .order_by("holds_until", "pk")
    )
    for agreement in agreements[:MOST]:
        for event in _events(agreement, today):
            calendar.add_component(event)
    return calendar.to_ical()


def _events(agreement: Agreement, today: Any) -> list[Event]:
    found = agreement.term.period_on(max(today, agreement.effective_on)) if agreement.term else None
    events = []
    title = bilingual(agreement, "title")
    if agreement.holds_until and (found is None or agreement.last_day == agreement.holds_until):
        summary = _("%(number)s ends: %(title)s")
        events.append(
            _event(
                agreement, "end", agreement.holds_until, summary % {"number": agreement.label, "title": title}
            )
        )
    elif found and found[2]:
        summary = _("%(number)s renews by itself: %(title)s")
        events.append(
            _event(
                agreement,
                f"period-{found[0]}",
                found[2],
                summary % {"number": agreement.label, "title": title},
            )
        )
    if found and found[2] and agreement.auto_renew and agreement.notice_days and agreement.notice_on is None:
        day = found[2] - timedelta(days=agreement.notice_days)
        summary = _("Last day for a notice: %(number)s %(title)s")
        events.append(
            _event(
                agreement, f"notice-{found[0]}", day, summary % {"number": agreement.label, "title": title}
            )
        )
    return events


def _event(agreement: Agreement, kind: str, day: Any, summary: str) -> Event:
    event = Event()
    event.add("uid", f"agreement-{agreement.pk}-{kind}@{settings.SITE_URL.split('//')[-1]}")
    event.add("dtstamp", agreement.updated_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("url", f"{settings.SITE_URL}{agreement.get_absolute_url()}")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-30))
    event.add_component(alarm)
    return event
