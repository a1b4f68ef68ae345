"""International students at the university, from application to leaving (§2.9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityDocument, Person, Role
from accounts.roles import is_director, is_inbound_desk, sees_everything, units_of
from core.models import Attachment, Event, Record, Region
from programmes.models.choices import StudyLevel
from programmes.models.programme import Programme


class InboundStudentQuerySet(models.QuerySet):
    """Finds international students."""

    model: Any

    def visible_to(self, user: Any) -> InboundStudentQuerySet:
        """The own application; the inbound desk and leaders all that were sent; a college its own (§7.2)."""
        seen = Q(applicant=user)
        if is_inbound_desk(user) or sees_everything(user):
            seen |= Q(submitted_at__isnull=False)
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        seen |= Q(submitted_at__isnull=False, unit__in=units)
        return self.filter(seen)

    def registered_between(self, first: date, last: date) -> InboundStudentQuerySet:
        """First registered in the window, foreign nationals only (F11, GN-22)."""
        return self.filter(registered_on__range=(first, last), nationality__kind=Region.Kind.FOREIGN)

    def in_school_on(self, day: date) -> InboundStudentQuerySet:
        """Who is enrolled on the day (在校数, RP-02)."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), registered_on__lte=day)

    def awaiting(self, user: Any) -> InboundStudentQuerySet:
        s = self.model.Status
        waits = Q(applicant=user, status__in=[s.RETURNED, s.ADMITTED, s.CONDITIONAL])
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        waits |= Q(status=s.ACADEMIC_REVIEW, unit__in=units)
        if is_inbound_desk(user):
            waits |= Q(status__in=[s.SUBMITTED, s.OFFER_ACCEPTED, s.JW_ISSUED, s.VISA_OBTAINED, s.ARRIVED])
        if is_director(user):
            waits |= Q(status=s.IO_REVIEW)
        return self.filter(waits)

    def in_progress_of(self, user: Any) -> InboundStudentQuerySet:
        s = self.model.Status
        return self.filter(
            applicant=user,
            status__in=[s.SUBMITTED, s.ACADEMIC_REVIEW, s.IO_REVIEW, s.OFFER_ACCEPTED, s.JW_ISSUED],
        )

    def drafts_of(self, user: Any) -> InboundStudentQuerySet:
        return self.filter(applicant=user, status=self.model.Status.DRAFT)


