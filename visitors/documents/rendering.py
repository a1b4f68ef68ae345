"""Turns the values of a paper into a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from icalendar import Calendar, Event

from core.pdf import render_template_pdf
from visitors.models import PaperKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
PDF_MIME, ICS_MIME, ZIP_MIME = "application/pdf", "text/calendar", "application/zip"
# The earliest moment an archive can name: the same papers give the same bytes.
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


def render_paper(kind: str, inputs: Mapping[str, Any]) -> tuple[bytes, str, str]:
    """The file, its type and its ending."""
    if kind == PaperKind.CALENDAR:
        return render_calendar(inputs), ICS_MIME, "ics"
    context = dict(inputs)
    if kind == PaperKind.BADGES:
        context["pages"] = badge_pages(inputs)
    first = inputs["blocks"][0]
    number = first.get("letter_number") or first["number"]
    context["document"] = {"number": number}
    return render_template_pdf(f"visitors/pdf/{kind}.html", context, language="zh-hans"), PDF_MIME, "pdf"


def badge_pages(inputs: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Eight badges a sheet, each with its code."""
    cards = [card | {"qr": qr_of(card["code"])} for card in inputs["blocks"][0]["cards"]]
    return [cards[start : start + 8] for start in range(0, len(cards), 8)]


def qr_of(address: str) -> str:
    """The code to scan, drawn inside the page."""
    return segno.make(address, error="m").svg_inline(scale=2, border=0)


def render_calendar(inputs: Mapping[str, Any]) -> bytes:
    """The programme for calendars, each point in both languages with every guest in both scripts."""
    zh, en = inputs["blocks"]
    calendar = Calendar()
    calendar.add("prodid", f"-//{en['university']}//{en['office']}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{zh['title']} / {en['title']}")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for chinese, english in zip(zh["points"], en["points"], strict=True):
        calendar.add_component(_calendar_event(chinese, english))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _calendar_event(zh: Mapping[str, Any], en: Mapping[str, Any]) -> Event:
    event = Event()
    event.add(
        "uid", f"visit-item-{zh['uid']}@{settings.SITE_URL.split('//')[-1].split('/')[0].split(':')[0]}"
    )
    start = datetime.combine(zh["date"], zh["from"], SHANGHAI)
    # No clock inside: the same programme gives the same file.
    event.add("dtstamp", start.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", datetime.combine(zh["date"], zh["until"], SHANGHAI))
    event.add("summary", f"{zh['title']} / {en['title']}")
    event.add("location", f"{zh['venue']} / {en['venue']}")
    guests = "\n".join(f"{guest['zh']} {guest['latin']}" for guest in zh["guests"])
    hosts = f"\n{zh['hosts']}" if zh["hosts"] else ""
    event.add("description", f"{guests}{hosts}")
    return event


def render_archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """All papers and photos in one file, with a list of what is in it."""
    out = io.BytesIO()
    listing = "\n".join(name for name, _content in files) + "\n"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [("目录 contents.txt", listing.encode("utf-8-sig")), *files]:
            archive.writestr(zipfile.ZipInfo(name, FIRST_MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def render_single_badge(inputs: Mapping[str, Any], place: int) -> bytes:
    """One badge of a visit on a sheet of its own."""
    context = dict(inputs) | {"document": {"number": inputs["blocks"][0]["number"]}}
    card = inputs["blocks"][0]["cards"][place]
    context["pages"] = [[card | {"qr": qr_of(card["code"])}]]
    return render_template_pdf("visitors/pdf/badges.html", context, language="zh-hans")
