"""Laboratories, cooperative programmes and courses: steps, counts, the four one-third checks (§3.3, §3.6)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.flow import StepNotAllowed
from core.models import Event
from partnerships import actions
from partnerships.actions.thirds import Third, thirds_of
from partnerships.flow import LABORATORY_FLOW, PROGRAMME_FLOW
from partnerships.models import (
    CooperativeProgramme,
    GlobalCompetenceCourse,
    IntroducedCourse,
    Laboratory,
)
from tests.conftest import ROLES
from tests.factories.partnerships import (
    CooperativeProgrammeFactory,
    CoursePlanFactory,
    GlobalCompetenceCourseFactory,
    InstitutionFactory,
    IntroducedCourseFactory,
    LaboratoryFactory,
    PlanCourseFactory,
    term,
)

pytestmark = pytest.mark.django_db
L, P = Laboratory.Status, CooperativeProgramme.Status
NOTE = {"note": "经评审通过"}
APPROVED = {"approval_no": "MOE51UK2A20131458N"}
STEPS = {
    "open": (actions.open_laboratory, {"DIR"}, {}, L.PREPARING, L.ACTIVE),
    "review": (actions.review_laboratory, {"IOP", "DIR"}, {}, L.ACTIVE, L.UNDER_REVIEW),
    "renew": (actions.renew_laboratory, {"DIR"}, NOTE, L.UNDER_REVIEW, L.RENEWED),
    "close": (actions.close_laboratory, {"DIR"}, NOTE, L.ACTIVE, L.ENDED),
    "start": (actions.start_cooperativeprogramme, {"IOP", "DIR"}, {}, P.PREPARING, P.ACTIVE),
    "pause": (actions.pause_cooperativeprogramme, {"IOP", "DIR"}, NOTE, P.ACTIVE, P.SUSPENDED),
    "resume": (actions.resume_cooperativeprogramme, {"IOP", "DIR"}, {}, P.SUSPENDED, P.ACTIVE),
    "finish": (actions.finish_cooperativeprogramme, {"DIR"}, NOTE, P.SUSPENDED, P.ENDED),
}
FLOW_OF = {verb: LABORATORY_FLOW if verb in LABORATORY_FLOW.steps else PROGRAMME_FLOW for verb in STEPS}


def record_at(verb, status):
    if FLOW_OF[verb] is LABORATORY_FLOW:
        return LaboratoryFactory(status=status)
    return CooperativeProgrammeFactory(status=status, **APPROVED)


def state_of(record):
    record.refresh_from_db()
    return record.status, record.version, Event.objects.of(record).count()


@pytest.mark.parametrize(("verb", "role"), [(verb, role) for verb in STEPS for role in ROLES])
def test_step_by_each_role(verb, role, people):
    action, allowed, fields, source, target = STEPS[verb]
    record = record_at(verb, source)
    before = state_of(record)

    if role in allowed:
        action(record, by=people[role], **fields)
        assert state_of(record)[0] == target
    else:
        with pytest.raises(PermissionDenied):
            action(record, by=people[role], **fields)
        assert state_of(record) == before


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (verb, status)
        for verb in STEPS
        for status in FLOW_OF[verb].model.Status.values
        if status not in FLOW_OF[verb].steps[verb].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(verb, status, people):
    action, _allowed, fields, _source, _target = STEPS[verb]
    record = record_at(verb, status)
    before = state_of(record)

    with pytest.raises(StepNotAllowed):
        action(record, by=people["DIR"], **fields)

    assert state_of(record) == before


def test_a_programme_without_the_states_approval_does_not_start(people):
    programme = CooperativeProgrammeFactory(status=P.PREPARING, approval_no="")

    with pytest.raises(ValidationError):
        actions.start_cooperativeprogramme(programme, by=people["DIR"])

    assert state_of(programme)[0] == P.PREPARING


@pytest.mark.parametrize("status", L.values)
def test_a_laboratory_counts_while_it_is_at_work_f13(status):
    laboratory = LaboratoryFactory(status=status)

    counts = laboratory in Laboratory.objects.active(timezone.localdate())

    assert counts == (status in {"active", "under_review", "renewed"})
    assert laboratory not in Laboratory.objects.active(laboratory.founded_on - timedelta(days=1))


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("MOE51UK2A20131458N", True), ("PDE51FR1A20190012N", True), ("MOE51UK2A2013145N", False),
        ("moe51uk2a20131458n", False), ("MOE5UK2A20131458NX", False), ("", True),
    ],
)  # fmt: skip
def test_approval_numbers_of_projects(number, is_right):
    programme = CooperativeProgrammeFactory.build(
        partner=InstitutionFactory(), unit=LaboratoryFactory().unit, approval_no=number
    )

    faulty: set[str] = set()
    try:
        programme.full_clean()
    except ValidationError as refused:
        faulty = set(refused.message_dict)

    assert faulty == (set() if is_right else {"approval_no"})


def test_a_programme_counts_while_its_approval_holds_f14():
    programme = CooperativeProgrammeFactory()
    CooperativeProgrammeFactory(status=P.SUSPENDED)

    assert list(CooperativeProgramme.objects.active(programme.valid_until)) == [programme]
    assert not CooperativeProgramme.objects.active(programme.valid_until + timedelta(days=1)).exists()


def test_courses_count_in_the_terms_in_which_they_run_f15_f16():
    autumn = term("2026-2027-1", date(2026, 9, 1), date(2027, 1, 20))
    core, optional = IntroducedCourseFactory(), IntroducedCourseFactory(is_core=False)
    stopped, competence = IntroducedCourseFactory(status="stopped"), GlobalCompetenceCourseFactory()
    for course in (core, optional, stopped, competence):
        course.runs.create(term=autumn)
    IntroducedCourseFactory()

    window = (date(2027, 1, 20), date(2027, 3, 1))

    assert list(IntroducedCourse.objects.core_offered_between(*window)) == [core]
    assert set(IntroducedCourse.objects.offered_between(*window)) == {core, optional}
    assert list(GlobalCompetenceCourse.objects.offered_between(*window)) == [competence]
    assert not IntroducedCourse.objects.offered_between(date(2027, 1, 21), date(2027, 3, 1)).exists()


def plan_of(*rows):
    plan = CoursePlanFactory()
    for is_core, is_introduced, taught_by, hours in rows:
        PlanCourseFactory(
            plan=plan, is_core=is_core, is_introduced=is_introduced, taught_by=taught_by, hours=hours
        )
    return {third.key: third for third in thirds_of(plan)}


def test_exactly_one_third_is_enough_in_each_of_the_four_checks():
    thirds = plan_of(
        (True, True, "foreign", 48), (True, False, "own", 48), (True, False, "joint", 48)
    )  # fmt: skip

    assert {
        key: (third.numerator, third.denominator, third.is_met, third.gap) for key, third in thirds.items()
    } == {
        "introduced": (1, 3, True, 0),
        "introduced_core": (1, 3, True, 0),
        "foreign_core": (1, 3, True, 0),
        "foreign_hours": (48, 144, True, 0),
    }


def test_each_check_says_what_is_missing_and_lists_its_courses():
    thirds = plan_of(
        (True, True, "own", 32), (True, False, "own", 32), (True, False, "own", 32), (True, False, "foreign", 16),
        (False, False, "foreign", 100), (False, False, "own", 32), (False, False, "own", 32),
    )  # fmt: skip

    assert {key: (third.numerator, third.denominator, third.gap) for key, third in thirds.items()} == {
        "introduced": (1, 7, 2),
        "introduced_core": (1, 4, 1),
        "foreign_core": (1, 7, 2),
        "foreign_hours": (16, 276, 76),
    }
    assert len(thirds["introduced"].counted) == 1
    assert len(thirds["introduced_core"].whole) == 4


def test_an_empty_plan_meets_nothing():
    assert not any(third.is_met for third in plan_of().values())


@given(numerator=st.integers(0, 3000), denominator=st.integers(1, 3000))
def test_closing_the_gap_meets_the_third_and_one_less_does_not(numerator, denominator):
    third = Third("x", "x", [], [], numerator, denominator, "x")

    after = Third("x", "x", [], [], numerator + third.gap, denominator, "x")

    assert after.is_met
    if third.gap:
        assert not Third("x", "x", [], [], after.numerator - 1, denominator, "x").is_met


class TestPages:
    """The forms and pages of laboratories, programmes and courses."""

    @pytest.fixture
    def admin(self, client, people):
        client.force_login(people["DA"])
        return client

    def test_a_college_enters_a_laboratory_with_partners_and_results(self, admin, people, unit):
        partner = InstitutionFactory()
        admin.post(
            reverse("laboratory-create"), {"name_zh": "联合实验室", "unit": unit.pk, "partners": [partner.pk]}
        )
        laboratory = Laboratory.objects.get()
        assert list(laboratory.partners.all()) == [partner]

        admin.post(
            reverse("laboratory-rows", args=[laboratory.pk, "outputs"]),
            {
                "outputs-TOTAL_FORMS": 1, "outputs-INITIAL_FORMS": 0, "outputs-0-kind": "paper", "outputs-0-year": 2026,
                "outputs-0-title": "A joint paper",
            },
        )  # fmt: skip

        assert laboratory.outputs.get().title == "A joint paper"
        assert "A joint paper" in admin.get(laboratory.get_absolute_url()).content.decode()

    def test_a_college_does_not_enter_one_for_another(self, admin, other_unit):
        response = admin.post(
            reverse("laboratory-create"),
            {"name_zh": "联合实验室", "unit": other_unit.pk, "partners": [InstitutionFactory().pk]},
        )

        assert response.status_code == 200
        assert not Laboratory.objects.exists()

    @pytest.mark.parametrize("rows", ["members", "funding", "outputs", "reports"])
    def test_rows_of_another_colleges_laboratory_are_refused(self, admin, rows):
        laboratory = LaboratoryFactory()

        assert admin.get(reverse("laboratory-rows", args=[laboratory.pk, rows])).status_code == 403

    def test_a_plan_is_entered_and_its_checks_are_shown(self, client, people):
        client.force_login(people["IOP"])
        client.cookies["django_language"] = "en"
        programme = CooperativeProgrammeFactory()
        client.post(reverse("courseplan-add", args=[programme.pk]), {"name": "2026", "year": 2026})
        plan = programme.plans.get()
        client.post(
            reverse("courseplan-courses", args=[plan.pk]),
            {
                "courses-TOTAL_FORMS": 1, "courses-INITIAL_FORMS": 0, "courses-0-name_zh": "机器学习", "courses-0-hours": 48,
                "courses-0-taught_by": "own",
            },
        )  # fmt: skip

        page = client.get(programme.get_absolute_url()).content.decode()

        assert plan.courses.get().name_zh == "机器学习"
        assert page.count("below a third") == 4

    @pytest.mark.parametrize("name", ["introducedcourse", "globalcompetencecourse"])
    def test_a_course_is_entered_with_its_terms(self, name, admin, unit):
        autumn, partner = term(), InstitutionFactory()
        admin.post(
            reverse(f"{name}-create"),
            {
                "name_zh": "跨文化沟通", "unit": unit.pk, "status": "offered", "partner": partner.pk, "level": "bachelor",
                "taught_by": "joint",
            },
        )  # fmt: skip
        course = (IntroducedCourse if name == "introducedcourse" else GlobalCompetenceCourse).objects.get()
        admin.post(
            reverse(f"{name}-runs", args=[course.pk]),
            {"runs-TOTAL_FORMS": 1, "runs-INITIAL_FORMS": 0, "runs-0-term": autumn.pk, "runs-0-enrolled": 30},
        )

        assert course.runs.get().enrolled == 30
        assert "30" in admin.get(course.get_absolute_url()).content.decode()
