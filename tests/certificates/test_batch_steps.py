"""The steps of a batch: where they are allowed, who may take them, and the duties kept apart."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from certificates import actions
from certificates.flow import BATCH_FLOW
from certificates.models import Certificate, CertificateBatch
from core.flow import FlowError, SeparationOfDuties
from core.models import Event
from tests.conftest import ROLES
from tests.factories import certificates as factory
from tests.factories.accounts import grant, person_with

STATUSES = ["requested", "checked", "approved", "issuing", "returned", "cancelled"]
ACTIONS = {
    "check": actions.check_batch,
    "approve": actions.approve_batch,
    "issue": actions.issue_batch,
    "return": actions.return_batch,
    "resubmit": actions.resubmit_batch,
    "cancel": actions.cancel_batch,
}
MAY = {
    "check": {"IOT"},
    "approve": {"DIR"},
    "issue": {"IOT"},
    "return": {"IOT"},
    "cancel": {"IOT", "DIR"},
    "resubmit": set(),
}
START = {"check": "requested", "approve": "checked", "issue": "approved", "return": "requested"}
START |= {"cancel": "requested", "resubmit": "returned"}


def actor(verb, staff, maker):
    return {"check": staff["issuer"], "approve": staff["approver"], "issue": staff["issuer"]}.get(
        verb, maker if verb in {"resubmit", "cancel"} else staff["issuer"]
    )


@pytest.mark.parametrize("verb", ACTIONS)
def test_step_leads_from_its_source_to_its_target(verb, unit, maker, staff):
    batch = factory.bring_to(START[verb], unit, by=maker, staff=staff)

    ACTIONS[verb](batch, by=actor(verb, staff, maker), note="理由充分")

    assert CertificateBatch.objects.get(pk=batch.pk).status == BATCH_FLOW.steps[verb].target


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (verb, status)
        for verb in ACTIONS
        for status in STATUSES
        if status not in BATCH_FLOW.steps[verb].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(verb, status, unit, maker, staff):
    batch = factory.bring_to(status, unit, by=maker, staff=staff)
    events = Event.objects.count()

    with pytest.raises(FlowError):
        ACTIONS[verb](batch, by=actor(verb, staff, maker), note="理由充分")

    stored = CertificateBatch.objects.get(pk=batch.pk)
    assert (stored.status, stored.version, Event.objects.count()) == (status, batch.version, events)


@pytest.mark.parametrize("verb", ACTIONS)
def test_only_the_roles_of_a_step_may_take_it(verb, unit, maker, staff, people):
    batch = factory.bring_to(START[verb], unit, by=maker, staff=staff)
    others = {role: person for role, person in people.items() if person.pk != maker.pk}
    others["DA"] = person_with("DA", unit)

    allowed = {role for role in ROLES if others[role].has_perm(BATCH_FLOW.permission(verb), batch)}

    assert allowed == MAY[verb]


def test_director_returns_what_was_checked(unit, maker, staff):
    batch = factory.checked(unit, by=maker, staff=staff)

    actions.return_batch(batch, by=staff["approver"], note="请核对")

    assert CertificateBatch.objects.get(pk=batch.pk).status == "returned"
    assert set(batch.certificates.values_list("status", flat=True)) == {"requested"}


def test_maker_checker_and_approver_are_three_people_sod_4(unit, maker, staff, office):
    for role in ("IOT", "DIR"):
        grant(maker, role, office)
        grant(staff["checker"], "DIR", office) if role == "DIR" else None
    maker, checker = factory.fresh(maker), factory.fresh(staff["checker"])
    batch = factory.requested(unit, by=maker)

    with pytest.raises(SeparationOfDuties):
        actions.check_batch(batch, by=maker)
    actions.check_batch(batch, by=checker)
    for person in (maker, checker):
        with pytest.raises(SeparationOfDuties):
            actions.approve_batch(batch, by=person)

    assert CertificateBatch.objects.get(pk=batch.pk).status == "checked"


def test_approver_does_not_issue_sod_4(unit, maker, staff, office):
    grant(staff["approver"], "IOT", office)
    approver = factory.fresh(staff["approver"])
    batch = factory.approved(unit, by=maker, staff=staff | {"approver": approver})

    with pytest.raises(SeparationOfDuties):
        actions.issue_batch(batch, by=approver)

    assert Certificate.objects.numbered().count() == 0


def test_superuser_has_no_business_right_sod_7(unit, maker, staff, people):
    people["SYS"].is_superuser = True
    people["SYS"].save()

    with pytest.raises(PermissionDenied):
        actions.check_batch(factory.requested(unit, by=maker), by=people["SYS"])


def test_approval_is_refused_when_a_row_changed_after_the_check_ct_10(unit, maker, staff):
    batch = factory.checked(unit, by=maker, staff=staff)
    Certificate.objects.filter(batch=batch, position=1).update(name_zh="王五")

    with pytest.raises(ValidationError) as refused:
        actions.approve_batch(batch, by=staff["approver"])

    assert refused.value.code == "changed"
    assert CertificateBatch.objects.get(pk=batch.pk).status == "checked"


def test_request_twice_gives_the_same_batch_ct_14(unit, maker, kinds):
    first = factory.requested(unit, by=maker)

    second = factory.requested(unit, by=maker)

    assert second == first
    assert Certificate.objects.count() == 3


def test_request_later_takes_only_those_without_a_certificate_ct_11(unit, maker, kinds):
    factory.requested(unit, by=maker, count=2)

    second = factory.requested(unit, by=maker, count=4)

    assert list(second.certificates.values_list("source_key", flat=True)) == [
        "training.trainee:3",
        "training.trainee:4",
    ]


def test_returned_batch_is_filled_anew_by_a_new_request(unit, maker, staff):
    batch = factory.bring_to("returned", unit, by=maker, staff=staff)

    again = factory.requested(unit, by=maker, title_en="Corrected title")

    assert (again.pk, again.status, again.title_en) == (batch.pk, "requested", "Corrected title")
    assert again.certificates.living().count() == 3


@pytest.mark.parametrize("role", [role for role in ROLES if role != "DA"])
def test_nobody_but_the_department_requests_a_completion_certificate(role, unit, people, kinds):
    with pytest.raises(PermissionDenied):
        factory.requested(unit, by=people[role])

    assert CertificateBatch.objects.count() == 0


def test_department_does_not_request_for_another_unit(other_unit, maker, kinds):
    with pytest.raises(PermissionDenied):
        factory.requested(other_unit, by=maker)


def test_strike_leaves_the_row_out_and_keeps_the_reason(unit, maker, staff):
    batch = factory.requested(unit, by=maker)
    row = batch.certificates.order_by("position").first()

    actions.strike_certificate(row, by=staff["checker"], note="未完成")

    assert Certificate.objects.get(pk=row.pk).reason == "未完成"
    assert CertificateBatch.objects.get(pk=batch.pk).total == 2
