"""The proposal of a non-degree training project (立项申请)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import (
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
)
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleGrant
from core.models import Attachment, Event, Record
from core.policy import policy
from training.models.choices import (
    AssessmentMethod,
    Audience,
    Category,
    Delivery,
    Location,
    Mode,
    RiskLevel,
)
from training.models.queries import ProposalQuerySet
from training.models.review_state import ReviewState

User = settings.AUTH_USER_MODEL
MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "null": True, "blank": True}
NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class Proposal(ReviewState, Record):
    """One project of non-degree training, from draft to approval; it may run in several classes (§1.2)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        OFFICE_REVIEW = "office_review", _("Under review by the office")
        COSIGN = "cosign", _("Being cosigned")
        DIRECTOR_REVIEW = "director_review", _("With the office director")
        LEADER_REVIEW = "leader_review", _("With the school leader")
        APPROVED = "approved", _("Approved")
        EXECUTING = "executing", _("Being carried out")
        SUSPENDED = "suspended", _("Suspended")
        CLOSING = "closing", _("Closing under review")
        CLOSED = "closed", _("Closed and archived")
        RETURNED = "returned", _("Returned for changes")
        REJECTED = "rejected", _("Not approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        TERMINATED = "terminated", _("Terminated")
        LAPSED = "lapsed", _("Lapsed")

    STATUS_TONES = {"leader_review": "violet", "executing": "green", "lapsed": "grey"}
    IN_REVIEW = (
        Status.UNIT_REVIEW,
        Status.OFFICE_REVIEW,
        Status.COSIGN,
        Status.DIRECTOR_REVIEW,
        Status.LEADER_REVIEW,
    )
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    IN_FORCE = (Status.APPROVED, Status.EXECUTING)

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
        db_index=True,
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("running unit"),
    )
    author = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
        editable=False,
    )
    title_zh = models.CharField(
        _("project title (Chinese)"), max_length=60, validators=[MinLengthValidator(4)]
    )
    title_en = models.CharField(_("project title (English)"), max_length=150, blank=True)
    category = models.CharField(_("category"), max_length=16, choices=Category, blank=True)
    delivery = models.CharField(_("form of study"), max_length=10, choices=Delivery, blank=True)
    mode = models.CharField(_("mode of teaching"), max_length=8, choices=Mode, blank=True)
    platform = models.CharField(_("online platform"), max_length=100, blank=True)
    platform_filing = models.CharField(_("ICP or other filing of the platform"), max_length=100, blank=True)
    platform_is_third_party = models.BooleanField(_("platform of a third party"), default=False)
    start_on = models.DateField(_("first day"), null=True, blank=True)
    end_on = models.DateField(_("last day"), null=True, blank=True)
    days = models.PositiveIntegerField(_("training days"), null=True, blank=True)
    hours_total = models.DecimalField(
        _("class hours"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    location_type = models.CharField(_("place"), max_length=20, choices=Location, blank=True)
    venue = models.CharField(_("venue"), max_length=150, blank=True)
    venue_capacity = models.PositiveIntegerField(_("seats at the venue"), null=True, blank=True)
    location_reason = models.CharField(_("why off campus"), max_length=300, blank=True)
    has_overseas_host = models.BooleanField(_("hosted by an overseas organisation or NGO"), default=False)
    responsible = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("project leader"),
    )
    responsible_leader = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leader in charge in the unit")
    )  # fmt: skip
    contact_name = models.CharField(_("contact person"), max_length=100)
    contact_phone = models.CharField(_("phone of the contact person"), max_length=30)

    audience = models.CharField(_("audience"), max_length=20, choices=Audience, blank=True)
    audience_detail = models.CharField(_("audience in detail"), max_length=300, blank=True)
    planned_quota_min = models.PositiveIntegerField(_("planned intake, at least"), null=True, blank=True)
    planned_quota_max = models.PositiveIntegerField(_("planned intake, at most"), null=True, blank=True)
    classes_planned = models.PositiveIntegerField(_("classes planned"), null=True, blank=True, default=1)
    client_org = models.CharField(_("commissioning client"), max_length=150, blank=True)
    client_uscc = models.CharField(_("credit code of the client"), max_length=18, blank=True)
    client_contact = models.CharField(_("contact at the client"), max_length=100, blank=True)
    contract_value = models.DecimalField(_("contract value"), validators=NOT_NEGATIVE, **MONEY)
    contract_template_used = models.BooleanField(
        _("contract on the school's template"), null=True, blank=True
    )
    has_partner = models.BooleanField(_("a partner takes part"), null=True, blank=True)
    related_party_declared = models.BooleanField(_("related party involved"), null=True, blank=True)
    related_party_detail = models.CharField(_("about the related party"), max_length=300, blank=True)

    objectives = models.TextField(_("objectives"), max_length=2000, blank=True)
    assessment_method = models.CharField(_("assessment"), max_length=10, choices=AssessmentMethod, blank=True)
    assessment_detail = models.CharField(_("assessment in detail"), max_length=300, blank=True)
    attendance_min_percent = models.PositiveSmallIntegerField(
        _("least attendance in per cent"),
        default=80,
        validators=[MaxValueValidator(100)],
    )
    score_min = models.PositiveSmallIntegerField(
        _("least score"), default=60, validators=[MaxValueValidator(100)]
    )
    certificate_type = models.ForeignKey(
        "certificates.CertificateType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("certificate type"),
    )
    certificate_title_zh = models.CharField(_("certificate title (Chinese)"), max_length=60, blank=True)
    certificate_title_en = models.CharField(_("certificate title (English)"), max_length=150, blank=True)
    is_bilingual_certificate = models.BooleanField(_("bilingual certificate"), default=False)

    fee_per_person = models.DecimalField(_("fee per person"), validators=NOT_NEGATIVE, **MONEY)
    fee_basis = models.CharField(_("basis of the fee"), max_length=300, blank=True)
    fee_filing_no = models.CharField(_("fee filing number"), max_length=60, blank=True)
    trainees_expected = models.PositiveIntegerField(
        _("trainees expected for the budget"), null=True, blank=True
    )
    deficit_reason = models.CharField(_("why the budget shows a deficit"), max_length=300, blank=True)

    headcount_on_site = models.PositiveIntegerField(_("most people on site at once"), null=True, blank=True)
    has_hazards = models.BooleanField(_("laboratory, field or sports activities"), default=False)
    is_overnight = models.BooleanField(_("trainees stay overnight"), default=False)
    safety_plan = models.TextField(_("safety plan"), max_length=4000, blank=True)
    insurance = models.CharField(_("insurance of trainees"), max_length=150, blank=True)
    is_social_science_lecture = models.BooleanField(_("open lectures on social science"), default=False)
    lecturers_confirmed = models.BooleanField(
        _("all lecturers confirmed by the party organisation"), default=False
    )
    materials_confirmed = models.BooleanField(
        _("all materials confirmed by the party organisation"), default=False
    )
    ideology_reviewer = models.CharField(_("reviewer of the content"), max_length=100, blank=True)
    ideology_reviewed_on = models.DateField(_("content reviewed on"), null=True, blank=True)
    feasibility = models.TextField(_("feasibility"), max_length=4000, blank=True)
    collective_decision_no = models.CharField(
        _("number of the unit's collective decision"), max_length=60, blank=True
    )
    collective_decision_on = models.DateField(_("date of the collective decision"), null=True, blank=True)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["approved_no"],
                condition=~Q(approved_no=""),
                name="approval_number_once",
            ),
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(start_on=None) | Q(end_on__gte=F("start_on")),
                name="proposal_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="proposal_newest"),
            models.Index(fields=["unit", "-created_at", "-id"], name="proposal_of_unit"),
            # Everything the coordination board counts by, so that it reads no row.
            models.Index(
                fields=["start_on", "status", "location_type", "risk_level", "unit"], name="proposal_on_board"
            ),
            models.Index(fields=["status", "due_on", "waiting_since"], name="proposal_waiting"),
        ]

    def __str__(self):
        return f"{self.approved_no} {self.title_zh}".strip()

    def get_absolute_url(self):
        return reverse("proposal-detail", args=[self.pk])

    @property
    def number(self) -> str:
        """What people call it: the approval number, or the draft's own."""
        return self.approved_no or f"#{self.pk}"

    @property
    def authors(self) -> set[int]:
        """Who wrote, leads or submitted it, and so never decides on it (SOD-1)."""
        senders = (
            Event.objects.of(self).filter(verb__in=["submit", "resubmit"]).values_list("by", "acting_for")
        )
        return {
            self.author_id,
            self.responsible_id,
            *(pk for pair in senders for pk in pair),
        } - {None}

    def barred_from(self, step: Any, user: Any) -> str:
        """Beyond the unit, nobody of the unit decides (SOD-3), nor somebody who cosigned (SOD-2)."""
        refused = self.barred_after_approval(step, user)
        if refused or not self.is_decision(step) or self.status == self.Status.UNIT_REVIEW:
            return refused
        persons = [person for person in (user, user.acting_for) if person is not None]
        at_home = any(person.unit_id == self.unit_id for person in persons)
        if at_home or RoleGrant.objects.in_force().filter(user__in=persons, unit=self.unit_id).exists():
            return gettext("You belong to the unit that proposes this: somebody else must decide.")
        if self.cosigns.current().filter(answered_by=user).exists():
            return gettext("You cosigned this project: somebody else must take the next decision.")
        return ""

    @property
    def is_editable(self) -> bool:
        return self.status in self.EDITABLE

    @property
    def is_overdue(self) -> bool:
        return (
            self.due_on is not None and self.status in self.IN_REVIEW and self.due_on < timezone.localdate()
        )

    @property
    def income_expected(self) -> Decimal:
        """Fees of the expected trainees and the contract, in CNY."""
        people = self.trainees_expected or self.planned_quota_max or 0
        return (self.fee_per_person or Decimal(0)) * people + (self.contract_value or Decimal(0))

    @property
    def leader_reasons(self) -> dict[str, str]:
        """Why the director alone may not approve (P9), by code; empty when he may (P8)."""
        reasons = {
            "high_risk": (gettext("High risk"), self.risk_level == RiskLevel.HIGH),
            "partner": (gettext("A partner takes part"), bool(self.has_partner)),
            "money": (
                gettext("Fees or contract above the threshold"),
                self.income_expected > policy("training.leader_threshold"),
            ),
            "abroad": (gettext("Abroad"), self.location_type == Location.ABROAD),
            "cadres": (gettext("Cadres are trained"), self.audience == Audience.CADRES),
            "minors": (gettext("Minors are trained"), self.audience == Audience.MINORS),
        }
        return {code: label for code, (label, holds) in reasons.items() if holds}

    @property
    def wants_minutes(self) -> bool:
        """High risk or a partner: the school decides collectively (TR-05)."""
        return self.risk_level == RiskLevel.HIGH or bool(self.has_partner)
