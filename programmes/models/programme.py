"""Programmes, and how safe their countries are (§2.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import roles_of
from core.models import Attachment, Event, Record
from core.text import bilingual
from programmes.models.choices import (
    COUNTED_TYPES,
    DegreeMode,
    Direction,
    ProgrammeType,
    RiskLevel,
    StudyLevel,
)

# Every signed-in person of the university may read programmes; only strangers read the public catalogue alone.
TWO_YEARS, ONE_YEAR = timedelta(days=730), timedelta(days=365)


class ProgrammeQuerySet(models.QuerySet):
    """Finds programmes."""

    model: Any

    def visible_to(self, user: Any) -> ProgrammeQuerySet:
        """Desks and units see all; students and applicants what is published (§7.2)."""
        if roles_of(user) <= {"STU", "APP", "TRN", "EXT"}:
            return self.published()
        return self

    def published(self) -> ProgrammeQuerySet:
        """Those the public may read."""
        return self.filter(status__in=[self.model.Status.OPEN, self.model.Status.DORMANT])

    def running(self, on: date) -> ProgrammeQuerySet:
        """The programmes with other universities that count on the day (F03): open, and offered not long ago or soon."""
        offerings = self.model._meta.get_field("offerings").related_model
        offered = offerings.objects.filter(
            programme=OuterRef("pk"), starts_on__gte=on - TWO_YEARS, starts_on__lte=on + ONE_YEAR
        )
        return self.filter(
            Exists(offered),
            status=self.model.Status.OPEN,
            direction=Direction.OUTBOUND,
            type__in=COUNTED_TYPES,
            opened_on__lte=on,
        )


class Programme(Record):
    """What a student can take part in: where, how long, at what cost, on which agreement (项目)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        DORMANT = "dormant", _("Dormant")
        ENDED = "ended", _("Ended")

    STATUS_TONES = {"open": "green", "dormant": "amber", "ended": "grey"}

    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    type = models.CharField(_("type"), max_length=16, choices=ProgrammeType)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.OUTBOUND)
    title_zh = models.CharField(_("title (Chinese)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    partner = models.ForeignKey(
        "partnerships.Institution",
        on_delete=models.PROTECT,
        related_name="programmes",
        verbose_name=_("host institution"),
    )
    agreement = models.ForeignKey(
        "partnerships.Agreement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("agreement"),
    )
    level = models.CharField(_("level of study"), max_length=8, choices=StudyLevel)
    mode = models.CharField(_("degree mode"), max_length=12, choices=DegreeMode, blank=True)
    fields_zh = models.CharField(_("fields of study (Chinese)"), max_length=200, blank=True)
    fields_en = models.CharField(_("fields of study (English)"), max_length=300, blank=True)
    colleges = models.ManyToManyField(
        "accounts.Unit", blank=True, related_name="+", verbose_name=_("colleges whose students may apply")
    )
    language = models.CharField(_("language of instruction"), max_length=60, default="English")
    duration_weeks = models.PositiveIntegerField(_("duration in weeks"))
    semesters = models.DecimalField(
        _("counted semesters"), max_digits=3, decimal_places=1, default=0,
        help_text=_("How many semesters one stay counts in the exchange balance; camps count none."),
    )  # fmt: skip
    tuition_waived = models.BooleanField(_("no tuition at the host"), default=False)
    yearly_cost = models.DecimalField(
        _("estimated cost of the stay (CNY)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cost_zh = models.TextField(_("cost (Chinese)"), max_length=2000, blank=True)
    cost_en = models.TextField(_("cost (English)"), max_length=2000, blank=True)
    funding_zh = models.TextField(_("funding (Chinese)"), max_length=2000, blank=True)
    funding_en = models.TextField(_("funding (English)"), max_length=2000, blank=True)
    description_zh = models.TextField(_("description (Chinese)"), max_length=8000, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=8000, blank=True)
    host_contact = models.CharField(_("contact at the host"), max_length=150, blank=True)
    host_email = models.EmailField(_("e-mail of the host"), blank=True)
    opened_on = models.DateField(_("open since"), null=True, blank=True, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            # F03: one programme for a partner, type, level and agreement.
            models.UniqueConstraint(
                fields=["partner", "type", "level", "agreement", "direction", "title_zh"],
                name="programme_once",
            ),
            models.CheckConstraint(
                condition=Q(duration_weeks__gte=1, duration_weeks__lte=320), name="programme_has_a_length"
            ),
            models.CheckConstraint(
                condition=Q(semesters__gte=0, semesters__lte=12), name="programme_semesters"
            ),
        ]

    def __str__(self):
        return bilingual(self, "title")

    def get_absolute_url(self):
        return reverse("programme-detail", args=[self.pk])

    @property
    def is_degree(self) -> bool:
        return self.type.startswith("degree_")

    def clean(self):
        """An exchange stands on an agreement with its host (§2.1)."""
        if self.type == ProgrammeType.EXCHANGE and not self.agreement_id:
            raise ValidationError({"agreement": _("A student exchange needs an agreement.")})
        if self.type == ProgrammeType.STUDY_TOUR and self.duration_weeks and self.duration_weeks > 8:
            raise ValidationError({"duration_weeks": _("A study tour lasts one to eight weeks.")})
        if self.agreement is not None and self.partner_id:
            partners = self.agreement.partners
            if not partners.filter(pk=self.partner_id).exists():
                raise ValidationError({"agreement": _("The host is no partner of this agreement.")})


class RegionRisk(Record):
    """How safe a country is, with the advisory it rests on (§2.6)."""

    region = models.OneToOneField(
        "core.Region",
        on_delete=models.PROTECT,
        related_name="travel_risk",
        verbose_name=_("country or region"),
    )
    level = models.CharField(_("risk"), max_length=6, choices=RiskLevel)
    advisory_zh = models.TextField(_("advice (Chinese)"), max_length=2000)
    advisory_en = models.TextField(_("advice (English)"), max_length=2000, blank=True)
    source_url = models.URLField(_("source"), blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("set by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("travel risk")
        verbose_name_plural = _("travel risks")

    def __str__(self):
        return f"{self.region} · {self.get_level_display()}"
