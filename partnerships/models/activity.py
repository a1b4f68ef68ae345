"""What happens with a partner (往来记录): contacts and visits, and what was promised (§3.5)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Event, Record
from core.text import bilingual
from partnerships.models.institution import Institution


class ActivityQuerySet(models.QuerySet):
    """Finds activities."""

    def visible_to(self, user: Any) -> ActivityQuerySet:
        """The log is internal: an external coordinator reads none of it."""
        from partnerships.models.institution_queries import READERS, roles_of  # noqa: PLC0415

        return self if roles_of(user) & READERS else self.none()


class Activity(Record):
    """One contact, visit or event with a partner."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        MEETING = "meeting", _("Meeting")
        ONLINE = "online", _("Online meeting")
        VISIT_IN = "visit_in", _("Visit to us")
        VISIT_OUT = "visit_out", _("Visit to them")
        SIGNING = "signing", _("Signing")
        EVENT = "event", _("Event")
        MOBILITY = "mobility", _("Student or staff mobility")

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="activities", verbose_name=_("institution")
    )
    agreement = models.ForeignKey(
        "partnerships.Agreement",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("agreement"),
    )
    laboratory = models.ForeignKey(
        "partnerships.Laboratory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("laboratory"),
    )
    on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title_zh = models.CharField(_("subject (Chinese)"), max_length=200)
    title_en = models.CharField(_("subject (English)"), max_length=200, blank=True)
    participants = models.CharField(_("participants"), max_length=300, blank=True)
    topics = models.TextField(_("what was said"), max_length=4000, blank=True)
    # A delegation, trip or other record that reported it; the same source is written once.
    source = models.CharField(_("reported by"), max_length=100, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("author"),
    )

    attachments = GenericRelation(Attachment)
    events = GenericRelation(Event)
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "source"], condition=~Q(source=""), name="activity_once_per_source"
            )
        ]
        indexes = [models.Index(fields=["institution", "-on"], name="activity_of_institution")]

    def __str__(self):
        return bilingual(self, "title")

    def get_absolute_url(self):
        return reverse("activity-detail", args=[self.pk])


class FollowUpQuerySet(models.QuerySet):
    """Finds what was promised."""

    def visible_to(self, user: Any) -> FollowUpQuerySet:
        return self.filter(activity__in=Activity.objects.visible_to(user).values("pk"))

    def open(self) -> FollowUpQuerySet:
        return self.filter(status=FollowUp.Status.OPEN)

    def awaiting(self, user: Any) -> FollowUpQuerySet:
        """What this person still has to do."""
        return self.open().filter(owner=user)


class FollowUp(Record):
    """Something somebody promised to do by a day."""

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    STATUS_TONES = {"open": "blue", "done": "green", "dropped": "grey"}

    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.OPEN, editable=False, db_index=True
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="follow_ups", verbose_name=_("activity")
    )
    title_zh = models.CharField(_("what is to be done"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("by"))

    events = GenericRelation(Event)
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["owner", "status", "due_on"], name="followup_of_owner")]

    def __str__(self):
        return self.title_zh

    def get_absolute_url(self):
        return reverse("activity-detail", args=[self.activity_id])
