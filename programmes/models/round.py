"""Rounds of application and the places offered in them (§2.2)."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import roles_of
from core.models import Attachment, Event, Record
from core.text import bilingual
from programmes.models.choices import StudyLevel
from programmes.models.programme import Programme


class RoundQuerySet(models.QuerySet):
    """Finds rounds."""

    model: Any

    def visible_to(self, user: Any) -> RoundQuerySet:
        if roles_of(user) <= {"STU", "APP", "TRN", "EXT"}:
            return self.exclude(status=self.model.Status.PLANNED)
        return self

    def taking_applications(self, now: Any = None) -> RoundQuerySet:
        """Open at this moment of the server's clock (EC-46)."""
        now = now or timezone.now()
        return self.filter(status=self.model.Status.OPEN, open_at__lte=now, close_at__gt=now)


class Round(Record):
    """A call for applications with its dates and the weights of its ranking (批次)."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open for applications")
        CLOSED = "closed", _("Closed, under review")
        RANKED = "ranked", _("Ranked")
        PLACED = "placed", _("Places given")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {
        "planned": "grey",
        "open": "green",
        "closed": "blue",
        "ranked": "violet",
        "placed": "green",
    }

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PLANNED, editable=False, db_index=True
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    academic_year = models.CharField(_("academic year of the stay"), max_length=9)
    open_at = models.DateTimeField(_("opens at"))
    close_at = models.DateTimeField(_("closes at"))
    college_deadline = models.DateField(_("colleges recommend until"))
    max_choices = models.PositiveSmallIntegerField(_("most choices"), default=3)
    has_interview = models.BooleanField(_("with interviews"), default=True)
    weight_gpa = models.PositiveSmallIntegerField(_("weight of the average grade"), default=40)
    weight_language = models.PositiveSmallIntegerField(_("weight of the language"), default=20)
    weight_interview = models.PositiveSmallIntegerField(_("weight of the interview"), default=30)
    weight_college = models.PositiveSmallIntegerField(_("weight of the college's rank"), default=10)
    weights_frozen_at = models.DateTimeField(_("weights frozen at"), null=True, blank=True, editable=False)
    publicity_from = models.DateField(_("publicity from"), null=True, blank=True, editable=False)
    publicity_until = models.DateField(_("publicity until"), null=True, blank=True, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.CheckConstraint(condition=Q(close_at__gt=F("open_at")), name="round_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(max_choices__gte=1, max_choices__lte=10), name="round_has_choices"
            ),
        ]

    def __str__(self):
        return bilingual(self, "name")

    def get_absolute_url(self):
        return reverse("round-detail", args=[self.pk])

    @property
    def takes_applications(self) -> bool:
        """Whether a submission counts now, by the server's clock (EC-46)."""
        now = timezone.now()
        return self.status == self.Status.OPEN and self.open_at <= now < self.close_at

    @property
    def weights(self) -> dict[str, int]:
        return {
            "gpa": self.weight_gpa,
            "language": self.weight_language,
            "interview": self.weight_interview if self.has_interview else 0,
            "college": self.weight_college,
        }

    def clean(self):
        if self.open_at and self.close_at and self.close_at <= self.open_at:
            raise ValidationError({"close_at": _("The round closes before it opens.")})
        if (
            self.college_deadline
            and self.close_at
            and self.college_deadline < timezone.localdate(self.close_at)
        ):
            raise ValidationError({"college_deadline": _("Colleges recommend after the round has closed.")})
        if not sum(self.weights.values()):
            raise ValidationError({"weight_gpa": _("The weights add up to nothing.")})


class OfferingQuerySet(models.QuerySet):
    """Finds places offered."""

    def visible_to(self, user: Any) -> OfferingQuerySet:
        return self.filter(
            programme__in=Programme.objects.visible_to(user), round__in=Round.objects.visible_to(user)
        )

    def open_to_apply(self, now: Any = None) -> OfferingQuerySet:
        """What can be chosen at this moment."""
        return self.filter(
            round__in=Round.objects.taking_applications(now),
            programme__status=Programme.Status.OPEN,
            is_cancelled=False,
        )


class Offering(Record):
    """The places of one programme in one round (PR-01…PR-04)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="offerings", verbose_name=_("programme")
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="offerings", verbose_name=_("round")
    )
    quota = models.PositiveIntegerField(_("places"))
    # Kept under the row's lock by the one function that takes and gives back places (PR-04).
    seats_taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    waitlist_size = models.PositiveIntegerField(_("length of the waiting list"), default=10)
    has_interview = models.BooleanField(_("with an interview"), default=True)
    host_deadline = models.DateField(_("nomination deadline of the host"))
    starts_on = models.DateField(_("first day of the stay"))
    ends_on = models.DateField(_("last day of the stay"))
    is_cancelled = models.BooleanField(_("cancelled"), default=False, editable=False)
    quota_override = models.CharField(_("why the places exceed the agreement"), max_length=300, blank=True)

    events = GenericRelation(Event)
    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        constraints = [
            models.UniqueConstraint(fields=["programme", "round"], name="programme_offered_once_per_round"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="stay_ends_after_it_starts"),
            # PR-04: whoever writes, places are never exceeded.
            models.CheckConstraint(condition=Q(seats_taken__lte=F("quota")), name="seats_within_quota"),
        ]
        indexes = [models.Index(fields=["programme", "starts_on"], name="offering_by_start")]

    def __str__(self):
        return f"{self.programme} · {self.round}"

    def get_absolute_url(self):
        return reverse("offering-detail", args=[self.pk])

    @property
    def seats_free(self) -> int:
        return self.quota - self.seats_taken

    def clean(self):
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("The stay ends before it begins.")})
        if self.quota is not None and self.quota < self.seats_taken:
            # EC-45: nobody loses a place by a number.
            raise ValidationError(
                {"quota": _("%(taken)s places are taken already.") % {"taken": self.seats_taken}}
            )


class SubQuota(models.Model):
    """Places kept for a college or a level until the office releases them (PR-02)."""

    offering = models.ForeignKey(
        Offering, on_delete=models.CASCADE, related_name="sub_quotas", verbose_name=_("offering")
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    level = models.CharField(_("level of study"), max_length=8, choices=StudyLevel, blank=True)
    places = models.PositiveIntegerField(_("places"))
    seats_taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("sub-quota")
        verbose_name_plural = _("sub-quotas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "unit", "level"], name="sub_quota_once"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(level=""), name="sub_quota_for_somebody"
            ),
            models.CheckConstraint(condition=Q(seats_taken__lte=F("places")), name="sub_quota_within_places"),
        ]

    def __str__(self):
        return f"{self.unit or self.get_level_display()}: {self.places}"

    def admits(self, unit_id: int | None, level: str) -> bool:
        """Whether a student of this college and level may sit here."""
        return (self.unit_id is None or self.unit_id == unit_id) and (not self.level or self.level == level)
