"""The partner institution (合作院校): with whom the university cooperates (§3.1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Attachment, Event, Record
from core.text import bilingual
from partnerships.models.institution_queries import InstitutionQuerySet
from partnerships.models.names import check_ror_id, domain_of

User = settings.AUTH_USER_MODEL


class Institution(Record):
    """One university, institute, company or other body with which the university deals."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", pgettext_lazy("kind of institution", "University")
        RESEARCH_INSTITUTE = "research_institute", _("Research institute")
        COMPANY = "company", _("Company")
        GOVERNMENT = "government", _("Government body")
        NGO = "ngo", _("Non-governmental organisation")
        CONSORTIUM = "consortium", _("Consortium")
        OTHER = "other", _("Other body")

    class Status(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        NEGOTIATING = "negotiating", _("In talks")
        ACTIVE = "active", _("Cooperating")
        DORMANT = "dormant", _("Dormant")
        ENDED = "ended", _("Ended")
        BLACKLISTED = "blacklisted", _("Cooperation suspended")

    class Rank(models.TextChoices):
        STRATEGIC = "strategic", _("Strategic")
        KEY = "key", _("Key")
        GENERAL = "general", _("General")

    STATUS_TONES = {
        "prospect": "blue",
        "negotiating": "violet",
        "active": "green",
        "dormant": "amber",
        "ended": "grey",
        "blacklisted": "red",
    }

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.PROSPECT, editable=False, db_index=True
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=300)
    name_en = models.CharField(_("official name (English)"), max_length=300, blank=True)
    name_local = models.CharField(_("name in its own language"), max_length=300, blank=True)
    local_language = models.CharField(_("language of that name"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.UNIVERSITY)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        editable=False,
        verbose_name=_("merged into"),
    )
    # The record under which this one counts in figures; kept by the actions that change parent or successor.
    counted_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("counts as"),
    )
    region = models.ForeignKey(
        "core.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("country or region")
    )
    city_zh = models.CharField(_("city (Chinese)"), max_length=100, blank=True)
    city_en = models.CharField(_("city (English)"), max_length=100, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    website = models.CharField(
        _("website"), max_length=200, blank=True, validators=[URLValidator(["http", "https"])]
    )
    domain = models.CharField(_("web domain"), max_length=200, blank=True, editable=False, db_index=True)
    ror_id = models.CharField(_("ROR id"), max_length=9, blank=True, validators=[check_ror_id])
    erasmus_code = models.CharField(_("Erasmus code"), max_length=20, blank=True)
    pic = models.CharField(_("PIC"), max_length=9, blank=True)
    oid = models.CharField(_("OID"), max_length=12, blank=True)
    schac = models.CharField(_("SCHAC code"), max_length=100, blank=True)
    isni = models.CharField(_("ISNI"), max_length=19, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    intro_zh = models.TextField(_("introduction (Chinese)"), max_length=4000, blank=True)
    intro_en = models.TextField(_("introduction (English)"), max_length=4000, blank=True)
    disciplines = models.CharField(_("disciplines of interest"), max_length=300, blank=True)
    strategic_level = models.CharField(_("importance"), max_length=10, choices=Rank, default=Rank.GENERAL)
    unit = models.ForeignKey(
        "accounts.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit in charge"),
    )
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer in charge"),
    )
    risk_note = models.TextField(_("note on risks"), max_length=2000, blank=True)
    checked_on = models.DateField(_("sanctions and law checked on"), null=True, blank=True)
    dormant_suggested_on = models.DateField(_("found silent on"), null=True, blank=True, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner institution")
        verbose_name_plural = _("partner institutions")
        constraints = [
            models.UniqueConstraint(
                fields=["ror_id"], condition=~Q(ror_id="") & Q(merged_into=None), name="ror_id_once"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="institution_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("id")), name="institution_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="institution_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "status"], name="institution_by_region"),
            models.Index(fields=["name_zh", "id"], name="institution_by_name"),
        ]

    def __str__(self):
        return bilingual(self, "name")

    def get_absolute_url(self):
        return reverse("institution-detail", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.domain = domain_of(self.website)
        super().save(*args, **kwargs)

    @property
    def is_university(self) -> bool:
        return self.kind == self.Kind.UNIVERSITY

    def clean(self):
        """Parts and successors lead upwards in one direction and never in a circle (EC-43)."""
        for field in ("parent", "successor"):
            seen, other = {self.pk}, getattr(self, field)
            while other is not None:
                if other.pk in seen:
                    raise ValidationError({field: _("This would lead in a circle.")}, code="circle")
                seen.add(other.pk)
                other = getattr(other, field)
