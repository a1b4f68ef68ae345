"""What trainees and the public say: anonymous surveys and complaints (§1.9)."""

from __future__ import annotations

import secrets
import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_training_desk, sees_everything, units_of
from core.fields import EncryptedTextField
from core.models import Record
from training.models.trainee import Trainee
from training.models.training_class import TrainingClass

User = settings.AUTH_USER_MODEL
# Nobody confuses I and 1, O and 0 when reading a code from a slip of paper.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


def new_code() -> str:
    """A code nobody guesses, to be typed from paper."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


class SurveyQuerySet(models.QuerySet):
    """Finds surveys."""

    def visible_to(self, user: Any) -> SurveyQuerySet:
        return self.filter(training_class__in=TrainingClass.objects.visible_to(user))


class Survey(Record):
    """The questions asked after one class; whoever answers stays unknown."""

    ITEMS = ("content", "lecturer", "organisation", "venue", "fee_value", "overall")
    LABELS = {
        "content": _("Content of the training"),
        "lecturer": _("Lecturers"),
        "organisation": _("Organisation"),
        "venue": _("Venue and equipment"),
        "fee_value": _("Worth its fee"),
        "overall": _("Overall"),
    }

    training_class = models.OneToOneField(
        TrainingClass, on_delete=models.PROTECT, related_name="survey", verbose_name=_("class")
    )
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open until"))
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def __str__(self):
        return str(self.training_class)

    def get_absolute_url(self):
        return reverse("survey-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.training_class.unit_id

    @property
    def is_open(self) -> bool:
        return self.opens_on <= timezone.localdate() <= self.closes_on


class SurveyToken(models.Model):
    """The right to answer once. It knows its trainee; the answer knows neither of them, nor the hour."""

    survey = models.ForeignKey(
        Survey, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("survey")
    )
    trainee = models.OneToOneField(
        Trainee, on_delete=models.CASCADE, related_name="survey_token", verbose_name=_("trainee")
    )
    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code)
    is_used = models.BooleanField(_("used"), default=False)

    class Meta:
        verbose_name = _("survey code")
        verbose_name_plural = _("survey codes")

    def __str__(self):
        return f"{self.survey_id}"


def _score() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])


class SurveyAnswer(models.Model):
    """What one unknown trainee answered; the random key keeps even the order secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, on_delete=models.CASCADE, related_name="answers", verbose_name=_("survey")
    )
    content = _score()
    lecturer = _score()
    organisation = _score()
    venue = _score()
    fee_value = _score()
    overall = _score()
    recommend = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    lecturers = models.JSONField(_("scores of the lecturers"), default=dict, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__gte=1, overall__lte=5, recommend__lte=10),
                name="answers_lie_on_the_scale",
            )
        ]

    def __str__(self):
        return f"{self.survey_id}"

    @property
    def points(self) -> Decimal:
        """The six items on a scale of 100."""
        return Decimal(sum(getattr(self, name) for name in Survey.ITEMS)) * 20 / len(Survey.ITEMS)


class ComplaintQuerySet(models.QuerySet):
    """Finds complaints."""

    def visible_to(self, user: Any) -> ComplaintQuerySet:
        """The governing office and those who read everything; the unit complained of does not see who complains."""
        if is_training_desk(user) or sees_everything(user):
            return self
        return self.filter(
            is_shared=True, unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        )

    def awaiting(self, user: Any) -> ComplaintQuerySet:
        if not is_training_desk(user):
            return self.none()
        return self.filter(status__in=[Complaint.Status.RECEIVED, Complaint.Status.EXAMINED])


class Complaint(Record):
    """A complaint of anybody, followed by its code; the office replies within some working days (§1.9)."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        EXAMINED = "examined", _("Being examined")
        REPLIED = "replied", _("Replied")
        DISMISSED = "dismissed", _("Not taken up")

    class Subject(models.TextChoices):
        FEES = "fees", _("Fees and refunds")
        PUBLICITY = "publicity", _("Publicity and promises")
        TEACHING = "teaching", _("Teaching")
        ORGANISATION = "organisation", _("Organisation and venue")
        AGENT = "agent", _("Recruitment by others in the school's name")
        OTHER = "other", _("Something else")

    STATUS_TONES = {"received": "red", "examined": "blue", "replied": "green", "dismissed": "grey"}

    code = models.CharField(_("tracking code"), max_length=16, unique=True, default=new_code, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.RECEIVED, editable=False, db_index=True
    )
    subject = models.CharField(_("about"), max_length=12, choices=Subject)
    project_name = models.CharField(_("training concerned"), max_length=150, blank=True)
    text = models.TextField(_("what happened"), max_length=4000)
    contact = EncryptedTextField(_("how to reach you"), blank=True)
    unit = models.ForeignKey(
        "accounts.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit concerned"),
    )
    training_class = models.ForeignKey(
        TrainingClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("class concerned"),
    )
    is_shared = models.BooleanField(_("shown to the unit"), default=False, editable=False)
    due_on = models.DateField(_("reply due"), editable=False)
    reply = models.TextField(_("reply"), max_length=4000, blank=True, editable=False)
    replied_on = models.DateField(_("replied on"), null=True, blank=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")

    def __str__(self):
        return f"{self.get_subject_display()} · {self.code[:4]}…"

    def get_absolute_url(self):
        return reverse("complaint-detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        is_open = self.status in {self.Status.RECEIVED, self.Status.EXAMINED}
        return is_open and self.due_on < timezone.localdate()
