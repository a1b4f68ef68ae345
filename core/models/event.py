"""What happened to a record: steps, snapshots of approved versions, and the seals over both."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """Somebody tried to rewrite the past."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once (GN-05)."""

    def update(self, **kwargs):
        raise AppendOnlyError(self.model.__name__)

    def delete(self):
        raise AppendOnlyError(self.model.__name__)

    def of(self, record):
        """The rows of one record, oldest first."""
        kind = ContentType.objects.get_for_model(record, for_concrete_model=False)
        return self.filter(content_type=kind, object_id=record.pk).order_by("pk")


class AppendOnly(models.Model):
    """A row about a record that is never changed nor deleted."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, verbose_name=_("kind of record"))
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey()
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(type(self).__name__)


class Event(AppendOnly):
    """One step of a record: who did what, for whom, when and why (GN-05, 审批流水)."""

    verb = models.CharField(_("step"), max_length=40)
    from_status = models.CharField(_("from"), max_length=30, blank=True)
    to_status = models.CharField(_("to"), max_length=30, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty when the portal itself took the step."),
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("acting for"),
    )
    note = models.TextField(_("comment"), blank=True)
    decides = models.BooleanField(_("decision"), default=False)
    snapshot_sha256 = models.CharField(_("snapshot"), max_length=64, blank=True)
    payload = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["content_type", "object_id", "id"], name="event_of_record")]

    def __str__(self):
        return f"{self.verb} {self.content_type_id}:{self.object_id}"


class Snapshot(AppendOnly):
    """An unchangeable copy of a record as it was submitted or approved (GN-06)."""

    number = models.PositiveIntegerField(_("version number"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="snapshot_number_once_per_record"
            )
        ]

    def __str__(self):
        return f"v{self.number} {self.sha256[:8]}"


class AuditSeal(models.Model):
    """A link of the hash chain over events and field history: a changed or missing row breaks it."""

    class Kind(models.TextChoices):
        EVENT = "event", _("Events")
        FIELD = "field", _("Field history")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    number = models.PositiveIntegerField(_("number"), unique=True)
    rows = models.JSONField(_("sealed rows"))
    digest = models.CharField(_("digest"), max_length=64)
    previous_digest = models.CharField(_("previous digest"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.digest[:8]}"
