"""Reports made in the background, and reports that are made again on a timetable."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_auditor
from core.models import BackgroundRun
from core.models.background import BackgroundRunQuerySet

User = settings.AUTH_USER_MODEL


def report_path(_run: Any, _filename: str) -> str:
    """A name made by the server, in private storage."""
    return f"reports/{uuid.uuid4().hex}"


class ReportRunQuerySet(BackgroundRunQuerySet):
    """Finds reports."""

    def visible_to(self, user: Any) -> ReportRunQuerySet:
        """One's own; auditors see all."""
        return self if is_auditor(user) else self.filter(requested_by=user)

    def made(self) -> ReportRunQuerySet:
        return self.filter(run_state=BackgroundRun.RunState.DONE)


class ReportRun(BackgroundRun):
    """One standard report over one set of parameters as of one day, with its files and its fingerprint."""

    RUN_TASK = "reports.tasks.make_report"

    code = models.CharField(_("report"), max_length=8)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    as_of = models.DateField(_("as of"))
    language = models.CharField(_("language"), max_length=8, default="zh-hans")
    is_public = models.BooleanField(
        _("for the public"), default=False, help_text=_("Cells of fewer than five people are hidden.")
    )
    # The tables as they were counted, kept so that the same report can be drawn again after the data changed.
    frozen = models.FileField(_("frozen tables"), upload_to=report_path, max_length=120, editable=False)
    digest = models.CharField(_("fingerprint of the tables"), max_length=64, blank=True, editable=False)
    definition_version = models.PositiveSmallIntegerField(default=1, editable=False)
    again_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="again", verbose_name=_("again")
    )  # fmt: skip
    schedule = models.ForeignKey(
        "reports.ReportSchedule", on_delete=models.SET_NULL, null=True, editable=False, related_name="runs",
        verbose_name=_("timetable"),
    )  # fmt: skip
    xlsx = models.FileField(_("workbook"), upload_to=report_path, max_length=120, editable=False)
    csv = models.FileField(_("CSV file"), upload_to=report_path, max_length=120, editable=False)
    pdf = models.FileField(_("PDF"), upload_to=report_path, max_length=120, editable=False)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["requested_by", "-id"], name="reports_of_person")]

    def __str__(self):
        return f"{self.code} {self.as_of}"

    def get_absolute_url(self):
        return reverse("reportrun-detail", args=[self.pk])

    @property
    def files(self) -> list[tuple[str, Any]]:
        """What can be downloaded, by kind."""
        return [(kind, getattr(self, kind)) for kind in ("xlsx", "csv", "pdf") if getattr(self, kind)]


class ReportScheduleQuerySet(models.QuerySet):
    """Finds timetables."""

    def visible_to(self, user: Any) -> ReportScheduleQuerySet:
        return self if is_auditor(user) else self.filter(owner=user)

    def due(self, today: date) -> ReportScheduleQuerySet:
        return self.filter(is_active=True, next_on__lte=today, owner__is_active=True)


class ReportSchedule(models.Model):
    """A report that is made again every week, month, quarter or year and told by e-mail."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        YEARLY = "yearly", _("Every year")

    code = models.CharField(_("report"), max_length=8)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm, default=Rhythm.MONTHLY)
    next_on = models.DateField(_("next on"), default=timezone.localdate)
    is_active = models.BooleanField(_("active"), default=True)
    owner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", editable=False, verbose_name=_("owner")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("timetable of a report")
        verbose_name_plural = _("timetables of reports")
        ordering = ["next_on", "pk"]

    def __str__(self):
        return f"{self.code} {self.get_rhythm_display()}"

    def get_absolute_url(self):
        return reverse("reports-desk")
