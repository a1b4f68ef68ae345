"""Records that pass from desk to desk: since when somebody has them, and until when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_training_desk, sees_everything, units_of
from core.models import Record

User = settings.AUTH_USER_MODEL


class WaitingRecord(Record):
    """A record of one unit with an author and the clock of whoever has it now (SLA of P2)."""

    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("author")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be decided by"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def authors(self) -> set[int]:
        return {self.author_id}

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class OfProposal:
    """A record of one project, and so of the project's unit."""

    proposal: Any
    proposal_id: int

    @property
    def unit_id(self) -> int:
        return self.proposal.unit_id

    @property
    def unit(self) -> Any:
        return self.proposal.unit


def seen_by(user: Any, unit: str, *roles: str) -> Q | None:
    """What a person sees of records that belong to a unit: nothing to filter for the office and the readers."""
    if is_training_desk(user) or sees_everything(user):
        return None
    units = units_of(user, *(roles or (Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)))
    return Q(**{f"{unit}__in": units})
