"""Each step of experts, projects, trips, conferences and the contest: where from, where not, by whom."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.flow import AlreadyDone, StaleVersion, StepNotAllowed
from core.models import Event
from tests.factories.accounts import grant, person_with
from tests.visitors.cases import CASES, NOTE, OWNERS, ROLES, taker

STEPS = [
    (name, verb)
    for name, case in CASES.items()
    for verb, step in case.flow.steps.items()
    if not step.automatic
]


@pytest.fixture
def people(people, unit, office):
    """The usual roles, those of the department in this unit, and the publicity department."""
    people["PUB"] = person_with("COS", office, area="publicity")
    return people


def state(record):
    return type(record)._base_manager.get(pk=record.pk).status, Event.objects.count()


@pytest.mark.parametrize(("name", "verb"), STEPS)
def test_a_step_leads_from_each_of_its_statuses_to_its_target(name, verb, unit, people):
    case = CASES[name]
    for status in case.flow.steps[verb].sources:
        record = case.prepare(unit, verb, status)

        case.take(record, verb, taker(case, verb, people, record))

        record.refresh_from_db()
        assert record.status in case.flow.steps[verb].targets
        assert Event.objects.of(record).filter(verb=verb, from_status=status).count() == 1


@pytest.mark.parametrize(("name", "verb"), STEPS)
def test_a_step_is_refused_from_every_other_status_and_changes_nothing(name, verb, unit, people):
    case = CASES[name]
    model = case.flow.model
    for status in set(model.Status.values) - set(case.flow.steps[verb].sources):
        record = case.prepare(unit, verb, status)
        before = state(record)

        with pytest.raises((StepNotAllowed, ValidationError)):
            case.take(record, verb, taker(case, verb, people, record))

        assert state(record) == before


@pytest.mark.parametrize(("name", "verb"), STEPS)
@pytest.mark.parametrize("role", ROLES)
def test_only_the_roles_of_a_step_take_it(name, verb, role, unit, people):
    case = CASES[name]
    status = sorted(case.flow.steps[verb].sources)[0]
    record = case.prepare(unit, verb, status)
    before = state(record)

    if role in case.roles[verb]:
        case.take(record, verb, people[role])
        assert state(record)[0] in case.flow.steps[verb].targets
        return
    with pytest.raises(PermissionDenied):
        case.take(record, verb, people[role])
    assert state(record) == before


@pytest.mark.parametrize(
    ("name", "verb"), [(name, verb) for name, verb in STEPS if "DA" in CASES[name].roles[verb]]
)
def test_the_admin_of_another_unit_takes_no_step(name, verb, unit, other_unit):
    case = CASES[name]
    record = case.prepare(unit, verb, sorted(case.flow.steps[verb].sources)[0])
    before = state(record)

    with pytest.raises(PermissionDenied):
        case.take(record, verb, person_with("DA", other_unit))

    assert state(record) == before


@pytest.mark.parametrize(
    ("name", "verb"), [(name, verb) for name, verb in STEPS if CASES[name].flow.steps[verb].decides]
)
def test_the_author_never_decides_whatever_the_role(name, verb, unit, people):
    case = CASES[name]
    record = case.prepare(unit, verb, sorted(case.flow.steps[verb].sources)[0])
    decider = taker(case, verb, people, record)
    type(record)._base_manager.filter(pk=record.pk).update(author=decider)
    record = type(record)._base_manager.get(pk=record.pk)
    before = state(record)

    with pytest.raises(PermissionDenied):
        case.take(record, verb, decider)

    assert state(record) == before


@pytest.mark.parametrize(
    ("name", "verb"), [(name, verb) for name, verb in STEPS if CASES[name].flow.steps[verb].needs_note]
)
def test_a_step_that_wants_a_comment_is_refused_without_one(name, verb, unit, people):
    case = CASES[name]
    record = case.prepare(unit, verb, sorted(case.flow.steps[verb].sources)[0])
    before = state(record)
    values = case.values.get(verb, dict)()

    with pytest.raises(StepNotAllowed):
        case.action(verb)(record, by=taker(case, verb, people, record), note=" ", **values)

    assert state(record) == before


@pytest.mark.parametrize("name", CASES)
def test_a_stale_version_is_refused(name, unit, people):
    case = CASES[name]
    verb = next(iter(case.roles))
    record = case.prepare(unit, verb, sorted(case.flow.steps[verb].sources)[0])

    with pytest.raises(StaleVersion):
        case.action(verb)(
            record,
            by=taker(case, verb, people, record),
            note=NOTE,
            version=99,
            **case.values.get(verb, dict)(),
        )


def test_pressing_twice_says_who_did_it(unit, people):
    case = CASES["trip"]
    record = case.prepare(unit, "endorse", "unit_review")
    case.take(record, "endorse", people["DH"])

    with pytest.raises(AlreadyDone) as told:
        case.take(record, "endorse", people["DH"])

    assert str(people["DH"]) in told.value.message


@pytest.mark.parametrize("name", [name for name, owner in OWNERS.items() if owner])
def test_people_see_their_own_and_nobody_elses(name, unit, client):
    case = CASES[name]
    mine, other = case.make(unit), case.make(unit)
    owner = getattr(mine, OWNERS[name])
    grant(owner, "TEA", unit)
    type(owner).objects.filter(pk=owner.pk).update(unit=unit)
    owner = type(owner).objects.get(pk=owner.pk)
    visible = case.flow.model.objects.visible_to(owner)

    assert mine in visible
    assert other not in visible
    client.force_login(owner)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["engagement", "trip", "conference"])
def test_the_head_returns_in_the_review_of_the_unit_and_not_later(name, unit, people):
    case = CASES[name]
    early, late = case.prepare(unit, "return", "unit_review"), case.prepare(unit, "return", "io_review")

    case.take(early, "return", people["DH"])
    with pytest.raises(PermissionDenied):
        case.take(late, "return", people["DH"])

    assert early.status in {"draft", "planned"}
    assert state(late)[0] == "io_review"
