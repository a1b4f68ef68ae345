"""Batches of institutions read from files: rows, matches, and what would undo them (§3.1, stack.md §4)."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import roles_of
from core.models import Attachment, BackgroundRun, Event, Record
from core.models.background import BackgroundRunQuerySet
from partnerships.models.institution import Institution


def import_path(_batch: Any, _filename: str) -> str:
    """A name made by the server, in private storage."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatchQuerySet(BackgroundRunQuerySet):
    """Finds batches."""

    def visible_to(self, user: Any) -> ImportBatchQuerySet:
        readers = {Role.PARTNERSHIPS_DESK, Role.DIRECTOR, Role.AUDITOR}
        return self if roles_of(user) & readers else self.none()


class ImportMapping(models.Model):
    """How the columns of a layout were understood, remembered for the next file like it."""

    header_key = models.CharField(_("key of the header row"), max_length=64, unique=True)
    columns = models.JSONField(_("columns"), default=dict)
    used_at = models.DateTimeField(_("last used at"), auto_now=True)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")

    def __str__(self):
        return self.header_key[:12]


class ImportBatch(BackgroundRun, Record):
    """One file of institutions on its way into the register."""

    RUN_TASK = "partnerships.tasks.work_on_import"

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        MAPPED = "mapped", _("Columns assigned")
        MATCHED = "matched", _("Rows matched")
        APPLIED = "applied", _("Applied")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    class Duplicates(models.TextChoices):
        STOP = "stop", _("Stop and show both")
        SKIP = "skip", _("Take the first, leave out the second")
        FILL = "fill", _("Take the first, fill in what the second knows")

    class Job(models.TextChoices):
        READ = "read", _("The headings are being read")
        MATCH = "match", _("The rows are being matched")
        APPLY = "apply", _("The rows are being taken over")
        UNDO = "undo", _("The import is being undone")

    STATUS_TONES = {
        "uploaded": "blue",
        "mapped": "blue",
        "matched": "violet",
        "applied": "green",
        "undone": "amber",
        "discarded": "grey",
    }

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.UPLOADED, editable=False, db_index=True
    )
    file = models.FileField(_("content"), upload_to=import_path, max_length=200, blank=True, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    duplicates = models.CharField(
        _("the same institution twice in the file"), max_length=4, choices=Duplicates, default=Duplicates.STOP
    )
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), null=True, blank=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True, editable=False)
    # What the worker is asked to do next, and by whom; empty while nobody waits.
    job = models.CharField(_("asked for"), max_length=6, choices=Job, blank=True, editable=False)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("asked for by"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("author"),
        help_text=_("Empty when it came by the command line."),
    )
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of institutions")
        verbose_name_plural = _("imports of institutions")

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("importbatch-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        """An import decides nothing about anybody's proposal: whoever read the file may take it over."""
        return set()

    @property
    def counts_of_rows(self) -> dict[str, int]:
        """How many rows there are of each decision."""
        return {key: value for key, value in self.counts.items() if isinstance(value, int)}

    @property
    def is_applied(self) -> bool:
        return self.status == self.Status.APPLIED


class ImportRow(models.Model):
    """One row of the file: what it says, whom it means, what became of it."""

    class Decision(models.TextChoices):
        OPEN = "open", _("To be decided")
        CREATE = "create", _("New institution")
        UPDATE = "update", _("Known institution")
        SKIP = "skip", _("Leave out")

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("row"))
    data = models.JSONField(_("cells"), default=dict)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    candidates = models.JSONField(_("candidates"), default=list, blank=True)
    match = models.ForeignKey(
        Institution,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("matched with"),
    )
    confidence = models.PositiveSmallIntegerField(_("confidence"), default=0)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.OPEN)
    result = models.ForeignKey(
        Institution,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("result"),
    )
    # What stood in the register before, to the last field: applying it again undoes the row.
    journal = models.JSONField(_("journal"), default=dict, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "decision"], name="import_row_decision")]

    def __str__(self):
        return f"{self.batch_id}:{self.number}"

    @property
    def name(self) -> str:
        """The name the file gives."""
        return self.data.get("name_zh") or self.data.get("name_en") or self.data.get("name_local") or "–"

    @property
    def answer(self) -> str:
        """The decision as the form writes it."""
        known = self.decision == self.Decision.UPDATE and self.match_id
        return f"update:{self.match_id}" if known else self.decision

    @property
    def proposal(self) -> dict[str, Any]:
        """The institution found, with the confidence and what it was found by."""
        return self.candidates[0] if self.candidates else {}
