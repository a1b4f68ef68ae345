"""What other programs read of the public face: site map, feed of calls, calendar of deadlines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views import View
from icalendar import Alarm, Calendar, Event

from core.navigation import PUBLIC_ITEMS
from reports.documents.calls import Call, open_calls
from reports.models import NewsItem
from reports.views.public import in_english

PAGES = ("public-home", "how-to-apply", "news", "contact", "open-data", "verify")
NEWS_IN_MAP = 500
REMIND_BEFORE = timedelta(days=-3)


def site() -> str:
    """The address under which the portal is reached."""
    return settings.SITE_URL.rstrip("/")


@method_decorator(login_not_required, name="dispatch")
class Sitemap(View):
    """Every public page, in both languages (hreflang)."""

    def get(self, request: Any) -> HttpResponse:
        names = [*PAGES, *(name for name in PUBLIC_ITEMS if name not in PAGES)]
        addresses = [(site() + reverse(name), None) for name in names]
        news = NewsItem.objects.published().only("pk", "updated_at")[:NEWS_IN_MAP]
        addresses += [(site() + item.get_absolute_url(), item.updated_at) for item in news]
        return render(
            request, "reports/sitemap.xml", {"addresses": addresses}, content_type="application/xml"
        )


class CallsFeed(Feed):
    """The open calls of student programmes as an Atom feed."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Open calls of student programmes")

    def subtitle(self) -> str:
        return _("Rounds one can apply to, the next deadline first.")

    def link(self) -> str:
        return reverse("programme-directory")

    def author_name(self) -> str:
        return settings.OFFICE_NAME_EN if in_english() else settings.OFFICE_NAME_ZH

    def items(self) -> list[Call]:
        return open_calls()

    def item_title(self, item: Any) -> str:
        return title_of_call(item)

    def item_description(self, item: Any) -> str:
        return _("Open from %(first)s to %(last)s.") % {"first": item.opens_on, "last": item.closes_on}

    def item_link(self, item: Any) -> str:
        return item.url

    def item_guid(self, item: Any) -> str:
        return f"{site()}{item.url}"

    def item_updateddate(self, item: Any) -> datetime:
        return item.updated_at


calls_feed = login_not_required(CallsFeed())


def title_of_call(call: Call) -> str:
    """Its title in the reader's language."""
    return (call.title_en or call.title_zh) if in_english() else call.title_zh


@method_decorator(login_not_required, name="dispatch")
class DeadlineCalendar(View):
    """The deadlines of open calls as a calendar that phones subscribe to."""

    def get(self, request: Any) -> HttpResponse:
        calendar = Calendar()
        calendar.add("prodid", f"-//{settings.UNIVERSITY_CODE}//international office//EN")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("Deadlines of student programmes"))
        calendar.add("refresh-interval;value=duration", "P1D")
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        for call in open_calls():
            calendar.add_component(_deadline(call, host))
        response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
        return response


def _deadline(call: Call, host: str) -> Event:
    """The last day as a whole day, with a reminder three days before."""
    event = Event()
    event.add("uid", f"{call.key}@{host}")
    event.add("dtstamp", call.updated_at)
    event.add("dtstart", call.closes_on)
    event.add("dtend", call.closes_on + timedelta(days=1))
    event.add("summary", _("Deadline: %(title)s") % {"title": title_of_call(call)})
    event.add("url", site() + call.url)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Deadline: %(title)s") % {"title": title_of_call(call)})
    alarm.add("trigger", REMIND_BEFORE)
    event.add_component(alarm)
    return event
