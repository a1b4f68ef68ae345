"""Sino-foreign cooperative education and international courses (§3.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Event, Record
from core.text import bilingual
from partnerships.models.agreement import Agreement
from partnerships.models.choices import StudyLevel, TaughtBy
from partnerships.models.institution import Institution
from partnerships.models.laboratory import READERS, roles_of

APPROVAL_NUMBER = r"^[A-Z]{3}\d{2}[A-Z]{2}\d[A-Z]\d{4}\d{4}[A-Z]$"
NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class ProgrammeQuerySet(models.QuerySet):
    """Finds cooperative programmes and their courses."""

    def visible_to(self, user: Any) -> ProgrammeQuerySet:
        """Those whom the matrix lets read laboratories read these too."""
        return self if roles_of(user) & READERS else self.none()

    def active(self, on: date) -> ProgrammeQuerySet:
        """F14: approved ones whose approval holds on the day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_until=None) | Q(valid_until__gte=on),
            status=CooperativeProgramme.Status.ACTIVE,
        )


class CooperativeProgramme(Record):
    """A cooperative programme or institution with a foreign partner (中外合作办学项目/机构)."""

    class Kind(models.TextChoices):
        PROJECT = "coop_project", _("Cooperative programme")
        INSTITUTION = "coop_institution", _("Cooperative institution")

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        ACTIVE = "active", _("Running")
        SUSPENDED = "suspended", _("Admission stopped")
        ENDED = "ended", _("Ended")

    STATUS_TONES = {"preparing": "blue", "active": "green", "suspended": "amber", "ended": "grey"}

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.PREPARING, editable=False, db_index=True
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.PROJECT)
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    approval_no = models.CharField(
        _("approval number of the project"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(APPROVAL_NUMBER, _("A project approval number looks like MOE51UK2A20131458N."))
        ],
    )
    licence_no = models.CharField(_("licence number of the institution"), max_length=60, blank=True)
    partner = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="cooperative_programmes",
        verbose_name=_("partner"),
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cooperative_programmes",
        verbose_name=_("agreement"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("college")
    )
    level = models.CharField(_("level of study"), max_length=12, choices=StudyLevel)
    major_zh = models.CharField(_("major (Chinese)"), max_length=100, blank=True)
    major_en = models.CharField(_("major (English)"), max_length=100, blank=True)
    intake = models.PositiveSmallIntegerField(_("intake a year"), null=True, blank=True)
    valid_from = models.DateField(_("approved from"), null=True, blank=True)
    valid_until = models.DateField(_("approved until"), null=True, blank=True)
    tuition = models.DecimalField(
        _("tuition a year, CNY"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    annual_report_due_on = models.DateField(_("annual report due by"), null=True, blank=True)
    annual_report_year = models.PositiveSmallIntegerField(
        _("last annual report handed in for"), null=True, blank=True
    )
    evaluation = models.CharField(_("result of the evaluation"), max_length=200, blank=True)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperative programme")
        verbose_name_plural = _("cooperative programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["approval_no"], condition=~Q(approval_no=""), name="programme_approval_number_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="programme_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return bilingual(self, "name")

    def get_absolute_url(self):
        return reverse("cooperativeprogramme-detail", args=[self.pk])

    def clean(self):
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("The approval would end before it begins.")})


class CoursePlan(models.Model):
    """One version of the plan of studies of a cooperative programme."""

    programme = models.ForeignKey(
        CooperativeProgramme, on_delete=models.CASCADE, related_name="plans", verbose_name=_("programme")
    )
    name = models.CharField(_("version"), max_length=60)
    year = models.PositiveSmallIntegerField(_("from the intake of"))

    class Meta:
        verbose_name = _("plan of studies")
        verbose_name_plural = _("plans of studies")
        ordering = ["programme", "-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="plan_once_per_name")]

    def __str__(self):
        return f"{self.programme} · {self.name}"


class PlanCourse(models.Model):
    """One course of a plan of studies."""

    plan = models.ForeignKey(
        CoursePlan, on_delete=models.CASCADE, related_name="courses", verbose_name=_("plan")
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    code = models.CharField(_("code"), max_length=30, blank=True)
    credits = models.DecimalField(_("credits"), max_digits=5, decimal_places=1, null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"))
    is_core = models.BooleanField(_("core course"), default=False)
    is_introduced = models.BooleanField(_("introduced from the partner"), default=False)
    taught_by = models.CharField(_("taught by"), max_length=8, choices=TaughtBy, default=TaughtBy.OWN)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("course of a plan")
        verbose_name_plural = _("courses of plans")
        ordering = ["plan", "position", "pk"]

    def __str__(self):
        return bilingual(self, "name")
