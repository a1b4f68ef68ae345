"""What a student says of himself or herself once, for every application (§2.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from core.models import Record
from programmes.models.choices import GpaScale, LanguageTest, StudyLevel


class StudentProfileQuerySet(models.QuerySet):
    """Finds profiles."""

    def visible_to(self, user: Any) -> StudentProfileQuerySet:
        """One's own; offices read the facts with the application."""
        return self.filter(user=user)


class StudentProfile(Record):
    """The facts conditions are checked against; the college confirms what it knows (§2.3)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="student_profile", editable=False,
        verbose_name=_("student"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("person"),
    )  # fmt: skip
    level = models.CharField(_("level of study"), max_length=8, choices=StudyLevel, default=StudyLevel.UG)
    year_of_study = models.PositiveSmallIntegerField(
        _("year of study now"), validators=[MinValueValidator(1), MaxValueValidator(8)], default=1
    )
    graduates_on = models.DateField(_("expected graduation"), null=True, blank=True)
    major_zh = models.CharField(_("major"), max_length=100, blank=True)
    major_en = models.CharField(_("major (English)"), max_length=150, blank=True)
    gpa = models.DecimalField(
        _("average grade"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip
    gpa_scale = models.CharField(_("scale of the average"), max_length=4, choices=GpaScale, blank=True)
    rank_percent = models.DecimalField(
        _("rank in the year, top per cent"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip
    failed_courses = models.PositiveSmallIntegerField(_("courses failed or retaken"), null=True, blank=True)
    has_discipline = models.BooleanField(_("a disciplinary measure is in force"), null=True, blank=True)
    has_arrears = models.BooleanField(_("fees are owed"), null=True, blank=True)
    passport_expires_on = models.DateField(_("passport expires on"), null=True, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Person.Gender, blank=True)
    phone = models.CharField(_("mobile phone"), max_length=30, blank=True)
    passport_name = models.CharField(_("name as in the passport"), max_length=100, blank=True)

    objects = StudentProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("student's facts")
        verbose_name_plural = _("students' facts")
        constraints = [
            # EC-50: an average without its scale means nothing.
            models.CheckConstraint(condition=Q(gpa=None) | ~Q(gpa_scale=""), name="gpa_has_a_scale")
        ]

    def __str__(self):
        return str(self.user)

    def is_minor_on(self, day: date) -> bool:
        """Whether the student is under 18 on the day."""
        if self.born_on is None:
            return False
        birthday_passed = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (not birthday_passed) < 18


class LanguageScore(models.Model):
    """A proof of language with its date; IELTS and TOEFL lapse after two years, CET never (§2.3)."""

    profile = models.ForeignKey(
        StudentProfile, on_delete=models.CASCADE, related_name="language_scores", verbose_name=_("student")
    )
    test = models.CharField(_("test"), max_length=10, choices=LanguageTest)
    score = models.DecimalField(_("score or level reached"), max_digits=6, decimal_places=1)
    lowest_band = models.DecimalField(_("lowest band"), max_digits=5, decimal_places=1, null=True, blank=True)
    taken_on = models.DateField(_("taken on"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("language score")
        verbose_name_plural = _("language scores")
        ordering = ["test", "-taken_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1000), name="language_score_in_range")
        ]

    def __str__(self):
        return f"{self.get_test_display()} {self.score:g}"
