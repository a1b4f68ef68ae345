"""Finds delegations: who sees which, what waits for whom, which are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from accounts.models import Role, RoleGrant
from accounts.roles import (
    cosign_areas_of,
    is_auditor,
    is_department_head,
    is_director,
    is_finance,
    is_leader,
    is_partnerships_desk,
    is_visitors_desk,
    units_of,
)
from core.policy import policy


class DelegationQuerySet(models.QuerySet):
    """Finds delegations."""

    model: Any

    def visible_to(self, user: Any) -> DelegationQuerySet:
        """Teachers see their own, units those they host, the office what was submitted (§7.2)."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if is_director(user) or is_auditor(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        seen = Q(author=user)
        if units:
            through = self.model.co_hosts.through.objects.filter(unit__in=units)
            seen |= Q(unit__in=units) | Q(pk__in=through.values("delegation"), submitted_at__isnull=False)
        if is_visitors_desk(user) or is_leader(user) or is_partnerships_desk(user) or is_finance(user):
            seen |= Q(submitted_at__isnull=False)
        if "publicity" in cosign_areas_of(user):
            talks = self.model._meta.get_field("items").related_model.objects.filter(is_public_talk=True)
            seen |= Q(pk__in=talks.values("delegation"), submitted_at__isnull=False)
        return self.filter(seen)

    def awaiting(self, user: Any) -> DelegationQuerySet:
        """Those on which this person can take a step now."""
        status = self.model.Status
        reviews, own = Q(pk__in=[]), Q(status__in=[status.RETURNED, status.SUMMARY_DUE], author=user)
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        if units:
            own |= Q(status__in=[status.RETURNED, status.SUMMARY_DUE], unit__in=units)
        if is_department_head(user):
            reviews |= Q(status=status.UNIT_REVIEW, unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        if is_visitors_desk(user):
            reviews |= Q(status=status.IO_REVIEW, checked_by=None)
        if "publicity" in cosign_areas_of(user):
            talks = self.model._meta.get_field("items").related_model.objects.filter(is_public_talk=True)
            reviews |= Q(status=status.IO_REVIEW, talks_cleared_by=None, pk__in=talks.values("delegation"))
        if is_director(user):
            head = RoleGrant.objects.in_force().filter(
                role=Role.DEPARTMENT_HEAD, unit=OuterRef("unit"), user=OuterRef("author")
            )
            desk = RoleGrant.objects.in_force().filter(role=Role.VISITORS_DESK, user=OuterRef("author"))
            reviews |= Q(status=status.IO_REVIEW) & (Q(checked_by__isnull=False) | Q(Exists(desk)))
            reviews |= Q(Exists(head), status=status.UNIT_REVIEW)
        if is_leader(user):
            reviews |= Q(status=status.LEADER_REVIEW)
        if is_finance(user):
            reviews |= Q(status=status.IO_REVIEW, money_confirmed_by=None, pk__in=self._costly())
        return self.filter((reviews & ~Q(author=user)) | own)

    def _costly(self) -> Any:
        """Those whose budget the finance office confirms."""
        lines = self.model._meta.get_field("budget").related_model.objects.filter(
            delegation__status=self.model.Status.IO_REVIEW
        )
        sums = lines.values("delegation").annotate(total=Sum("amount"))
        return sums.filter(total__gt=policy("visitors.finance_threshold")).values("delegation")

    def in_progress_of(self, user: Any) -> DelegationQuerySet:
        """What this person wrote and is not over."""
        return self.filter(author=user, status__in=[*self.model.IN_REVIEW, *self.model.TAKING_PLACE])

    def drafts_of(self, user: Any) -> DelegationQuerySet:
        """The drafts of the person's unit, or the person's own."""
        mine = Q(author=user) | Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        return self.filter(mine, status=self.model.Status.DRAFT)

    def between(self, first: date, last: date) -> DelegationQuerySet:
        """Visits that have a day in the span."""
        return self.filter(start_on__lte=last, end_on__gte=first)

    def agreed(self) -> DelegationQuerySet:
        """Visits that take place or took place."""
        return self.filter(status__in=self.model.AGREED)

    def hosted_between(self, first: date, last: date) -> DelegationQuerySet:
        """Closed visits by their last day: what the statistics count, by the number who came (EC-93)."""
        return self.filter(status=self.model.Status.CLOSED, end_on__range=(first, last))

    def summary_overdue(self, on: date | None = None) -> DelegationQuerySet:
        """Visits that are over and not closed."""
        return self.filter(status=self.model.Status.SUMMARY_DUE, end_on__lt=on or timezone.localdate())
