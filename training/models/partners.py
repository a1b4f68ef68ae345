"""Other bodies that take part: their vetting (TR-09, §1.7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of, is_training_desk, units_of
from core.identity_numbers import check_uscc
from core.models import Attachment, Event
from training.models.life import belongs_to_unit
from training.models.waiting import WaitingRecord, seen_by

User = settings.AUTH_USER_MODEL


def is_legal(user: Any) -> bool:
    """Whether the person answers for legal affairs."""
    return CosignArea.LEGAL in cosign_areas_of(user)


class PartnerVettingQuerySet(models.QuerySet):
    """Finds vettings of partners."""

    def visible_to(self, user: Any) -> PartnerVettingQuerySet:
        """A unit sees its own and every one that was passed; the office and legal affairs see all."""
        seen = seen_by(user, "unit")
        if seen is None or is_legal(user):
            return self
        if units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD):
            seen |= Q(status=PartnerVetting.Status.PASSED)
        return self.filter(seen)

    def valid_on(self, day: date) -> PartnerVettingQuerySet:
        return self.filter(status__in=PartnerVetting.VALID, valid_until__gte=day)

    def of_partner(self, uscc: str, name: str = "") -> PartnerVettingQuerySet:
        """Every vetting of one body, by its credit code or, without one, by its name."""
        return self.filter(uscc=uscc) if uscc else self.filter(name=name)

    def awaiting(self, user: Any) -> PartnerVettingQuerySet:
        status = PartnerVetting.Status
        mine = Q(status=status.UNIT_REVIEW, unit__in=units_of(user, Role.DEPARTMENT_HEAD))
        if is_training_desk(user):
            mine |= Q(status=status.OFFICE_REVIEW)
        if is_legal(user):
            mine |= Q(status=status.LEGAL_REVIEW)
        back = Q(status=status.RETURNED, unit__in=units_of(user, Role.DEPARTMENT_ADMIN))
        return self.filter((mine & ~Q(author=user)) | back)

    def drafts_of(self, user: Any) -> PartnerVettingQuerySet:
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(unit__in=units, status=PartnerVetting.Status.DRAFT)


class PartnerVetting(WaitingRecord):
    """The examination of one partner: who it is, what the registers say, whom it knows (TR-09)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        OFFICE_REVIEW = "office_review", _("Under review by the office")
        LEGAL_REVIEW = "legal_review", _("With legal affairs")
        RETURNED = "returned", _("Returned for changes")
        PASSED = "passed", _("Passed")
        CONDITIONAL = "conditional", _("Passed with conditions")
        FAILED = "failed", _("Not passed")
        EXPIRED = "expired", _("Expired")
        REPLACED = "replaced", _("Replaced by a newer one")

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("Enterprise")
        TRAINING = "training", _("Training school")
        PUBLIC = "public", _("Public institution")
        SOCIAL = "social", _("Social organisation")
        OVERSEAS = "overseas", _("Overseas organisation")

    class Listing(models.TextChoices):
        CLEAN = "clean", _("Nothing found")
        LISTED = "listed", _("Listed")

    VALID = (Status.PASSED, Status.CONDITIONAL)
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    IN_REVIEW = (Status.UNIT_REVIEW, Status.OFFICE_REVIEW, Status.LEGAL_REVIEW)
    STATUS_TONES = {"conditional": "amber", "replaced": "grey"}
    # The three registers to be looked at, each with its day and its screenshot.
    REGISTERS = ("company_register", "credit_china", "enforcement")

    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("proposing unit")
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    name = models.CharField(_("partner"), max_length=150)
    uscc = models.CharField(_("credit code of the partner"), max_length=18, blank=True, db_index=True)
    kind = models.CharField(_("kind of body"), max_length=10, choices=Kind)
    legal_representative = models.CharField(_("legal representative"), max_length=100)
    registered_capital = models.DecimalField(
        _("registered capital, CNY"), max_digits=16, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    founded_on = models.DateField(_("founded on"))
    business_scope = models.TextField(_("business scope"), max_length=3000)
    licence_no = models.CharField(_("number of the training licence"), max_length=60, blank=True)
    licence_expires_on = models.DateField(_("training licence valid until"), null=True, blank=True)
    company_register = models.CharField(_("National Enterprise Credit System"), max_length=6, choices=Listing)
    company_register_on = models.DateField(_("looked at on"))
    credit_china = models.CharField(_("Credit China"), max_length=6, choices=Listing)
    credit_china_on = models.DateField(_("looked at on"))
    enforcement = models.CharField(_("list of persons under enforcement"), max_length=6, choices=Listing)
    enforcement_on = models.DateField(_("looked at on"))
    past_cooperation = models.TextField(_("past cooperation"), max_length=1000, blank=True)
    related_party = models.BooleanField(
        _("related to staff of the school or their associates"), null=True, blank=False
    )
    related_people: Any = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("staff who are related"),
        help_text=_("They take no part in the examination (SOD-10)."),
    )  # fmt: skip
    related_party_detail = models.CharField(_("about the related party"), max_length=300, blank=True)
    bank_account = models.CharField(_("bank and account"), max_length=150, blank=True)
    conditions = models.CharField(_("conditions"), max_length=500, blank=True, editable=False)
    legal_opinion = models.TextField(_("legal opinion"), max_length=2000, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, editable=False)
    attachments = GenericRelation(Attachment)

    objects = PartnerVettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner vetting")
        verbose_name_plural = _("partner vettings")
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(uscc="") & Q(status__in=["unit_review", "office_review", "legal_review"]),
                name="one_vetting_under_review_per_partner",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnervetting-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        sent = Event.objects.of(self).filter(verb="submit").values_list("by", flat=True)
        return {self.author_id, *sent} - {None}

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    def is_valid_on(self, day: date) -> bool:
        return self.status in self.VALID and self.valid_until is not None and self.valid_until >= day

    def barred_from(self, step: Any, user: Any) -> str:
        """Nobody with a relation to the partner examines it (SOD-10); beyond the unit nobody of the unit (SOD-3)."""
        if not step.decides:
            return ""
        if self.related_people.filter(pk=user.pk).exists():
            return gettext("You are related to this partner: somebody else must decide (SOD-10).")
        return "" if self.status == self.Status.UNIT_REVIEW else belongs_to_unit(user, self.unit_id)

    def clean(self):
        if self.kind != self.Kind.OVERSEAS and not self.uscc:
            raise ValidationError({"uscc": _("Give the credit code.")})
        if self.uscc:
            try:
                self.uscc = check_uscc(self.uscc)
            except ValidationError as wrong:
                raise ValidationError({"uscc": wrong.messages}) from wrong
        today = timezone.localdate()
        for name in ("founded_on", *(f"{register}_on" for register in self.REGISTERS)):
            day = getattr(self, name)
            if day and day > today:
                raise ValidationError({name: _("The date lies in the future.")})
        if self.related_party is None:
            raise ValidationError({"related_party": _("Answer yes or no.")})
        if self.related_party and not self.related_party_detail:
            raise ValidationError({"related_party_detail": _("Say who is related, and how.")})
        if self.kind == self.Kind.TRAINING and not (self.licence_no and self.licence_expires_on):
            raise ValidationError(
                {"licence_no": _("A training school has a licence: give number and expiry.")}
            )
