"""Where a proposal stands in its review, and what the decisions left behind; written by actions only."""

from django.conf import settings
from django.db import models
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
