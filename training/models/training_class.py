"""Classes of an approved project, with their timetable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_finance, is_training_desk, sees_everything, units_of
from core.models import Record
from core.policy import policy
from core.text import bilingual
from core.working_days import add_working_days
from training.models.proposal import Proposal


def sees_all_classes(user: Any) -> bool:
    """Whether somebody sees the classes of every unit (§7.2)."""
    return bool(is_training_desk(user) or is_finance(user) or sees_everything(user))


class TrainingClassQuerySet(models.QuerySet):
    """Finds classes."""

    def visible_to(self, user: Any) -> TrainingClassQuerySet:
        """A unit sees its own classes; the training desk, finance, director, leaders and auditors see all (§7.2)."""
        if sees_all_classes(user):
            return self
        return self.filter(proposal__unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))

    def awaiting(self, user: Any) -> TrainingClassQuerySet:
        """Classes on which this person has something to do: finished ones, and those that should have begun."""
        today = timezone.localdate()
        late = Q(status__in=TrainingClass.BEFORE_RUNNING, start_on__lte=today)
        over = Q(status=TrainingClass.Status.RUNNING, end_on__lt=today)
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(Q(status=TrainingClass.Status.FINISHED) | late | over, proposal__unit__in=units)

    def in_progress_of(self, user: Any) -> TrainingClassQuerySet:
        """The classes of the person's unit that are not over yet."""
        units = units_of(user, Role.DEPARTMENT_ADMIN)
        return self.filter(proposal__unit__in=units, status__in=TrainingClass.UNDER_WAY)


