"""People at the partner who look after the relation there (§3.7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import roles_of
from core.models import Event, Record
from partnerships.models.institution import Institution

STAFF = {Role.PARTNERSHIPS_DESK, Role.DIRECTOR, Role.AUDITOR}


class CoordinatorQuerySet(models.QuerySet):
    """Finds coordinators."""

    def visible_to(self, user: Any) -> CoordinatorQuerySet:
        return self if roles_of(user) & STAFF else self.filter(user=user)

    def in_force(self, on: date) -> CoordinatorQuerySet:
        """Accounts that have neither ended nor run out on the day."""
        return self.filter(ended_at=None, expires_on__gte=on)


class Coordinator(Record):
    """An account of a person at the partner, for one institution and for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="coordinator_accounts",
        verbose_name=_("account"),
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="coordinators", verbose_name=_("institution")
    )
    expires_on = models.DateField(_("last day"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    events = GenericRelation(Event)
    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordinator of a partner")
        verbose_name_plural = _("coordinators of partners")
        ordering = ["institution", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="coordinator_of_one_institution"
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.institution}"

    def get_absolute_url(self):
        return self.institution.get_absolute_url()


class ProposalQuerySet(models.QuerySet):
    """Finds proposed changes."""

    def visible_to(self, user: Any) -> ProposalQuerySet:
        return self if roles_of(user) & STAFF else self.filter(author=user)

    def awaiting(self, user: Any) -> ProposalQuerySet:
        """Those the partnerships desk has to look at."""
        if Role.PARTNERSHIPS_DESK not in roles_of(user):
            return self.none()
        return self.filter(status=ProfileProposal.Status.PROPOSED)


class ProfileProposal(Record):
    """Changes to the institution's profile that its coordinator proposes."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Not accepted")

    STATUS_TONES = {"proposed": "blue", "accepted": "green", "rejected": "red"}

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="profile_proposals", verbose_name=_("institution")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("author"),
    )
    changes = models.JSONField(_("changes"), default=dict)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    events = GenericRelation(Event)
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change of a profile")
        verbose_name_plural = _("proposed changes of profiles")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.institution)

    def get_absolute_url(self):
        return reverse("profileproposal-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.author_id}
