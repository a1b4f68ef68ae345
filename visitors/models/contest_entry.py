"""Entries to the teaching contest and the sheets on which they are judged (§4.5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_visitors_desk, sees_everything, units_of
from core.models import Record
from core.text import bilingual
from visitors.models.contest import AwardLevel, ContestEdition, Group, Judge, Round


class WebAddress(models.URLField):
    """An address on the web; without a scheme it is meant to be a safe one."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class ContestEntryQuerySet(models.QuerySet):
    """Finds entries."""

    def visible_to(self, user: Any) -> ContestEntryQuerySet:
        """Teachers see their own, units theirs, the desk all; judges see them without names, elsewhere."""
        if is_visitors_desk(user) or sees_everything(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        return self.filter(Q(teacher=user.pk) | Q(unit__in=units))

    def to_be_judged_by(self, user: Any) -> ContestEntryQuerySet:
        """What this judge has to judge now: everything of the round but the own college's and the own entry."""
        running = Q(
            edition__status=ContestEdition.Status.PRELIMINARY, status=ContestEntry.Status.SUBMITTED
        ) | Q(edition__status=ContestEdition.Status.FINAL, status=ContestEntry.Status.FINALIST)
        found = self.filter(running, edition__judges__user=user.pk).exclude(teacher=user.pk)
        return found.exclude(unit=user.unit_id) if user.unit_id else found

    def drafts_of(self, user: Any) -> ContestEntryQuerySet:
        return self.filter(teacher=user.pk, status=ContestEntry.Status.DRAFT)

    def in_progress_of(self, user: Any) -> ContestEntryQuerySet:
        return self.filter(teacher=user.pk, status__in=("submitted", "finalist"))


class ContestEntry(Record):
    """What one teacher enters: a course, a video, the materials."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Entered")
        FINALIST = "finalist", _("In the final")
        ELIMINATED = "eliminated", _("Not in the final")
        AWARDED = "awarded", _("Awarded")
        UNPLACED = "unplaced", _("No award")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    STATUS_TONES = {
        "submitted": "blue",
        "finalist": "green",
        "eliminated": "grey",
        "awarded": "violet",
        "unplaced": "grey",
    }

    edition = models.ForeignKey(
        ContestEdition, on_delete=models.PROTECT, related_name="entries", verbose_name=_("contest")
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contest_entries", editable=False,
        verbose_name=_("teacher"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("unit")
    )
    code = models.CharField(_("entry number"), max_length=12, blank=True, editable=False)
    course_zh = models.CharField(_("course (Chinese)"), max_length=100)
    course_en = models.CharField(_("course (English)"), max_length=150)
    discipline = models.CharField(_("discipline"), max_length=100)
    group = models.CharField(_("group"), max_length=10, choices=Group)
    video_url = WebAddress(
        _("link to the video"),
        max_length=500,
        help_text=_("20 minutes; without names or college in the picture."),
    )
    syllabus_url = WebAddress(_("link to syllabus and slides"), max_length=500, blank=True)
    preliminary_score = models.DecimalField(
        _("score of the preliminary round"), max_digits=6, decimal_places=3, null=True, editable=False
    )
    final_score = models.DecimalField(
        _("score of the final"), max_digits=6, decimal_places=3, null=True, editable=False
    )
    award = models.CharField(_("award"), max_length=6, choices=AwardLevel, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )

    objects = ContestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest entry")
        verbose_name_plural = _("contest entries")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "teacher"], condition=~Q(status="withdrawn"), name="one_entry_a_teacher"
            ),
            models.UniqueConstraint(
                fields=["edition", "code"], condition=~Q(code=""), name="entry_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.code} {bilingual(self, 'course')}".strip()

    def get_absolute_url(self):
        return reverse("contestentry-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return self.code

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def score(self) -> Decimal | None:
        return self.preliminary_score if self.final_score is None else self.final_score

    def recusal(self, user: Any) -> str:
        """Why this judge does not judge this entry, or nothing."""
        if user.pk == self.teacher_id:
            return gettext("This is your own entry.")
        if user.unit_id and user.unit_id == self.unit_id:
            return gettext("The entry comes from your own college.")
        return ""


class JudgingSheet(Record):
    """One judge's points for one entry in one round."""

    entry = models.ForeignKey(
        ContestEntry, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("entry")
    )
    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="sheets", verbose_name=_("judge"))
    round = models.CharField(_("round"), max_length=12, choices=Round)
    # Criterion id -> points of 100.
    points = models.JSONField(_("points"), default=dict)
    total = models.DecimalField(_("total"), max_digits=6, decimal_places=3)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("judging sheet")
        verbose_name_plural = _("judging sheets")
        constraints = [
            models.UniqueConstraint(fields=["entry", "judge", "round"], name="one_sheet_a_round"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=100), name="sheet_total_in_range"),
        ]

    def __str__(self):
        return f"{self.entry_id} {self.round} {self.total}"
