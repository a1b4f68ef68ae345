"""Changes of an approved project (变更): asked for, weighed by class, applied when approved."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import cosign_areas_of, is_director, is_leader, is_training_desk, units_of
from core.models import Attachment, Event
from training.models.life import belongs_to_unit
from training.models.proposal import Proposal
from training.models.waiting import OfProposal, WaitingRecord, seen_by


class ChangeRequestQuerySet(models.QuerySet):
    """Finds change requests."""

    def visible_to(self, user: Any) -> ChangeRequestQuerySet:
        """A unit sees its own, the office what was handed in, a cosigner what was given to him (§7.2)."""
        seen = seen_by(user, "proposal__unit")
        if seen is None:
            return self
        areas = cosign_areas_of(user)
        return self.filter(seen | Q(cosigns__area__in=areas)).distinct() if areas else self.filter(seen)

    def open(self) -> ChangeRequestQuerySet:
        return self.filter(status__in=ChangeRequest.OPEN)

    def awaiting(self, user: Any) -> ChangeRequestQuerySet:
        status = ChangeRequest.Status
        mine = Q(status=status.UNIT_REVIEW, proposal__unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        if is_training_desk(user):
            mine |= Q(status=status.OFFICE_REVIEW)
        if is_director(user):
            mine |= Q(status=status.DIRECTOR_REVIEW)
        if is_leader(user):
            mine |= Q(status=status.LEADER_REVIEW)
        back = Q(status=status.RETURNED, proposal__unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        return self.filter((mine & ~Q(author=user)) | back)

    def in_progress_of(self, user: Any) -> ChangeRequestQuerySet:
        return self.filter(author=user, status__in=ChangeRequest.IN_REVIEW)

    def drafts_of(self, user: Any) -> ChangeRequestQuerySet:
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(proposal__unit__in=units, status=ChangeRequest.Status.DRAFT)


class ChangeRequest(OfProposal, WaitingRecord):
    """What shall change in one approved project; the old version stays in force until it is approved (GN-06)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        OFFICE_REVIEW = "office_review", _("Under review by the office")
        COSIGN = "cosign", _("Being cosigned")
        DIRECTOR_REVIEW = "director_review", _("With the office director")
        LEADER_REVIEW = "leader_review", _("With the school leader")
        RETURNED = "returned", _("Returned for changes")
        APPLIED = "applied", _("Approved and applied")
        REJECTED = "rejected", _("Not approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Grade(models.TextChoices):
        MINOR = "minor", _("Minor change")
        MEDIUM = "medium", _("Medium change")
        MAJOR = "major", _("Major change")

    IN_REVIEW = (
        Status.UNIT_REVIEW,
        Status.OFFICE_REVIEW,
        Status.COSIGN,
        Status.DIRECTOR_REVIEW,
        Status.LEADER_REVIEW,
    )
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    OPEN = (*EDITABLE, *IN_REVIEW)
    STATUS_TONES = {"leader_review": "violet", "applied": "green"}
    GRADE_TONES = {"minor": "grey", "medium": "amber", "major": "red"}

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="changes", verbose_name=_("project")
    )
    change_no = models.PositiveIntegerField(_("number of the change"), default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    grade = models.CharField(
        _("class of the change"), max_length=6, choices=Grade, default=Grade.MINOR, editable=False
    )
    reason = models.TextField(_("why it changes"), max_length=2000)
    # Field of the proposal -> new value as plain text; rows under "instructor" and "partner".
    content = models.JSONField(_("what changes"), default=dict, editable=False)
    base_version = models.PositiveIntegerField(_("version it starts from"), default=0, editable=False)
    applied_on = models.DateField(_("in force from"), null=True, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(
                    status__in=[
                        "draft", "returned", "unit_review", "office_review", "cosign", "director_review",
                        "leader_review",
                    ]
                ),
                name="one_open_change_per_project",
            ),
            models.UniqueConstraint(fields=["proposal", "change_no"], name="change_number_once_per_project"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.proposal} · {self.change_no}"

    def get_absolute_url(self):
        return reverse("changerequest-detail", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.proposal.number}-C{self.change_no}"

    @property
    def authors(self) -> set[int]:
        sent = Event.objects.of(self).filter(verb="submit").values_list("by", flat=True)
        return {self.author_id, *sent} - {None}

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def goes_to_leader(self) -> bool:
        """A major change of a project that the leader approves is the leader's too (P9)."""
        return self.grade == self.Grade.MAJOR and bool(self.proposal.leader_reasons)

    def barred_from(self, step: Any, user: Any) -> str:
        """Beyond the unit nobody of the unit decides (SOD-3), nor somebody who cosigned it (SOD-2)."""
        if not step.decides or self.status == self.Status.UNIT_REVIEW:
            return ""
        if self.cosigns.filter(answered_by=user).exists():
            return gettext("You cosigned this change: somebody else must take the next decision.")
        return belongs_to_unit(user, self.unit_id)
