"""A class from plan to close (§1.4)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.history import save_with_history
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from training.actions.decide import start_proposal
from training.actions.feedback import open_survey
from training.actions.money import ask_refunds_of_class, open_refunds_of
from training.actions.order import check_order, perform_contracts
from training.actions.results import complete_trainees, missing_marks
from training.flow import CLASS_FLOW, TRAINEE_FLOW
from training.models import Proposal, Trainee, TrainingClass


@transaction.atomic
def add_class(training_class: TrainingClass, *, by: Any) -> TrainingClass:
    """A class of an approved project is planned, with the next class number (期次)."""
    proposal = Proposal.objects.select_for_update().get(pk=training_class.proposal_id)
    if proposal.status not in {Proposal.Status.APPROVED, Proposal.Status.EXECUTING}:
        # TR-06: nothing starts before the project is approved.
        raise ValidationError(_("Classes can be planned once the project is approved."))
    training_class.full_clean()
    last = proposal.classes.aggregate(last=Max("class_no"))["last"] or 0
    training_class.class_no = last + 1
    save_with_history(training_class, by=by)
    return training_class


@transaction.atomic
def open_enrolment_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """Trainees can be put on the roster; the project must be in force (TR-06)."""
    CLASS_FLOW.move(training_class, "open_enrolment", by=by, note=note, version=version)
    check_order(training_class)
    return training_class


@transaction.atomic
def confirm_trainingclass(
    training_class: TrainingClass,
    *,
    by: Any,
    note: str = "",
    quota_waiver: str = "",
    version: int | None = None,
) -> TrainingClass:
    """The class will take place, with the least intake reached or a reason why it runs below it."""
    _check_project(training_class)
    least = training_class.proposal.planned_quota_min or 1
    present = training_class.trainees.present().count()
    if present < least and not quota_waiver.strip():
        raise ValidationError(
            {
                "quota_waiver": _(
                    "%(present)s trainees are registered, %(least)s are the least intake. Say why it runs."
                )
                % {"present": present, "least": least}
            }
        )
    CLASS_FLOW.move(training_class, "confirm", by=by, note=note, version=version)
    training_class.quota_waiver = quota_waiver.strip()
    training_class.save(update_fields=["quota_waiver"])
    return training_class


@transaction.atomic
def start_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """The class runs; with the first one the project is being carried out (P13)."""
    CLASS_FLOW.move(training_class, "start", by=by, note=note, version=version)
    check_order(training_class)
    _check_ready(training_class)
    TRAINEE_FLOW.move_many(training_class.trainees.all(), "attend")
    start_proposal(training_class.proposal)
    perform_contracts(training_class.proposal)
    notify(User.objects.holding(Role.TRAINING_DESK), "training.class_started", about=training_class)
    return training_class


@transaction.atomic
def finish_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """The class is over, and completion is computed for everybody on the roster.

    Raises ValidationError before its last day: what is certified has taken place.
    """
    CLASS_FLOW.move(training_class, "finish", by=by, note=note, version=version)
    if timezone.localdate() < training_class.end_on:
        last_day = date_format(training_class.end_on, "DATE_FORMAT")
        raise ValidationError(
            _(
                "The class ends on %(day)s. It can be finished from that day on; change its dates if it ended earlier."
            )
            % {"day": last_day}
        )
    complete_trainees(training_class)
    open_survey(training_class, by=None)
    notify(
        User.objects.holding(Role.DEPARTMENT_ADMIN, unit=training_class.unit),
        "training.class_finished",
        about=training_class,
    )
    return training_class


@transaction.atomic
def complete_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """Completion is computed again: whoever meets the rule by now has completed."""
    CLASS_FLOW.move(training_class, "complete", by=by, note=note, version=version)
    complete_trainees(training_class)
    return training_class


@transaction.atomic
def reopen_attendance_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """The office lets the unit correct attendance that was locked already (§1.3)."""
    CLASS_FLOW.move(
        training_class, "reopen_attendance", by=by, note=note, version=version, to=training_class.status
    )
    more = policy("training.attendance_lock_workdays")
    training_class.attendance_open_until = add_working_days(timezone.localdate(), more)
    training_class.save(update_fields=["attendance_open_until"])
    return training_class


@transaction.atomic
def close_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """Nothing of the class changes any more."""
    if training_class.trainees.filter(status=Trainee.Status.NOT_COMPLETED, is_override_wanted=True).exists():
        raise ValidationError(_("The office has not yet decided on every completion that was asked for."))
    if training_class.status == TrainingClass.Status.FINISHED and by.has_perm(
        "training.close_trainingclass", training_class
    ):
        _check_records(training_class)
    CLASS_FLOW.move(training_class, "close", by=by, note=note, version=version)
    return training_class


@transaction.atomic
def cancel_trainingclass(
    training_class: TrainingClass, *, by: Any, note: str = "", version: int | None = None
) -> TrainingClass:
    """The class will not take place; whoever paid gets the money back (EC-84)."""
    CLASS_FLOW.move(training_class, "cancel", by=by, note=note, version=version)
    ask_refunds_of_class(training_class, by=by, reason=note)
    return training_class


def _check_project(training_class: TrainingClass) -> None:
    if training_class.proposal.status not in {Proposal.Status.APPROVED, Proposal.Status.EXECUTING}:
        raise ValidationError(_("The project is not in force: no class of it can go on."))


def _check_records(training_class: TrainingClass) -> None:
    """Attendance of everybody at every lesson, and no refund undecided: what closing asks for (§1.8)."""
    problems = []
    missing = missing_marks(training_class)
    if missing:
        problems.append(_("%(count)s attendance marks are missing.") % {"count": missing})
    if open_refunds_of(training_class):
        problems.append(_("A refund of this class is not decided yet."))
    if problems:
        raise ValidationError(problems)


def _check_ready(training_class: TrainingClass) -> None:
    """Timetable complete and a safety contact named: what `running` asks for (§1.4)."""
    planned, total = training_class.hours_planned, training_class.proposal.hours_total
    problems = []
    if planned != total:
        problems.append(
            _("The timetable has %(planned)s class hours, the project %(total)s.")
            % {"planned": planned, "total": total}
        )
    if not (training_class.safety_contact and training_class.safety_phone):
        problems.append(_("Name the safety contact and a phone number."))
    if not training_class.trainees.present().exists():
        problems.append(_("Nobody is on the roster."))
    if problems:
        raise ValidationError(problems)
