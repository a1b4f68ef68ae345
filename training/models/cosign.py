"""The answers of other offices to a proposal (会签)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of
from core.models import Event, Record
from training.models.proposal import Proposal


class CosignQuerySet(models.QuerySet):
    """Finds cosign tasks."""

    def visible_to(self, user: Any) -> CosignQuerySet:
        return self.filter(proposal__in=Proposal.objects.visible_to(user).values("pk"))

    def waiting(self) -> CosignQuerySet:
        return self.filter(status=Cosign.Status.WAITING)

    def awaiting(self, user: Any) -> CosignQuerySet:
        """The open tasks in this person's matters."""
        return self.waiting().filter(area__in=cosign_areas_of(user))

    def current(self) -> CosignQuerySet:
        """Those of the latest submitted version that was put up for cosigning."""
        latest = (
            Cosign.objects.filter(proposal=models.OuterRef("proposal"), change=None)
            .order_by("-number")
            .values("number")[:1]
        )
        return self.filter(number=models.Subquery(latest), change=None)


class Cosign(Record):
    """One office's answer to one submitted version of a proposal."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        AGREED = "agree", _("Agreed")
        CONDITIONAL = "agree_with_conditions", _("Agreed with conditions")
        OBJECTED = "object", _("Objected")
        CANCELLED = "cancelled", _("Task cancelled")

    STATUS_TONES = {
        "waiting": "blue",
        "agree": "green",
        "agree_with_conditions": "amber",
        "object": "red",
    }

    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.CASCADE,
        related_name="cosigns",
        verbose_name=_("proposal"),
    )
    change = models.ForeignKey(
        "training.ChangeRequest",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="cosigns",
        verbose_name=_("change request"),
    )
    area = models.CharField(_("matter"), max_length=12, choices=CosignArea)
    number = models.PositiveIntegerField(_("submitted version"))
    status = models.CharField(
        _("answer"),
        max_length=22,
        choices=Status,
        default=Status.WAITING,
        editable=False,
        db_index=True,
    )
    conditions = models.TextField(_("conditions or objection"), max_length=2000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be answered by"), null=True, blank=True, editable=False)

    objects = CosignQuerySet.as_manager()

    class Meta:
        verbose_name = _("cosign task")
        verbose_name_plural = _("cosign tasks")
        ordering = ["proposal", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number", "area"],
                condition=Q(change=None),
                name="one_cosign_per_matter_and_version",
            ),
            models.UniqueConstraint(
                fields=["change", "number", "area"],
                condition=Q(change__isnull=False),
                name="one_cosign_per_matter_and_change",
            ),
        ]

    def __str__(self):
        return f"{self.get_area_display()} · {self.proposal}"

    def get_absolute_url(self):
        if self.change_id:
            return reverse("changerequest-detail", args=[self.change_id])
        return reverse("proposal-detail", args=[self.proposal_id])

    @property
    def matter(self) -> Any:
        """What is being cosigned: the change, or the proposal itself."""
        return self.change if self.change_id else self.proposal

    @property
    def authors(self) -> set[int]:
        return self.matter.authors

    @property
    def unit_id(self) -> int:
        return self.proposal.unit_id

    def barred_from(self, step: Any, user: Any) -> str:
        """As for the proposal itself; and whoever accepted it does not cosign it (SOD-2)."""
        if not step.decides:
            return ""
        last = Event.objects.of(self.matter).filter(decides=True).last()
        if last and last.by_id == user.pk:
            return gettext(
                "You took the previous decision: somebody else must take this one (separation of duties)."
            )
        return self.matter.barred_from(step, user)
