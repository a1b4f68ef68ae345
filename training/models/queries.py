"""Finds proposals: who sees which, and what waits for whom."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, RoleGrant
from accounts.roles import (
    cosign_areas_of,
    is_auditor,
    is_department_head,
    is_director,
    is_leader,
    is_training_desk,
    units_of,
)


class ProposalQuerySet(models.QuerySet):
    """Finds proposals."""

    model: Any  # the proposal, whose statuses are asked for

    def visible_to(self, user: Any) -> ProposalQuerySet:
        """A unit sees its own, the office what was submitted, a cosigner what was given to him (§7.2)."""
        if is_director(user) or is_auditor(user):
            return self
        seen = Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))
        if is_training_desk(user) or is_leader(user):
            seen |= Q(submitted_at__isnull=False)
        areas = cosign_areas_of(user)
        if areas:
            asked = self.model._meta.get_field("cosigns").related_model.objects.filter(area__in=areas)
            seen |= Q(pk__in=asked.values("proposal"))
        return self.filter(seen)

    def awaiting(self, user: Any) -> ProposalQuerySet:
        """Those on which this person can take a decision now; cosigns wait as Cosign rows."""
        status = self.model.Status
        reviews = Q(pk__in=[])
        if is_department_head(user):
            reviews |= Q(status=status.UNIT_REVIEW, unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        if is_training_desk(user):
            reviews |= Q(status=status.OFFICE_REVIEW) | Q(status=status.RETURNED, return_is_decided=False)
        if is_director(user):
            head = RoleGrant.objects.in_force().filter(
                role=Role.DEPARTMENT_HEAD, unit=OuterRef("unit"), user=OuterRef("author")
            )
            # The head wrote it, so the governing director decides in the unit's place (SOD-1).
            reviews |= Q(status=status.DIRECTOR_REVIEW) | Q(Exists(head), status=status.UNIT_REVIEW)
        if is_leader(user):
            reviews |= Q(status=status.LEADER_REVIEW)
        changes = Q(
            status=status.RETURNED, return_is_decided=True, unit__in=units_of(user, Role.DEPARTMENT_ADMIN)
        )
        return self.filter((reviews & ~Q(author=user)) | changes)

    def in_progress_of(self, user: Any) -> ProposalQuerySet:
        """What this person wrote or answers for and is not finished."""
        return self.filter(Q(author=user) | Q(responsible=user)).filter(status__in=self.model.IN_REVIEW)

    def drafts_of(self, user: Any) -> ProposalQuerySet:
        """The drafts of the person's unit, or the person's own."""
        mine = Q(author=user) | Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        return self.filter(mine, status=self.model.Status.DRAFT)

    def approved(self) -> ProposalQuerySet:
        """Projects in force."""
        return self.filter(status__in=self.model.IN_FORCE)

    def under_way(self) -> ProposalQuerySet:
        """Approved and not yet over: also suspended ones and those being closed."""
        status = self.model.Status
        return self.filter(status__in=[*self.model.IN_FORCE, status.SUSPENDED, status.CLOSING])
