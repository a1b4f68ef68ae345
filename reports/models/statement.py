"""The office's own profile, and the figures frozen when it was approved (ST-05, §6.3)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_director, is_office_staff, sees_everything
from core.models import Event, Record

User = settings.AUTH_USER_MODEL


class ProfileStatementQuerySet(models.QuerySet):
    """Finds statements."""

    def visible_to(self, user: Any) -> ProfileStatementQuerySet:
        """The office writes them; leaders and auditors read them."""
        return self if is_office_staff(user) or sees_everything(user) else self.none()

    def awaiting(self, user: Any) -> ProfileStatementQuerySet:
        """Those on which this person decides now, and those that came back to him."""
        status = ProfileStatement.Status
        mine = self.filter(author=user, status=status.RETURNED)
        if is_director(user):
            mine = mine | self.filter(status=status.SUBMITTED).exclude(author=user)
        return mine

    def in_progress_of(self, user: Any) -> ProfileStatementQuerySet:
        return self.filter(author=user, status=ProfileStatement.Status.SUBMITTED)

    def drafts_of(self, user: Any) -> ProfileStatementQuerySet:
        return self.filter(author=user, status=ProfileStatement.Status.DRAFT)

    def published(self) -> Any:
        """The one the public reads."""
        rows: Any = self.filter(status=ProfileStatement.Status.PUBLISHED).order_by("-published_at")
        return rows.first()


class ProfileStatement(Record):
    """The paragraph with which the office presents itself: text around figures, as of one day."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("With the office director")
        RETURNED = "returned", _("Returned for changes")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    STATUS_TONES = {"submitted": "blue", "approved": "green", "published": "green", "superseded": "grey"}
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    FROZEN = (Status.APPROVED, Status.PUBLISHED, Status.SUPERSEDED)

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    as_of = models.DateField(_("as of"))
    text_zh = models.TextField(_("text (Chinese)"), max_length=4000)
    text_en = models.TextField(_("text (English)"), max_length=6000)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("author")
    )
    # What the chips that are no figures said when the director approved: names of regions, of laboratories.
    frozen_words = models.JSONField(_("frozen words"), default=dict, blank=True, editable=False)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("approved by")
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)

    events = GenericRelation(Event)
    objects = ProfileStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile statement")
        verbose_name_plural = _("profile statements")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.as_of:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("profilestatement-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return f"#{self.pk}"

    @property
    def authors(self) -> set[int]:
        """Whoever wrote it does not approve it (SOD-1)."""
        return {self.author_id}

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def is_frozen(self) -> bool:
        return self.status in self.FROZEN

    def text(self, language: str) -> str:
        """The text with its chips, in one language."""
        return self.text_en if language.startswith("en") else self.text_zh


class FrozenFigure(Exception):
    """Somebody tried to change a figure that was published."""


class StatSnapshotQuerySet(models.QuerySet):
    """Finds frozen figures; they are written once."""

    def update(self, **kwargs):
        raise FrozenFigure(self.model.__name__)

    def delete(self):
        raise FrozenFigure(self.model.__name__)

    def of_figure(self, figure_id: str) -> StatSnapshotQuerySet:
        return self.filter(figure_id=figure_id).order_by("-pk")


class StatSnapshot(models.Model):
    """A figure as it was approved: its value, its window, its definition, and a fingerprint of its rows (ST-05)."""

    statement = models.ForeignKey(
        ProfileStatement, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("statement")
    )
    figure_id = models.CharField(_("figure"), max_length=8)
    as_of = models.DateField(_("as of"))
    start_on = models.DateField(_("from day"))
    end_on = models.DateField(_("until day"))
    filters = models.JSONField(_("filters"), default=dict)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    row_count = models.PositiveIntegerField(_("rows"))
    rows_sha256 = models.CharField(_("fingerprint of the rows"), max_length=64)
    definition_version = models.PositiveSmallIntegerField(_("version of the definition"))
    definition_zh = models.TextField(_("definition (Chinese)"))
    definition_en = models.TextField(_("definition (English)"))
    step = models.PositiveIntegerField(_("rounding step"))
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = StatSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen figure")
        verbose_name_plural = _("frozen figures")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "figure_id"], name="figure_frozen_once_per_statement"
            )
        ]
        indexes = [models.Index(fields=["figure_id", "-id"], name="snapshots_of_figure")]

    def __str__(self):
        return f"{self.figure_id} {self.as_of} {self.value}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise FrozenFigure(self.figure_id)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise FrozenFigure(self.figure_id)
