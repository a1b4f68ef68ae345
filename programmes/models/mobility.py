"""A stay abroad from the checklist to the return (§2.5 A16–A22, §2.6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import cosign_areas_of, is_student_desk, sees_everything, units_of
from core.fields import EncryptedTextField
from core.models import Attachment, Event, Record
from programmes.models.choices import Direction, ProgrammeType, StudyLevel


class MobilityQuerySet(models.QuerySet):
    """Finds stays."""

    model: Any

    def visible_to(self, user: Any) -> MobilityQuerySet:
        """The student's own, the college's own, all for the desk, leaders and those who recognise credits (§7.2)."""
        if is_student_desk(user) or sees_everything(user):
            return self
        seen = Q(student=user) | Q(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))
        if cosign_areas_of(user) & {"academic", "graduate", "security"}:
            seen |= Q(pk__isnull=False)
        return self.filter(seen)

    def departed_between(self, first: date, last: date) -> MobilityQuerySet:
        """Outbound stays that really and physically began in the window (F04, ST-03)."""
        return self.filter(direction=Direction.OUTBOUND, is_online=False, departed_on__range=(first, last))

    def abroad_on(self, day: date) -> MobilityQuerySet:
        """Who is away on the day."""
        s = self.model.Status
        return self.filter(
            Q(returned_on=None) | Q(returned_on__gte=day), departed_on__lte=day, is_online=False,
            status__in=[s.ABROAD, s.EARLY_RETURN, s.RETURNED, s.CREDIT_REVIEW, s.CREDIT_RECOGNISED, s.COMPLETED],
        )  # fmt: skip

    def awaiting(self, user: Any) -> MobilityQuerySet:
        """What this person has to do on stays now."""
        s = self.model.Status
        waits = Q(student=user, status__in=[s.PRE_DEPARTURE, s.RETURNED])
        if is_student_desk(user):
            waits |= Q(status=s.PRE_DEPARTURE, departure_reported_on__isnull=False)
            waits |= Q(status__in=[s.ABROAD, s.EARLY_RETURN], return_reported_on__isnull=False)
            waits |= Q(status=s.CREDIT_RECOGNISED)
        return self.filter(waits)

    def in_progress_of(self, user: Any) -> MobilityQuerySet:
        s = self.model.Status
        return self.filter(student=user, status__in=[s.ABROAD, s.CREDIT_REVIEW])


class Mobility(Record):
    """One student's stay at a host, from the open checklist to the close."""

    class Status(models.TextChoices):
        PRE_DEPARTURE = "pre_departure", _("Before departure")
        ABROAD = "abroad", _("Abroad")
        EARLY_RETURN = "early_return", _("Returning early")
        RETURNED = "returned", _("Returned")
        CREDIT_REVIEW = "credit_review", _("Credits under review")
        CREDIT_RECOGNISED = "credit_recognised", _("Credits recognised")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {
        "pre_departure": "blue", "abroad": "green", "early_return": "amber", "returned": "blue",
        "credit_review": "blue", "credit_recognised": "green", "completed": "grey",
    }  # fmt: skip

    class Funding(models.TextChoices):
        SELF = "self", _("Self-funded")
        SCHOOL = "school", _("University grant")
        CSC = "csc", _("Government scholarship (CSC)")
        HOST = "host", _("Grant of the host")

    class CscKind(models.TextChoices):
        NONE = "", _("None")
        UNDERGRADUATE = "undergraduate", _("Outstanding undergraduates")
        JOINT_PHD = "joint_phd", _("Joint doctoral training")
        DOCTORAL = "doctoral", _("Doctoral studies abroad")
        VISITING = "visiting", _("Visiting scholar")

    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PRE_DEPARTURE, editable=False,
        db_index=True,
    )  # fmt: skip
    application = models.OneToOneField(
        "programmes.Application", on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="mobility", verbose_name=_("application"),
    )  # fmt: skip
    offering = models.ForeignKey(
        "programmes.Offering", on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="mobilities", verbose_name=_("offering"),
    )  # fmt: skip
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="mobilities",
        verbose_name=_("programme"),
    )  # fmt: skip
    agreement = models.ForeignKey(
        "partnerships.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="mobilities",
        verbose_name=_("agreement"),
    )  # fmt: skip
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="mobilities",
        verbose_name=_("student"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("college")
    )
    region = models.ForeignKey(
        "core.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("country or region")
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.OUTBOUND)
    type = models.CharField(_("type"), max_length=16, choices=ProgrammeType)
    level = models.CharField(_("level of study"), max_length=8, choices=StudyLevel)
    gender = models.CharField(_("gender"), max_length=1, blank=True)
    funding = models.CharField(_("funding"), max_length=8, choices=Funding, default=Funding.SELF)
    is_online = models.BooleanField(_("online only"), default=False)
    academic_year = models.CharField(_("academic year"), max_length=9)
    planned_from = models.DateField(_("planned from"))
    planned_until = models.DateField(_("planned until"))
    departure_reported_on = models.DateField(_("departure reported"), null=True, blank=True, editable=False)
    departed_on = models.DateField(_("departed on"), null=True, blank=True, editable=False)
    return_reported_on = models.DateField(_("return reported"), null=True, blank=True, editable=False)
    returned_on = models.DateField(_("returned on"), null=True, blank=True, editable=False)
    return_report = models.TextField(_("return report"), max_length=8000, blank=True, editable=False)
    extended_until = models.DateField(_("extended until"), null=True, blank=True, editable=False)
    address_abroad = models.CharField(_("address abroad"), max_length=300, blank=True)
    phone_abroad = models.CharField(_("phone abroad"), max_length=30, blank=True)
    insurer = models.CharField(_("insurer"), max_length=100, blank=True)
    policy_number = models.CharField(_("policy number"), max_length=60, blank=True)
    insured_from = models.DateField(_("insured from"), null=True, blank=True)
    insured_until = models.DateField(_("insured until"), null=True, blank=True)
    # §2.6: sensitive and restricted; encrypted, shown to the student and the desk.
    medical_note = EncryptedTextField(_("medical note"), blank=True, default="")
    csc_kind = models.CharField(_("CSC category"), max_length=14, choices=CscKind, blank=True)
    csc_number = models.CharField(_("CSC number"), max_length=30, blank=True)
    csc_months = models.PositiveSmallIntegerField(_("funded months"), null=True, blank=True)
    service_until = models.DateField(_("service after return until"), null=True, blank=True)
    alumni_consent = models.BooleanField(_("may be contacted as an alumnus"), default=False, editable=False)

    events = GenericRelation(Event)
    attachments = GenericRelation(Attachment)
    objects = MobilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_until__gt=F("planned_from")), name="stay_planned_forwards"
            ),
            # EC-56
            models.CheckConstraint(
                condition=Q(returned_on=None) | Q(returned_on__gte=F("departed_on")),
                name="return_after_departure",
            ),
        ]
        indexes = [
            models.Index(fields=["departed_on", "direction"], name="stays_by_departure"),
            models.Index(fields=["status", "region"], name="stays_by_region"),
        ]

    def __str__(self):
        return f"{self.student} · {self.programme}"

    def get_absolute_url(self):
        return reverse("mobility-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.student_id}

    @property
    def ends_on(self) -> date:
        """The last day as it stands now."""
        return self.extended_until or self.planned_until

    @property
    def due_on(self) -> date | None:
        return self.planned_from if self.status == self.Status.PRE_DEPARTURE else None

    @property
    def title_zh(self) -> str:
        return self.programme.title_zh

    @property
    def title_en(self) -> str:
        return self.programme.title_en

    @property
    def is_long(self) -> bool:
        """EC-56: longer than four years is worth a second look."""
        return (self.planned_until - self.planned_from).days > 4 * 366


class ChecklistItem(models.Model):
    """One thing to do before leaving, with the document and its expiry (§2.6)."""

    class Kind(models.TextChoices):
        VISA = "visa", _("Visa")
        PASSPORT = "passport", _("Passport valid beyond the return")
        ENROLMENT = "enrolment", _("Enrolment letter of the host")
        STATUS = "status", _("Student status at home (kept or changed)")
        CREDITS = "credits", _("Course-match plan approved")
        INSURANCE = "insurance", _("Insurance for the whole stay")
        BRIEFING = "briefing", _("Briefing attended")
        FLIGHT = "flight", _("Flight and address abroad")
        CONTACTS = "contacts", _("Emergency contacts")
        MEDICAL = "medical", _("Medical note")
        BANK = "bank", _("Bank and fees")
        CONSULATE = "consulate", _("Registration with the consulate")
        COMMITMENT = "commitment", _("Commitment letter signed")
        LEADER = "leader", _("Contact of the group leader")
        GUARDIAN = "guardian", _("Consent of the guardians")

    mobility = models.ForeignKey(
        Mobility, on_delete=models.CASCADE, related_name="checklist", verbose_name=_("stay")
    )
    kind = models.CharField(_("item"), max_length=12, choices=Kind)
    is_mandatory = models.BooleanField(_("mandatory"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("verified by"),
    )  # fmt: skip
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)

    class Meta:
        verbose_name = _("item of the checklist")
        verbose_name_plural = _("checklist")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mobility", "kind"], name="checklist_item_once"),
        ]

    def __str__(self):
        return str(self.get_kind_display())