class InboundStudent(Record):
    """One international student of one enrolment, applicant first and student later (国际学生)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned for correction")
        ACADEMIC_REVIEW = "academic_review", _("Under academic review")
        IO_REVIEW = "io_review", _("Under review by the office")
        ADMITTED = "admitted", _("Admitted")
        CONDITIONAL = "conditional", _("Admitted on condition")
        REJECTED = "rejected", _("Rejected")
        DEFERRED = "deferred", _("Deferred")
        OFFER_ACCEPTED = "offer_accepted", _("Offer accepted")
        JW_ISSUED = "jw_issued", _("Visa paper issued")
        VISA_OBTAINED = "visa_obtained", _("Visa obtained")
        ARRIVED = "arrived", _("Arrived")
        REGISTERED = "registered", _("Registered")
        STUDYING = "studying", _("Studying")
        LEAVE = "leave", _("On leave")
        SUSPENDED = "suspended", _("Suspended")
        GRADUATED = "graduated", _("Graduated or completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPELLED = "expelled", _("Expelled")

    STATUS_TONES = {
        "submitted": "blue", "academic_review": "blue", "io_review": "blue", "admitted": "green",
        "conditional": "amber", "deferred": "amber", "offer_accepted": "green", "jw_issued": "violet",
        "visa_obtained": "violet", "arrived": "blue", "registered": "green", "studying": "green",
        "leave": "amber", "suspended": "amber", "graduated": "grey", "expelled": "red",
    }  # fmt: skip
    IN_SCHOOL = (Status.REGISTERED, Status.STUDYING, Status.LEAVE, Status.SUSPENDED)

    class Scholarship(models.TextChoices):
        CGS = "cgs", _("Chinese Government Scholarship")
        PROVINCE = "province", _("Provincial scholarship")
        UNIVERSITY = "university", _("University scholarship")
        EXCHANGE = "exchange", _("Exchange, free of tuition")
        SELF = "self", _("Self-funded")

    class Source(models.TextChoices):
        WEBSITE = "website", _("Website")
        FAIR = "fair", _("Education fair")
        PARTNER = "partner", _("Partner university")
        ALUMNI = "alumni", _("Alumni")
        TEACHER = "teacher", _("A teacher of the university")

    class Taught(models.TextChoices):
        CHINESE = "zh", _("Taught in Chinese")
        ENGLISH = "en", _("Taught in English")

    class JwKind(models.TextChoices):
        NONE = "", _("None yet")
        JW201 = "JW201", _("JW201 (scholarship)")
        JW202 = "JW202", _("JW202 (self-funded)")

    class VisaKind(models.TextChoices):
        NONE = "", _("None yet")
        X1 = "X1", _("X1 (more than 180 days)")
        X2 = "X2", _("X2 (up to 180 days)")

    status = models.CharField(
        _("status"), max_length=16, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    number = models.CharField(_("number"), max_length=20, blank=True, editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False,
        related_name="inbound_applications", verbose_name=_("applicant"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("person"),
    )
    passport = models.ForeignKey(
        IdentityDocument, on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("passport"),
    )  # fmt: skip
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="inbound_students",
        limit_choices_to={"direction": "inbound"}, verbose_name=_("exchange programme"),
    )  # fmt: skip
    surname = models.CharField(_("surname"), max_length=80)
    given_names = models.CharField(_("given names"), max_length=120, blank=True)
    chinese_name = models.CharField(_("Chinese name"), max_length=40, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Person.Gender)
    born_on = models.DateField(_("date of birth"))
    nationality = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("nationality")
    )
    was_chinese = models.BooleanField(
        _("I held Chinese nationality, or a parent of mine does"), default=False
    )
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    home_address = models.CharField(_("home address"), max_length=300, blank=True)
    highest_education = models.CharField(_("highest education"), max_length=150)
    school_attended = models.CharField(_("school or university attended"), max_length=200)
    level = models.CharField(_("level applied for"), max_length=8, choices=StudyLevel)
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("college applied for"),
        limit_choices_to={"kind": "college"},
    )  # fmt: skip
    major = models.CharField(_("subject applied for"), max_length=150)
    taught_in = models.CharField(_("language of instruction"), max_length=2, choices=Taught)
    hsk_level = models.PositiveSmallIntegerField(_("HSK level"), null=True, blank=True)
    english_proof = models.CharField(_("proof of English"), max_length=100, blank=True)
    starts_on = models.DateField(_("intended start"))
    ends_on = models.DateField(_("intended end"))
    scholarship = models.CharField(_("funding"), max_length=10, choices=Scholarship, default=Scholarship.SELF)
    source = models.CharField(_("how you heard of us"), max_length=8, choices=Source)
    guardian = models.CharField(_("guardian in China (under 18)"), max_length=150, blank=True)
    study_plan = models.TextField(_("study plan"), max_length=4000, blank=True)
    referees = models.TextField(_("two referees (postgraduates)"), max_length=600, blank=True)
    consent_at = models.DateTimeField(_("consent given at"), null=True, editable=False)
    fee_state = models.CharField(
        _("application fee"), max_length=8, editable=False, default="due",
        choices=[("due", _("Due")), ("paid", _("Paid")), ("waived", _("Waived"))],
    )  # fmt: skip
    police_query_on = models.DateField(_("query to the exit-entry police"), null=True, editable=False)
    police_answer = models.CharField(_("answer of the police"), max_length=300, blank=True, editable=False)
    condition = models.CharField(_("condition of the admission"), max_length=300, blank=True, editable=False)

    jw_kind = models.CharField(_("visa paper"), max_length=6, choices=JwKind, blank=True, editable=False)
    jw_number = models.CharField(_("number of the visa paper"), max_length=30, blank=True, editable=False)
    jw_issued_on = models.DateField(_("visa paper issued on"), null=True, editable=False)
    visa_kind = models.CharField(_("visa"), max_length=2, choices=VisaKind, blank=True, editable=False)
    arrived_on = models.DateField(_("arrived on"), null=True, editable=False)
    residence_number = models.CharField(_("residence permit"), max_length=30, blank=True, editable=False)
    residence_until = models.DateField(_("residence permit until"), null=True, editable=False)
    insured_until = models.DateField(_("insured until"), null=True, editable=False)
    address_in_china = models.CharField(_("address in China"), max_length=300, blank=True, editable=False)
    off_campus = models.BooleanField(_("lives off campus"), default=False, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    registered_on = models.DateField(_("first registered on"), null=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = InboundStudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("international student")
        verbose_name_plural = _("international students")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="inbound_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="inbound_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["registered_on", "nationality"], name="inbound_by_registration"),
            models.Index(fields=["residence_until"], name="inbound_by_residence"),
        ]

    def __str__(self):
        return f"{self.surname} {self.given_names}".strip()

    def get_absolute_url(self):
        return reverse("inboundstudent-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.applicant_id} if self.applicant_id else set()

    @property
    def title_en(self) -> str:
        return str(self)

    @property
    def is_editable(self) -> bool:
        return self.status in {self.Status.DRAFT, self.Status.RETURNED}

    @property
    def is_minor_at_start(self) -> bool:
        """Under 18 when the study begins: a guardian in China is needed."""
        had_birthday = (self.starts_on.month, self.starts_on.day) >= (self.born_on.month, self.born_on.day)
        return self.starts_on.year - self.born_on.year - (not had_birthday) < 18

    @property
    def visa_needed(self) -> str:
        """X1 above 180 days, X2 up to 180."""
        long_stay = (self.ends_on - self.starts_on).days > 180
        return self.VisaKind.X1 if long_stay else self.VisaKind.X2

    @property
    def residence_is_over(self) -> bool:
        """An overstay: red everywhere it is shown."""
        return (
            self.residence_until is not None
            and self.residence_until < timezone.localdate()
            and self.status in self.IN_SCHOOL
        )

    def clean(self):
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("The study ends before it begins.")})
        if self.taught_in == self.Taught.CHINESE and not self.hsk_level:
            raise ValidationError({"hsk_level": _("A programme taught in Chinese needs an HSK level.")})
        if self.taught_in == self.Taught.ENGLISH and not self.english_proof:
            raise ValidationError({"english_proof": _("Say how you show your English.")})
