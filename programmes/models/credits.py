"""Course-match plans, conversion tables and the recognition of credits (§2.7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import cosign_areas_of, is_department_admin, is_department_head, units_of
from core.models import Attachment, Event, Record
from programmes.models.mobility import Mobility

CREDITS: dict[str, Any] = {"max_digits": 5, "decimal_places": 1}


class ConversionTable(Record):
    """How grades and credits of a host become ours; one for the university, others for single partners."""

    name = models.CharField(_("name"), max_length=100)
    partner = models.OneToOneField(
        "partnerships.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("partner"),
    )  # fmt: skip
    # One home credit for so many host credits (ECTS: 2), and for so many hours.
    host_credits_per_credit = models.DecimalField(
        _("host credits for one credit"), max_digits=5, decimal_places=2, default=Decimal(2)
    )
    hours_per_credit = models.PositiveSmallIntegerField(_("hours for one credit"), default=16)
    grades = models.JSONField(
        _("grades"), default=dict, help_text=_("Host grade and our mark, such as A: 95.")
    )

    class Meta:
        verbose_name = _("conversion table")
        verbose_name_plural = _("conversion tables")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(partner=None), name="one_general_conversion_table"
            )
        ]

    def __str__(self):
        return self.name

    def mark_of(self, grade: str) -> Decimal | None:
        """Our mark for a grade of the host; None when the table does not know it."""
        found = self.grades.get(grade.strip().upper().replace("−", "-"))
        return None if found is None else Decimal(str(found))

    def credits_of(self, host_credits: Decimal) -> Decimal:
        """Home credits for host credits, to the half credit below."""
        whole = host_credits / self.host_credits_per_credit
        return (whole * 2).to_integral_value(rounding="ROUND_FLOOR") / 2


class CreditQuerySet(models.QuerySet):
    """Finds plans and recognitions."""

    model: Any

    def visible_to(self, user: Any) -> CreditQuerySet:
        return self.filter(mobility__in=Mobility.objects.visible_to(user))

    def awaiting(self, user: Any) -> CreditQuerySet:
        """College first, then academic affairs."""
        s = self.model.Status
        waits = Q(status=s.RETURNED, mobility__student=user)
        if is_department_admin(user) or is_department_head(user):
            units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
            waits |= Q(status=s.SUBMITTED, mobility__unit__in=units)
        if cosign_areas_of(user) & {"academic", "graduate"}:
            waits |= Q(status=s.COLLEGE_APPROVED)
        return self.filter(waits)

    def in_progress_of(self, user: Any) -> CreditQuerySet:
        s = self.model.Status
        return self.filter(mobility__student=user, status__in=[s.SUBMITTED, s.COLLEGE_APPROVED])


class CreditPaper(Record):
    """What a plan and a recognition have in common: draft, college, academic affairs."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("With the college")
        COLLEGE_APPROVED = "college_approved", _("With academic affairs")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.DRAFT, editable=False
    )

    events: Any = GenericRelation(Event)
    objects = CreditQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def authors(self) -> set[int]:
        return {self.mobility.student_id}  # type: ignore[attr-defined]

    @property
    def unit_id(self) -> int:
        return self.mobility.unit_id  # type: ignore[attr-defined]

    @property
    def is_editable(self) -> bool:
        return self.status in {self.Status.DRAFT, self.Status.RETURNED}

    @property
    def title_zh(self) -> str:
        return self.mobility.title_zh  # type: ignore[attr-defined]

    @property
    def title_en(self) -> str:
        return self.mobility.title_en  # type: ignore[attr-defined]


class CreditPlan(CreditPaper):
    """Which host courses shall count for which of ours, approved before departure."""

    mobility = models.OneToOneField(
        Mobility, on_delete=models.PROTECT, related_name="credit_plan", editable=False, verbose_name=_("stay")
    )
    is_change = models.BooleanField(
        _("changed after registration at the host"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("course-match plan")
        verbose_name_plural = _("course-match plans")

    def __str__(self):
        return str(self.mobility)

    def get_absolute_url(self):
        return reverse("creditplan-detail", args=[self.pk])


class CreditLine(models.Model):
    """One host course for one of ours; several may stand for one, and one for several."""

    class Nature(models.TextChoices):
        REQUIRED = "required", _("Required course")
        ELECTIVE = "elective", _("Elective course")
        GENERAL = "general", _("General education course")

    class Result(models.TextChoices):
        OPEN = "open", _("Open")
        FULL = "full", _("Recognised")
        PARTIAL = "partial", _("Recognised in part")
        NONE = "none", _("Not recognised")

    plan = models.ForeignKey(
        CreditPlan, on_delete=models.CASCADE, related_name="lines", verbose_name=_("course-match plan")
    )
    host_code = models.CharField(_("code at the host"), max_length=30, blank=True)
    host_course = models.CharField(_("course at the host"), max_length=150)
    host_credits = models.DecimalField(_("credits at the host"), **CREDITS)
    host_hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    home_code = models.CharField(_("our course code"), max_length=30)
    home_course = models.CharField(_("our course"), max_length=150)
    home_credits = models.DecimalField(_("our credits"), **CREDITS)
    nature = models.CharField(_("nature"), max_length=8, choices=Nature, default=Nature.REQUIRED)
    is_passed_before = models.BooleanField(_("passed at home before"), default=False)
    grade = models.CharField(_("grade at the host"), max_length=10, blank=True)
    mark = models.DecimalField(_("our mark"), max_digits=5, decimal_places=1, null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result, default=Result.OPEN)
    recognised_credits = models.DecimalField(_("recognised credits"), **CREDITS, null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("course line")
        verbose_name_plural = _("course lines")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(host_credits__gt=0, home_credits__gt=0), name="course_lines_have_credits"
            ),
            # A course passed at home is never recognised again (§2.7).
            models.CheckConstraint(
                condition=Q(is_passed_before=False) | ~Q(result__in=["full", "partial"]),
                name="passed_courses_are_not_recognised",
            ),
            models.CheckConstraint(
                condition=Q(recognised_credits=None) | Q(recognised_credits__lte=models.F("home_credits")),
                name="no_more_credits_than_ours",
            ),
        ]

    def __str__(self):
        return f"{self.host_course} → {self.home_course}"


class CreditRecognition(CreditPaper):
    """What was recognised after the return, on the host's transcript."""

    mobility = models.OneToOneField(
        Mobility, on_delete=models.PROTECT, related_name="recognition", editable=False, verbose_name=_("stay")
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    applied_on = models.DateField(_("applied on"), null=True, editable=False)
    recognised_on = models.DateField(_("recognised on"), null=True, editable=False)
    total_credits = models.DecimalField(
        _("recognised credits"), max_digits=5, decimal_places=1, null=True, editable=False
    )

    attachments = GenericRelation(Attachment)

    class Meta:
        verbose_name = _("recognition of credits")
        verbose_name_plural = _("recognitions of credits")

    def __str__(self):
        return str(self.mobility)

    def get_absolute_url(self):
        return reverse("creditrecognition-detail", args=[self.pk])
