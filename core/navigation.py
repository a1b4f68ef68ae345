"""The left-hand navigation: each app declares its pages, each person sees what the table of addresses opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from core.access import may_reach


@dataclass(frozen=True)
class Item:
    """One page in the navigation."""

    label: str | Promise
    url_name: str
    icon: str = "dot"


@dataclass
class Section:
    """The pages of one desk."""

    label: str | Promise
    items: list[Item] = field(default_factory=list)
    order: int = 50


SECTIONS: dict[str, Section] = {}


def declare(key: str, label: str | Promise, *items: Item, order: int = 50) -> None:
    """Put an app's pages into the navigation; called when the app starts."""
    SECTIONS[key] = Section(label, list(items), order)


PUBLIC_ITEMS: dict[str, tuple[int, Item]] = {}


def declare_public(item: Item, order: int = 50) -> None:
    """Put a public page into the header of the public face."""
    PUBLIC_ITEMS[item.url_name] = (order, item)


def public_navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The public pages, in order."""
    items = sorted(PUBLIC_ITEMS.values(), key=lambda pair: pair[0])
    return [_row(item, request) for _order, item in items]


def navigation_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The sections this person may open; the table of addresses decides."""
    user: Any = request.user  # somebody signed in: the frame asks for nobody else
    sections = []
    for section in sorted(SECTIONS.values(), key=lambda section: section.order):
        items = [_row(item, request) for item in section.items if may_reach(item.url_name, user)]
        _mark_nearest(items)
        if items:
            sections.append({"label": section.label, "entries": items})
    return sections


def _mark_nearest(items: list[dict[str, Any]]) -> None:
    """Where one page lies below another, only the nearer one is marked."""
    nearest = max((len(item["url"]) for item in items if item["active"]), default=0)
    for item in items:
        item["active"] = item["active"] and len(item["url"]) == nearest


def _row(item: Item, request: HttpRequest) -> dict[str, Any]:
    url = reverse(item.url_name)
    return {
        "label": item.label,
        "url": url,
        "icon": item.icon,
        "active": request.path == url or (url != "/home/" and request.path.startswith(url)),
        "count": None,
    }
