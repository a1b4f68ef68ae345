"""International courses: introduced from partners, and of global competence (§3.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.text import bilingual
from partnerships.models.choices import StudyLevel, TaughtBy
from partnerships.models.institution import Institution
from partnerships.models.laboratory import READERS, roles_of
from partnerships.models.programme import CooperativeProgramme

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class CourseStatus(models.TextChoices):
    """Where a course stands."""

    PLANNED = "planned", _("Planned")
    OFFERED = "offered", _("Offered")
    STOPPED = "stopped", _("No longer offered")


class CourseQuerySet(models.QuerySet):
    """Finds introduced and global-competence courses."""

    def visible_to(self, user: Any) -> CourseQuerySet:
        return self if roles_of(user) & READERS else self.none()

    def offered_between(self, first: date, last: date) -> CourseQuerySet:
        """Those that run in a term which touches the days."""
        kind: Any = self.model._meta.get_field("runs").related_model
        runs = kind.objects.filter(term__start_on__lte=last, term__end_on__gte=first)
        return self.filter(pk__in=runs.values("course")).exclude(status=CourseStatus.STOPPED)

    def core_offered_between(self, first: date, last: date) -> CourseQuerySet:
        """F15: introduced core courses that ran in the window."""
        return self.offered_between(first, last).filter(is_core=True)


class IntroducedCourse(Record):
    """A course taken over from a partner (引进课程)."""

    Status = CourseStatus
    STATUS_TONES = {"planned": "blue", "offered": "green", "stopped": "grey"}

    name_zh = models.CharField(_("name (Chinese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    code = models.CharField(_("code"), max_length=30, blank=True)
    partner = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="introduced_courses",
        verbose_name=_("from the partner"),
    )
    programme = models.ForeignKey(
        CooperativeProgramme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="introduced_courses",
        verbose_name=_("programme"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("college")
    )
    level = models.CharField(_("level of study"), max_length=12, choices=StudyLevel)
    credits = models.DecimalField(
        _("credits"), max_digits=5, decimal_places=1, null=True, blank=True, validators=NOT_NEGATIVE
    )
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    is_core = models.BooleanField(_("core course"), default=False)
    taught_by = models.CharField(_("taught by"), max_length=8, choices=TaughtBy, default=TaughtBy.JOINT)
    language = models.CharField(_("language of teaching"), max_length=30, blank=True)
    materials = models.CharField(_("teaching materials"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=CourseStatus, default=CourseStatus.PLANNED)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduced course")
        verbose_name_plural = _("introduced courses")

    def __str__(self):
        return bilingual(self, "name")

    def get_absolute_url(self):
        return reverse("introducedcourse-detail", args=[self.pk])


class IntroducedCourseRun(models.Model):
    """A term in which an introduced course was taught."""

    course = models.ForeignKey(
        IntroducedCourse, on_delete=models.CASCADE, related_name="runs", verbose_name=_("course")
    )
    term = models.ForeignKey(
        "core.AcademicTerm", on_delete=models.PROTECT, related_name="+", verbose_name=_("term")
    )
    enrolled = models.PositiveSmallIntegerField(_("students enrolled"), default=0)

    class Meta:
        verbose_name = _("term of an introduced course")
        verbose_name_plural = _("terms of introduced courses")
        ordering = ["-term__start_on"]
        constraints = [
            models.UniqueConstraint(fields=["course", "term"], name="introduced_course_once_per_term")
        ]

    def __str__(self):
        return f"{self.course} {self.term}"


class GlobalCompetenceCourse(Record):
    """A course of global competence (全球胜任力课程)."""

    Status = CourseStatus
    STATUS_TONES = {"planned": "blue", "offered": "green", "stopped": "grey"}

    name_zh = models.CharField(_("name (Chinese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    code = models.CharField(_("code"), max_length=30, blank=True)
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("college")
    )
    credits = models.DecimalField(
        _("credits"), max_digits=5, decimal_places=1, null=True, blank=True, validators=NOT_NEGATIVE
    )
    language = models.CharField(_("language of teaching"), max_length=30, blank=True)
    outcome = models.TextField(_("outcome"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=CourseStatus, default=CourseStatus.PLANNED)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("global-competence course")
        verbose_name_plural = _("global-competence courses")

    def __str__(self):
        return bilingual(self, "name")

    def get_absolute_url(self):
        return reverse("globalcompetencecourse-detail", args=[self.pk])


class GlobalCompetenceRun(models.Model):
    """A term in which a global-competence course was taught."""

    course = models.ForeignKey(
        GlobalCompetenceCourse, on_delete=models.CASCADE, related_name="runs", verbose_name=_("course")
    )
    term = models.ForeignKey(
        "core.AcademicTerm", on_delete=models.PROTECT, related_name="+", verbose_name=_("term")
    )
    enrolled = models.PositiveSmallIntegerField(_("students enrolled"), default=0)

    class Meta:
        verbose_name = _("term of a global-competence course")
        verbose_name_plural = _("terms of global-competence courses")
        ordering = ["-term__start_on"]
        constraints = [
            models.UniqueConstraint(fields=["course", "term"], name="competence_course_once_per_term")
        ]

    def __str__(self):
        return f"{self.course} {self.term}"