class TrainingClass(Record):
    """One run of an approved project (班次): its dates, place, people in charge and quota."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ENROLLING = "enrolling", _("Enrolling")
        CONFIRMED = "confirmed", _("Confirmed")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    BEFORE_RUNNING = (Status.PLANNED, Status.ENROLLING, Status.CONFIRMED)
    UNDER_WAY = (*BEFORE_RUNNING, Status.RUNNING)
    STATUS_TONES = {
        "planned": "grey", "enrolling": "blue", "confirmed": "blue", "running": "green", "finished": "amber",
        "closed": "grey", "cancelled": "grey",
    }  # fmt: skip

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="classes", verbose_name=_("project")
    )
    class_no = models.PositiveIntegerField(_("class number"), editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.PLANNED, editable=False
    )
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    venue = models.CharField(_("venue"), max_length=150)
    quota = models.PositiveIntegerField(_("places"))
    class_teacher = models.CharField(_("class teacher"), max_length=100)
    safety_contact = models.CharField(_("safety contact"), max_length=100, blank=True)
    safety_phone = models.CharField(_("phone of the safety contact"), max_length=30, blank=True)
    quota_waiver = models.CharField(
        _("why it runs below the least intake"), max_length=300, blank=True, editable=False
    )

    attendance_open_until = models.DateField(
        _("attendance reopened until"), null=True, blank=True, editable=False
    )

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "class_no"], name="class_number_once_per_project"),
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="class_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(quota__gte=1, quota__lte=5000), name="class_has_places"),
        ]
        indexes = [models.Index(fields=["-start_on", "-id"], name="class_by_start")]

    def __str__(self):
        return gettext("%(title)s, class %(no)s") % {
            "title": bilingual(self.proposal, "title"),
            "no": self.class_no,
        }

    def get_absolute_url(self):
        return reverse("trainingclass-detail", args=[self.pk])

    @property
    def unit(self):
        return self.proposal.unit

    @property
    def unit_id(self) -> int:
        return self.proposal.unit_id

    @property
    def number(self) -> str:
        return f"{self.proposal.approved_no} · {self.class_no}" if self.proposal.approved_no else ""

    @property
    def is_editable(self) -> bool:
        """Whether dates, place and people may still be changed."""
        return self.status in self.UNDER_WAY

    @property
    def takes_trainees(self) -> bool:
        """Whether names may be put on the roster."""
        return self.status in {self.Status.ENROLLING, self.Status.CONFIRMED, self.Status.RUNNING}

    @property
    def records_are_open(self) -> bool:
        """Whether attendance and results may be entered."""
        return self.status in {self.Status.RUNNING, self.Status.FINISHED}

    @property
    def attendance_locks_on(self) -> date:
        """The last day on which attendance may be written: some working days after the end (§1.3)."""
        regular = add_working_days(self.end_on, policy("training.attendance_lock_workdays"))
        return max(regular, self.attendance_open_until or regular)

    @property
    def attendance_is_locked(self) -> bool:
        return timezone.localdate() > self.attendance_locks_on

    @property
    def hours_planned(self) -> Decimal:
        """The hours of the timetable."""
        return self.sessions.aggregate(total=Sum("hours"))["total"] or Decimal(0)

    def clean(self):
        """Dates inside the approved window, places within what was approved (§1.3)."""
        if not self.proposal_id:
            return
        if self.start_on and self.end_on:
            self._check_dates(self.proposal)
        if self.quota:
            self._check_quota(self.proposal)

    def _check_dates(self, proposal: Proposal) -> None:
        if self.end_on < self.start_on:
            raise ValidationError({"end_on": _("The last day lies before the first.")})
        first, last = proposal.start_on, proposal.end_on
        window = {"start": first, "end": last}
        if first and last and (self.start_on < first or self.end_on > last):
            raise ValidationError(
                {"start_on": _("The project is approved from %(start)s to %(end)s.") % window}
            )

    def _check_quota(self, proposal: Proposal) -> None:
        others = proposal.classes.exclude(pk=self.pk).exclude(status=self.Status.CANCELLED)
        taken = others.aggregate(total=Sum("quota"))["total"] or 0
        approved = (proposal.planned_quota_max or 0) * (proposal.classes_planned or 1)
        if taken + self.quota > approved:
            raise ValidationError(
                {
                    "quota": _("The project is approved for %(all)s places; %(left)s are left.")
                    % {"all": approved, "left": max(approved - taken, 0)}
                }
            )


class ClassSession(models.Model):
    """One lesson of the timetable."""

    training_class = models.ForeignKey(
        TrainingClass, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("class")
    )
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))
    topic = models.CharField(_("topic"), max_length=150)
    hours = models.DecimalField(_("class hours"), max_digits=4, decimal_places=1)
    venue = models.CharField(_("venue"), max_length=150, blank=True)
    instructor = models.ForeignKey(
        "training.Instructor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("instructor"),
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("timetable")
        ordering = ["date", "starts_at", "pk"]
        indexes = [models.Index(fields=["date"], name="lesson_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="lesson_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=12), name="lesson_has_hours"),
        ]

    def __str__(self):
        return f"{self.date} {self.starts_at:%H:%M} {self.topic}"

    @property
    def place(self) -> str:
        return self.venue or self.training_class.venue

    def clean(self):
        """Inside the class, the right way round, and nobody in two places (clash check)."""
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The lesson ends before it begins.")})
        if not (self.training_class_id and self.date and self.starts_at and self.ends_at):
            return
        self._check_inside(self.training_class)
        clash = self.clashing().first()
        if clash:
            raise ValidationError(
                {"starts_at": _("Clashes with “%(other)s” (%(class)s).")
                 % {"other": clash.topic, "class": clash.training_class}}
            )  # fmt: skip

    def _check_inside(self, training_class: TrainingClass) -> None:
        if not training_class.start_on <= self.date <= training_class.end_on:
            raise ValidationError({"date": _("This day lies outside the class.")})

    def clashing(self) -> models.QuerySet:
        """Other lessons at the same time in the same class, at the same place or by the same instructor."""
        same = Q(training_class=self.training_class_id)
        if self.place:
            same |= Q(venue=self.place) | Q(venue="", training_class__venue=self.place)
        if self.instructor_id:
            same |= Q(instructor=self.instructor_id)
        return (
            ClassSession.objects.filter(
                same, date=self.date, starts_at__lt=self.ends_at, ends_at__gt=self.starts_at
            )
            .exclude(pk=self.pk)
            .exclude(training_class__status=TrainingClass.Status.CANCELLED)
            .select_related("training_class__proposal")
        )
