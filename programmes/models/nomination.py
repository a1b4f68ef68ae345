"""Publicity objections, and nominations to hosts (§2.5 A12–A15)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_director, is_student_desk, sees_everything, units_of
from core.models import Attachment, Event, Record
from programmes.models.application import Application
from programmes.models.round import Offering, Round


class ObjectionQuerySet(models.QuerySet):
    """Finds objections."""

    def visible_to(self, user: Any) -> ObjectionQuerySet:
        return self if is_student_desk(user) or sees_everything(user) else self.none()

    def awaiting(self, user: Any) -> ObjectionQuerySet:
        return self.filter(status=Objection.Status.OPEN) if is_director(user) else self.none()


class Objection(Record):
    """Somebody objects to a name on the list in its publicity (A12)."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        UPHELD = "upheld", _("Upheld")
        DISMISSED = "dismissed", _("Dismissed")

    STATUS_TONES = {"open": "amber", "upheld": "red", "dismissed": "grey"}

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN, editable=False)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="objections", editable=False, verbose_name=_("round")
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="objections",
        verbose_name=_("name on the list"),
    )  # fmt: skip
    text = models.TextField(_("what you object to, and why"), max_length=2000)
    objector_name = models.CharField(_("your name"), max_length=60)
    objector_contact = models.CharField(_("how we reach you"), max_length=100)
    answer = models.TextField(_("answer"), max_length=2000, blank=True, editable=False)

    events = GenericRelation(Event)
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.round} · {self.pk}"

    def get_absolute_url(self):
        return reverse("objection-detail", args=[self.pk])

    @property
    def title_zh(self) -> str:
        return self.round.name_zh

    @property
    def title_en(self) -> str:
        return self.round.name_en


class NominationQuerySet(models.QuerySet):
    """Finds nominations."""

    def visible_to(self, user: Any) -> NominationQuerySet:
        """The desk and leaders all, a college its own, a student the own; a partner reads its own page."""
        if is_student_desk(user) or sees_everything(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        return self.filter(Q(application__student=user) | Q(application__unit__in=units))

    def for_partners(self, institutions: Any) -> NominationQuerySet:
        """What was sent to these institutions; names as in the passport, no numbers (§3.7)."""
        return self.filter(
            offering__programme__partner__in=institutions, status__in=Nomination.SENT_STATES
        ).select_related("application__student", "offering__programme", "offering__round")


class Nomination(Record):
    """The university proposes a student to the host; kept also when it came to nothing (EC-48)."""

    class Status(models.TextChoices):
        NOMINATED = "nominated", _("Nominated")
        SENT = "sent", _("Sent to the host")
        ADMITTED = "admitted", _("Admitted")
        REJECTED = "rejected", _("Not admitted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    STATUS_TONES = {
        "nominated": "blue", "sent": "blue", "admitted": "green", "rejected": "red", "withdrawn": "grey"
    }  # fmt: skip
    SENT_STATES = (Status.SENT, Status.ADMITTED, Status.REJECTED)

    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.NOMINATED, editable=False
    )
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="nominations", editable=False,
        verbose_name=_("application"),
    )  # fmt: skip
    offering = models.ForeignKey(
        Offering, on_delete=models.PROTECT, related_name="nominations", editable=False,
        verbose_name=_("programme"),
    )  # fmt: skip
    nominated_on = models.DateField(_("nominated on"), editable=False)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("nominated by"),
    )  # fmt: skip
    sent_on = models.DateField(_("sent on"), null=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    passport_name = models.CharField(_("name as in the passport"), max_length=100, editable=False)
    host_number = models.CharField(_("number of the host"), max_length=60, blank=True)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=["nominated", "sent", "admitted"]),
                name="one_live_nomination",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.passport_name}"

    def get_absolute_url(self):
        return reverse("nomination-detail", args=[self.pk])
