"""Trainees of a class, their attendance and results."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityDocument, Person, Role
from accounts.roles import units_of
from core.fields import keyed_hash
from core.identity_numbers import plain_number
from core.models import Record, Region
from training.models.training_class import ClassSession, TrainingClass, sees_all_classes


class TraineeQuerySet(models.QuerySet):
    """Finds trainees."""

    def visible_to(self, user: Any) -> TraineeQuerySet:
        if sees_all_classes(user):
            return self
        return self.filter(training_class__in=TrainingClass.objects.visible_to(user))

    def applying(self) -> TraineeQuerySet:
        """Those whose registration is not complete yet."""
        return self.filter(status__in=[Trainee.Status.APPLIED, Trainee.Status.ADMITTED])

    def awaiting(self, user: Any) -> TraineeQuerySet:
        """Applications the person's unit decides on."""
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(status=Trainee.Status.APPLIED, training_class__proposal__unit__in=units)

    def present(self) -> TraineeQuerySet:
        """Those who are still on the roster."""
        return self.filter(status__in=Trainee.ON_THE_ROSTER)

    def named(self, words: str) -> TraineeQuerySet:
        """By part of a name, in either spelling."""
        return self.filter(Q(name_zh__icontains=words) | Q(name_latin__icontains=words))

    def numbered(self, number: str) -> TraineeQuerySet:
        """By the whole identity number, through its look-up key."""
        return self.filter(identity__number_hash=keyed_hash(plain_number(number)))

    def matching(self, words: str) -> TraineeQuerySet:
        """By part of a name, or by the whole identity number."""
        return self.named(words) | self.numbered(words)


class Trainee(Record):
    """A person on the roster of one class (学员); the name is kept as it was then (EC-11)."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        ADMITTED = "admitted", _("Admitted")
        DECLINED = "declined", _("Not admitted")
        REGISTERED = "registered", _("Registered")
        ATTENDING = "attending", _("Attending")
        COMPLETED = "completed", _("Completed")
        NOT_COMPLETED = "not_completed", _("Not completed")
        WITHDREW = "withdrew", _("Withdrew")
        EXPELLED = "expelled", _("Expelled")

    ON_THE_ROSTER = (Status.REGISTERED, Status.ATTENDING, Status.COMPLETED, Status.NOT_COMPLETED)
    # Whoever asked for a place holds it until the unit has decided.
    HOLDING_A_PLACE = (Status.APPLIED, Status.ADMITTED, *ON_THE_ROSTER)
    STATUS_TONES = {
        "applied": "amber", "admitted": "blue", "declined": "red", "registered": "grey",
        "attending": "blue", "completed": "green", "not_completed": "amber",
        "withdrew": "grey", "expelled": "red",
    }  # fmt: skip

    class RealName(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked")
        MATCHED = "matched", _("Number and name agree")
        DOUBTFUL = "doubtful", _("To be looked at")

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.PROTECT, related_name="trainees", verbose_name=_("class")
    )
    code = models.UUIDField(_("code of the registration"), default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="trainings", verbose_name=_("person")
    )
    identity = models.ForeignKey(
        IdentityDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("identity document")
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status, default=Status.APPLIED, editable=False
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=100, blank=True)
    name_latin = models.CharField(_("name (Latin letters)"), max_length=100, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Person.Gender, blank=True)
    dob = models.DateField(_("date of birth"), null=True, blank=True)
    nationality = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nationality"),
    )
    employer = models.CharField(_("employer"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=100, blank=True)
    education = models.CharField(_("education"), max_length=50, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    emergency_contact = models.CharField(_("emergency contact"), max_length=150, blank=True)
    is_leading_cadre = models.BooleanField(
        _("declares to be a leading cadre"),
        null=True,
        blank=True,
        help_text=_("Asked for in open classes (R-01)."),
    )
    consent_version = models.CharField(_("consent given to version"), max_length=20, blank=True)
    consent_at = models.DateTimeField(_("consent given at"), null=True, blank=True, editable=False)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True, editable=False)
    real_name = models.CharField(
        _("real-name check"), max_length=9, choices=RealName, default=RealName.UNCHECKED, editable=False
    )
    real_name_note = models.CharField(_("what to look at"), max_length=300, blank=True, editable=False)
    fee_due = models.DecimalField(
        _("fee to be paid"), max_digits=14, decimal_places=2, default=Decimal(0), editable=False
    )
    fee_waiver = models.CharField(_("why the fee is waived"), max_length=300, blank=True, editable=False)
    is_override_wanted = models.BooleanField(_("override asked for"), default=False, editable=False)
    override_reason = models.CharField(
        _("why completion is overridden"), max_length=300, blank=True, editable=False
    )
    override_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = TraineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainee")
        verbose_name_plural = _("trainees")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "identity"], name="document_once_per_class"),
            models.UniqueConstraint(fields=["training_class", "person"], name="person_once_per_class"),
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_latin=""), name="trainee_has_a_name"),
        ]

    def __str__(self):
        return self.name_zh or self.name_latin

    def get_absolute_url(self):
        return reverse("trainee-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.training_class.unit_id

    @property
    def authors(self) -> set[int]:
        """Whoever asked for the override does not approve it (SOD-1)."""
        return {self.override_by_id} if self.override_by_id else set()

    @property
    def source_key(self) -> str:
        """What a certificate of this registration is known by (CT-11)."""
        return f"training.trainee:{self.pk}"


class Attendance(models.Model):
    """Whether a trainee was at a lesson."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        LATE = "late", _("Late")
        LEAVE = "leave", _("On leave")
        ABSENT = "absent", _("Absent")

    COUNTED = (Mark.PRESENT, Mark.LATE)

    session = models.ForeignKey(
        ClassSession, on_delete=models.CASCADE, related_name="attendance", verbose_name=_("lesson")
    )
    trainee = models.ForeignKey(
        Trainee, on_delete=models.CASCADE, related_name="attendance", verbose_name=_("trainee")
    )
    mark = models.CharField(_("attendance"), max_length=8, choices=Mark)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "trainee"], name="attendance_once_per_lesson")
        ]

    def __str__(self):
        return f"{self.session_id}:{self.trainee_id} {self.mark}"


class Assessment(Record):
    """The result of a trainee: entered by one person of the unit, checked by another."""

    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="assessment", verbose_name=_("trainee")
    )
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=1, null=True, blank=True)
    has_passed = models.BooleanField(_("passed"), null=True, blank=True)
    makeup_score = models.DecimalField(
        _("make-up score"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    entered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    checked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.CheckConstraint(
                condition=(Q(score__isnull=True) | Q(score__gte=0, score__lte=100))
                & (Q(makeup_score__isnull=True) | Q(makeup_score__gte=0, makeup_score__lte=100)),
                name="scores_lie_between_0_and_100",
            ),
        ]

    def __str__(self):
        return f"{self.trainee_id}: {self.best}"

    @property
    def best(self) -> Decimal | None:
        """The score that counts: the better of the two."""
        scores = [score for score in (self.score, self.makeup_score) if score is not None]
        return max(scores, default=None)
