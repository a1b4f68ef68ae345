"""The agreement (协议): with whom, about what, from when until when (§3.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, Event, Record
from core.text import bilingual
from partnerships.models.agreement_queries import AgreementQuerySet
from partnerships.models.agreement_time import AgreementTime
from partnerships.models.choices import (
    AgreementKind,
    Level,
    Side,
)
from partnerships.models.institution import Institution

User = settings.AUTH_USER_MODEL


class Agreement(AgreementTime, Record):
    """One agreement with one or several partners, from draft to its end."""

    class Status(models.TextChoices):
        DRAFTING = "drafting", _("Being drafted")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        OFFICE_REVIEW = "office_review", _("Under review by the office")
        COSIGN = "cosign", _("Being cosigned")
        LEADER_APPROVAL = "leader_approval", _("With the school leader")
        APPROVED_TO_SIGN = "approved_to_sign", _("Approved for signing")
        SIGNED = "signed", _("Signed, not yet in force")
        EFFECTIVE = "effective", _("In force")
        EXPIRING = "expiring", _("Ending soon")
        EXPIRED = "expired", _("Expired")
        RENEWED = "renewed", _("Renewed")
        TERMINATED = "terminated", _("Terminated")
        SUPERSEDED = "superseded", _("Superseded")
        RETURNED = "returned", _("Returned for changes")
        REJECTED = "rejected", _("Approval refused")
        CANCELLED = "cancelled", _("Cancelled")

    class Method(models.TextChoices):
        IN_PERSON = "in_person", _("Signed in person")
        MAIL = "mail", _("By mail")
        E_SIGN = "e_sign", _("Electronically")

    class CountUnit(models.TextChoices):
        SEMESTER = "semester", _("Student-semesters")
        YEAR = "year", _("Student-years")

    STATUS_TONES = {
        "drafting": "grey",
        "unit_review": "blue",
        "office_review": "blue",
        "cosign": "blue",
        "leader_approval": "violet",
        "approved_to_sign": "violet",
        "signed": "blue",
        "effective": "green",
        "expiring": "amber",
        "expired": "grey",
        "renewed": "grey",
        "terminated": "red",
        "superseded": "grey",
        "returned": "amber",
        "rejected": "red",
        "cancelled": "grey",
    }
    IN_REVIEW = (Status.UNIT_REVIEW, Status.OFFICE_REVIEW, Status.COSIGN, Status.LEADER_APPROVAL)
    EDITABLE = (Status.DRAFTING, Status.RETURNED)
    # Signed once: from here on the dates say where it stands.
    BINDING = (
        Status.SIGNED,
        Status.EFFECTIVE,
        Status.EXPIRING,
        Status.EXPIRED,
        Status.RENEWED,
        Status.TERMINATED,
        Status.SUPERSEDED,
    )

    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFTING, editable=False, db_index=True
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.SCHOOL)
    partners: Any = models.ManyToManyField(
        Institution,
        through="partnerships.AgreementPartner",
        related_name="agreements",
        verbose_name=_("partners"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("our unit in charge")
    )
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("drafted by")
    )
    languages = models.CharField(_("languages of the text"), max_length=60, default="zh, en")
    prevailing_language = models.CharField(_("language that prevails"), max_length=30, blank=True)
    summary = models.TextField(_("summary of obligations"), max_length=4000, blank=True)

    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(_("first expiry"), null=True, blank=True)
    is_open_ended = models.BooleanField(_("without an end"), default=False)
    term_years = models.PositiveSmallIntegerField(_("term in years"), null=True, blank=True)
    auto_renew = models.BooleanField(_("renews by itself"), default=False)
    renew_years = models.PositiveSmallIntegerField(_("years of each renewal"), default=0)
    max_renewals = models.PositiveSmallIntegerField(
        _("renewals at most"), null=True, blank=True, help_text=_("Empty: without limit.")
    )
    notice_days = models.PositiveSmallIntegerField(_("days of notice before the end"), default=0)
    notice_on = models.DateField(_("notice of non-renewal given on"), null=True, blank=True, editable=False)
    notice_by = models.CharField(_("notice given by"), max_length=8, choices=Side, blank=True, editable=False)
    termination_months = models.PositiveSmallIntegerField(
        _("months of notice to terminate"), null=True, blank=True
    )

    places_out = models.PositiveSmallIntegerField(_("places a year, outgoing"), null=True, blank=True)
    places_in = models.PositiveSmallIntegerField(_("places a year, incoming"), null=True, blank=True)
    count_unit = models.CharField(
        _("unit of the places"), max_length=8, choices=CountUnit, default=CountUnit.SEMESTER
    )
    permitted_imbalance = models.DecimalField(
        _("permitted imbalance in student-semesters"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Empty: as the office has set it."),
    )
    imbalance_waived_until = models.DateField(
        _("imbalance tolerated until"), null=True, blank=True, editable=False
    )
    fee_terms = models.TextField(_("terms on fees"), max_length=2000, blank=True)
    degree_terms = models.TextField(_("terms on degrees and credits"), max_length=2000, blank=True)
    involves_money = models.BooleanField(_("the university pays or receives money"), default=False)
    involves_staff = models.BooleanField(_("teachers or researchers are sent"), default=False)
    is_sensitive = models.BooleanField(_("sensitive subject or data"), default=False)

    our_signatory = models.CharField(_("who signs for us"), max_length=100, blank=True)
    our_signatory_level = models.CharField(_("rank of our signatory"), max_length=60, blank=True)
    their_signatory = models.CharField(_("who signs for the partner"), max_length=100, blank=True)
    their_signatory_level = models.CharField(_("rank of the partner's signatory"), max_length=60, blank=True)
    method = models.CharField(_("way of signing"), max_length=10, choices=Method, blank=True)
    signing_place = models.CharField(_("place of signing"), max_length=100, blank=True)
    signed_on_our = models.DateField(_("signed by us on"), null=True, blank=True)
    signed_on_their = models.DateField(_("signed by the partner on"), null=True, blank=True)
    signed_outside = models.BooleanField(_("signed outside the portal"), default=False, editable=False)
    originals_at = models.CharField(_("where the originals are"), max_length=150, blank=True)
    archived_on = models.DateField(_("originals archived on"), null=True, blank=True)

    predecessor = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("renews"),
    )
    # The first agreement of the renewal chain, kept by the actions: the balance is counted along it (§3.4).
    root = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chain",
        editable=False,
        verbose_name=_("first of the chain"),
    )
    # What follows from the dates above, kept by the actions so that queries can ask for it (AG-01).
    last_day = models.DateField(_("last day"), null=True, blank=True, editable=False, db_index=True)
    terminated_on = models.DateField(_("terminated from"), null=True, blank=True, editable=False)
    superseded_on = models.DateField(_("superseded from"), null=True, blank=True, editable=False)
    renewed_on = models.DateField(_("renewed from, after a gap"), null=True, blank=True, editable=False)
    holds_until = models.DateField(_("holds until"), null=True, blank=True, editable=False, db_index=True)

    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("to be decided by"), null=True, blank=True, editable=False)
    # Electronic exchange with European partners.
    iia_id = models.CharField(_("our IIA id"), max_length=64, blank=True, editable=False)
    partner_iia_id = models.CharField(_("the partner's IIA id"), max_length=64, blank=True)
    partner_iia_code = models.CharField(_("the partner's IIA code"), max_length=64, blank=True)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="agreement_number_once"),
            models.CheckConstraint(
                condition=Q(effective_on=None) | Q(expires_on=None) | Q(expires_on__gt=F("effective_on")),
                name="agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(predecessor=None) | ~Q(predecessor=F("id")), name="agreement_not_its_own_renewal"
            ),
            models.CheckConstraint(
                condition=Q(auto_renew=False) | Q(renew_years__gte=1, expires_on__isnull=False),
                name="agreement_renews_by_years",
            ),
            models.CheckConstraint(
                condition=Q(is_open_ended=False) | Q(expires_on=None, auto_renew=False),
                name="open_agreement_has_no_end",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "effective_on", "holds_until"], name="agreement_in_force"),
            models.Index(fields=["unit", "-id"], name="agreement_of_unit"),
        ]

    def __str__(self):
        return f"{self.number} {bilingual(self, 'title')}".strip()

    def get_absolute_url(self):
        return reverse("agreement-detail", args=[self.pk])
