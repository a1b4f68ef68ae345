"""Finds agreements: who sees which, which hold on a day, which end, what waits for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.models import Role, RoleGrant
from accounts.roles import (
    cosign_areas_of,
    is_auditor,
    is_department_head,
    is_director,
    is_leader,
    is_partnerships_desk,
    roles_of,
    units_of,
)
from core.policy import policy
from partnerships.models.institution_queries import institution_ids_of

DESKS = {Role.STUDENT_DESK, Role.VISITORS_DESK, Role.INBOUND_DESK}


class AgreementQuerySet(models.QuerySet):
    """Finds agreements."""

    model: Any

    def visible_to(self, user: Any) -> AgreementQuerySet:
        """A unit its own, the office all, a cosigner what was given, other desks what is signed (§7.2)."""
        status = self.model.Status
        if is_director(user) or is_auditor(user) or is_partnerships_desk(user):
            return self
        seen = Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))
        roles = roles_of(user)
        if is_leader(user):
            seen |= ~Q(status=status.DRAFTING)
        if roles & DESKS:
            seen |= Q(status__in=self.model.BINDING)
        areas = cosign_areas_of(user)
        if areas:
            asked = self.model._meta.get_field("cosigns").related_model.objects.filter(area__in=areas)
            seen |= Q(pk__in=asked.values("agreement"))
        own = institution_ids_of(user)
        if own:
            held = self.model.objects.in_force(timezone.localdate()).filter(partners__in=own)
            seen |= Q(pk__in=held.values("pk"))
        return self.filter(seen)

    def binding(self) -> AgreementQuerySet:
        """Those that were signed, whatever became of them."""
        return self.filter(status__in=self.model.BINDING)

    def in_force(self, on: date) -> AgreementQuerySet:
        """Those that hold on the day, reckoned from their dates and never from a stored status (AG-01)."""
        return self.binding().filter(Q(holds_until=None) | Q(holds_until__gte=on), effective_on__lte=on)

    def valid_in_year(self, year: int) -> AgreementQuerySet:
        """Those that held on at least one day of the year."""
        return self.binding().filter(
            Q(holds_until=None)
            | Q(holds_until__gte=date(year, 1, 1)) & Q(holds_until__gte=F("effective_on")),
            effective_on__lte=date(year, 12, 31),
        )

    def expiring_between(self, first: date, last: date) -> AgreementQuerySet:
        """Those whose last day lies between the two days; one that renews by itself does not end."""
        return self.binding().filter(holds_until__range=(first, last), holds_until__gte=F("effective_on"))

    def with_status_on(self, on: date) -> AgreementQuerySet:
        """Each with `status_now`, the status that its dates give on the day (AG-01)."""
        s = self.model.Status
        soon = on + timedelta(days=policy("partnerships.expiring_days"))
        return self.annotate(
            status_now=Case(
                When(~Q(status__in=self.model.BINDING), then=F("status")),
                When(terminated_on__lte=on, then=Value(s.TERMINATED)),
                When(superseded_on__lte=on, then=Value(s.SUPERSEDED)),
                When(renewed_on__lte=on, then=Value(s.RENEWED)),
                When(last_day__lt=on, then=Value(s.EXPIRED)),
                When(Q(effective_on=None) | Q(effective_on__gt=on), then=Value(s.SIGNED)),
                When(last_day__lte=soon, then=Value(s.EXPIRING)),
                default=Value(s.EFFECTIVE),
                output_field=models.CharField(),
            )
        )

    def awaiting(self, user: Any) -> AgreementQuerySet:
        """Those on which this person can take a decision now; cosigns wait as Cosign rows."""
        s = self.model.Status
        waits = Q(pk__in=[])
        mine = Q(status=s.RETURNED, unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        mine |= Q(status=s.RETURNED, author=user)
        if is_department_head(user):
            waits |= Q(status=s.UNIT_REVIEW, unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        if is_partnerships_desk(user):
            waits |= Q(status=s.OFFICE_REVIEW)
            mine |= Q(status=s.APPROVED_TO_SIGN)
        if is_director(user):
            head = RoleGrant.objects.in_force().filter(role=Role.DEPARTMENT_HEAD, unit=OuterRef("unit"))
            waits |= Q(~Exists(head), status=s.UNIT_REVIEW) | Q(status=s.LEADER_APPROVAL, level="college")
        if is_leader(user):
            waits |= Q(status=s.LEADER_APPROVAL)
        return self.filter((waits & ~Q(author=user)) | mine)

    def in_progress_of(self, user: Any) -> AgreementQuerySet:
        """What this person wrote and others now have."""
        return self.filter(author=user, status__in=self.model.IN_REVIEW)

    def drafts_of(self, user: Any) -> AgreementQuerySet:
        """The drafts of the person or of the person's unit."""
        mine = Q(author=user) | Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        return self.filter(mine, status=self.model.Status.DRAFTING)
