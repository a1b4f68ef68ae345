"""Inspections of running classes and the tickets that follow from them (§1.9)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_training_desk, sees_everything, units_of
from core.models import Attachment, Record
from training.models.training_class import TrainingClass

User = settings.AUTH_USER_MODEL


class Sampling(models.Model):
    """Which classes of a quarter are to be inspected, drawn with a seed that anybody can draw again (§1.9)."""

    year = models.PositiveIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    seed = models.CharField(_("random seed"), max_length=32)
    share = models.PositiveSmallIntegerField(_("share drawn, per cent"))
    population = models.JSONField(_("classes of the quarter"), default=list)
    drawn = models.JSONField(_("classes drawn"), default=list)
    drawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sample of classes")
        verbose_name_plural = _("samples of classes")
        constraints = [models.UniqueConstraint(fields=["year", "quarter"], name="one_sample_per_quarter")]

    def __str__(self):
        return f"{self.year} Q{self.quarter}"


class InspectionQuerySet(models.QuerySet):
    """Finds inspections."""

    def visible_to(self, user: Any) -> InspectionQuerySet:
        """The office sees all; a unit its own, an unannounced one only once it was made."""
        if is_training_desk(user) or sees_everything(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        hidden = Q(is_unannounced=True, status=Inspection.Status.PLANNED)
        return self.filter(training_class__proposal__unit__in=units).exclude(hidden)

    def awaiting(self, user: Any) -> InspectionQuerySet:
        return self.filter(inspector=user, status=Inspection.Status.PLANNED)


class Inspection(Record):
    """One visit to a class by the governing office, with its checklist, photos and conclusion (巡查)."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    class Source(models.TextChoices):
        SAMPLED = "sampled", _("Drawn at random")
        RISK = "risk", _("High risk")
        MANUAL = "manual", _("Chosen by the office")

    class Conclusion(models.TextChoices):
        GOOD = "good", _("No fault found")
        MINOR = "minor", _("Minor faults")
        MAJOR = "major", _("Major faults")

    STATUS_TONES = {"planned": "blue", "done": "green", "cancelled": "grey"}

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("class")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED, editable=False
    )
    source = models.CharField(
        _("why this class"), max_length=8, choices=Source, default=Source.MANUAL, editable=False
    )
    sampling = models.ForeignKey(
        Sampling, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="inspections"
    )
    inspector = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("inspector")
    )
    companion = models.CharField(_("accompanied by"), max_length=100, blank=True)
    planned_on = models.DateField(_("planned for"))
    is_unannounced = models.BooleanField(_("unannounced"), default=True)
    inspected_on = models.DateField(_("inspected on"), null=True, blank=True, editable=False)
    headcount_real = models.PositiveIntegerField(_("people present"), null=True, blank=True, editable=False)
    headcount_roster = models.PositiveIntegerField(
        _("people on the roster"), null=True, blank=True, editable=False
    )
    conclusion = models.CharField(
        _("conclusion"), max_length=6, choices=Conclusion, blank=True, editable=False
    )
    summary = models.CharField(_("summary"), max_length=1000, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        indexes = [models.Index(fields=["status", "planned_on"], name="inspection_by_day")]

    def __str__(self):
        return f"{self.training_class} · {self.planned_on}"

    def get_absolute_url(self):
        return reverse("inspection-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.training_class.unit_id

    def barred_from(self, step: Any, user: Any) -> str:
        """Nobody inspects a class of his own unit or one he teaches (SOD-8)."""
        if step.verb != "carry_out":
            return ""
        return self.bar_for(user)

    def bar_for(self, user: Any) -> str:
        """Why this person may not inspect the class, or nothing."""
        if user.unit_id == self.unit_id or self.unit_id in units_of(user):
            return gettext("You belong to the unit that runs this class: somebody else must inspect it.")
        names = {name for name in (user.name_zh, user.name_en) if name}
        if self.training_class.proposal.instructors.filter(name__in=names).exists():
            return gettext("You teach in this class: somebody else must inspect it.")
        return ""


class InspectionItem(models.Model):
    """One point of the checklist and what was seen."""

    class Point(models.TextChoices):
        TIMETABLE = "timetable", _("The timetable is followed")
        HEADCOUNT = "headcount", _("As many people as on the roster")
        LECTURER = "lecturer", _("The lecturer is the approved one")
        VENUE = "venue", _("Venue and safety are in order")
        MATERIALS = "materials", _("The materials are the approved ones")
        PUBLICITY = "publicity", _("Publicity on site is as approved")
        FEES = "fees", _("No fee is taken that is not registered")
        PARTNER = "partner", _("The partner keeps to its part")

    class Verdict(models.TextChoices):
        OK = "ok", _("In order")
        ISSUE = "issue", _("At fault")
        NOT_APPLICABLE = "na", _("Does not apply")

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="items", verbose_name=_("inspection")
    )
    point = models.CharField(_("point"), max_length=10, choices=Point)
    verdict = models.CharField(_("verdict"), max_length=5, choices=Verdict)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("point of the checklist")
        verbose_name_plural = _("checklist")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "point"], name="point_once_per_inspection")
        ]

    def __str__(self):
        return f"{self.get_point_display()}: {self.get_verdict_display()}"
