"""Each step of an application: from where it is allowed, from where not, and that a refusal changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.flow import AlreadyDone, SeparationOfDuties, StaleVersion, StepNotAllowed
from core.models import Counter, Event, Snapshot
from notifications.models import Notification
from programmes import actions
from programmes.flow import APPLICATION_FLOW
from programmes.models import Application, Choice, Nomination, Offering, Round
from tests.conftest import ROLES
from tests.factories.accounts import UserFactory, person_with
from tests.factories.programmes import OfferingFactory, ProgrammeFactory, application_at, draft, judged

pytestmark = pytest.mark.django_db
S = Application.Status


def panel(application):
    starts = timezone.now() + timedelta(days=2)
    return {
        "starts_at": starts, "ends_at": starts + timedelta(minutes=30), "place": "1101",
        "assessors": [person_with("TEA", application.unit) for _number in range(3)],
    }  # fmt: skip


# The action, who takes it ("own" is the student), where it starts, where it leads, and what it asks.
STEPS = {
    "submit": (actions.submit_application, "own", S.DRAFT, S.SUBMITTED, {}),
    "recall": (actions.recall_application, "own", S.SUBMITTED, S.DRAFT, {}),
    "check": (actions.check_application_for_college, "DA", S.SUBMITTED, S.SUBMITTED, {"college_rank": 1}),
    "recommend": (actions.recommend_application, "DH", S.SUBMITTED, S.COLLEGE_RECOMMENDED, {}),
    "decline": (actions.decline_application, "DH", S.SUBMITTED, S.COLLEGE_REJECTED, {"note": "学业情况"}),
    "appeal": (actions.appeal_application, "own", S.COLLEGE_REJECTED, S.SUBMITTED, {"note": "请复议"}),
    "return": (actions.return_application, "DA", S.SUBMITTED, S.RETURNED_FOR_CORRECTION, {"note": "请补充"}),
    "resubmit": (actions.resubmit_application, "own", S.RETURNED_FOR_CORRECTION, S.SUBMITTED, {}),
    "screen": (actions.screen_application, "IOS", S.COLLEGE_RECOMMENDED, S.IO_SCREENED, {}),
    "schedule_interview": (
        actions.schedule_interview_application, "IOS", S.IO_SCREENED, S.INTERVIEW_SCHEDULED, panel
    ),
    "miss_interview": (
        actions.miss_interview_application, "IOS", S.INTERVIEW_SCHEDULED, S.NOT_SELECTED, {"note": "未到场"}
    ),
    "accept": (actions.accept_application, "own", S.OFFERED, S.ACCEPTED, {}),
    "turn_down": (actions.turn_down_application, "own", S.OFFERED, S.DECLINED, {}),
    "sign_off": (actions.sign_off_application, "DIR", S.PUBLICISED, S.PUBLICISED, {}),
    "nominate": (actions.nominate_application, "IOS", S.PUBLICISED, S.NOMINATED, {}),
    "send_to_host": (actions.send_to_host_application, "IOS", S.NOMINATED, S.HOST_REVIEW, {}),
    "admit": (actions.admit_application, "IOS", S.HOST_REVIEW, S.HOST_ADMITTED, {}),
    "host_reject": (actions.host_reject_application, "IOS", S.HOST_REVIEW, S.HOST_REJECTED, {"note": "名额已满"}),
    "replace": (actions.replace_application, "IOS", S.HOST_REJECTED, S.RANKED, {}),
    "open_departure": (actions.open_departure_application, "IOS", S.HOST_ADMITTED, S.PRE_DEPARTURE, {}),
    "withdraw": (actions.withdraw_application, "own", S.RANKED, S.WITHDRAWN, {"note": "家庭原因"}),
}  # fmt: skip
NEEDS = {"recommend": {"college_checked_at": timezone.now}, "nominate": {"signed_off_at": timezone.now}}


def application_for(verb, unit, status=None):
    application = application_at(status or STEPS[verb][2], unit)
    fields = {name: make() for name, make in NEEDS.get(verb, {}).items()}
    if fields:
        Application.objects.filter(pk=application.pk).update(**fields)
    judged(application)
    application.refresh_from_db()
    return application


def asked(verb, application):
    fields = STEPS[verb][4]
    return fields(application) if callable(fields) else fields


def actor(verb, application, people):
    role = STEPS[verb][1]
    return application.student if role == "own" else people[role]


def state_of(application):
    application.refresh_from_db()
    return (
        application.status,
        application.version,
        application.number,
        application.due_on,
        application.placed_id,
        Event.objects.of(application).count(),
        Snapshot.objects.of(application).count(),
        Notification.objects.count(),
        Nomination.objects.count(),
        Counter.objects.count(),
        list(Offering.objects.values_list("seats_taken", flat=True)),
    )


@pytest.mark.parametrize("verb", STEPS)
def test_step_from_its_status_leads_to_its_target(verb, unit, people):
    application = application_for(verb, unit)

    STEPS[verb][0](application, by=actor(verb, application, people), **asked(verb, application))

    application.refresh_from_db()
    assert application.status == STEPS[verb][3]
    assert Event.objects.of(application).filter(verb=verb).count() == 1


@pytest.mark.parametrize("verb", STEPS)
def test_step_from_every_other_status_is_refused_and_changes_nothing(verb, unit, people):
    application = application_for(verb, unit)
    fields, choice = asked(verb, application), application.choices.get()
    for status in set(S.values) - set(APPLICATION_FLOW.steps[verb].sources):
        Application.objects.filter(pk=application.pk).update(status=status, placed=choice)
        before = state_of(application)

        with pytest.raises(StepNotAllowed):
            STEPS[verb][0](application, by=actor(verb, application, people), **fields)

        assert state_of(application) == before


@pytest.mark.parametrize("verb", STEPS)
def test_step_on_a_version_since_changed_is_refused_and_changes_nothing(verb, unit, people):
    application = application_for(verb, unit)
    fields = asked(verb, application)
    before = state_of(application)

    with pytest.raises(StaleVersion):
        STEPS[verb][0](
            application, by=actor(verb, application, people), version=application.version - 1, **fields
        )

    assert state_of(application) == before


@pytest.mark.parametrize("verb", STEPS)
def test_no_other_role_may_take_the_step(verb, unit, people):
    application = application_for(verb, unit)
    fields = asked(verb, application)
    before = state_of(application)
    also = {"return": {"DH"}}.get(verb, set())
    for role in set(ROLES) - {STEPS[verb][1]} - also:
        with pytest.raises(PermissionDenied):
            STEPS[verb][0](application, by=people[role], **fields)

        assert state_of(application) == before


@pytest.mark.parametrize("verb", STEPS)
def test_superuser_without_a_role_may_take_no_step(verb, unit, people):
    application = application_for(verb, unit)
    fields = asked(verb, application)
    before = state_of(application)

    with pytest.raises(PermissionDenied):
        STEPS[verb][0](application, by=UserFactory(is_superuser=True, is_staff=True), **fields)

    assert state_of(application) == before


def test_one_person_of_the_college_cannot_check_and_recommend(unit, people):
    application = application_at(S.SUBMITTED, unit)
    both = person_with("DA", unit)
    both.grants.create(role="DH", unit=unit)
    actions.check_application_for_college(application, by=both, college_rank=1)

    with pytest.raises(SeparationOfDuties):
        actions.recommend_application(application, by=type(both).objects.get(pk=both.pk))


def test_submitting_after_the_deadline_by_the_servers_clock_keeps_the_draft_ec_46(unit):
    application = draft(unit)
    Round.objects.update(close_at=timezone.now() - timedelta(seconds=1))
    application.refresh_from_db()

    with pytest.raises(StepNotAllowed):
        actions.submit_application(application, by=application.student)

    application.refresh_from_db()
    assert (application.status, application.motivation) == ("draft", "希望拓展国际视野。")


def test_submitting_twice_is_harmless_gn_10(unit):
    application = draft(unit)
    actions.submit_application(application, by=application.student)
    before = state_of(application)

    with pytest.raises(AlreadyDone):
        actions.submit_application(application, by=application.student)

    assert state_of(application) == before


def test_a_failed_condition_blocks_the_submission_and_an_exception_opens_it(unit, people):
    application = draft(unit, gpa="70")
    choice = application.choices.get()
    with pytest.raises(ValidationError):
        actions.submit_application(application, by=application.student)
    rule = choice.offering.programme.rules.get(kind="gpa")
    exception = actions.ask_exception(choice, by=people["IOS"], rule=rule, reason="竞赛获奖")

    actions.grant_eligibilityexception(exception, by=people["DIR"], note="同意")
    actions.submit_application(application, by=application.student)

    application.refresh_from_db()
    assert application.status == S.SUBMITTED


def test_an_average_on_another_scale_is_unknown_and_never_compared_ec_50(unit):
    application = draft(unit, gpa="3.6", gpa_scale="4.0")

    actions.submit_application(application, by=application.student)

    check = application.choices.get().checks.first()
    row = next(row for row in check.results if row["kind"] == "gpa")
    assert (row["result"], row["code"]) == ("unknown", "other_scale")


def test_silence_declines_an_offer_and_promotes_the_next(unit):
    offering = OfferingFactory(programme=ProgrammeFactory(), quota=1)
    offered = application_at(S.OFFERED, unit, offering)
    waiting = application_at(S.WAITLISTED, unit, offering)
    Offering.objects.filter(pk=offering.pk).update(seats_taken=1)

    lapsed = actions.lapse_offers(timezone.localdate() + timedelta(days=4))

    offered.refresh_from_db()
    waiting.refresh_from_db()
    assert (lapsed, offered.status, waiting.status) == (1, "declined", "offered")
    assert Offering.objects.get(pk=offering.pk).seats_taken == 1


def test_nobody_is_promoted_after_the_hosts_deadline(unit):
    offering = OfferingFactory(programme=ProgrammeFactory(), quota=1)
    waiting = application_at(S.WAITLISTED, unit, offering)
    Offering.objects.filter(pk=offering.pk).update(host_deadline=timezone.localdate() - timedelta(days=1))
    offering.refresh_from_db()

    promoted = actions.promote_next(offering)

    waiting.refresh_from_db()
    assert (promoted, waiting.status) == (None, "waitlisted")


def test_accepting_leaves_every_waiting_list_ec_55(unit):
    first = OfferingFactory(programme=ProgrammeFactory())
    application = application_at(S.OFFERED, unit, first)
    second = Choice.objects.create(
        application=application, offering=OfferingFactory(programme=ProgrammeFactory()), rank=2, state="waitlisted",
        waitlist_position=1,
    )  # fmt: skip

    actions.accept_application(application, by=application.student)

    second.refresh_from_db()
    assert (second.state, second.waitlist_position) == ("removed", None)


def test_a_quota_below_the_places_taken_is_refused_ec_45(unit, people):
    application = application_at(S.ACCEPTED, unit)
    offering = application.placed.offering
    offering.quota = 0

    with pytest.raises(ValidationError):
        actions.save_offering(offering, by=people["IOS"])

    assert Offering.objects.get(pk=offering.pk).quota == 2


def test_a_withdrawal_after_accepting_bars_new_applications_for_a_time(unit, people):
    application = application_at(S.ACCEPTED, unit)

    actions.withdraw_application(application, by=application.student, note="另有安排")

    assert application.banned_until > timezone.localdate() + timedelta(days=300)
    assert Offering.objects.get(pk=application.choices.get().offering_id).seats_taken == 0
