"""Attendance, results and completion (§1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.flow import SeparationOfDuties, remember
from core.history import save_with_history
from notifications.actions import notify
from training.flow import TRAINEE_FLOW
from training.models import (
    Assessment,
    AssessmentMethod,
    Attendance,
    ClassSession,
    Trainee,
    TrainingClass,
)


def open_class(training_class: TrainingClass, by: Any, verb: str = "record") -> TrainingClass:
    """The class, locked while its records are written; refused once it is closed."""
    locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if not by.has_perm(f"training.{verb}_trainingclass", locked):
        raise PermissionDenied
    return locked


@transaction.atomic
def record_attendance(session: ClassSession, marks: Mapping[int, str], *, by: Any) -> int:
    """Write who was at the lesson, by trainee; writing the same again changes nothing."""
    training_class = open_class(session.training_class, by)
    if training_class.attendance_is_locked:
        raise ValidationError(
            _("The attendance was locked on %(day)s. The training desk can open it again.")
            % {"day": date_format(training_class.attendance_locks_on, "DATE_FORMAT")}
        )
    roster = set(training_class.trainees.present().values_list("pk", flat=True))
    strangers = set(marks) - roster
    if strangers or not set(marks.values()) <= set(Attendance.Mark.values):
        raise ValidationError(_("The list holds somebody who is not on the roster, or an unknown mark."))
    rows = [Attendance(session=session, trainee_id=pk, mark=mark) for pk, mark in marks.items()]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session", "trainee"], update_fields=["mark"]
    )
    remember(training_class, "attendance", by=by, payload={"session": session.pk, "marks": len(rows)})
    return len(rows)


@transaction.atomic
def record_results(
    training_class: TrainingClass, results: Mapping[int, Mapping[str, Any]], *, by: Any
) -> int:
    """Write scores or pass/fail by trainee; what changes must be checked again by somebody else."""
    locked = open_class(training_class, by)
    trainees = {trainee.pk: trainee for trainee in locked.trainees.present().select_related("assessment")}
    changed = 0
    for pk, values in results.items():
        if pk not in trainees:
            raise ValidationError(_("The list holds somebody who is not on the roster, or an unknown mark."))
        changed += _write_result(trainees[pk], values, by)
    if changed:
        remember(locked, "results", by=by, payload={"results": changed})
    return changed


def _write_result(trainee: Trainee, values: Mapping[str, Any], by: Any) -> int:
    assessment = getattr(trainee, "assessment", None) or Assessment(trainee=trainee)
    before = (assessment.score, assessment.has_passed, assessment.makeup_score)
    makeup = values.get("makeup_score", assessment.makeup_score)
    if assessment.makeup_score is not None and assessment.checked_by_id and makeup != assessment.makeup_score:
        raise ValidationError(
            _("%(name)s has taken the one make-up that is allowed, and it was checked.") % {"name": trainee}
        )
    for name in ("score", "has_passed", "makeup_score"):
        if name in values:
            setattr(assessment, name, values[name])
    if (assessment.score, assessment.has_passed, assessment.makeup_score) == before:
        return 0
    assessment.entered_by, assessment.checked_by, assessment.checked_at = by, None, None
    save_with_history(assessment, by=by)
    return 1


@transaction.atomic
def check_results(training_class: TrainingClass, *, by: Any) -> int:
    """Another person of the unit confirms the results (four eyes, §1.3)."""
    locked = open_class(training_class, by, "check_results")
    waiting = Assessment.objects.filter(trainee__training_class=locked, checked_by=None).exclude(
        Q(score=None) & Q(has_passed=None) & Q(makeup_score=None)
    )
    if waiting.filter(entered_by=by).exists():
        raise SeparationOfDuties(_("You entered results of this class: somebody else must check them."))
    checked = waiting.update(checked_by=by, checked_at=timezone.now())
    if checked:
        remember(locked, "check_results", by=by, payload={"results": checked})
    return checked


def missing_marks(training_class: TrainingClass) -> int:
    """How many marks are not written yet: every lesson times everybody on the roster, less what there is."""
    people = training_class.trainees.present()
    written = Attendance.objects.filter(session__training_class=training_class, trainee__in=people).count()
    return training_class.sessions.count() * people.count() - written


def attendance_percent(training_class: TrainingClass) -> dict[int, Decimal]:
    """The share of class hours attended, in per cent, by trainee; lessons without a mark count as missed."""
    total = training_class.hours_planned
    if not total:
        return {}
    attended = (
        Attendance.objects.filter(session__training_class=training_class, mark__in=Attendance.COUNTED)
        .values_list("trainee")
        .annotate(hours=Sum("session__hours"))
    )
    return {pk: hours * 100 / total for pk, hours in attended}


def meets_rule(trainee: Trainee, percent: Decimal) -> bool:
    """Whether the trainee completes by the rule of the project: attendance, and a checked result if assessed."""
    proposal = trainee.training_class.proposal
    if percent < proposal.attendance_min_percent:
        return False
    if proposal.assessment_method in (AssessmentMethod.NONE, AssessmentMethod.ATTENDANCE):
        return True
    assessment = getattr(trainee, "assessment", None)
    if assessment is None or assessment.checked_by_id is None:
        return False
    if assessment.best is not None:
        return assessment.best >= proposal.score_min
    return bool(assessment.has_passed)


def complete_trainees(training_class: TrainingClass) -> None:
    """Whoever meets the rule has completed, the others have not; nobody who has completed loses it again."""
    percents = attendance_percent(training_class)
    open_ones = training_class.trainees.filter(
        status__in=[Trainee.Status.ATTENDING, Trainee.Status.NOT_COMPLETED]
    )
    met: list[int] = []
    missed: list[int] = []
    for trainee in open_ones.select_related("assessment", "training_class__proposal"):
        done = meets_rule(trainee, percents.get(trainee.pk, Decimal(0)))
        (met if done else missed).append(trainee.pk)
    TRAINEE_FLOW.move_many(open_ones.filter(pk__in=met), "complete")
    TRAINEE_FLOW.move_many(open_ones.filter(pk__in=missed, status=Trainee.Status.ATTENDING), "fail")


@transaction.atomic
def withdraw_trainee(trainee: Trainee, *, by: Any, note: str = "", version: int | None = None) -> Trainee:
    """The trainee has left the class."""
    TRAINEE_FLOW.move(trainee, "withdraw", by=by, note=note, version=version)
    return trainee


@transaction.atomic
def expel_trainee(trainee: Trainee, *, by: Any, note: str = "", version: int | None = None) -> Trainee:
    """The trainee is excluded from the class."""
    TRAINEE_FLOW.move(trainee, "expel", by=by, note=note, version=version)
    return trainee


@transaction.atomic
def ask_override_trainee(trainee: Trainee, *, by: Any, reason: str) -> Trainee:
    """The unit asks the governing office to let the trainee complete against the rule, and says why."""
    if not by.has_perm("training.ask_override_trainee", trainee):
        raise PermissionDenied
    locked = Trainee.objects.select_for_update().get(pk=trainee.pk)
    if locked.status != Trainee.Status.NOT_COMPLETED:
        raise ValidationError(_("Only somebody who has not completed can be proposed."))
    locked.is_override_wanted, locked.override_reason, locked.override_by = True, reason, by
    locked.save(update_fields=["is_override_wanted", "override_reason", "override_by"])
    remember(locked, "ask_override", by=by, note=reason)
    notify(User.objects.holding(Role.TRAINING_DESK), "training.override_asked", about=locked)
    return locked


@transaction.atomic
def override_trainee(trainee: Trainee, *, by: Any, note: str = "", version: int | None = None) -> Trainee:
    """The governing office lets the trainee complete against the rule."""
    TRAINEE_FLOW.move(trainee, "override", by=by, note=note, version=version)
    if trainee.override_by:
        notify([trainee.override_by], "training.override_approved", about=trainee)
    return trainee
