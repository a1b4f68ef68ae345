"""Trainees answer without a name; anybody complains and follows it by a code (§1.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.flow import remember
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from training.flow import COMPLAINT_FLOW
from training.models import Complaint, Survey, SurveyAnswer, SurveyToken, Trainee, TrainingClass

POINTS_PER_STEP = 20


@transaction.atomic
def open_survey(training_class: TrainingClass, *, by: Any) -> Survey:
    """One code for each trainee; asking again only adds those who came later."""
    if by is not None and not by.has_perm("training.open_survey_trainingclass", training_class):
        raise PermissionDenied
    if training_class.status not in {
        TrainingClass.Status.RUNNING,
        TrainingClass.Status.FINISHED,
        TrainingClass.Status.CLOSED,
    }:
        raise ValidationError(_("Trainees are asked once the class runs."))
    today = timezone.localdate()
    last = max(today, training_class.end_on) + timedelta(days=policy("training.survey_days"))
    survey, is_new = Survey.objects.get_or_create(
        training_class=training_class, defaults={"opens_on": today, "closes_on": last, "opened_by": by}
    )
    missing = training_class.trainees.present().filter(survey_token=None)
    SurveyToken.objects.bulk_create(
        [SurveyToken(survey=survey, trainee=trainee) for trainee in missing.order_by("pk")], batch_size=500
    )
    if is_new:
        remember(training_class, "open_survey", by=by)
    return survey


@transaction.atomic
def answer_survey(code: str, scores: Mapping[str, Any]) -> Survey:
    """One answer for one code. The answer keeps neither the code nor the moment.

    Raises ValidationError when the code is unknown, used or the survey is over.
    """
    token = (
        SurveyToken.objects.select_for_update(of=("self",))
        .select_related("survey")
        .filter(code=code.strip().upper())
        .first()
    )
    if token is None:
        raise ValidationError(_("This code is not known."))
    if token.is_used:
        raise ValidationError(_("This code was used already."))
    if not token.survey.is_open:
        raise ValidationError(_("The survey is over."))
    token.is_used = True
    token.save(update_fields=["is_used"])
    answer = SurveyAnswer(survey=token.survey, **scores)
    answer.full_clean()
    answer.save(force_insert=True)
    return token.survey


@dataclass(frozen=True)
class SurveyResult:
    """What the answers say, once there are enough that nobody can be told from them."""

    asked: int
    answered: int
    is_shown: bool
    items: list[tuple[str, Decimal]]
    points: Decimal | None
    recommend: Decimal | None
    lecturers: list[tuple[str, Decimal, int]]
    comments: list[str]

    @property
    def rate(self) -> int:
        return self.answered * 100 // self.asked if self.asked else 0


def result_of(survey: Survey) -> SurveyResult:
    """The results, hidden until there are five answers (§1.9)."""
    tokens = survey.tokens.count()
    answers = survey.answers.all()
    count = answers.count()
    if count < policy("training.survey_min_answers"):
        return SurveyResult(tokens, count, False, [], None, None, [], [])
    averages = answers.aggregate(
        **{name: Avg(name) for name in (*Survey.ITEMS, "recommend")}, number=Count("pk")
    )
    items = [(str(Survey.LABELS[name]), _one(averages[name])) for name in Survey.ITEMS]
    points = sum((Decimal(str(averages[name])) for name in Survey.ITEMS), Decimal(0))
    comments = sorted(answers.exclude(comment="").values_list("comment", flat=True))
    return SurveyResult(
        tokens,
        count,
        True,
        items,
        _one(points * POINTS_PER_STEP / len(Survey.ITEMS)),
        _one(averages["recommend"]),
        _lecturers(survey, answers),
        comments,
    )


def _one(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.1"))


def _lecturers(survey: Survey, answers: Any) -> list[tuple[str, Decimal, int]]:
    """The mean of each lecturer, again only from enough answers."""
    least = policy("training.survey_min_answers")
    names = {
        str(pk): name for pk, name in survey.training_class.proposal.instructors.values_list("pk", "name")
    }
    given: dict[str, list[int]] = {}
    for scores in answers.values_list("lecturers", flat=True):
        for key, score in scores.items():
            given.setdefault(key, []).append(score)
    return [
        (names[key], _one(Decimal(sum(scores)) / len(scores)), len(scores))
        for key, scores in sorted(given.items())
        if key in names and len(scores) >= least
    ]


def survey_code_of(trainee: Trainee) -> str:
    """The code with which this trainee can still answer, or nothing."""
    token = SurveyToken.objects.filter(trainee=trainee, is_used=False).select_related("survey").first()
    return token.code if token and token.survey.is_open else ""


@transaction.atomic
def file_complaint(complaint: Complaint, *, by: Any = None) -> Complaint:
    """Anybody complains, with or without a name; the office has so many working days to reply."""
    complaint.due_on = add_working_days(timezone.localdate(), policy("training.complaint_workdays"))
    complaint.save()
    remember(complaint, "complain", by=None)
    notify(User.objects.holding(Role.TRAINING_DESK), "training.complaint_filed", about=complaint)
    return complaint


@transaction.atomic
def examine_complaint(
    complaint: Complaint,
    *,
    by: Any,
    unit: Any = None,
    training_class: Any = None,
    is_shared: bool = False,
    note: str = "",
    version: int | None = None,
) -> Complaint:
    """The office takes it up and says whom it concerns; the contact is never shared."""
    COMPLAINT_FLOW.move(complaint, "examine", by=by, note=note, version=version)
    complaint.training_class = training_class or complaint.training_class
    complaint.unit = unit or (training_class.unit if training_class else complaint.unit)
    complaint.is_shared = is_shared
    complaint.save(update_fields=["unit", "training_class", "is_shared"])
    if is_shared and complaint.unit:
        people = User.objects.holding(Role.DEPARTMENT_HEAD, unit=complaint.unit)
        notify(people, "training.complaint_filed", about=complaint)
    return complaint


@transaction.atomic
def reply_complaint(
    complaint: Complaint, *, by: Any, reply: str = "", note: str = "", version: int | None = None
) -> Complaint:
    """The reply stands under the tracking code."""
    if complaint.status in COMPLAINT_FLOW.steps["reply"].sources and len(reply.strip()) < 10:
        raise ValidationError({"reply": _("A reply has at least a sentence.")})
    COMPLAINT_FLOW.move(complaint, "reply", by=by, note=note, version=version)
    complaint.reply, complaint.replied_on = reply.strip(), timezone.localdate()
    complaint.save(update_fields=["reply", "replied_on"])
    return complaint


@transaction.atomic
def dismiss_complaint(
    complaint: Complaint, *, by: Any, note: str = "", version: int | None = None
) -> Complaint:
    """It does not concern training; whoever complained reads why."""
    COMPLAINT_FLOW.move(complaint, "dismiss", by=by, note=note, version=version)
    complaint.reply, complaint.replied_on = note, timezone.localdate()
    complaint.save(update_fields=["reply", "replied_on"])
    return complaint


def remind_complaints(today: date | None = None) -> int:
    """Three days before the reply is due, on the day, and once it is overdue (EC-91)."""
    today = today or timezone.localdate()
    count = 0
    open_ones = Complaint.objects.filter(
        status__in=[Complaint.Status.RECEIVED, Complaint.Status.EXAMINED],
        due_on__lte=today + timedelta(days=3),
    )
    for complaint in open_ones.order_by("pk"):
        lead = "overdue" if today > complaint.due_on else "today" if today == complaint.due_on else "soon"
        people = [*User.objects.holding(Role.TRAINING_DESK)]
        if lead == "overdue":
            people += [*User.objects.holding(Role.DIRECTOR)]
        notify(people, "training.complaint_due", about=complaint, lead=lead)
        count += 1
    return count
