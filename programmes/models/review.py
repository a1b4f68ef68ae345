"""Interviews with blind scores (§2.5 A8), and allocation runs (A10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_student_desk, sees_everything
from core.models import Event, Record
from core.text import bilingual
from programmes.models.application import Application
from programmes.models.round import Round


class InterviewQuerySet(models.QuerySet):
    """Finds interviews."""

    def visible_to(self, user: Any) -> InterviewQuerySet:
        """The desk and the office's leaders all; an assessor the own ones; a student the own."""
        if is_student_desk(user) or sees_everything(user):
            return self
        return self.filter(
            Q(pk__in=Assessor.objects.filter(user=user).values("interview")) | Q(application__student=user)
        )

    def to_score(self, user: Any) -> InterviewQuerySet:
        """Those on which this assessor has neither scored nor declared a conflict."""
        open_seats = Assessor.objects.filter(user=user, score=None, has_conflict=False, is_excused=False)
        return self.filter(pk__in=open_seats.values("interview"), status=Interview.Status.SCHEDULED)

    def awaiting(self, user: Any) -> InterviewQuerySet:
        return self.to_score(user)


class Interview(Record):
    """One student's interview: when, where, by whom."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        COMPLETE = "complete", _("All scores are in")
        MISSED = "missed", _("Did not come")

    STATUS_TONES = {"scheduled": "blue", "complete": "green", "missed": "red"}

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.SCHEDULED, editable=False
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="interview", verbose_name=_("application")
    )
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place or link"), max_length=200)

    events = GenericRelation(Event)
    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="interview_ends_after_start")
        ]

    def __str__(self):
        return str(self.application)

    def get_absolute_url(self):
        return reverse("interview-detail", args=[self.pk])

    @property
    def title_zh(self) -> str:
        return bilingual(self.application.round, "name", "zh-hans")

    @property
    def title_en(self) -> str:
        return bilingual(self.application.round, "name", "en")


class Assessor(models.Model):
    """One assessor of one interview and the score given, unseen by the others (EC-53)."""

    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="assessors", verbose_name=_("interview")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assessor")
    )
    has_conflict = models.BooleanField(_("conflict of interest declared"), default=False)
    is_excused = models.BooleanField(_("excused"), default=False)
    excuse = models.CharField(_("reason"), max_length=300, blank=True)
    score = models.DecimalField(
        _("score"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip
    remark = models.TextField(_("remark"), max_length=1000, blank=True)
    scored_at = models.DateTimeField(_("scored at"), null=True)

    class Meta:
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "user"], name="assessor_once_per_interview"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="score_between_0_and_100"
            ),
            models.CheckConstraint(
                condition=Q(is_excused=False) | ~Q(excuse=""), name="excused_with_a_reason"
            ),
        ]

    def __str__(self):
        return str(self.user)


class AllocationRunQuerySet(models.QuerySet):
    """Finds runs."""

    def visible_to(self, user: Any) -> AllocationRunQuerySet:
        return self if is_student_desk(user) or sees_everything(user) else self.none()

    def awaiting(self, user: Any) -> AllocationRunQuerySet:
        """What waits for the director."""
        from accounts.roles import is_director  # noqa: PLC0415

        proposed = self.filter(status=AllocationRun.Status.PROPOSED)
        return proposed.exclude(author=user) if is_director(user) else self.none()


class AllocationRun(Record):
    """A what-if of the allocation: its input as text, its result, and both fingerprints (A10)."""

    class Status(models.TextChoices):
        TRIAL = "trial", _("What-if")
        PROPOSED = "proposed", _("Proposed to the director")
        CONFIRMED = "confirmed", _("Confirmed")
        PUBLISHED = "published", _("Published")
        DISCARDED = "discarded", _("Discarded")

    STATUS_TONES = {
        "trial": "grey", "proposed": "amber", "confirmed": "green", "published": "green", "discarded": "grey"
    }  # fmt: skip

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.TRIAL, editable=False
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="runs", editable=False, verbose_name=_("round")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name=_("run by"),
    )  # fmt: skip
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    seed = models.PositiveBigIntegerField(_("seed of the draw"), editable=False)
    input_text = models.TextField(_("input"), editable=False)
    input_sha256 = models.CharField(_("fingerprint of the input"), max_length=64, editable=False)
    result_text = models.TextField(_("result"), editable=False)
    result_sha256 = models.CharField(_("fingerprint of the result"), max_length=64, editable=False)
    placed_count = models.PositiveIntegerField(_("placed"), default=0, editable=False)
    waiting_count = models.PositiveIntegerField(_("on waiting lists"), default=0, editable=False)
    unplaced_count = models.PositiveIntegerField(_("not selected"), default=0, editable=False)

    events = GenericRelation(Event)
    objects = AllocationRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(status__in=["confirmed", "published"]),
                name="one_confirmed_allocation",
            )
        ]

    def __str__(self):
        return f"{self.round} · {self.pk}"

    def get_absolute_url(self):
        return reverse("allocationrun-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.author_id}

    @property
    def title_zh(self) -> str:
        return self.round.name_zh

    @property
    def title_en(self) -> str:
        return self.round.name_en
