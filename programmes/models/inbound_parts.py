"""Duties, terms and leads around international students (§2.9)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Record, Region
from programmes.models.inbound import InboundStudent


class ArrivalDuty(models.Model):
    """What the law asks of an international student after arriving or moving, with its day (§2.9)."""

    class Kind(models.TextChoices):
        LODGING = "lodging", _("Register the lodging (24 hours)")
        RESIDENCE = "residence", _("Apply for the residence permit (30 days)")
        MEDICAL = "medical", _("Medical check")
        INSURANCE = "insurance", _("Medical insurance")

    student = models.ForeignKey(
        InboundStudent, on_delete=models.CASCADE, related_name="duties", verbose_name=_("student")
    )
    kind = models.CharField(_("duty"), max_length=10, choices=Kind)
    because = models.CharField(_("because of"), max_length=100, blank=True)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("recorded by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("duty after arrival")
        verbose_name_plural = _("duties after arrival")
        ordering = ["due_on", "pk"]

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.due_on < timezone.localdate()


class TermRegistration(models.Model):
    """An international student registered for a term."""

    student = models.ForeignKey(
        InboundStudent, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("student")
    )
    term = models.CharField(_("term"), max_length=12)
    registered_on = models.DateField(_("registered on"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("registered by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("registration for a term")
        verbose_name_plural = _("registrations for terms")
        ordering = ["-term"]
        constraints = [
            models.UniqueConstraint(fields=["student", "term"], name="registered_once_per_term"),
        ]

    def __str__(self):
        return self.term


class Lead(Record):
    """Somebody abroad who asked about studying here, with the consent to be contacted (§2.9)."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    nationality = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nationality"),
    )
    interest = models.CharField(_("interested in"), max_length=200)
    source = models.CharField(_("source"), max_length=8, choices=InboundStudent.Source)
    campaign = models.CharField(_("campaign or fair"), max_length=100, blank=True)
    consented_at = models.DateTimeField(_("consent given at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")

    def __str__(self):
        return self.name
