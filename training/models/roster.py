"""Rosters that were uploaded, from the file to the trainees."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import BackgroundRun, Record
from core.models.background import BackgroundRunQuerySet
from training.models.training_class import TrainingClass


def roster_path(_roster: Any, _filename: str) -> str:
    """A name made by the server, in private storage."""
    return f"rosters/{uuid.uuid4().hex}"


class RosterImportQuerySet(BackgroundRunQuerySet):
    """Finds uploaded rosters."""

    def visible_to(self, user: Any) -> RosterImportQuerySet:
        return self.filter(training_class__in=TrainingClass.objects.visible_to(user))


class RosterImport(Record, BackgroundRun):
    """One uploaded roster: the file (encrypted) and what reading it showed; nothing else until it is taken over."""

    RUN_TASK = "training.tasks.read_roster"
    MAX_ATTEMPTS = 3

    class Duplicates(models.TextChoices):
        STOP = "stop", _("Stop")
        SKIP = "skip", _("Leave the known ones as they are")
        FILL = "fill", _("Fill in only what is empty")

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="roster_imports", verbose_name=_("class")
    )
    file = models.FileField(_("file"), upload_to=roster_path, max_length=200)
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    duplicates = models.CharField(
        _("people already on the roster"), max_length=4, choices=Duplicates, default=Duplicates.STOP
    )
    # What the person said about headings the reader did not know: heading -> column, or "" to leave it out.
    columns_chosen = models.JSONField(_("columns chosen"), default=dict, blank=True)
    findings = models.JSONField(_("what the file holds"), default=dict, blank=True)
    uploaded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    problem_sheet = models.FileField(
        _("sheet with the reasons"), upload_to=roster_path, max_length=200, blank=True
    )
    taken_over_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )
    applied_at = models.DateTimeField(_("taken over at"), null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded roster")
        verbose_name_plural = _("uploaded rosters")

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("rosterimport-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.training_class.unit_id

    @property
    def is_read(self) -> bool:
        return self.run_state == self.RunState.DONE

    @property
    def problems(self) -> list[dict[str, Any]]:
        return self.findings.get("problems", [])

    @property
    def work_label(self) -> Any:
        """What the worker is doing with the file."""
        return _("The roster is being taken over") if self.taken_over_by_id else _("The file is being read")

    @property
    def unknown_columns(self) -> list[str]:
        """Headings of the file that name no column we know."""
        return self.findings.get("unknown", [])

    @property
    def is_refused(self) -> bool:
        return bool(self.findings.get("refused"))

    @property
    def can_be_applied(self) -> bool:
        return self.is_read and not self.problems and not self.is_refused and self.applied_at is None
