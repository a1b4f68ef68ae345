"""Finds institutions: who sees which, which cooperate, which sleep."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Role
from accounts.roles import roles_of

READERS = {
    Role.TEACHER,
    Role.DEPARTMENT_ADMIN,
    Role.DEPARTMENT_HEAD,
    Role.PARTNERSHIPS_DESK,
    Role.STUDENT_DESK,
    Role.TRAINING_DESK,
    Role.VISITORS_DESK,
    Role.INBOUND_DESK,
    Role.DIRECTOR,
    Role.LEADER,
    Role.AUDITOR,
}


def institution_ids_of(user: Any, on: date | None = None) -> set[int]:
    """The institutions for which an external coordinator acts today (§3.7)."""
    if Role.COORDINATOR not in roles_of(user):
        return set()
    coordinators = user.coordinator_accounts.in_force(on or timezone.localdate())
    return set(coordinators.values_list("institution", flat=True))


class InstitutionQuerySet(models.QuerySet):
    """Finds institutions."""

    model: Any

    def visible_to(self, user: Any) -> InstitutionQuerySet:
        """Everybody of the house who works with partners; a coordinator the own institution (§7.2)."""
        if roles_of(user) & READERS:
            return self
        return self.filter(pk__in=institution_ids_of(user))

    def standing(self) -> InstitutionQuerySet:
        """Those that were not merged into another record."""
        return self.filter(merged_into=None)

    def drafts_of(self, user: Any) -> InstitutionQuerySet:
        return self.none()

    def awaiting(self, user: Any) -> InstitutionQuerySet:
        """Those the portal suggests to put to sleep, for their officer."""
        return self.standing().filter(
            status=self.model.Status.ACTIVE, dormant_suggested_on__isnull=False, officer=user
        )

    def cooperating(self, on: date) -> InstitutionQuerySet:
        """F01: universities with an agreement in force or an active laboratory on the day.

        Campuses, faculties and predecessors count as the university they belong to (§3.1, EC-43).
        """
        status = self.model.Status
        parts = self.model.objects.annotate(root=Coalesce("counted_as", F("pk"))).filter(root=OuterRef("pk"))
        tied = parts.filter(Q(Exists(self._agreements(on))) | Q(Exists(self._laboratories(on))))
        return self.filter(kind=self.model.Kind.UNIVERSITY, merged_into=None, counted_as=None).filter(
            Q(Exists(tied), status=status.ACTIVE)
            | (
                Q(Exists(tied.filter(status=status.ACTIVE)))
                & ~Q(status__in=[status.ENDED, status.BLACKLISTED])
            )
        )

    def without_agreement(self, on: date) -> InstitutionQuerySet:
        """Partners in name that have no valid agreement on the day."""
        status = self.model.Status
        return self.standing().filter(
            ~Exists(self._agreements(on)), status__in=[status.ACTIVE, status.DORMANT]
        )

    def silent_since(self, day: date) -> InstitutionQuerySet:
        """Those with no activity on or after the day."""
        activities = self.model._meta.get_field("activities").related_model.objects
        return self.filter(~Exists(activities.filter(institution=OuterRef("pk"), on__gte=day)))

    def _agreements(self, on: date) -> models.QuerySet:
        agreements = self.model._meta.get_field("agreements").related_model.objects
        return agreements.in_force(on).filter(partners=OuterRef("pk"))

    def _laboratories(self, on: date) -> models.QuerySet:
        laboratories = self.model._meta.get_field("laboratories").related_model.objects
        return laboratories.active(on).filter(partners=OuterRef("pk"))
