"""What follows a trip that was approved: changes of dates and route, reports of scholars (§4.3)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from visitors.models.trip import StaffTrip


class TripPartQuerySet(models.QuerySet):
    """Finds what belongs to trips."""

    def visible_to(self, user: Any) -> TripPartQuerySet:
        return self.filter(trip__in=StaffTrip.objects.visible_to(user).values("pk"))


class TripChangeQuerySet(TripPartQuerySet):
    """Finds changes asked for while somebody is abroad."""

    def awaiting(self, user: Any) -> TripChangeQuerySet:
        waiting = self.filter(status=TripChange.Status.ASKED)
        return waiting if user.has_perm("visitors.decide_tripchanges") else self.none()


class TripChange(Record):
    """Another day of return or another route, asked for during the trip; it needs its own approval."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    STATUS_TONES = {"asked": "blue", "refused": "red"}

    trip = models.ForeignKey(
        StaffTrip, on_delete=models.PROTECT, related_name="changes", verbose_name=_("trip")
    )
    new_end_on = models.DateField(_("new day of return"), null=True, blank=True)
    new_route = models.CharField(_("new route"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ASKED, editable=False
    )

    objects = TripChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a trip")
        verbose_name_plural = _("changes of trips")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(new_end_on__isnull=False) | ~models.Q(new_route=""),
                name="trip_change_says_what",
            )
        ]

    def __str__(self):
        return f"{self.trip} · {self.new_end_on or self.new_route}"

    def get_absolute_url(self):
        return self.trip.get_absolute_url() + "#changes"

    @property
    def unit_id(self) -> int:
        return self.trip.unit_id

    @property
    def authors(self) -> set[int]:
        return {self.author_id} | self.trip.authors

    def barred_from(self, step: Any, user: Any) -> str:
        return self.trip.barred_from(step, user)


class ScholarReport(Record):
    """A report a visiting scholar owes while abroad."""

    trip = models.ForeignKey(
        StaffTrip, on_delete=models.CASCADE, related_name="scholar_reports", verbose_name=_("trip")
    )
    due_on = models.DateField(_("due on"))
    text = models.TextField(_("report"), max_length=10_000, blank=True)
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)

    objects = TripPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("report from abroad")
        verbose_name_plural = _("reports from abroad")
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["trip", "due_on"], name="one_scholar_report_a_day")]

    def __str__(self):
        return f"{self.trip} {self.due_on}"

    def get_absolute_url(self):
        return self.trip.get_absolute_url() + "#reports"
