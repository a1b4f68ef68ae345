"""The yearly figures of each unit and the list of classes filed with the province (§1.10, §1.11)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_training_desk, sees_everything, units_of
from core.models import Record

User = settings.AUTH_USER_MODEL
# Key and Chinese heading of each column of the official sheet.
COLUMNS = [
    ("school", "学校代码"), ("unit", "办学部门"), ("title", "项目名称"), ("approved_no", "立项编号"),
    ("category", "类别"), ("class_no", "期次"), ("start_on", "开始日期"), ("end_on", "结束日期"),
    ("delivery", "形式"), ("audience", "培训对象"), ("client", "委托单位"), ("partners", "合作单位及角色"),
    ("enrolled", "招生人数"), ("completed", "结业人数"), ("hours", "学时"), ("fee", "收费标准(元)"),
    ("income", "实收(元)"), ("certificate", "证书类型"), ("certificates", "发证数"),
    ("satisfaction", "满意度"), ("problems", "问题及整改"),
]  # fmt: skip


class PerformanceFigureQuerySet(models.QuerySet):
    """Finds figures."""

    def visible_to(self, user: Any) -> PerformanceFigureQuerySet:
        """The office, leaders and auditors see all units, a unit itself (§1.10)."""
        if is_training_desk(user) or sees_everything(user):
            return self
        return self.filter(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))


class PerformanceFigure(models.Model):
    """One metric of one unit and year as last computed; None where there was no activity, never a false zero."""

    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.CASCADE, related_name="+", verbose_name=_("running unit")
    )
    year = models.PositiveIntegerField(_("year"))
    code = models.CharField(_("metric"), max_length=10)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2, null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows behind it"), default=0)
    computed_at = models.DateTimeField(_("computed at"), default=timezone.now)

    objects = PerformanceFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("performance figure")
        verbose_name_plural = _("performance figures")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "code"], name="metric_once_per_unit_and_year")
        ]
        indexes = [models.Index(fields=["year", "code"], name="metric_by_year")]

    def __str__(self):
        return f"{self.unit_id} {self.year} {self.code}"


class AnnualFilingQuerySet(models.QuerySet):
    """Finds yearly filings."""

    def visible_to(self, user: Any) -> AnnualFilingQuerySet:
        return self if is_training_desk(user) or sees_everything(user) else self.none()

    def awaiting(self, user: Any) -> AnnualFilingQuerySet:
        if not is_training_desk(user):
            return self.none()
        return self.filter(status=AnnualFiling.Status.DRAFT, year__lt=timezone.localdate().year)


class AnnualFiling(Record):
    """The list of all classes of one year (办学情况明细): drafted, frozen with its fingerprint, handed in."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FROZEN = "frozen", _("Frozen")
        FILED = "filed", _("Handed in")

    STATUS_TONES = {"draft": "grey", "frozen": "blue", "filed": "green"}

    year = models.PositiveIntegerField(_("year"), unique=True)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.DRAFT, editable=False)
    made_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("made by")
    )
    rows = models.JSONField(_("rows"), default=list, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)
    filed_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    receipt_no = models.CharField(_("receipt of the province"), max_length=60, blank=True, editable=False)

    objects = AnnualFilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual filing")
        verbose_name_plural = _("annual filings")

    def __str__(self):
        return f"{self.year} {self._meta.verbose_name}"

    def get_absolute_url(self):
        return reverse("annualfiling-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        """Whoever froze it is not the one to confirm that it was handed in rightly (SOD-1)."""
        return {self.made_by_id} if self.made_by_id else set()
