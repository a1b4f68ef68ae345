"""Filters of lists that people keep."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import roles_of


class SavedQueryQuerySet(models.QuerySet):
    """Saved queries."""

    def visible_to(self, user: Any) -> SavedQueryQuerySet:
        """A person's own queries and those shared with a role the person holds."""
        return self.filter(Q(owner=user) | Q(role__in=roles_of(user)))

    def of_page(self, page: str) -> SavedQueryQuerySet:
        return self.filter(page=page)

    def watched(self) -> SavedQueryQuerySet:
        return self.filter(is_watched=True, owner__is_active=True)


class SavedQuery(models.Model):
    """A list as somebody likes to see it: its filters and columns under a name, kept, shared, watched."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_queries",
        verbose_name=_("owner"),
    )
    page = models.CharField(_("list"), max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    role = models.CharField(_("shared with"), max_length=3, blank=True)
    is_watched = models.BooleanField(_("tell me when a new row matches"), default=False)
    # What matched last time, so that only a row that is new is told; bounded by the watch itself.
    known = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SavedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved query")
        verbose_name_plural = _("saved queries")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="core_savedquery_name_once_a_list")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse(self.page)}?{self.query}" if self.query else reverse(self.page)
