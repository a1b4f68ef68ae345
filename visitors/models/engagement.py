"""Engagements of experts, what they teach and what they speak about (§4.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.role import CosignArea
from accounts.roles import cosign_areas_of
from core.models import Record
from visitors.models.expert import Expert
from visitors.models.filed import Filed, FiledQuerySet


class EngagementQuerySet(FiledQuerySet):
    """Finds engagements."""

    def counted_between(self, first: date, last: date) -> EngagementQuerySet:
        """Those that count as foreign experts: begun between the days, taken up, not online (F09)."""
        lectured = Q(kind=Engagement.Kind.SHORT_TERM) & Q(
            pk__in=Lecture.objects.filter(status=Lecture.Status.HELD).values("engagement")
        )
        return self.filter(Q(taken_up_on__isnull=False) | lectured, start_on__range=(first, last)).exclude(
            kind=Engagement.Kind.ONLINE
        )

    def under_way(self, on: date) -> EngagementQuerySet:
        return self.filter(status__in=Engagement.PRESENT, start_on__lte=on, end_on__gte=on)


class Engagement(Filed):
    """One engagement of an expert by a unit, from the plan to the departure."""

    class Kind(models.TextChoices):
        LONG_TERM = "long_term", _("Long-term (more than 90 days)")
        SHORT_TERM = "short_term", _("Short-term")
        PART_TIME = "part_time", _("Part-time")
        HONORARY = "honorary", _("Guest or honorary professor")
        ONLINE = "online", _("Online")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNIT_REVIEW = "unit_review", _("Unit review")
        IO_REVIEW = "io_review", _("Office review")
        APPROVED = "approved", _("Approved")
        INVITED = "invited", _("Invited")
        VISA = "visa", _("Visa in hand")
        ARRIVED = "arrived", _("Arrived")
        ON_POST = "on_post", _("On post")
        EXTENDED = "extended", _("Extended")
        ENDED = "ended", _("Ended")
        CANCELLED = "cancelled", _("Cancelled")
        TERMINATED = "terminated", _("Terminated early")

    PRESENT = (Status.ARRIVED, Status.ON_POST, Status.EXTENDED)
    WATCHED = (Status.APPROVED, Status.INVITED, Status.VISA, *PRESENT)
    OWNERS = ("author",)
    HOLDERS = {
        "DH": ("unit_review",),
        "IOV": ("io_review", "approved", "invited", "visa"),
        "OWN": ("arrived",),
    }
    UNDER_WAY = ("unit_review", "io_review", "approved", "invited", "visa", "arrived", "on_post", "extended")
    DRAFTS = ("planned",)
    STATUS_TONES = {
        "planned": "grey", "invited": "blue", "visa": "blue", "arrived": "green", "on_post": "green",
        "extended": "green", "ended": "grey", "terminated": "red",
    }  # fmt: skip

    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="engagements", verbose_name=_("expert")
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    kind = models.CharField(_("kind of engagement"), max_length=10, choices=Kind)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.PLANNED, editable=False
    )
    position_zh = models.CharField(_("position (Chinese)"), max_length=100)
    position_en = models.CharField(_("position (English)"), max_length=150, blank=True)
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    purpose = models.TextField(_("what the expert will do"), max_length=2000, blank=True)
    contract_no = models.CharField(_("contract number"), max_length=40, blank=True)
    contract_signed_on = models.DateField(_("contract signed on"), null=True, blank=True)
    salary = models.DecimalField(
        _("salary a month, CNY"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    benefits = models.CharField(_("benefits"), max_length=300, blank=True)
    teaching_load = models.DecimalField(
        _("teaching load, hours"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    tax_note = models.CharField(_("note on the tax treaty"), max_length=300, blank=True)
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True, editable=False)
    taken_up_on = models.DateField(_("on post since"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    permit_cancelled_on = models.DateField(_("permit cancelled on"), null=True, blank=True, editable=False)
    has_handed_over = models.BooleanField(_("keys and assets handed over"), default=False, editable=False)
    passport_override = models.CharField(
        _("why a passport that ends soon is accepted"), max_length=300, blank=True, editable=False
    )

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="engagement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")), name="engagement_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(salary=None) | Q(salary__gte=0), name="salary_is_no_debt"),
        ]
        indexes = [models.Index(fields=["-start_on", "-id"], name="engagement_by_start")]

    def __str__(self):
        return f"{self.expert} · {self.get_kind_display()}"

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.PLANNED

    @property
    def days(self) -> int:
        """First and last day both count."""
        return (self.end_on - self.start_on).days + 1

    @property
    def last_day(self) -> date:
        return self.ended_on or self.end_on


class Teaching(models.Model):
    """A course an expert teaches in an engagement."""

    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="teaching", verbose_name=_("engagement")
    )
    course_zh = models.CharField(_("course (Chinese)"), max_length=100)
    course_en = models.CharField(_("course (English)"), max_length=150, blank=True)
    term = models.CharField(_("term"), max_length=20, blank=True)
    hours = models.DecimalField(_("class hours"), max_digits=5, decimal_places=1)
    audience = models.PositiveIntegerField(_("number of students"), null=True, blank=True)
    language = models.CharField(_("language of teaching"), max_length=40, blank=True)
    evaluation = models.CharField(_("evaluation"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("course taught")
        verbose_name_plural = _("courses taught")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=400), name="teaching_has_hours")
        ]

    def __str__(self):
        return self.course_zh


class LectureQuerySet(models.QuerySet):
    """Finds lectures."""

    def visible_to(self, user: Any) -> LectureQuerySet:
        """Whoever sees the engagement; and the publicity department, which reviews the content."""
        if CosignArea.PUBLICITY in cosign_areas_of(user):
            return self
        return self.filter(engagement__in=Engagement.objects.visible_to(user).values("pk"))

    def awaiting(self, user: Any) -> LectureQuerySet:
        if CosignArea.PUBLICITY in cosign_areas_of(user):
            return self.filter(status=Lecture.Status.CONTENT_REVIEW)
        return self.none()


class Lecture(Record):
    """A talk of an expert; to the public, or on social science, its content is reviewed before."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONTENT_REVIEW = "content_review", _("Content review")
        CLEARED = "cleared", _("Content cleared")
        REFUSED = "refused", _("Content refused")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {"cleared": "green", "refused": "red", "held": "grey"}

    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, related_name="lectures", editable=False,
        verbose_name=_("engagement"),
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name=_("filed by"),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=14, choices=Status, default=Status.DRAFT, editable=False
    )
    title_zh = models.CharField(_("topic (Chinese)"), max_length=150)
    title_en = models.CharField(_("topic (English)"), max_length=200, blank=True)
    on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    audience = models.PositiveIntegerField(_("audience"), null=True, blank=True)
    is_public = models.BooleanField(_("open to the public"), default=False)
    is_social_science = models.BooleanField(_("on social science or the humanities"), default=False)
    outline = models.TextField(_("outline"), max_length=3000)

    objects = LectureQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ["on", "pk"]

    def __str__(self):
        return self.title_zh

    def get_absolute_url(self):
        return reverse("lecture-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.engagement.unit_id

    @property
    def authors(self) -> set[int]:
        return {self.author_id}

    @property
    def needs_review(self) -> bool:
        """Whether the publicity department must clear the content first."""
        return self.is_public or self.is_social_science

    @property
    def number(self) -> str:
        return self.engagement.number

    def barred_from(self, step: Any, user: Any) -> str:
        if step.decides and user.unit_id == self.engagement.unit_id:
            return gettext("You belong to the unit that files this: somebody else must decide.")
        return ""
