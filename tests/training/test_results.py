"""Attendance, results, completion and its exceptions (§1.3)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Role
from core.flow import SeparationOfDuties
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import (
    TraineeFactory,
    TrainingClassFactory,
    everybody_present,
    timetable,
)
from training import actions
from training.actions.results import attendance_percent
from training.models import Attendance, Trainee


@pytest.fixture
def admin(unit):
    return person_with(Role.DEPARTMENT_ADMIN, unit)


@pytest.fixture
def second(unit):
    return person_with(Role.DEPARTMENT_ADMIN, unit)


@pytest.fixture
def running(unit):
    proposal = ProposalFactory(unit=unit, status="executing", approved_no="NDE-2026-X-002")
    training_class = TrainingClassFactory(proposal=proposal, status="running")
    TraineeFactory.create_batch(3, training_class=training_class, status="attending")
    timetable(training_class)
    return training_class


def test_attendance_is_written_once_per_lesson_and_can_be_corrected(running, admin):
    session, trainee = running.sessions.first(), running.trainees.first()

    actions.record_attendance(session, {trainee.pk: "absent"}, by=admin)
    actions.record_attendance(session, {trainee.pk: "present"}, by=admin)

    assert list(Attendance.objects.values_list("mark", flat=True)) == ["present"]


def test_attendance_of_somebody_else_s_trainee_is_refused_and_nothing_written(running, admin):
    stranger = TraineeFactory()

    with pytest.raises(ValidationError):
        actions.record_attendance(
            running.sessions.first(),
            {running.trainees.first().pk: "present", stranger.pk: "present"},
            by=admin,
        )

    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("marks", "percent"), [(["present", "late"], 40), (["leave", "absent"], 0), (["present"] * 5, 100)]
)
def test_attendance_counts_hours_of_lessons_attended(running, admin, marks, percent):
    trainee = running.trainees.first()
    for session, mark in zip(running.sessions.all(), marks, strict=False):
        actions.record_attendance(session, {trainee.pk: mark}, by=admin)

    assert attendance_percent(running).get(trainee.pk, 0) == percent


def test_results_are_not_checked_by_whoever_entered_them(running, admin, second):
    trainee = running.trainees.first()
    actions.record_results(running, {trainee.pk: {"score": Decimal(80)}}, by=admin)

    with pytest.raises(SeparationOfDuties):
        actions.check_results(running, by=admin)
    checked = actions.check_results(running, by=second)

    trainee.assessment.refresh_from_db()
    assert (checked, trainee.assessment.checked_by) == (1, second)


def test_a_changed_result_must_be_checked_again(running, admin, second):
    trainee = running.trainees.first()
    actions.record_results(running, {trainee.pk: {"score": Decimal(80)}}, by=admin)
    actions.check_results(running, by=second)

    actions.record_results(running, {trainee.pk: {"score": Decimal(90)}}, by=admin)

    trainee.assessment.refresh_from_db()
    assert trainee.assessment.checked_by is None


@pytest.mark.parametrize(
    ("percent", "score", "checked", "status"),
    [
        (100, 60, True, "completed"),
        (80, 60, True, "completed"),
        (60, 100, True, "not_completed"),
        (100, 59, True, "not_completed"),
        (100, None, True, "not_completed"),
        (100, 90, False, "not_completed"),
    ],
)
def test_completion_follows_the_rule_of_the_project(running, admin, second, percent, score, checked, status):
    trainee = running.trainees.first()
    for session in running.sessions.all()[: percent // 20]:
        actions.record_attendance(session, {trainee.pk: "present"}, by=admin)
    if score is not None:
        actions.record_results(running, {trainee.pk: {"score": Decimal(score)}}, by=admin)
    if checked:
        actions.check_results(running, by=second)

    actions.finish_trainingclass(running, by=admin)

    trainee.refresh_from_db()
    assert trainee.status == status


def test_the_better_of_score_and_make_up_counts(running, admin, second):
    everybody_present(running)
    trainee = running.trainees.first()
    actions.record_results(
        running, {trainee.pk: {"score": Decimal(50), "makeup_score": Decimal(65)}}, by=admin
    )
    actions.check_results(running, by=second)

    actions.finish_trainingclass(running, by=admin)

    trainee.refresh_from_db()
    assert trainee.status == "completed"


@pytest.mark.parametrize("verb", ["withdraw", "expel"])
def test_who_leaves_the_class_does_not_complete(running, admin, verb):
    everybody_present(running)
    trainee = running.trainees.first()

    getattr(actions, f"{verb}_trainee")(trainee, by=admin, note="因个人原因")
    actions.finish_trainingclass(running, by=admin)

    trainee.refresh_from_db()
    assert trainee.status == {"withdraw": "withdrew", "expel": "expelled"}[verb]


def test_an_exception_is_asked_by_the_unit_and_approved_by_the_office(running, admin, people):
    actions.finish_trainingclass(running, by=admin)
    trainee = running.trainees.first()

    with pytest.raises(PermissionDenied):
        actions.override_trainee(trainee, by=people["IOT"], note="同意")
    trainee = actions.ask_override_trainee(trainee, by=admin, reason="因公出差缺勤,已补课")
    with pytest.raises(PermissionDenied):
        actions.override_trainee(trainee, by=admin, note="同意")
    actions.override_trainee(trainee, by=people["IOT"], note="同意,补课记录已核实")

    trainee.refresh_from_db()
    assert trainee.status == Trainee.Status.COMPLETED
