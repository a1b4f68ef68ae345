"""What can stop an approved project: suspension, and settlement on termination (P15–P17)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_director, is_finance, is_leader, units_of
from core.models import Attachment, Record
from training.models.proposal import Proposal
from training.models.tickets import RectificationTicket
from training.models.waiting import OfProposal, WaitingRecord, seen_by

User = settings.AUTH_USER_MODEL


def belongs_to_unit(user: Any, unit_id: int) -> str:
    """Why somebody of the unit does not decide on its matters (SOD-3), or nothing."""
    persons = [person for person in (user, user.acting_for) if person is not None]
    if any(person.unit_id == unit_id or unit_id in units_of(person) for person in persons):
        return gettext("You belong to the unit concerned: somebody else must decide.")
    return ""


class OfProposalQuerySet(models.QuerySet):
    """Finds records of projects."""

    def visible_to(self, user: Any) -> OfProposalQuerySet:
        """A unit sees its own, finance, the office and the readers see all (§7.2)."""
        seen = seen_by(user, "proposal__unit")
        return self if seen is None or is_finance(user) else self.filter(seen)


class SuspensionQuerySet(OfProposalQuerySet):
    """Finds suspensions."""

    def awaiting(self, user: Any) -> SuspensionQuerySet:
        """Those proposed, which the director orders or drops."""
        if not is_director(user):
            return self.none()
        return self.filter(status=Suspension.Status.PROPOSED).exclude(proposed_by=user)

    def open(self) -> SuspensionQuerySet:
        return self.filter(status__in=Suspension.OPEN)


class Suspension(OfProposal, Record):
    """A project stopped until its faults are put right (暂停): proposed, ordered, lifted (P15, P16)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        IN_FORCE = "in_force", _("In force")
        LIFTED = "lifted", _("Lifted")
        DROPPED = "dropped", _("Not ordered")
        ENDED = "ended", _("Ended by termination")

    class Reason(models.TextChoices):
        UNAPPROVED = "unapproved", _("Run otherwise than approved")
        PUBLICITY = "publicity", _("Publicity not approved or false")
        MONEY = "money", _("Fees or money against the rules")
        OUTSOURCED = "outsourced", _("Rights handed to a partner")
        SAFETY = "safety", _("Safety")
        QUALITY = "quality", _("Quality of teaching")
        OTHER = "other", _("Other reason")

    OPEN = (Status.PROPOSED, Status.IN_FORCE)
    STATUS_TONES = {
        "proposed": "amber",
        "in_force": "red",
        "lifted": "green",
        "dropped": "grey",
        "ended": "grey",
    }

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="suspensions", verbose_name=_("project")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    reason_code = models.CharField(_("reason"), max_length=12, choices=Reason)
    evidence = models.TextField(_("what was found"), max_length=2000)
    rectify_by = models.DateField(_("to be put right by"))
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("proposed by"),
    )  # fmt: skip
    ordered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("ordered by"),
    )  # fmt: skip
    ordered_on = models.DateField(_("suspended on"), null=True, blank=True, editable=False)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True, editable=False)
    ticket = models.ForeignKey(
        RectificationTicket, on_delete=models.PROTECT, null=True, blank=True, related_name="suspensions",
        editable=False, verbose_name=_("rectification ticket"),
    )  # fmt: skip
    attachments = GenericRelation(Attachment)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(status__in=["proposed", "in_force"]),
                name="one_open_suspension_per_project",
            )
        ]

    def __str__(self):
        return f"{self.get_reason_code_display()} · {self.proposal}"

    def get_absolute_url(self):
        return self.proposal.get_absolute_url()

    @property
    def authors(self) -> set[int]:
        return {self.proposed_by_id} if self.proposed_by_id else set()


class SettlementPlanQuerySet(OfProposalQuerySet):
    """Finds settlement plans."""

    def awaiting(self, user: Any) -> SettlementPlanQuerySet:
        status = SettlementPlan.Status
        mine = Q(status=status.DRAFT, author=user)
        if is_director(user):
            mine |= Q(status=status.SUBMITTED) & ~Q(author=user)
        if is_leader(user):
            mine |= Q(status=status.AGREED) & ~Q(author=user)
        return self.filter(mine)


class SettlementPlan(OfProposal, WaitingRecord):
    """What happens to the trainees of a project that ends early (停办): refunds, transfers, public notice (P17)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being written")
        SUBMITTED = "submitted", _("With the office director")
        AGREED = "agreed", _("With the school leader")
        CARRIED_OUT = "carried_out", _("Carried out")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (Status.DRAFT, Status.SUBMITTED, Status.AGREED)
    STATUS_TONES = {"draft": "grey", "agreed": "violet", "carried_out": "red"}

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="settlement_plans", verbose_name=_("project")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    reason = models.TextField(_("why the project ends"), max_length=2000)
    refunds = models.TextField(
        _("refunds"), max_length=2000,
        help_text=_("Who gets how much back until when. The portal asks for a refund for everybody who paid."),
    )  # fmt: skip
    transfers = models.TextField(
        _("trainees who go on elsewhere"), max_length=2000,
        help_text=_("Into which class, or: nobody."),
    )  # fmt: skip
    certificates = models.CharField(_("certificates for what was attended"), max_length=300, blank=True)
    notice_zh = models.TextField(_("public notice (Chinese)"), max_length=1000)
    notice_en = models.TextField(_("public notice (English)"), max_length=1500, blank=True)
    contact = models.CharField(_("whom trainees can ask"), max_length=150)
    carried_out_on = models.DateField(_("terminated on"), null=True, blank=True, editable=False)

    objects = SettlementPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement plan")
        verbose_name_plural = _("settlement plans")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(status__in=["draft", "submitted", "agreed"]),
                name="one_open_settlement_plan_per_project",
            )
        ]

    def __str__(self):
        return gettext("Settlement plan: %(project)s") % {"project": self.proposal}

    def get_absolute_url(self):
        return reverse("settlementplan-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

    def barred_from(self, step: Any, user: Any) -> str:
        return belongs_to_unit(user, self.unit_id) if step.decides else ""
