"""Faults a unit has to put right (§1.9, SOD-8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_training_desk, sees_everything, units_of
from core.models import Attachment, Event, Record
from training.models.proposal import Proposal
from training.models.quality import Inspection
from training.models.training_class import TrainingClass

User = settings.AUTH_USER_MODEL


class RectificationTicketQuerySet(models.QuerySet):
    """Finds tickets."""

    def visible_to(self, user: Any) -> RectificationTicketQuerySet:
        if is_training_desk(user) or sees_everything(user):
            return self
        return self.filter(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))

    def open(self) -> RectificationTicketQuerySet:
        """Not yet put right."""
        return self.exclude(status__in=[RectificationTicket.Status.CLOSED, RectificationTicket.Status.VOID])

    def overdue(self, day: date) -> RectificationTicketQuerySet:
        return self.open().filter(due_on__lt=day)

    def awaiting(self, user: Any) -> RectificationTicketQuerySet:
        """The unit answers, the office verifies what somebody else opened."""
        status = RectificationTicket.Status
        mine = Q(
            status__in=[status.OPEN, status.REOPENED],
            unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD),
        )
        if is_training_desk(user) or sees_everything(user):
            mine |= Q(status=status.ANSWERED) & ~Q(opened_by=user)
        return self.filter(mine)


class RectificationTicket(Record):
    """A fault a unit has to put right until a day, verified by somebody who did not find it (SOD-8)."""

    class Status(models.TextChoices):
        OPEN = "open", _("To be put right")
        ANSWERED = "answered", _("Answered by the unit")
        REOPENED = "reopened", _("Not yet right")
        CLOSED = "closed", _("Put right")
        VOID = "void", _("Withdrawn by the office")

    class Severity(models.TextChoices):
        MINOR = "minor", _("Minor")
        MAJOR = "major", _("Major")

    class Source(models.TextChoices):
        INSPECTION = "inspection", _("Inspection")
        HEADCOUNT = "headcount", _("Headcount differs")
        SURVEY = "survey", _("Survey")
        COMPLAINT = "complaint", _("Complaint")
        PUBLICITY = "publicity", _("Spot check of publicity")
        OFFICE = "office", _("Found by the office")

    STATUS_TONES = {"open": "red", "answered": "blue", "reopened": "amber", "closed": "green", "void": "grey"}

    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("running unit")
    )
    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("project"),
    )
    training_class = models.ForeignKey(
        TrainingClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("class"),
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="tickets"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN, editable=False, db_index=True
    )
    source = models.CharField(
        _("found by"), max_length=10, choices=Source, default=Source.OFFICE, editable=False
    )
    severity = models.CharField(_("severity"), max_length=5, choices=Severity, default=Severity.MINOR)
    title = models.CharField(_("what is wrong"), max_length=150)
    description = models.TextField(_("in detail"), max_length=2000)
    due_on = models.DateField(_("to be put right by"))
    opened_on = models.DateField(_("opened on"), default=timezone.localdate, editable=False)
    opened_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("opened by"),
    )
    answer = models.TextField(_("what the unit did"), max_length=2000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    objects = RectificationTicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification ticket")
        verbose_name_plural = _("rectification tickets")
        indexes = [models.Index(fields=["unit", "due_on"], name="ticket_by_unit_and_day")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("opened_on")), name="ticket_due_after_opening")
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("rectificationticket-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        is_open = self.status not in {self.Status.CLOSED, self.Status.VOID}
        return is_open and self.due_on < timezone.localdate()

    @property
    def authors(self) -> set[int]:
        """Whoever opened or answered it does not verify it (SOD-8)."""
        return {pk for pk in (self.opened_by_id, self.answered_by_id) if pk}

    def barred_from(self, step: Any, user: Any) -> str:
        """Nobody of the unit verifies; nor whoever sent it back a moment ago closes it twice."""
        if step.verb not in {"verify", "reopen"}:
            return ""
        if user.unit_id == self.unit_id or self.unit_id in units_of(user):
            return gettext("You belong to the unit that has to put this right.")
        return ""

    @property
    def answers(self) -> models.QuerySet:
        return Event.objects.of(self).filter(verb="answer")
