"""The teaching contest in English: editions with their criteria, award quotas and judges (§4.5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_visitors_desk, sees_everything
from core.models import Record
from core.text import bilingual


class Group(models.TextChoices):
    """The two groups in which entries compete."""

    SCIENCE = "science", _("Science and engineering")
    HUMANITIES = "humanities", _("Humanities")


class AwardLevel(models.TextChoices):
    """Awards, the highest first."""

    FIRST = "first", _("First prize")
    SECOND = "second", _("Second prize")
    THIRD = "third", _("Third prize")
    MERIT = "merit", _("Award of merit")


class Round(models.TextChoices):
    """The rounds of judging."""

    PRELIMINARY = "preliminary", _("Preliminary round")
    FINAL = "final", _("Final")


class ContestEditionQuerySet(models.QuerySet):
    """Finds editions."""

    def visible_to(self, user: Any) -> ContestEditionQuerySet:
        """The call is no secret to staff; a draft is seen by the desk only."""
        if is_visitors_desk(user) or sees_everything(user):
            return self
        return self.exclude(status=ContestEdition.Status.DRAFT)

    def held_between(self, first: date, last: date) -> ContestEditionQuerySet:
        """Editions whose final fell between the days and whose awards are decided (F17)."""
        return self.filter(
            final_on__range=(first, last),
            status__in=(ContestEdition.Status.AWARDED, ContestEdition.Status.CLOSED),
        )


class ContestEdition(Record):
    """The contest of a year."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open for entries")
        PRELIMINARY = "preliminary", _("Preliminary round")
        FINAL = "final", _("Final")
        DECIDING = "deciding", _("Awards proposed")
        AWARDED = "awarded", _("Awarded")
        CLOSED = "closed", _("Closed")

    STATUS_TONES = {
        "open": "green",
        "preliminary": "blue",
        "final": "blue",
        "deciding": "violet",
        "awarded": "green",
    }

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=200)
    theme_zh = models.CharField(_("theme (Chinese)"), max_length=150, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=200, blank=True)
    entries_until = models.DateField(_("entries until"))
    preliminary_on = models.DateField(_("preliminary round on"))
    final_on = models.DateField(_("final on"))
    finalists = models.PositiveSmallIntegerField(_("finalists in each group"), default=10)
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("held by")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name=_("filed by"),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )

    objects = ContestEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("teaching contest")
        verbose_name_plural = _("teaching contests")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(preliminary_on__gt=F("entries_until"), final_on__gte=F("preliminary_on")),
                name="contest_rounds_in_order",
            )
        ]

    def __str__(self):
        return bilingual(self, "title")

    def get_absolute_url(self):
        return reverse("contestedition-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.author_id}

    @property
    def number(self) -> str:
        return str(self.year)

    @property
    def is_editable(self) -> bool:
        return self.status in {self.Status.DRAFT, self.Status.OPEN}

    @property
    def takes_entries(self) -> bool:
        return self.status == self.Status.OPEN and timezone.localdate() <= self.entries_until

    @property
    def judging_round(self) -> str:
        return {"preliminary": Round.PRELIMINARY, "final": Round.FINAL}.get(self.status, "")


class Criterion(models.Model):
    """What judges look at, and how much it weighs."""

    edition = models.ForeignKey(
        ContestEdition, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("contest")
    )
    name_zh = models.CharField(_("criterion (Chinese)"), max_length=60)
    name_en = models.CharField(_("criterion (English)"), max_length=100)
    weight = models.PositiveSmallIntegerField(_("weight, per cent"))

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="criterion_has_a_weight")
        ]

    def __str__(self):
        return bilingual(self, "name")


class AwardQuota(models.Model):
    """How many awards of a level a group has."""

    edition = models.ForeignKey(
        ContestEdition, on_delete=models.CASCADE, related_name="quotas", verbose_name=_("contest")
    )
    group = models.CharField(_("group"), max_length=10, choices=Group)
    level = models.CharField(_("award"), max_length=6, choices=AwardLevel)
    places = models.PositiveSmallIntegerField(_("places"))

    class Meta:
        verbose_name = _("award quota")
        verbose_name_plural = _("award quotas")
        constraints = [
            models.UniqueConstraint(fields=["edition", "group", "level"], name="one_quota_per_award")
        ]

    def __str__(self):
        return f"{self.get_group_display()} {self.get_level_display()} {self.places}"


class Judge(models.Model):
    """A judge of an edition."""

    edition = models.ForeignKey(
        ContestEdition, on_delete=models.CASCADE, related_name="judges", verbose_name=_("contest")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("judge")
    )

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="judge_once_an_edition")]

    def __str__(self):
        return str(self.user)
