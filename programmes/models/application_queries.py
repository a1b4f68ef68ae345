"""Finds applications: who sees which, and what waits for whom."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.roles import (
    is_department_admin,
    is_department_head,
    is_director,
    is_student_desk,
    sees_everything,
    units_of,
)


class ApplicationQuerySet(models.QuerySet):
    """Finds applications."""

    model: Any

    def visible_to(self, user: Any) -> ApplicationQuerySet:
        """The student's own, a college's own once submitted, the student desk and leaders all submitted (§7.2)."""
        sent = Q(submitted_at__isnull=False)
        seen = Q(student=user)
        if is_student_desk(user) or sees_everything(user):
            seen |= sent
        seen |= sent & Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))
        return self.filter(seen)

    def live(self) -> ApplicationQuerySet:
        """Those that are neither over nor refused."""
        return self.exclude(status__in=self.model.OVER)

    def holding_a_seat(self) -> ApplicationQuerySet:
        """Those whose place is taken (PR-03)."""
        return self.filter(status__in=self.model.SEAT_HOLDING, placed__isnull=False)

    def awaiting(self, user: Any) -> ApplicationQuerySet:
        """Those on which this person has something to do now."""
        s = self.model.Status
        waits = Q(status__in=[s.RETURNED_FOR_CORRECTION, s.OFFERED], student=user)
        if is_department_admin(user):
            waits |= Q(
                status=s.SUBMITTED, college_checked_at=None, unit__in=units_of(user, Role.DEPARTMENT_ADMIN)
            )
        if is_department_head(user):
            waits |= Q(
                status=s.SUBMITTED,
                college_checked_at__isnull=False,
                unit__in=units_of(user, Role.DEPARTMENT_HEAD),
            )
        if is_student_desk(user):
            waits |= Q(
                status__in=[
                    s.COLLEGE_RECOMMENDED, s.NOMINATED, s.HOST_REVIEW, s.HOST_ADMITTED, s.HOST_REJECTED
                ]
            )  # fmt: skip
            waits |= Q(status=s.PUBLICISED, signed_off_at__isnull=False)
        if is_director(user):
            waits |= Q(status=s.PUBLICISED, signed_off_at=None)
        return self.filter(waits)

    def in_progress_of(self, user: Any) -> ApplicationQuerySet:
        """What this student has sent and others now have."""
        s = self.model.Status
        own = {s.DRAFT, s.RETURNED_FOR_CORRECTION, s.OFFERED}
        return self.filter(student=user).exclude(status__in=[*self.model.OVER, *own])

    def drafts_of(self, user: Any) -> ApplicationQuerySet:
        return self.filter(student=user, status=self.model.Status.DRAFT)
