"""Joint laboratories (国际联合实验室) and what comes out of them (§3.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import roles_of
from core.models import Attachment, Event, Record
from core.text import bilingual
from partnerships.models.agreement import Agreement
from partnerships.models.institution import Institution
from partnerships.models.institution_queries import institution_ids_of

READERS = {
    Role.DEPARTMENT_ADMIN,
    Role.DEPARTMENT_HEAD,
    Role.PARTNERSHIPS_DESK,
    Role.DIRECTOR,
    Role.FINANCE,
    Role.LEADER,
    Role.AUDITOR,
}
YEAR = [MinValueValidator(1990), MaxValueValidator(2100)]


class LaboratoryQuerySet(models.QuerySet):
    """Finds laboratories."""

    def visible_to(self, user: Any) -> LaboratoryQuerySet:
        """Those whom §7.2 lets read; a coordinator the laboratories of the own institution."""
        if roles_of(user) & READERS:
            return self
        own = institution_ids_of(user)
        if not own:
            return self.none()
        tied = Laboratory.partners.through.objects.filter(institution__in=own)
        return self.filter(pk__in=tied.values("laboratory"))

    def active(self, on: date) -> LaboratoryQuerySet:
        """F13: those at work on the day; a review does not close a laboratory."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=on),
            status__in=Laboratory.AT_WORK,
            founded_on__lte=on,
        )

    def awaiting(self, user: Any) -> LaboratoryQuerySet:
        """Those under review, for the director."""
        if Role.DIRECTOR not in roles_of(user):
            return self.none()
        return self.filter(status=Laboratory.Status.UNDER_REVIEW)


class Laboratory(Record):
    """One laboratory run together with partners."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        ACTIVE = "active", _("At work")
        UNDER_REVIEW = "under_review", _("Under review")
        RENEWED = "renewed", _("Renewed")
        ENDED = "ended", _("Ended")

    class ApprovedBy(models.TextChoices):
        SCHOOL = "school", _("University")
        PROVINCE = "province", _("Province")
        MINISTRY = "ministry", _("Ministry")

    STATUS_TONES = {
        "preparing": "blue",
        "active": "green",
        "under_review": "amber",
        "renewed": "green",
        "ended": "grey",
    }
    AT_WORK = (Status.ACTIVE, Status.UNDER_REVIEW, Status.RENEWED)

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.PREPARING, editable=False, db_index=True
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    partners: Any = models.ManyToManyField(
        Institution, related_name="laboratories", verbose_name=_("partners")
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="laboratories",
        verbose_name=_("agreement"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("college that hosts it")
    )
    director_ours = models.CharField(_("our director"), max_length=100, blank=True)
    director_theirs = models.CharField(_("the partner's director"), max_length=100, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    approved_by = models.CharField(_("approved by"), max_length=10, choices=ApprovedBy, blank=True)
    approval_no = models.CharField(_("approval number"), max_length=60, blank=True)
    research_fields = models.CharField(_("fields of research"), max_length=300, blank=True)
    equipment = models.TextField(_("equipment"), max_length=2000, blank=True)
    intro_zh = models.TextField(_("introduction (Chinese)"), max_length=4000, blank=True)
    intro_en = models.TextField(_("introduction (English)"), max_length=4000, blank=True)
    review_due_on = models.DateField(_("next review by"), null=True, blank=True)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = LaboratoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint laboratory")
        verbose_name_plural = _("joint laboratories")

    def __str__(self):
        return bilingual(self, "name")

    def get_absolute_url(self):
        return reverse("laboratory-detail", args=[self.pk])

    @property
    def due_on(self) -> date | None:
        return self.review_due_on


class LabMember(models.Model):
    """A person of the laboratory, on our side or the partner's."""

    class Side(models.TextChoices):
        OURS = "ours", _("Our side")
        THEIRS = "theirs", _("The partner")

    laboratory = models.ForeignKey(
        Laboratory, on_delete=models.CASCADE, related_name="members", verbose_name=_("laboratory")
    )
    name = models.CharField(_("name"), max_length=100)
    side = models.CharField(_("side"), max_length=6, choices=Side, default=Side.OURS)
    role = models.CharField(_("role"), max_length=100, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a laboratory")
        verbose_name_plural = _("members of laboratories")
        ordering = ["side", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="lab_member_until_after_since",
            )
        ]

    def __str__(self):
        return self.name


class LabFunding(models.Model):
    """Money the laboratory received."""

    laboratory = models.ForeignKey(
        Laboratory, on_delete=models.CASCADE, related_name="funding", verbose_name=_("laboratory")
    )
    source = models.CharField(_("source"), max_length=150)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    amount_cny = models.DecimalField(
        _("amount, CNY"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        verbose_name = _("funding of a laboratory")
        verbose_name_plural = _("funding of laboratories")
        ordering = ["-year", "pk"]

    def __str__(self):
        return f"{self.year} {self.source}"


class LabOutput(models.Model):
    """A result both sides have part in."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper")
        PROJECT = "project", _("Project")
        PATENT = "patent", _("Patent")
        STUDENT = "student", _("Student trained together")
        VISIT = "visit", _("Visit")
        AWARD = "award", _("Award")

    laboratory = models.ForeignKey(
        Laboratory, on_delete=models.CASCADE, related_name="outputs", verbose_name=_("laboratory")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    title = models.CharField(_("title"), max_length=300)
    reference = models.CharField(_("reference, such as a DOI"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("result of a laboratory")
        verbose_name_plural = _("results of laboratories")
        ordering = ["-year", "kind", "pk"]

    def __str__(self):
        return self.title


class LabReport(models.Model):
    """An annual report or a review of the laboratory."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("Annual report")
        MIDTERM = "midterm", _("Mid-term review")
        FINAL = "final", _("Final review")

    laboratory = models.ForeignKey(
        Laboratory, on_delete=models.CASCADE, related_name="reports", verbose_name=_("laboratory")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    due_on = models.DateField(_("due by"), null=True, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("report of a laboratory")
        verbose_name_plural = _("reports of laboratories")
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["laboratory", "kind", "year"], name="lab_report_once_per_year")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}"

    def clean(self):
        if self.submitted_on and self.submitted_on.year < self.year:
            raise ValidationError({"submitted_on": _("This day lies before the year of the report.")})
