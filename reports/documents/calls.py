"""Open calls of student programmes, as the public home, the feed and the calendar tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from programmes.models import Offering

MOST = 100


@dataclass(frozen=True)
class Call:
    """One round one can apply to, or soon can."""

    key: str
    title_zh: str
    title_en: str
    opens_on: date
    closes_on: date
    url: str
    updated_at: datetime


def open_calls() -> list[Call]:
    """The programmes one can apply to now, the next deadline first."""
    offered = Offering.objects.open_to_apply().select_related("programme", "round")
    return [_call(offering) for offering in offered.order_by("round__close_at", "pk")[:MOST]]


def _call(offering: Offering) -> Call:
    programme, call = offering.programme, offering.round
    return Call(
        key=f"offering-{offering.pk}",
        title_zh=f"{programme.title_zh}（{call.name_zh}）",
        title_en=f"{programme.title_en or programme.title_zh} ({call.name_en or call.name_zh})",
        opens_on=timezone.localtime(call.open_at).date(),
        closes_on=timezone.localtime(call.close_at).date(),
        url=f"{reverse('programme-directory')}#programme-{programme.pk}",
        updated_at=max(programme.updated_at, call.updated_at),
    )
