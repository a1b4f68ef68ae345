"""International conferences held by the university (§4.4)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from core.models import Record, Region
from core.policy import policy
from visitors.models.filed import Filed, FiledQuerySet
from visitors.models.filing import FilingRule
from visitors.models.filing_day import FilingDay, latest_filing_day

# The least number of countries, China among them, that makes a conference international (the school's own rule).
COUNTRIES_OF_AN_INTERNATIONAL_CONFERENCE = 3


class ConferenceQuerySet(FiledQuerySet):
    """Finds conferences."""

    def counted_between(self, first: date, last: date) -> ConferenceQuerySet:
        """Held, international, as host or co-organiser, ended between the days (F05)."""
        return self.filter(
            status__in=Conference.HELD,
            category=Conference.Category.INTERNATIONAL,
            role__in=Conference.COUNTED_ROLES,
            end_on__range=(first, last),
        )


class Conference(Filed):
    """A conference with guests from abroad, from the forecast of the year before to its summary."""

    class Category(models.TextChoices):
        INTERNATIONAL = "international", _("International (three countries or more)")
        BILATERAL = "bilateral", _("Bilateral (two countries)")
        HKMT = "hkmt", _("With scholars from Hong Kong, Macao or Taiwan")

    class Role(models.TextChoices):
        HOST = "host", _("Main host")
        ORGANISER = "organiser", _("Organiser")
        JOINT_HOST = "joint_host", _("Joint host")
        CO_HOST = "co_host", _("Co-host")

    class Discipline(models.TextChoices):
        NATURAL = "natural", _("Natural science and engineering")
        SOCIAL = "social", _("Social science and humanities")

    class Grade(models.TextChoices):
        GENERAL = "general", _("General conference")
        MAJOR = "major", _("Major conference")

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("On site")
        HYBRID = "hybrid", _("Hybrid")
        ONLINE = "online", _("Online")

    class Status(models.TextChoices):
        FORECAST = "forecast", _("Forecast")
        DRAFT = "draft", _("Draft application")
        UNIT_REVIEW = "unit_review", _("Unit review")
        IO_REVIEW = "io_review", _("Office review")
        LEADER_REVIEW = "leader_review", _("Leader review")
        EXTERNAL_REVIEW = "external_review", _("Provincial review")
        APPROVED = "approved", _("Approved")
        ANNOUNCED = "announced", _("Announced")
        HELD = "held", _("Held")
        SUMMARY_DUE = "summary_due", _("Summary due")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")
        POSTPONED = "postponed", _("Postponed")

    HELD = (Status.HELD, Status.SUMMARY_DUE, Status.CLOSED)
    COUNTED_ROLES = (Role.HOST, Role.ORGANISER, Role.JOINT_HOST)
    HOLDERS = {
        "DH": ("unit_review",), "IOV": ("io_review", "external_review"), "LDR": ("leader_review",),
        "OWN": ("approved", "held", "summary_due"),
    }  # fmt: skip
    UNDER_WAY = ("unit_review", "io_review", "leader_review", "external_review", "approved", "announced")
    DRAFTS = ("forecast", "draft", "postponed")
    STATUS_TONES = {
        "forecast": "grey",
        "announced": "green",
        "held": "green",
        "summary_due": "amber",
        "postponed": "amber",
    }

    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    category = models.CharField(
        _("category"), max_length=14, choices=Category, default=Category.INTERNATIONAL
    )
    role = models.CharField(_("role of the university"), max_length=10, choices=Role, default=Role.HOST)
    discipline = models.CharField(
        _("discipline"), max_length=8, choices=Discipline, default=Discipline.NATURAL
    )
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ONSITE)
    start_on = models.DateField(_("first day, with registration"))
    end_on = models.DateField(_("last day"))
    place = models.CharField(_("place"), max_length=150)
    expected_total = models.PositiveIntegerField(_("participants expected"))
    expected_foreign = models.PositiveIntegerField(_("of them foreign"))
    hosts = models.TextField(_("all hosts and organisers"), max_length=1000)
    topics = models.TextField(_("main topic and sub-topics"), max_length=3000, blank=True)
    background = models.TextField(_("background and need"), max_length=5000, blank=True)
    organisations = models.CharField(_("international organisations"), max_length=300, blank=True)
    budget_amount = models.DecimalField(_("budget, CNY"), max_digits=14, decimal_places=2, default=0)
    fund_source = models.CharField(_("source of funds"), max_length=150, blank=True)
    has_overseas_ngo = models.BooleanField(_("with an overseas NGO"), default=False)
    has_un_body = models.BooleanField(_("with a body of the United Nations"), default=False)
    has_foreign_minister = models.BooleanField(_("with ministers from abroad or above"), default=False)
    has_state_leader = models.BooleanField(_("state leaders take part"), default=False)
    grade = models.CharField(_("grade"), max_length=8, choices=Grade, blank=True, editable=False)
    is_late = models.BooleanField(_("filed after the last day"), default=False, editable=False)
    forecast_on = models.DateField(_("forecast on"), null=True, blank=True, editable=False)
    actual_total = models.PositiveIntegerField(_("participants"), null=True, blank=True, editable=False)
    summary = models.TextField(_("summary"), max_length=10_000, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.FORECAST, editable=False
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("international conference")
        verbose_name_plural = _("international conferences")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="conference_number_once"
            ),
            models.CheckConstraint(
                condition=Q(end_on__gte=F("start_on")), name="conference_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(expected_foreign__lte=F("expected_total")), name="foreign_guests_are_guests"
            ),
        ]
        indexes = [models.Index(fields=["-start_on", "-id"], name="conference_by_start")]

    @property
    def is_editable(self) -> bool:
        return self.status in {self.Status.FORECAST, self.Status.DRAFT, self.Status.POSTPONED}

    @property
    def takes_participants(self) -> bool:
        return self.status in {*self.DRAFTS, "approved", "announced", "held", "summary_due"}

    @property
    def days(self) -> int:
        return (self.end_on - self.start_on).days + 1

    @property
    def grade_by_rule(self) -> str:
        """General or major, by guests, bodies and leaders; the thresholds are settings [F:bnu2]."""
        if self.has_un_body or self.has_foreign_minister or self.has_state_leader:
            return self.Grade.MAJOR
        foreign = policy(f"visitors.conference_major_foreign_{self.discipline}")
        total = policy(f"visitors.conference_major_total_{self.discipline}")
        is_major = self.expected_foreign >= foreign or self.expected_total >= total
        return self.Grade.MAJOR if is_major else self.Grade.GENERAL

    @property
    def words_to_avoid(self) -> list[str]:
        """Big words in the Chinese or English name that approval does not like."""
        name = f"{self.title_zh} {self.title_en}".lower()
        return [word for word in policy("visitors.conference_avoid_words") if word.lower() in name]

    @property
    def filing_days(self) -> list[FilingDay]:
        """The last day to apply, by every rule that holds for this conference."""
        rules = FilingRule.objects.about(
            FilingRule.Subject.CONFERENCE,
            guests={FilingRule.Guest.NGO} if self.has_overseas_ngo else set(),
            levels=set(),
            activities=set(),
        )
        before = FilingRule.Direction.BEFORE
        return [
            latest_filing_day(rule, self.start_on if rule.direction == before else self.end_on)
            for rule in rules
        ]

    @property
    def summary_due_on(self) -> date:
        return self.end_on + timedelta(days=policy("visitors.conference_summary_days"))

    @property
    def due_on(self) -> date | None:
        return self.summary_due_on if self.status in {self.Status.HELD, self.Status.SUMMARY_DUE} else None

    @property
    def countries(self) -> int:
        """Countries with participants, China among them; HK, MO and TW are no countries (GN-22)."""
        foreign = self.participants.filter(region__kind=Region.Kind.FOREIGN)
        return foreign.filter(Q(actual__gt=0) | Q(actual=None, planned__gt=0)).count() + 1

    @property
    def category_by_rule(self) -> str:
        """What the participants make of it, whatever was filed."""
        if self.countries >= COUNTRIES_OF_AN_INTERNATIONAL_CONFERENCE:
            return self.Category.INTERNATIONAL
        return self.Category.BILATERAL if self.countries > 1 else self.Category.HKMT

    @property
    def participants_total(self) -> int:
        sums = self.participants.aggregate(planned=Sum("planned"), actual=Sum("actual"))
        return sums["actual"] or sums["planned"] or 0


class ConferenceParticipants(models.Model):
    """How many come from one country or region."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="participants", verbose_name=_("conference")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("country or region")
    )
    planned = models.PositiveIntegerField(_("planned"), default=0)
    actual = models.PositiveIntegerField(_("came"), null=True, blank=True)

    class Meta:
        verbose_name = _("participants of a country or region")
        verbose_name_plural = _("participants by nationality")
        constraints = [
            models.UniqueConstraint(fields=["conference", "region"], name="one_row_per_nationality")
        ]

    def __str__(self):
        return f"{self.region} {self.planned}"


class ConferenceReply(Record):
    """What an authority answered to the application; its file is attached to the conference."""

    class Authority(models.TextChoices):
        EDUCATION = "education", _("Department of Education of the province")
        FOREIGN_AFFAIRS = "foreign_affairs", _("Foreign Affairs Office of the province")
        OTHER = "other", _("Other authority")

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="replies", verbose_name=_("conference")
    )
    authority = models.CharField(_("authority"), max_length=16, choices=Authority)
    reply_no = models.CharField(_("number of the reply"), max_length=60)
    replied_on = models.DateField(_("day of the reply"))
    agrees = models.BooleanField(_("agrees"), default=True)
    note = models.CharField(_("conditions"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("reply of an authority")
        verbose_name_plural = _("replies of authorities")
        ordering = ["replied_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "authority", "reply_no"], name="reply_once")
        ]

    def __str__(self):
        return f"{self.get_authority_display()} {self.reply_no}"
