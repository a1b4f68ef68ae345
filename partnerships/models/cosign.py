"""The answers of other offices to an agreement (会签)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of
from core.models import Event, Record
from partnerships.models.agreement import Agreement


class AgreementCosignQuerySet(models.QuerySet):
    """Finds cosign tasks."""

    def visible_to(self, user: Any) -> AgreementCosignQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))

    def waiting(self) -> AgreementCosignQuerySet:
        return self.filter(status=AgreementCosign.Status.WAITING)

    def awaiting(self, user: Any) -> AgreementCosignQuerySet:
        """The open tasks in this person's matters."""
        return self.waiting().filter(area__in=cosign_areas_of(user))

    def current(self) -> AgreementCosignQuerySet:
        """Those of the latest submitted version that was put up for cosigning."""
        latest = (
            AgreementCosign.objects.filter(agreement=models.OuterRef("agreement"))
            .order_by("-round_no")
            .values("round_no")[:1]
        )
        return self.filter(round_no=models.Subquery(latest))


class AgreementCosign(Record):
    """One office's answer to one submitted version of an agreement."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        AGREED = "agree", _("Agreed")
        CONDITIONAL = "agree_with_conditions", _("Agreed with conditions")
        OBJECTED = "object", _("Objected")
        CANCELLED = "cancelled", _("Task cancelled")

    STATUS_TONES = {"waiting": "blue", "agree": "green", "agree_with_conditions": "amber", "object": "red"}

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="cosigns", verbose_name=_("agreement")
    )
    area = models.CharField(_("matter"), max_length=12, choices=CosignArea)
    round_no = models.PositiveIntegerField(_("submitted version"))
    status = models.CharField(
        _("answer"), max_length=22, choices=Status, default=Status.WAITING, editable=False, db_index=True
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

    objects = AgreementCosignQuerySet.as_manager()

    class Meta:
        verbose_name = _("cosign task of an agreement")
        verbose_name_plural = _("cosign tasks of agreements")
        ordering = ["agreement", "round_no", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "round_no", "area"], name="one_agreement_cosign_per_matter"
            )
        ]

    def __str__(self):
        return f"{self.get_area_display()} · {self.agreement}"

    def get_absolute_url(self):
        return reverse("agreement-detail", args=[self.agreement_id])

    @property
    def authors(self) -> set[int]:
        return self.agreement.authors

    @property
    def unit_id(self) -> int:
        return self.agreement.unit_id

    def barred_from(self, step: Any, user: Any) -> str:
        """As for the agreement itself; and whoever accepted it does not cosign it (SOD-2)."""
        if not step.decides:
            return ""
        last = Event.objects.of(self.agreement).filter(decides=True).last()
        if last and last.by_id == user.pk:
            return gettext(
                "You took the previous decision: somebody else must take this one (separation of duties)."
            )
        return self.agreement.barred_from(step, user)
