"""What every page knows: the house, the person, the navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from core.navigation import navigation_for, public_navigation


def portal(request: HttpRequest) -> dict[str, Any]:
    """The names of the house and, for somebody signed in, the frame of the workplace."""
    context: dict[str, Any] = {
        "university_code": settings.UNIVERSITY_CODE,
        "university": {"zh": settings.UNIVERSITY_NAME_ZH, "en": settings.UNIVERSITY_NAME_EN},
        "office": {"zh": settings.OFFICE_NAME_ZH, "en": settings.OFFICE_NAME_EN},
        "is_demo": settings.PORTAL_MODE == "demo",
        "incident": getattr(request, "incident", ""),
        "public_navigation": public_navigation(request),
        "page_address": request.build_absolute_uri(request.path),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    context |= {
        "navigation": navigation_for(request),
        "inbox_count": user.unread_count,
        "inbox_url": _address("inbox"),
        "search_url": _address("search"),
        "acting": {
            "role_label": user.acting_label,
            "on_behalf_of": user.acting_for,
            "choose_url": _address("acting"),
        },
    }
    return context


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
