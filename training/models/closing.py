"""The closing of a project: its package, the desks that check it, its archive (P18–P20, §1.8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_director, is_finance, is_training_desk, units_of
from core.models import Attachment, BackgroundRun, Event
from core.models.background import BackgroundRunQuerySet
from core.policy import policy
from training.models.life import OfProposalQuerySet, belongs_to_unit
from training.models.proposal import Proposal
from training.models.waiting import OfProposal, WaitingRecord

User = settings.AUTH_USER_MODEL


class ClosingQuerySet(OfProposalQuerySet, BackgroundRunQuerySet):  # type: ignore[override]
    """Finds closing packages."""

    def awaiting(self, user: Any) -> ClosingQuerySet:
        status = Closing.Status
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        mine = Q(status__in=[status.DRAFT, status.RETURNED], proposal__unit__in=units, due_on__isnull=False)
        if is_finance(user):
            mine |= Q(status=status.FINANCE)
        if is_training_desk(user):
            mine |= Q(status=status.OFFICE)
        if is_director(user):
            mine |= Q(status=status.DIRECTOR)
        return self.filter(mine)


class Closing(OfProposal, WaitingRecord, BackgroundRun):
    """The closing of one project (结项): its package, the checks of three desks, the archive (P18–P20, §1.8)."""

    RUN_TASK = "training.tasks.make_archive"

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being put together")
        RETURNED = "returned", _("Returned for changes")
        FINANCE = "finance", _("With finance")
        OFFICE = "office", _("With the training desk")
        DIRECTOR = "director", _("With the office director")
        ACCEPTED = "accepted", _("Accepted")

    EDITABLE = (Status.DRAFT, Status.RETURNED)
    IN_REVIEW = (Status.FINANCE, Status.OFFICE, Status.DIRECTOR)
    STATUS_TONES = {"draft": "grey", "accepted": "green"}
    REPORT = ("work_done", "achievements", "problems", "improvements")

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, related_name="closing", verbose_name=_("project")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    package_due_on = models.DateField(_("package due on"), null=True, blank=True, editable=False)
    first_submitted_on = models.DateField(_("first submitted on"), null=True, blank=True, editable=False)
    work_done = models.TextField(_("what was done"), max_length=5000, blank=True)
    achievements = models.TextField(_("what was achieved"), max_length=5000, blank=True)
    problems = models.TextField(_("what went wrong"), max_length=5000, blank=True)
    improvements = models.TextField(_("what will be better next time"), max_length=5000, blank=True)
    timetable_reason = models.CharField(
        _("why the timetable differs from the approved plan"), max_length=500, blank=True
    )
    variance_reason = models.CharField(
        _("why the settlement differs from the budget"), max_length=500, blank=True
    )
    surplus_use = models.CharField(_("how the surplus is distributed"), max_length=500, blank=True)
    certificates_delivered = models.CharField(
        _("how the certificates were handed over"), max_length=300, blank=True
    )
    settlement_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("settlement confirmed by"),
    )  # fmt: skip
    settlement = models.JSONField(_("settlement as confirmed"), default=dict, blank=True, editable=False)
    archive_no = models.CharField(_("archive number"), max_length=40, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    objects: Any = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        constraints = [
            models.UniqueConstraint(
                fields=["archive_no"], condition=~Q(archive_no=""), name="archive_number_once"
            )
        ]

    def __str__(self):
        return gettext("Closing: %(project)s") % {"project": self.proposal}

    def get_absolute_url(self):
        return reverse("closing-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return self.archive_no or self.proposal.number

    @property
    def authors(self) -> set[int]:
        sent = Event.objects.of(self).filter(verb="submit").values_list("by", flat=True)
        return {self.author_id, self.proposal.responsible_id, *sent} - {None}

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def is_late(self) -> bool:
        """Not handed in by the day it was due."""
        if self.package_due_on is None:
            return False
        return (self.first_submitted_on or timezone.localdate()) > self.package_due_on

    def barred_from(self, step: Any, user: Any) -> str:
        return belongs_to_unit(user, self.unit_id) if step.decides else ""


def closing_due_on(last_day: date) -> date:
    """The day by which the package of a project whose last class ended that day is due (P18)."""
    return last_day + timedelta(days=policy("training.closing_days"))
