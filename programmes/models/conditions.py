"""Conditions and documents as data an officer edits, with what came of them (§2.3, §2.4)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.text import bilingual
from programmes.models.choices import GpaScale, StudyLevel
from programmes.models.programme import Programme


class EligibilityRule(Record):
    """One condition of a programme, with its numbers as data."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("Level of study")
        YEAR = "year", _("Year of study at departure")
        GPA = "gpa", _("Average grade")
        RANK = "rank", _("Rank in the year")
        FAILED = "failed", _("Failed courses")
        LANGUAGE = "language", _("Language")
        COLLEGE = "college", _("College")
        MAJOR = "major", _("Major")
        DISCIPLINE = "discipline", _("No disciplinary measure, no arrears")
        PRIOR = "prior", _("No earlier exchange at this level")
        AGE = "age", _("Age at departure")
        PASSPORT = "passport", _("Passport valid beyond the return")

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="rules", verbose_name=_("programme")
    )
    kind = models.CharField(_("condition"), max_length=12, choices=Kind)
    minimum = models.DecimalField(_("at least"), max_digits=7, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(_("at most"), max_digits=7, decimal_places=2, null=True, blank=True)
    scale = models.CharField(_("scale"), max_length=4, choices=GpaScale, blank=True)
    options = models.TextField(
        _("any of"), max_length=2000, blank=True,
        help_text=_(
            "One line each. Language: test, score and if needed the lowest band, as in IELTS 6.5 6.0. "
            "Colleges: their codes. Majors: their names."
        ),
    )  # fmt: skip
    level = models.CharField(_("level"), max_length=8, choices=StudyLevel, blank=True)
    is_blocking = models.BooleanField(_("blocks the application"), default=True)
    note_zh = models.CharField(_("note (Chinese)"), max_length=300, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["position", "pk"]
        constraints = [
            # EC-50: a grade is only ever compared on the scale it names.
            models.CheckConstraint(condition=~Q(kind="gpa") | ~Q(scale=""), name="gpa_condition_has_a_scale")
        ]

    def __str__(self):
        return str(self.get_kind_display())

    def get_absolute_url(self):
        return self.programme.get_absolute_url()

    @property
    def option_lines(self) -> list[str]:
        return [line.strip() for line in self.options.splitlines() if line.strip()]

    def clean(self):
        if self.kind == self.Kind.GPA and not (self.scale and self.minimum is not None):
            raise ValidationError({"scale": _("Give the least average and the scale it stands on.")})
        if self.kind in {self.Kind.LANGUAGE, self.Kind.COLLEGE, self.Kind.MAJOR} and not self.option_lines:
            raise ValidationError({"options": _("Write at least one line.")})
        if self.kind == self.Kind.LEVEL and not self.level:
            raise ValidationError({"level": _("Choose the level.")})


class DocumentKind(Record):
    """A kind of document that programmes may ask for (§2.4)."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=100)
    help_zh = models.CharField(_("help (Chinese)"), max_length=300, blank=True)
    help_en = models.CharField(_("help (English)"), max_length=300, blank=True)
    max_age_months = models.PositiveSmallIntegerField(_("at most so many months old"), null=True, blank=True)
    only_minors = models.BooleanField(_("only for students under 18"), default=False)
    is_sensitive = models.BooleanField(_("sensitive personal data"), default=False)

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of documents")
        ordering = ["pk"]

    def __str__(self):
        return bilingual(self, "name")


class DocumentSlot(models.Model):
    """A document that a programme asks for."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="document_slots", verbose_name=_("programme")
    )
    kind = models.ForeignKey(
        DocumentKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("document asked for")
        verbose_name_plural = _("documents asked for")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="document_asked_once"),
        ]

    def __str__(self):
        return str(self.kind)


class EligibilityCheck(models.Model):
    """What the conditions said at a moment, with what they looked at; never overwritten (§2.3)."""

    class Moment(models.TextChoices):
        SAVE = "save", _("saved")
        SUBMIT = "submit", _("submitted")
        SCREEN = "screen", _("screened")
        NOMINATE = "nominate", _("nominated")
        DEPART = "depart", _("departed")

    choice = models.ForeignKey(
        "programmes.Choice", on_delete=models.CASCADE, related_name="checks", verbose_name=_("choice")
    )
    moment = models.CharField(_("when"), max_length=10, choices=Moment)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    # One entry a condition: rule, kind, result, inputs, what it wanted.
    results = models.JSONField(_("results"), default=list)
    facts = models.JSONField(_("what was looked at"), default=dict)
    passed = models.PositiveSmallIntegerField(_("met"), default=0)
    total = models.PositiveSmallIntegerField(_("conditions"), default=0)
    blocks = models.BooleanField(_("blocks"), default=False)

    class Meta:
        verbose_name = _("check of conditions")
        verbose_name_plural = _("checks of conditions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["choice", "moment"], name="check_of_choice")]

    def __str__(self):
        return f"{self.passed}/{self.total}"


class EligibilityExceptionQuerySet(models.QuerySet):
    """Finds exceptions."""

    def visible_to(self, user: Any) -> EligibilityExceptionQuerySet:
        """Whoever sees the application sees its exceptions."""
        choices: Any = self.model._meta.get_field("choice").related_model
        applications = choices._meta.get_field("application").related_model
        return self.filter(choice__application__in=applications.objects.visible_to(user))


class EligibilityException(Record):
    """A failed condition that the director lets pass for one choice, with the reason (§2.3)."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked for")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    STATUS_TONES = {"asked": "amber", "granted": "green", "refused": "red"}

    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ASKED, editable=False)
    choice = models.ForeignKey(
        "programmes.Choice", on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("choice")
    )
    rule = models.ForeignKey(
        EligibilityRule, on_delete=models.PROTECT, related_name="+", verbose_name=_("condition")
    )
    reason = models.TextField(_("reason"), max_length=1000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name=_("asked by"),
    )  # fmt: skip

    objects = EligibilityExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception from a condition")
        verbose_name_plural = _("exceptions from conditions")
        constraints = [models.UniqueConstraint(fields=["choice", "rule"], name="one_exception_per_condition")]

    def __str__(self):
        return f"{self.rule} · {self.choice}"

    def get_absolute_url(self):
        return self.choice.application.get_absolute_url()

    @property
    def authors(self) -> set[int]:
        return {self.author_id}
