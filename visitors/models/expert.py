"""Foreign experts: the person, and the documents that expire (§4.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityDocument, Person, Role
from accounts.roles import is_finance, is_partnerships_desk, is_visitors_desk, sees_everything, units_of
from core.fields import EncryptedTextField
from core.models import Record, Region


class ExpertQuerySet(models.QuerySet):
    """Finds experts."""

    def visible_to(self, user: Any) -> ExpertQuerySet:
        """A unit sees whom it filed or engages, the expert the own record; the desks see all (§7.2)."""
        reads_all = is_visitors_desk | is_partnerships_desk | is_finance
        if reads_all(user) or sees_everything(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        return self.filter(
            Q(author=user.pk) | Q(user=user.pk) | Q(unit__in=units) | Q(engagements__unit__in=units)
        ).distinct()

    def here(self, on: date | None = None) -> ExpertQuerySet:
        """Those with an engagement under way or about to begin: their documents are watched."""
        return self.filter(
            engagements__status__in=("approved", "invited", "visa", "arrived", "on_post", "extended")
        ).distinct()


class Expert(Record):
    """A foreign expert; passports and their history belong to the person."""

    class Degree(models.TextChoices):
        BACHELOR = "bachelor", _("Bachelor")
        MASTER = "master", _("Master")
        DOCTOR = "doctor", _("Doctor")
        OTHER = "other", _("Other")

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="expert", editable=False, verbose_name=_("person")
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False,
        verbose_name=_("filed by"),
    )  # fmt: skip
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="expert",
        verbose_name=_("account of the expert"),
        help_text=_("Reminders go to this account, in its language."),
    )  # fmt: skip
    home_institution = models.CharField(_("home institution"), max_length=200, blank=True)
    degree = models.CharField(_("highest degree"), max_length=10, choices=Degree, blank=True)
    field_of_work = models.CharField(_("field of work"), max_length=150, blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)
    h_index = models.PositiveSmallIntegerField(_("h-index"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    other_nationalities = models.ManyToManyField(
        Region, blank=True, related_name="+", verbose_name=_("further nationalities")
    )
    checked_on = models.DateField(_("background checked on"), null=True, blank=True)
    check_note = models.CharField(_("result of the background check"), max_length=200, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("foreign expert")
        verbose_name_plural = _("foreign experts")
        indexes = [models.Index(fields=["unit", "-id"], name="expert_of_unit")]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("expert-detail", args=[self.pk])

    @property
    def passport(self) -> IdentityDocument | None:
        """The passport in force now."""
        return (
            self.person.documents.filter(
                doc_type=IdentityDocument.DocType.PASSPORT, state=IdentityDocument.State.CURRENT
            )
            .order_by("-expires_on", "-pk")
            .first()
        )


class PermitQuerySet(models.QuerySet):
    """Finds permits and certificates of experts."""

    def visible_to(self, user: Any) -> PermitQuerySet:
        return self.filter(expert__in=Expert.objects.visible_to(user).values("pk"))

    def current(self) -> PermitQuerySet:
        return self.filter(state=Permit.State.CURRENT)


class Permit(Record):
    """A work permit, visa, residence permit or attested paper of an expert, with the day it ends."""

    class Kind(models.TextChoices):
        WORK = "work_permit", _("Work permit")
        VISA = "visa", _("Visa")
        RESIDENCE = "residence", _("Residence permit")
        NO_CRIME = "no_criminal_record", _("Certificate of no criminal record")
        DEGREE = "degree_authentication", _("Authenticated degree")
        MEDICAL = "medical", _("Physical examination")
        INSURANCE = "insurance", _("Insurance")

    class Category(models.TextChoices):
        A = "A", _("A: high-end talent")
        B = "B", _("B: professional")
        C = "C", _("C: other")

    class Medium(models.TextChoices):
        PLASTIC = "plastic", _("Plastic card")
        SOCIAL_CARD = "e_social_card", _("On the social-security card")

    class VisaType(models.TextChoices):
        Z = "Z", _("Z (work)")
        R = "R", _("R (talent)")
        F = "F", _("F (visit)")
        M = "M", _("M (trade)")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        CURRENT = "current", _("Current")
        SUPERSEDED = "superseded", _("Superseded")
        CANCELLED = "cancelled", _("Cancelled")

    # Since then the permit is loaded on the social-security card; old cards stay valid until renewal.
    NO_NEW_PLASTIC_FROM = date(2024, 12, 1)
    CONTROLS_STAY = (Kind.WORK, Kind.VISA, Kind.RESIDENCE)

    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="permits", editable=False, verbose_name=_("expert")
    )
    kind = models.CharField(_("kind of document"), max_length=24, choices=Kind)
    number = EncryptedTextField(_("number"), blank=True)
    last4 = models.CharField(_("last four"), max_length=4, blank=True, editable=False)
    category = models.CharField(_("category of work permit"), max_length=1, choices=Category, blank=True)
    medium = models.CharField(_("medium of work permit"), max_length=13, choices=Medium, blank=True)
    visa_type = models.CharField(_("kind of visa"), max_length=5, choices=VisaType, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    passport = models.ForeignKey(
        IdentityDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("passport it stands in"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CURRENT, editable=False)

    objects = PermitQuerySet.as_manager()

    class Meta:
        verbose_name = _("permit or certificate")
        verbose_name_plural = _("permits and certificates")
        ordering = ["kind", "-expires_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "kind"], condition=Q(state="current"), name="one_current_permit_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="work_permit") | ~Q(category=""), name="work_permits_have_a_category"
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=models.F("issued_on")),
                name="permit_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_on"], name="permit_by_expiry")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.masked}".strip()

    def get_absolute_url(self):
        return self.expert.get_absolute_url() + "#documents"

    @property
    def masked(self) -> str:
        return f"····{self.last4}" if self.last4 else ""

    @property
    def has_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class SnoozeQuerySet(models.QuerySet):
    """Finds reminders put off."""

    def visible_to(self, user: Any) -> SnoozeQuerySet:
        return self.filter(expert__in=Expert.objects.visible_to(user).values("pk"))


class Snooze(models.Model):
    """The desk puts a reminder off until a day, and says why; what was due meanwhile is not sent after."""

    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, related_name="snoozes", verbose_name=_("expert")
    )
    kind = models.CharField(_("what expires"), max_length=24)
    due_on = models.DateField(_("due day"))
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("no reminder before"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("put off by")
    )

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder put off")
        verbose_name_plural = _("reminders put off")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("starts_on")), name="snooze_ends_later")
        ]

    def __str__(self):
        return f"{self.kind} → {self.until}"

    def covers(self, day: date) -> bool:
        """Whether a reminder of this day was put off."""
        return self.starts_on <= day < self.until
