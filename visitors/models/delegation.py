"""An incoming delegation (来访团组), from draft to close."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.text import bilingual
from visitors.models.choices import EXPECTED_COUNTERPARTS, Counterpart, Level, Lodging, Purpose
from visitors.models.delegation_queries import DelegationQuerySet
from visitors.models.delegation_state import ReviewState

User = settings.AUTH_USER_MODEL
MOST_DAYS = 90


class Delegation(ReviewState, Record):
    """One visit of guests from outside: who, why, when, received by whom, at what cost (§4.1)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        UNIT_REVIEW = "unit_review", _("Under review by the unit")
        IO_REVIEW = "io_review", _("Under review by the office")
        LEADER_REVIEW = "leader_review", _("With the school leader")
        APPROVED = "approved", _("Approved")
        HOSTING = "hosting", _("Guests are here")
        SUMMARY_DUE = "summary_due", _("Summary due")
        CLOSED = "closed", _("Closed")
        RETURNED = "returned", _("Returned for changes")
        REJECTED = "rejected", _("Not approved")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {"leader_review": "violet", "hosting": "green", "summary_due": "amber"}
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    IN_REVIEW = (Status.UNIT_REVIEW, Status.IO_REVIEW, Status.LEADER_REVIEW)
    TAKING_PLACE = (Status.APPROVED, Status.HOSTING)
    AGREED = (Status.APPROVED, Status.HOSTING, Status.SUMMARY_DUE, Status.CLOSED)

    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"), editable=False
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("host unit")
    )
    co_hosts = models.ManyToManyField(
        "accounts.Unit", blank=True, related_name="+", verbose_name=_("further host units")
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=80, validators=[MinLengthValidator(4)])
    title_en = models.CharField(_("title (English)"), max_length=150)
    visiting_org_zh = models.CharField(_("visiting institution (Chinese)"), max_length=120)
    visiting_org_en = models.CharField(_("visiting institution (English)"), max_length=200)
    partner = models.ForeignKey(
        "partnerships.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("partner institution"),
        help_text=_("If it is one of our partners: the visit is then entered in its log."),
    )
    level = models.CharField(_("level of the guests"), max_length=16, choices=Level)
    purpose = models.CharField(_("kind of visit"), max_length=12, choices=Purpose)
    aim_zh = models.TextField(_("purpose (Chinese)"), max_length=1000)
    aim_en = models.TextField(_("purpose (English)"), max_length=2000)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    headcount_declared = models.PositiveSmallIntegerField(
        _("guests expected"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )

    counterpart = models.CharField(_("received by"), max_length=16, choices=Counterpart)
    counterpart_name = models.CharField(_("name of the host"), max_length=100)
    leader_attends = models.BooleanField(_("a school leader attends"), default=False)
    accompanying = models.CharField(
        _("accompanying staff"), max_length=300, blank=True, help_text=_("Names, separated by commas.")
    )
    interpreter = models.CharField(_("interpreter"), max_length=100, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=100)
    contact_phone = models.CharField(_("phone of the contact person"), max_length=30)

    lodging = models.CharField(_("lodging"), max_length=8, choices=Lodging, default=Lodging.HOTEL)
    lodging_name = models.CharField(_("hotel or address"), max_length=150, blank=True)
    costs_borne_by_zh = models.CharField(
        _("who bears the costs (Chinese)"),
        max_length=150,
        default="国际旅费由来访方承担,在校期间食宿由我校承担",
    )
    costs_borne_by_en = models.CharField(
        _("who bears the costs (English)"), max_length=200,
        default="International travel at the guests' expense; board and lodging during the visit at ours",
    )  # fmt: skip

    has_senior_officials = models.BooleanField(_("officials of vice-minister rank or above"), default=False)
    has_media = models.BooleanField(_("media come along"), default=False)
    has_ngo = models.BooleanField(_("an overseas NGO takes part"), default=False)
    province_reply_no = models.CharField(_("reply of the province: number"), max_length=60, blank=True)
    province_reply_on = models.DateField(_("reply of the province: date"), null=True, blank=True)
    late_reason = models.CharField(
        _("why it is filed late"), max_length=300, blank=True,
        help_text=_("Needed when the last filing day is past; the visit is then marked as filed late."),
    )  # fmt: skip

    overseas_headcount_actual = models.PositiveSmallIntegerField(
        _("guests who came"), null=True, blank=True, editable=False
    )
    headcount_note = models.CharField(_("why the number differs"), max_length=300, blank=True, editable=False)
    summary_zh = models.TextField(_("summary (Chinese)"), max_length=5000, blank=True, editable=False)
    summary_en = models.TextField(_("summary (English)"), max_length=8000, blank=True, editable=False)
    follow_up = models.TextField(_("follow-up"), max_length=2000, blank=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("visiting delegation")
        verbose_name_plural = _("visiting delegations")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="delegation_number_once"
            ),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="visit_ends_after_it_starts"),
            # EC-93: what was counted at the close is the statistic, so nothing is closed without it.
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(overseas_headcount_actual__isnull=False),
                name="closed_delegation_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "hosting", "summary_due", "closed"]) | ~Q(number=""),
                name="approved_delegation_has_a_number",
            ),
        ]
        indexes = [models.Index(fields=["-start_on", "-id"], name="delegation_by_start")]

    def __str__(self):
        return bilingual(self, "title")

    def get_absolute_url(self):
        return reverse("delegation-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether everything may still be changed."""
        return self.status in self.EDITABLE

    @property
    def is_adjustable(self) -> bool:
        """Whether guests, programme and cars may still be put right; dates, level and money are decided."""
        return self.status in (*self.EDITABLE, *self.TAKING_PLACE)

    @property
    def nights(self) -> int:
        return (self.end_on - self.start_on).days

    @property
    def days(self) -> list[date]:
        """Every day of the visit."""
        return [self.start_on + timedelta(days=offset) for offset in range(self.nights + 1)]

    @property
    def is_counterpart_expected(self) -> bool:
        """Whether the host side answers the level of the guests (身份对等)."""
        return not self.level or self.counterpart in EXPECTED_COUNTERPARTS[Level(self.level)]

    @property
    def budget_total(self) -> Decimal:
        return sum((line.amount for line in self.budget.all()), Decimal(0))

    @property
    def region_kinds(self) -> set[tuple[str, bool]]:
        """Of the guests' regions: the kind, and whether there are diplomatic relations."""
        return set(self.members.values_list("nationality__kind", "nationality__has_diplomatic_relations"))

    @property
    def authors(self) -> set[int]:
        """Those who may not decide on it (SOD-1)."""
        return {self.author_id} | set(self.submitters)

    def clean(self):
        if self.start_on and self.end_on:
            if self.end_on < self.start_on:
                raise ValidationError({"end_on": _("The last day lies before the first.")})
            if (self.end_on - self.start_on).days >= MOST_DAYS:
                raise ValidationError({"end_on": _("A visit lasts at most 90 days.")})
        if self.lodging in {Lodging.CAMPUS, Lodging.PRIVATE} and not self.lodging_name:
            raise ValidationError({"lodging_name": _("Say where: such lodging has to be registered.")})
        if (
            self.status == self.Status.DRAFT
            and self.end_on
            and self.end_on < timezone.localdate() - timedelta(days=366)
        ):
            raise ValidationError({"end_on": _("This lies more than a year back.")})
