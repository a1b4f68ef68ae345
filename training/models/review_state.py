"""Where a proposal stands in its review, and what the decisions left behind; written by actions only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.models.choices import RiskLevel

User = settings.AUTH_USER_MODEL


class ReviewState(models.Model):
    """What review adds to a proposal: level of risk, clock, fields to change, unlocking, approval number."""

    risk_level = models.CharField(
        _("risk level"),
        max_length=6,
        choices=RiskLevel,
        default=RiskLevel.LOW,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be decided by"), null=True, blank=True, editable=False)
    returned_from = models.CharField(_("returned from"), max_length=20, blank=True, editable=False)
    return_fields = models.JSONField(_("fields to change"), default=list, blank=True, editable=False)
    return_is_decided = models.BooleanField(_("fields to change are named"), default=True, editable=False)
    return_answers = models.JSONField(_("answers to the return"), default=dict, blank=True, editable=False)
    start_unlocked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("late start unlocked by"),
    )
    start_unlock_reason = models.CharField(
        _("why a late start is accepted"), max_length=300, blank=True, editable=False
    )
    approved_no = models.CharField(_("approval number"), max_length=40, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    minutes_no = models.CharField(
        _("number of the meeting minutes"), max_length=60, blank=True, editable=False
    )
    minutes_on = models.DateField(_("date of the meeting minutes"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    # What the director and the leader do after the approval they gave themselves: SOD-2 would leave nobody.
    AFTER_APPROVAL = frozenset({"suspend", "resume", "terminate"})

    def is_decision(self, step: Any) -> bool:
        """Whether the step is a decision on the project, under SOD-1 and SOD-3."""
        return step.decides or step.verb in self.AFTER_APPROVAL

    def barred_after_approval(self: Any, step: Any, user: Any) -> str:
        """Authors decide nothing (SOD-1); who proposed a suspension does not lift it (P16)."""
        if step.verb not in self.AFTER_APPROVAL:
            return ""
        persons = {user.pk, getattr(user.acting_for, "pk", None)} - {None}
        if persons & self.authors:
            return gettext("You wrote or submitted this: somebody else must decide (separation of duties).")
        if (
            step.verb == "resume"
            and self.suspensions.filter(status="in_force", proposed_by__in=persons).exists()
        ):
            return gettext("You proposed the suspension: somebody else must lift it.")
        return ""

    @property
    def is_fee_frozen(self: Any) -> bool:
        """Title and fee stay as they are once anybody has paid; what differs needs a new project."""
        return self.classes.filter(trainees__payments__status__in=["entered", "confirmed"]).exists()
