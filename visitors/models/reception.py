"""The papers of a reception: which there are, from what they were made, and whether they still hold."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, BackgroundRun
from core.models.background import BackgroundRunQuerySet
from visitors.models.delegation import Delegation
from visitors.models.member import DelegationMember


class PaperKind(models.TextChoices):
    """Every document one record produces (§4.1)."""

    APPROVAL_SHEET = "approval_sheet", _("Approval sheet of a visit")
    INVITATION = "invitation", _("Invitation letter")
    PROGRAMME = "programme", _("Itinerary")
    PLAN = "plan", _("Reception plan")
    BADGES = "badges", _("Name badges")
    SEAT_CARDS = "seat_cards", _("Seat cards")
    MEALS = "meals", _("Meal list")
    CARS = "cars", _("Car list")
    CALENDAR = "calendar", _("Calendar file")
    SUMMARY = "summary", _("Summary of the reception")
    ARCHIVE = "archive", _("Archive pack")


class ReceptionPack(BackgroundRun):
    """The making of a visit's papers: one row a visit, offered to workers again whenever something changed."""

    RUN_TASK = "visitors.tasks.make_reception_pack"

    delegation = models.OneToOneField(
        Delegation, on_delete=models.CASCADE, related_name="pack", verbose_name=_("visiting delegation")
    )

    objects = BackgroundRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("reception pack")
        verbose_name_plural = _("reception packs")

    def __str__(self):
        return str(self.delegation)


class ReceptionPaperQuerySet(models.QuerySet):
    """Finds papers."""

    def visible_to(self, user: Any) -> ReceptionPaperQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user).values("pk"))


class ReceptionPaper(models.Model):
    """One document of a visit; a letter belongs to one guest.

    `inputs` is the fingerprint of everything printed on it. When a change of the record changes the fingerprint,
    the paper is made anew, and copies printed from an older one are known to be stale.
    """

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="papers", verbose_name=_("visiting delegation")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=PaperKind)
    member = models.ForeignKey(
        DelegationMember, on_delete=models.CASCADE, null=True, blank=True, related_name="papers",
        verbose_name=_("guest"),
    )  # fmt: skip
    number = models.CharField(_("number"), max_length=20, blank=True)
    inputs = models.CharField(_("fingerprint of what is printed"), max_length=64, blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    times_made = models.PositiveSmallIntegerField(_("times made"), default=0)
    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    printed_inputs = models.CharField(_("fingerprint of what was printed"), max_length=64, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    objects = ReceptionPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a reception")
        verbose_name_plural = _("papers of a reception")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "kind"], condition=models.Q(member=None), name="paper_once_per_visit"
            ),
            models.UniqueConstraint(fields=["member", "kind"], name="paper_once_per_guest"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def is_stale_in_print(self) -> bool:
        """A printed copy no longer says what the record says."""
        return bool(self.printed_inputs) and self.printed_inputs != self.inputs
