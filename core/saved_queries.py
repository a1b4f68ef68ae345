"""Keeping the filters and columns of a list under a name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from core.access import may_reach, roles_of
from core.models import SavedQuery

# Cursors and file formats belong to one look at a list, not to the list.
PASSING = ("page", "export", "csrfmiddlewaretoken")
# A watched list longer than this says nothing useful by mail.
MOST_WATCHED = 5000


def list_page(page: str) -> Any:
    """The page class behind a URL name, or None when it is no list."""
    try:
        view = resolve(reverse(page)).func
    except NoReverseMatch:
        return None
    page_class = getattr(view, "view_class", None)
    return page_class if hasattr(page_class, "make_filterset") else None


def clean_query(query: str) -> str:
    """The filters and columns of an address, without what belongs to one look."""
    values = QueryDict(query, mutable=True)
    for name in PASSING:
        values.pop(name, None)
    for name in [name for name, given in values.lists() if not any(given)]:
        del values[name]
    return values.urlencode()


@transaction.atomic
def save_query(
    page: str, name: str, query: str, *, role: str = "", is_watched: bool = False, by: Any
) -> SavedQuery:
    """Keep the list under the name; a query of one's own with that name is replaced.

    Raises PermissionDenied for a list the person cannot open, ValidationError for a role the person does not hold.
    """
    if list_page(page) is None or not may_reach(page, by):
        raise PermissionDenied(page)
    if role and role not in roles_of(by):
        raise ValidationError(_("You can share a query only with a role you hold yourself."))
    saved, _made = SavedQuery.objects.update_or_create(
        owner=by,
        page=page,
        name=name,
        defaults={"query": clean_query(query), "role": role, "is_watched": is_watched, "known": []},
    )
    if is_watched:
        saved.known = matching(saved)
        saved.save(update_fields=["known"])
    return saved


@transaction.atomic
def remove_query(saved: SavedQuery, *, by: Any) -> None:
    """Forget a query of one's own; those of others stay."""
    if saved.owner_id != by.pk:
        raise PermissionDenied(saved.name)
    saved.delete()


def matching(saved: SavedQuery) -> list[int]:
    """Keys of the rows the owner sees in this list now; nothing once the owner may not open it any more."""
    page_class = list_page(saved.page)
    if page_class is None or not may_reach(saved.page, saved.owner):
        return []
    request = HttpRequest()
    request.method, request.GET, request.user = "GET", QueryDict(saved.query), saved.owner
    page = page_class()
    page.setup(request)
    try:
        page.check_permission()
    except PermissionDenied:
        return []
    page.filterset = page.make_filterset()
    return list(page.filtered.order_by("-pk").values_list("pk", flat=True)[:MOST_WATCHED])


def news_of(saved: SavedQuery) -> list[int]:
    """Keys of the rows that match now and did not the last time; remembers what matches now."""
    now = matching(saved)
    new = sorted(set(now) - set(saved.known))
    saved.known = now
    saved.save(update_fields=["known"])
    return new
