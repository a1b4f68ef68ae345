"""How a page asks who may see it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet


class Guarded:
    """A page that needs a permission; `permission` may be empty when seeing the record is all that is needed."""

    permission = ""

    def check_permission(self, record: Any = None) -> None:
        """Raise PermissionDenied unless the person may do what this page is for."""
        if self.permission and not self.request.user.has_perm(self.permission, record):
            raise PermissionDenied


class Scoped:
    """A page whose records are those visible to the person: somebody else's record is a 404."""

    def get_queryset(self) -> QuerySet:
        return self.model.objects.visible_to(self.request.user)
