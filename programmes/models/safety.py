"""Contacts, check-ins and incidents of students abroad (§2.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programmes.models.mobility import Mobility


class EmergencyContact(models.Model):
    """Whom to call for a student, in China or abroad."""

    class Place(models.TextChoices):
        CHINA = "china", _("In China")
        ABROAD = "abroad", _("Abroad")

    mobility = models.ForeignKey(
        Mobility, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("stay")
    )
    place = models.CharField(_("where"), max_length=6, choices=Place)
    name = models.CharField(_("name"), max_length=80)
    relation = models.CharField(_("relation"), max_length=40)
    phone = models.CharField(_("phone"), max_length=30)
    hours = models.CharField(_("reachable"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("emergency contact")
        verbose_name_plural = _("emergency contacts")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.name} {self.phone}"


class CheckInQuerySet(models.QuerySet):
    """Finds check-ins."""

    def overdue(self, days: int, now: Any = None) -> CheckInQuerySet:
        """Those that should have been answered so many days ago."""
        limit = timezone.localdate(now) - timedelta(days=days)
        return self.filter(answered_at=None, due_on__lte=limit, mobility__status=Mobility.Status.ABROAD)


class CheckIn(models.Model):
    """The monthly question to a student abroad: safe, where, any trouble."""

    mobility = models.ForeignKey(
        Mobility, on_delete=models.CASCADE, related_name="check_ins", verbose_name=_("stay")
    )
    due_on = models.DateField(_("due on"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    is_safe = models.BooleanField(_("I am safe and well"), null=True, blank=True)
    location = models.CharField(_("where I am"), max_length=150, blank=True)
    issues = models.TextField(_("what troubles me"), max_length=2000, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-due_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["mobility", "due_on"], name="one_check_in_a_due_day")]

    def __str__(self):
        return f"{self.due_on}"


class IncidentQuerySet(models.QuerySet):
    """Finds incidents."""

    def visible_to(self, user: Any) -> IncidentQuerySet:
        """Whoever sees the stay sees what happened on it."""
        return self.filter(mobility__in=Mobility.objects.visible_to(user))


class Incident(Record):
    """Something happened to a student abroad; a case until it is closed (A22)."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Severity(models.TextChoices):
        MINOR = "minor", _("Minor")
        SERIOUS = "serious", _("Serious")
        CRITICAL = "critical", _("Critical")

    STATUS_TONES = {"open": "red", "closed": "grey"}

    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN, editable=False)
    mobility = models.ForeignKey(
        Mobility, on_delete=models.PROTECT, related_name="incidents", verbose_name=_("stay")
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    happened_on = models.DateField(_("happened on"))
    text = models.TextField(_("what happened"), max_length=4000)
    outcome = models.TextField(_("outcome"), max_length=4000, blank=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name=_("reported by"),
    )  # fmt: skip

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status="open") | ~Q(outcome=""), name="closed_with_an_outcome")
        ]

    def __str__(self):
        return f"{self.happened_on} {self.get_severity_display()}"

    def get_absolute_url(self):
        return self.mobility.get_absolute_url()
