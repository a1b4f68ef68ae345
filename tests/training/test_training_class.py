"""A class from plan to close: each step with its guards (§1.4)."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import Role
from core.flow import AlreadyDone, StepNotAllowed
from core.models import Event
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import (
    TraineeFactory,
    TrainingClassFactory,
    end_today,
    everybody_present,
    timetable,
)
from tests.factories.training_duties import published_item
from training import actions
from training.flow import CLASS_FLOW
from training.models import ClassSession, TrainingClass

S = TrainingClass.Status
PEOPLES_STEPS = [verb for verb, step in CLASS_FLOW.steps.items() if not step.automatic]
ACTIONS = {verb: getattr(actions, f"{verb}_trainingclass") for verb in PEOPLES_STEPS}
UNIT_STEPS = [verb for verb in PEOPLES_STEPS if verb != "reopen_attendance"]


@pytest.fixture
def admin(unit):
    return person_with(Role.DEPARTMENT_ADMIN, unit)


@pytest.fixture
def desk(office):
    return person_with(Role.TRAINING_DESK, office)


@pytest.fixture
def ready(unit):
    """A confirmed class that has all it needs to run."""
    proposal = ProposalFactory(
        unit=unit, status="approved", approved_no="NDE-2026-X-001", planned_quota_min=1
    )
    training_class = TrainingClassFactory(proposal=proposal, status=S.CONFIRMED)
    TraineeFactory.create_batch(2, training_class=training_class)
    timetable(training_class)
    published_item(proposal)
    return training_class


def put(training_class, status, **values):
    TrainingClass.objects.filter(pk=training_class.pk).update(status=status, **values)
    training_class.refresh_from_db()


@pytest.mark.parametrize("verb", UNIT_STEPS)
def test_each_step_leads_from_each_of_its_statuses_to_its_target(verb, ready, admin):
    step = CLASS_FLOW.steps[verb]
    end_today(ready)
    if verb == "close":
        everybody_present(ready)
    for status in step.sources:
        put(ready, status)

        ACTIONS[verb](ready, by=admin, note="因故调整安排")

        ready.refresh_from_db()
        assert ready.status == step.target


@pytest.mark.parametrize("verb", PEOPLES_STEPS)
def test_each_step_is_refused_from_every_other_status_and_changes_nothing(verb, ready, admin):
    for status in set(S.values) - set(CLASS_FLOW.steps[verb].sources):
        put(ready, status)
        events = Event.objects.count()

        with pytest.raises(StepNotAllowed):
            ACTIONS[verb](ready, by=admin, note="因故调整安排")

        ready.refresh_from_db()
        assert (ready.status, Event.objects.count()) == (status, events)


@pytest.mark.parametrize("verb", UNIT_STEPS)
@pytest.mark.parametrize("role", ["STU", "TEA", "DH", "IOT", "DIR", "FIN", "COS", "LDR", "AUD", "SYS"])
def test_only_the_admin_of_the_unit_takes_a_step(verb, role, ready, people):
    status = sorted(CLASS_FLOW.steps[verb].sources)[0]
    put(ready, status)

    with pytest.raises(PermissionDenied):
        ACTIONS[verb](ready, by=people[role], note="因故调整安排")

    ready.refresh_from_db()
    assert ready.status == status


def test_the_admin_of_another_unit_takes_no_step(ready, other_unit):
    stranger = person_with(Role.DEPARTMENT_ADMIN, other_unit)

    with pytest.raises(PermissionDenied):
        actions.start_trainingclass(ready, by=stranger)


def test_pressing_twice_says_who_did_it(ready, admin):
    actions.start_trainingclass(ready, by=admin)

    with pytest.raises(AlreadyDone) as told:
        actions.start_trainingclass(ready, by=admin)

    assert str(admin) in told.value.message


def test_the_first_running_class_starts_the_project_and_its_trainees(ready, admin):
    actions.start_trainingclass(ready, by=admin)

    ready.proposal.refresh_from_db()
    assert ready.proposal.status == "executing"
    assert set(ready.trainees.values_list("status", flat=True)) == {"attending"}


@pytest.mark.parametrize("lack", ["timetable", "safety", "roster", "project"])
def test_a_class_that_lacks_something_does_not_start(lack, ready, admin):
    if lack == "timetable":
        ready.sessions.first().delete()
    elif lack == "safety":
        TrainingClass.objects.filter(pk=ready.pk).update(safety_contact="")
    elif lack == "roster":
        ready.trainees.all().delete()
    else:
        type(ready.proposal).objects.filter(pk=ready.proposal_id).update(status="withdrawn")
    ready = TrainingClass.objects.get(pk=ready.pk)

    with pytest.raises(ValidationError):
        actions.start_trainingclass(ready, by=admin)

    ready.refresh_from_db()
    assert ready.status == S.CONFIRMED


def test_below_the_least_intake_a_class_is_confirmed_only_with_a_reason(ready, admin):
    type(ready.proposal).objects.filter(pk=ready.proposal_id).update(planned_quota_min=20)
    put(ready, S.ENROLLING)
    ready = TrainingClass.objects.get(pk=ready.pk)

    with pytest.raises(ValidationError):
        actions.confirm_trainingclass(ready, by=admin)
    actions.confirm_trainingclass(ready, by=admin, quota_waiver="委托方要求小班授课")

    ready.refresh_from_db()
    assert (ready.status, ready.quota_waiver) == (S.CONFIRMED, "委托方要求小班授课")


def planned(proposal, **changes):
    values = {
        "proposal": proposal, "start_on": proposal.start_on, "end_on": proposal.end_on, "venue": "楼", "quota": 10,
        "class_teacher": "陈",
    }  # fmt: skip
    return TrainingClass(**values | changes)


def test_classes_are_numbered_within_their_project(unit, admin):
    proposal = ProposalFactory(unit=unit, status="approved")

    numbers = [actions.add_class(planned(proposal), by=admin).class_no for _turn in range(2)]

    assert numbers == [1, 2]


@pytest.mark.parametrize("status", ["draft", "unit_review", "cosign", "rejected", "withdrawn"])
def test_no_class_is_planned_before_the_project_is_approved(unit, admin, status):
    proposal = ProposalFactory(unit=unit, status=status)

    with pytest.raises(ValidationError):
        actions.add_class(planned(proposal), by=admin)

    assert TrainingClass.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [{"start": -1}, {"end": 1}, {"quota": 121}],
    ids=["before the window", "after the window", "more places than approved"],
)
def test_a_class_outside_what_was_approved_is_refused(unit, admin, changes):
    proposal = ProposalFactory(unit=unit, status="approved", planned_quota_max=60, classes_planned=2)
    training_class = planned(
        proposal,
        start_on=proposal.start_on + timedelta(days=changes.get("start", 0)),
        end_on=proposal.end_on + timedelta(days=changes.get("end", 0)),
        quota=changes.get("quota", 10),
    )

    with pytest.raises(ValidationError):
        actions.add_class(training_class, by=admin)


def lesson(training_class, starts, ends, venue=""):
    return ClassSession(
        training_class=training_class, date=training_class.start_on, starts_at=starts, ends_at=ends, topic="实习",
        hours=Decimal(1), venue=venue,
    )  # fmt: skip


def test_lessons_of_one_class_do_not_overlap(ready):
    with pytest.raises(ValidationError):
        lesson(ready, time(16), time(18)).clean()
    lesson(ready, time(17), time(18)).clean()


def test_lessons_of_two_classes_do_not_share_a_room(ready):
    other = TrainingClassFactory(proposal=ready.proposal, venue=ready.venue)

    with pytest.raises(ValidationError):
        lesson(other, time(10), time(11)).clean()
    lesson(other, time(10), time(11), venue="另一教室").clean()


def test_finishing_computes_completion_from_attendance_and_checked_results(ready, admin, unit):
    actions.start_trainingclass(ready, by=admin)
    everybody_present(ready)
    good, bad = ready.trainees.order_by("pk")
    actions.record_results(
        ready, {good.pk: {"score": Decimal(60)}, bad.pk: {"score": Decimal("59.5")}}, by=admin
    )
    actions.check_results(ready, by=person_with(Role.DEPARTMENT_ADMIN, unit))
    end_today(ready)

    actions.finish_trainingclass(ready, by=admin)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == ("completed", "not_completed")


def test_a_class_is_not_finished_before_its_last_day_and_nothing_changes(ready, admin):
    actions.start_trainingclass(ready, by=admin)
    events = Event.objects.count()

    with pytest.raises(ValidationError):
        actions.finish_trainingclass(ready, by=admin)

    ready.refresh_from_db()
    assert (ready.status, Event.objects.count()) == (S.RUNNING, events)


def over_long_ago(training_class, status=S.FINISHED):
    """The class ended a month ago: its attendance is locked."""
    today = timezone.localdate()
    put(training_class, status, start_on=today - timedelta(days=40), end_on=today - timedelta(days=30))
    return TrainingClass.objects.get(pk=training_class.pk)


def test_attendance_is_locked_some_working_days_after_the_class(ready, admin):
    ready = over_long_ago(ready)
    trainee = ready.trainees.first()

    with pytest.raises(ValidationError):
        actions.record_attendance(ready.sessions.first(), {trainee.pk: "present"}, by=admin)

    assert trainee.attendance.count() == 0


@pytest.mark.parametrize("status", [S.RUNNING, S.FINISHED])
def test_the_desk_opens_locked_attendance_again_with_a_reason(status, ready, admin, desk):
    ready = over_long_ago(ready, status)
    trainee = ready.trainees.first()

    with pytest.raises(StepNotAllowed):
        actions.reopen_attendance_trainingclass(ready, by=desk, note="")
    actions.reopen_attendance_trainingclass(ready, by=desk, note="签到表遗漏,补录")
    actions.record_attendance(ready.sessions.first(), {trainee.pk: "present"}, by=admin)

    assert (ready.status, trainee.attendance.count()) == (status, 1)


@pytest.mark.parametrize("role", ["STU", "TEA", "DA", "DH", "DIR", "FIN", "COS", "LDR", "AUD", "SYS"])
def test_nobody_but_the_training_desk_opens_locked_attendance(role, ready, people):
    ready = over_long_ago(ready)

    with pytest.raises(PermissionDenied):
        actions.reopen_attendance_trainingclass(ready, by=people[role], note="补录")

    ready.refresh_from_db()
    assert ready.attendance_open_until is None


def test_open_attendance_is_not_opened_again(ready, desk):
    put(ready, S.RUNNING)

    with pytest.raises(PermissionDenied):
        actions.reopen_attendance_trainingclass(ready, by=desk, note="补录")


def test_a_make_up_after_the_class_lets_the_trainee_complete(ready, admin, unit):
    actions.start_trainingclass(ready, by=admin)
    everybody_present(ready)
    late, never = ready.trainees.order_by("pk")
    end_today(ready)
    actions.finish_trainingclass(ready, by=admin)
    actions.record_results(ready, {late.pk: {"score": Decimal(50), "makeup_score": Decimal(70)}}, by=admin)
    actions.check_results(ready, by=person_with(Role.DEPARTMENT_ADMIN, unit))

    actions.complete_trainingclass(ready, by=admin)

    late.refresh_from_db()
    never.refresh_from_db()
    assert (late.status, never.status) == ("completed", "not_completed")
