"""Staff who go abroad on duty or as visiting scholars (§4.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of
from core.models import Region
from core.policy import policy
from visitors.models.filed import Filed, FiledQuerySet

OPINION_AREAS = (CosignArea.FINANCE, CosignArea.HR)


class StaffTripQuerySet(FiledQuerySet):
    """Finds trips of staff."""

    def visible_to(self, user: Any) -> Any:
        """Beside those who see all: travellers their own, units theirs, cosigners what they answer on."""
        if set(OPINION_AREAS) & cosign_areas_of(user):
            return self
        return super().visible_to(user)

    def departed_between(self, first: date, last: date) -> StaffTripQuerySet:
        """Trips on duty and stays as visiting scholar that began between the days (F10)."""
        return self.filter(
            departed_on__range=(first, last),
            kind__in=(StaffTrip.Kind.OFFICIAL, StaffTrip.Kind.SCHOLAR),
        )

    def scholars(self) -> StaffTripQuerySet:
        return self.filter(kind=StaffTrip.Kind.SCHOLAR)

    def report_overdue(self, on: date) -> StaffTripQuerySet:
        """Back for longer than the report may take, and no report handed in."""
        latest = on - timedelta(days=policy("visitors.trip_report_days"))
        return self.filter(
            status__in=StaffTrip.BACK, returned_on__lt=latest, report_handed_in_on=None
        ).exclude(kind=StaffTrip.Kind.PRIVATE)


class StaffTrip(Filed):
    """One journey: who goes where and why, from the application to the report."""

    class Kind(models.TextChoices):
        OFFICIAL = "official_short", _("Official short trip")
        SCHOLAR = "visiting_scholar", _("Visiting scholar")
        LONG = "long_term", _("Long-term posting")
        PRIVATE = "private", _("Private trip to be recorded")

    class Activity(models.TextChoices):
        VISIT = "visit", _("Visit or negotiation")
        MEETING = "meeting", _("International meeting")
        TRAINING = "training", _("Training")
        RESEARCH = "research", _("Research")

    class Sponsor(models.TextChoices):
        CSC = "csc", _("China Scholarship Council")
        PROVINCE = "province", _("Province")
        SCHOOL = "school", _("School")
        SELF = "self", _("Own means")
        HOST = "host", _("Host")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        UNIT_REVIEW = "unit_review", _("Unit review")
        PUBLICITY = "publicity", _("Public notice")
        IO_REVIEW = "io_review", _("Office review")
        LEADER_REVIEW = "leader_review", _("Leader review")
        EXTERNAL_REVIEW = "external_review", _("Provincial review")
        APPROVED = "approved", _("Approved")
        ABROAD = "abroad", _("Abroad")
        RETURNED = "returned", _("Back, passport not yet in")
        REPORT_DUE = "report_due", _("Report due")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")
        NOT_TRAVELLED = "not_travelled", _("Not travelled")

    BACK = (Status.RETURNED, Status.REPORT_DUE)
    BEFORE_APPROVAL = (
        Status.DRAFT, Status.UNIT_REVIEW, Status.PUBLICITY, Status.IO_REVIEW, Status.LEADER_REVIEW,
        Status.EXTERNAL_REVIEW,
    )  # fmt: skip
    OWNERS = ("author", "traveller")
    HOLDERS = {
        "DH": ("unit_review",), "IOV": ("io_review", "external_review", "returned"), "LDR": ("leader_review",),
        "OWN": ("report_due",),
    }  # fmt: skip
    UNDER_WAY = (
        "unit_review", "publicity", "io_review", "leader_review", "external_review", "approved", "abroad",
        "returned",
    )  # fmt: skip
    STATUS_TONES = {
        "abroad": "green",
        "returned": "amber",
        "report_due": "amber",
        "publicity": "blue",
        "not_travelled": "grey",
    }

    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    kind = models.CharField(_("kind of trip"), max_length=16, choices=Kind, default=Kind.OFFICIAL)
    activity = models.CharField(_("purpose"), max_length=10, choices=Activity, default=Activity.VISIT)
    traveller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trips", verbose_name=_("traveller")
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    purpose = models.TextField(_("tasks abroad"), max_length=3000)
    is_in_plan = models.BooleanField(_("in the yearly plan"), default=True)
    is_leading_cadre = models.BooleanField(_("traveller is a leading cadre"), default=False)
    host = models.CharField(_("inviting institution"), max_length=200, blank=True)
    start_on = models.DateField(_("day of departure"))
    end_on = models.DateField(_("day of arrival back"))
    budget_amount = models.DecimalField(_("budget, CNY"), max_digits=14, decimal_places=2, default=0)
    fund_source = models.CharField(_("source of funds"), max_length=100, blank=True)
    # Visiting scholars.
    sponsor = models.CharField(_("sponsor"), max_length=8, choices=Sponsor, blank=True)
    host_supervisor = models.CharField(_("supervisor abroad"), max_length=100, blank=True)
    salary_status = models.CharField(_("salary while abroad"), max_length=100, blank=True)
    bond_signed_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    service_until = models.DateField(_("duty of service until"), null=True, blank=True)
    talk_on = models.DateField(_("talk held on"), null=True, blank=True, editable=False)
    # What the steps write.
    publicity_from = models.DateField(_("public notice from"), null=True, blank=True, editable=False)
    publicity_until = models.DateField(_("public notice until"), null=True, blank=True, editable=False)
    organisation_note = models.CharField(
        _("opinion of the organisation department"), max_length=200, blank=True, editable=False
    )
    permit_no = models.CharField(_("number of the trip approval"), max_length=60, blank=True, editable=False)
    permit_on = models.DateField(_("trip approved on"), null=True, blank=True, editable=False)
    departed_on = models.DateField(_("departed on"), null=True, blank=True, editable=False)
    returned_on = models.DateField(_("returned on"), null=True, blank=True, editable=False)
    passport_in_on = models.DateField(_("passport handed in on"), null=True, blank=True, editable=False)
    report = models.TextField(_("report"), max_length=20_000, blank=True, editable=False)
    report_handed_in_on = models.DateField(_("report handed in on"), null=True, blank=True, editable=False)
    post_publicity_from = models.DateField(_("report public from"), null=True, blank=True, editable=False)
    refund_amount = models.DecimalField(
        _("refunded, CNY"), max_digits=14, decimal_places=2, null=True, blank=True, editable=False
    )
    is_late = models.BooleanField(_("filed after the last day"), default=False, editable=False)
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.DRAFT, editable=False
    )

    objects = StaffTripQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff trip")
        verbose_name_plural = _("staff trips")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="trip_number_once"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="trip_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(budget_amount__gte=0), name="trip_budget_is_no_debt"),
            models.CheckConstraint(
                condition=Q(returned_on=None)
                | Q(departed_on__isnull=False, returned_on__gte=F("departed_on")),
                name="who_returns_has_departed",
            ),
        ]
        indexes = [
            models.Index(fields=["-start_on", "-id"], name="trip_by_start"),
            models.Index(fields=["status", "returned_on"], name="trip_by_return"),
        ]

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_official(self) -> bool:
        return self.kind == self.Kind.OFFICIAL

    @property
    def days(self) -> int:
        """Days abroad: departure and arrival both count."""
        return (self.end_on - self.start_on).days + 1

    @property
    def overstayed_days(self) -> int:
        """Days beyond what was approved; their cost is not reimbursed."""
        return max(((self.returned_on or self.end_on) - self.end_on).days, 0) if self.departed_on else 0

    @property
    def passport_due_on(self) -> date | None:
        if self.returned_on is None or not self.is_official:
            return None
        return self.returned_on + timedelta(days=policy("visitors.trip_passport_days"))

    @property
    def report_due_on(self) -> date | None:
        if self.returned_on is None or self.kind == self.Kind.PRIVATE:
            return None
        return self.returned_on + timedelta(days=policy("visitors.trip_report_days"))

    @property
    def due_on(self) -> date | None:
        """What the home page shows: the nearer of passport and report."""
        if self.status == self.Status.RETURNED:
            return self.passport_due_on
        if self.status == self.Status.REPORT_DUE and self.report_handed_in_on is None:
            return self.report_due_on
        return None

    @property
    def opinions_needed(self) -> set[str]:
        """Who must give an opinion before the office accepts: finance on money, HR on long absence."""
        needed = set()
        if self.budget_amount:
            needed.add(CosignArea.FINANCE.value)
        if self.days > policy("visitors.short_term_max_days"):
            needed.add(CosignArea.HR.value)
        return needed

    @property
    def notice_is_over(self) -> bool:
        return self.publicity_until is not None and timezone.localdate() > self.publicity_until


class TripMember(models.Model):
    """Somebody else in the group."""

    trip = models.ForeignKey(
        StaffTrip, on_delete=models.CASCADE, related_name="members", verbose_name=_("trip")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("member")
    )
    task = models.CharField(_("task"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("member of the group")
        verbose_name_plural = _("members of the group")
        constraints = [models.UniqueConstraint(fields=["trip", "user"], name="once_in_a_group")]

    def __str__(self):
        return str(self.user)


class TripStop(models.Model):
    """A place on the route."""

    trip = models.ForeignKey(
        StaffTrip, on_delete=models.CASCADE, related_name="stops", verbose_name=_("trip")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("country or region")
    )
    city = models.CharField(_("city"), max_length=100)
    arrive_on = models.DateField(_("from"))
    leave_on = models.DateField(_("until"))
    programme = models.CharField(_("what is done there"), max_length=300)

    class Meta:
        verbose_name = _("place on the route")
        verbose_name_plural = _("route")
        ordering = ["arrive_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leave_on__gte=F("arrive_on")), name="stop_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"{self.city} {self.arrive_on}–{self.leave_on}"


class TripOpinion(models.Model):
    """What finance or human resources say about a trip."""

    trip = models.ForeignKey(
        StaffTrip, on_delete=models.CASCADE, related_name="opinions", verbose_name=_("trip")
    )
    area = models.CharField(_("matter"), max_length=12, choices=CosignArea)
    agrees = models.BooleanField(_("agrees"))
    text = models.CharField(_("opinion"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [models.UniqueConstraint(fields=["trip", "area"], name="one_opinion_per_matter")]

    def __str__(self):
        return f"{self.get_area_display()} {self.by}"
