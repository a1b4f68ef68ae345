"""Each step of a visit: from where it is allowed, from where not, and that a refusal changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.flow import AlreadyDone, SeparationOfDuties, StaleVersion, StepNotAllowed
from core.models import Counter, Event, Snapshot
from notifications.models import Notification
from tests.conftest import ROLES
from tests.factories.accounts import grant, person_with
from tests.factories.delegations import add_money, complete_delegation, delegation_at, lead_rule
from visitors import actions
from visitors.flow import DELEGATION_FLOW
from visitors.models import Delegation, ReceptionPack

pytestmark = pytest.mark.django_db
S = Delegation.Status
CLOSING = {"overseas_headcount_actual": 7, "summary_zh": "来访圆满结束,双方商定后续合作。"}

# How each step is taken, and by whom.
STEPS = {
    "submit": (actions.submit_delegation, "DA", {}),
    "endorse": (actions.endorse_delegation, "DH", {"note": "同意接待"}),
    "check": (actions.check_delegation, "IOV", {"note": "材料齐全"}),
    "confirm_money": (actions.confirm_money_delegation, "FIN", {}),
    "clear_talks": (actions.clear_talks_delegation, "COS", {"note": "内容已审核"}),
    "approve": (actions.approve_delegation, "DIR", {}),
    "escalate": (actions.escalate_delegation, "IOV", {}),
    "authorise": (actions.authorise_delegation, "LDR", {}),
    "return": (actions.return_delegation, "IOV", {"note": "请补充日程"}),
    "resubmit": (actions.resubmit_delegation, "DA", {}),
    "reject": (actions.reject_delegation, "DIR", {"note": "时间不合适"}),
    "close": (actions.close_delegation, "DA", CLOSING),
    "cancel": (actions.cancel_delegation, "DA", {"note": "对方改期"}),
    "reopen": (actions.reopen_delegation, "DA", {"note": "对方推迟一周"}),
}
PRINCIPAL = {
    "submit": S.DRAFT, "endorse": S.UNIT_REVIEW, "check": S.IO_REVIEW, "confirm_money": S.IO_REVIEW,
    "clear_talks": S.IO_REVIEW, "approve": S.IO_REVIEW, "escalate": S.IO_REVIEW, "authorise": S.LEADER_REVIEW,
    "return": S.IO_REVIEW, "resubmit": S.RETURNED, "reject": S.IO_REVIEW, "close": S.SUMMARY_DUE,
    "cancel": S.APPROVED, "reopen": S.APPROVED,
}  # fmt: skip
EXPECTED = {
    "submit": S.UNIT_REVIEW, "endorse": S.IO_REVIEW, "check": S.IO_REVIEW, "confirm_money": S.IO_REVIEW,
    "clear_talks": S.IO_REVIEW, "approve": S.APPROVED, "escalate": S.LEADER_REVIEW, "authorise": S.APPROVED,
    "return": S.RETURNED, "resubmit": S.UNIT_REVIEW, "reject": S.REJECTED, "close": S.CLOSED, "cancel": S.CANCELLED,
    "reopen": S.RETURNED,
}  # fmt: skip
# Which roles beside the one above hold the permission in that case.
OTHERS = {
    "check": set(), "approve": set(), "escalate": {"DIR"}, "return": {"DIR"}, "close": {"IOV"}, "cancel": {"IOV"},
    "reopen": {"IOV"},
}  # fmt: skip


@pytest.fixture
def people(people, unit):
    """The cosigner answers for publicity here: it reviews talks."""
    people["COS"].grants.all().delete()
    grant(people["COS"], "COS", people["COS"].unit, "publicity")
    return people


def visit_for(verb, unit, people, status=None):
    fields = {"level": "president", "counterpart": "president"} if verb == "escalate" else {}
    visit = delegation_at(
        status or PRINCIPAL[verb], unit, people["DA"] if verb != "cancel" else None, **fields
    )
    if verb in {"approve", "escalate", "authorise"}:
        Delegation.objects.filter(pk=visit.pk).update(checked_by=person_with("IOV", people["IOV"].unit))
    if verb == "confirm_money":
        add_money(visit, price=250, quantity=100)
    if verb == "clear_talks":
        item = visit.items.filter(kind="meeting").first()
        item.kind, item.is_public_talk = "talk", True
        item.save()
    return Delegation.objects.get(pk=visit.pk)


def state_of(visit):
    visit = Delegation.objects.get(pk=visit.pk)
    return (
        visit.status, visit.version, visit.number, visit.due_on, visit.checked_by_id, visit.money_confirmed_by_id,
        visit.talks_cleared_by_id, visit.overseas_headcount_actual, visit.summary_zh,
        Event.objects.of(visit).count(), Snapshot.objects.of(visit).count(), Notification.objects.count(),
        Counter.objects.filter(last_number__gt=0).count(), ReceptionPack.objects.count(),
    )  # fmt: skip


@pytest.mark.parametrize("verb", STEPS)
def test_step_from_its_status_leads_to_its_target(verb, unit, people):
    action, role, fields = STEPS[verb]
    visit = visit_for(verb, unit, people)

    action(visit, by=people[role], **fields)

    assert Delegation.objects.get(pk=visit.pk).status == EXPECTED[verb]
    assert Event.objects.of(visit).filter(verb=verb).count() == 1


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (verb, status)
        for verb in STEPS
        for status in S.values
        if status not in DELEGATION_FLOW.steps[verb].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(verb, status, unit, people):
    action, role, fields = STEPS[verb]
    visit = visit_for(verb, unit, people, status)
    before = state_of(visit)

    with pytest.raises((StepNotAllowed, ValidationError)):
        action(visit, by=people[role], **fields)

    assert state_of(visit) == before


@pytest.mark.parametrize("verb", STEPS)
def test_step_on_a_version_since_changed_is_refused_and_changes_nothing(verb, unit, people):
    action, role, fields = STEPS[verb]
    visit = visit_for(verb, unit, people)
    before = state_of(visit)

    with pytest.raises(StaleVersion):
        action(visit, by=people[role], version=visit.version + 1, **fields)

    assert state_of(visit) == before


@pytest.mark.parametrize(("verb", "role"), [(verb, role) for verb in STEPS for role in ROLES])
def test_only_the_roles_of_the_step_may_take_it(verb, role, unit, people):
    action, right_role, fields = STEPS[verb]
    visit = visit_for(verb, unit, people)
    before = state_of(visit)

    if role == right_role or role in OTHERS.get(verb, set()):
        action(visit, by=people[role], **fields)
        assert Delegation.objects.get(pk=visit.pk).status == EXPECTED[verb]
    else:
        with pytest.raises(PermissionDenied):
            action(visit, by=people[role], **fields)
        assert state_of(visit) == before


def test_whole_way_when_all_agree_ends_closed_with_number_and_count(unit, people):
    lead_rule()
    visit = complete_delegation(unit, people["DA"])
    for verb in ("submit", "endorse", "check", "approve"):
        action, role, fields = STEPS[verb]
        action(visit, by=people[role], **fields)
    assert visit.number == f"DEL-{timezone.localdate().year}-001"
    assert actions.advance_all(visit.start_on) == 1
    assert actions.advance_all(visit.end_on + timedelta(days=1)) == 1
    visit = Delegation.objects.get(pk=visit.pk)

    actions.close_delegation(visit, by=people["DA"], **CLOSING)

    assert visit.status == S.CLOSED
    assert list(Delegation.objects.hosted_between(visit.start_on, visit.end_on)) == [visit]


def test_check_when_given_twice_is_already_done(unit, people):
    visit = visit_for("check", unit, people)
    actions.check_delegation(visit, by=people["IOV"], note="材料齐全")

    with pytest.raises(AlreadyDone):
        actions.check_delegation(visit, by=people["IOV"], note="材料齐全")
    assert Event.objects.of(visit).filter(verb="check").count() == 1


def test_approval_when_the_desk_has_not_checked_is_refused_with_what_is_missing(unit, people):
    visit = delegation_at(S.IO_REVIEW, unit, people["DA"])
    before = state_of(visit)

    with pytest.raises(ValidationError):
        actions.approve_delegation(visit, by=people["DIR"])

    assert state_of(visit) == before


def test_approval_when_guests_rank_high_is_left_to_the_leader(unit, people):
    visit = delegation_at(
        S.IO_REVIEW, unit, people["DA"], level="vice_president", counterpart="vice_president"
    )
    Delegation.objects.filter(pk=visit.pk).update(checked_by=people["IOV"])

    with pytest.raises(PermissionDenied):
        actions.approve_delegation(visit, by=people["DIR"])


def test_approval_when_the_province_has_not_replied_waits_for_it(unit, people):
    visit = delegation_at(S.LEADER_REVIEW, unit, people["DA"], has_media=True)
    Delegation.objects.filter(pk=visit.pk).update(checked_by=people["IOV"])
    visit = Delegation.objects.get(pk=visit.pk)
    with pytest.raises(ValidationError):
        actions.authorise_delegation(visit, by=people["LDR"])

    actions.note_province_reply(visit, by=people["IOV"], number="川外〔2026〕18号", on=timezone.localdate())
    actions.authorise_delegation(visit, by=people["LDR"])

    assert visit.status == S.APPROVED


def test_money_and_talks_when_not_confirmed_hold_the_approval_back(unit, people):
    visit = visit_for("approve", unit, people)
    add_money(visit, price=250, quantity=100)
    item = visit.items.filter(kind="meeting").first()
    item.kind, item.is_public_talk = "talk", True
    item.save()
    visit = Delegation.objects.get(pk=visit.pk)
    with pytest.raises(ValidationError) as refused:
        actions.approve_delegation(visit, by=people["DIR"])
    assert len(refused.value.messages) == 2

    actions.confirm_money_delegation(visit, by=people["FIN"])
    actions.clear_talks_delegation(visit, by=people["COS"], note="内容已审核")
    actions.approve_delegation(visit, by=people["DIR"])

    assert visit.status == S.APPROVED


def test_author_when_holding_the_deciding_role_may_not_decide(unit, people):
    grant(people["DA"], "DIR", people["DIR"].unit)
    visit = visit_for("approve", unit, people)

    with pytest.raises(SeparationOfDuties):
        actions.approve_delegation(visit, by=people["DA"])


def test_endorsement_when_the_head_wrote_it_is_the_directors_and_the_leader_decides(unit, people):
    head = people["DH"]
    grant(head, "DA", unit)
    lead_rule()
    visit = complete_delegation(unit, head)
    actions.submit_delegation(visit, by=head)
    with pytest.raises(PermissionDenied):
        actions.endorse_delegation(visit, by=head, note="同意接待")

    actions.endorse_delegation(visit, by=people["DIR"], note="代行院级审核")
    visit = Delegation.objects.get(pk=visit.pk)
    actions.check_delegation(visit, by=people["IOV"], note="材料齐全")

    assert len(visit.leader_reasons) == 1
    actions.escalate_delegation(visit, by=people["IOV"])
    actions.authorise_delegation(visit, by=people["LDR"])
    assert visit.status == S.APPROVED


def test_submission_when_the_last_day_is_past_wants_a_reason_and_is_marked_late(unit, people):
    lead_rule()
    visit = complete_delegation(unit, people["DA"], start_on=timezone.localdate() + timedelta(days=10))
    before = state_of(visit)
    with pytest.raises(ValidationError):
        actions.submit_delegation(visit, by=people["DA"])
    assert state_of(visit) == before

    Delegation.objects.filter(pk=visit.pk).update(late_reason="对方临时调整行程")
    visit = Delegation.objects.get(pk=visit.pk)
    actions.submit_delegation(visit, by=people["DA"])

    assert visit.is_late
    assert not visit.is_after_the_fact


def test_submission_when_on_time_is_not_marked_late(unit, people):
    visit = complete_delegation(unit, people["DA"])

    actions.submit_delegation(visit, by=people["DA"])

    assert not visit.is_late
    assert Snapshot.objects.of(visit).count() == 1


def test_submission_when_guests_or_programme_are_missing_is_refused(unit, people):
    visit = complete_delegation(unit, people["DA"])
    visit.items.all().delete()
    visit.members.update(is_leader=False)

    with pytest.raises(ValidationError) as refused:
        actions.submit_delegation(visit, by=people["DA"])

    assert len(refused.value.messages) == 2


def test_close_when_another_number_came_wants_the_difference_explained(unit, people):
    visit = delegation_at(S.SUMMARY_DUE, unit, people["DA"], headcount_declared=9)
    before = state_of(visit)
    with pytest.raises(ValidationError):
        actions.close_delegation(visit, by=people["DA"], **CLOSING)
    assert state_of(visit) == before

    actions.close_delegation(visit, by=people["DA"], headcount_note="两人因故未能成行", **CLOSING)

    event = Event.objects.of(visit).get(verb="close")
    assert event.payload == {"declared": 9, "listed": 7, "actual": 7}


def test_numbers_when_visits_are_approved_run_without_gaps(unit, people):
    numbers = []
    for _place in range(3):
        visit = visit_for("approve", unit, people)
        actions.approve_delegation(visit, by=people["DIR"])
        numbers.append(visit.number)

    year = timezone.localdate().year
    assert numbers == [f"DEL-{year}-{place:03d}" for place in (1, 2, 3)]


def test_visit_filed_after_it_began_when_approved_goes_on_at_once(unit, people):
    lead_rule(
        code="delegation-summary-5w", direction="after", lead=5, lead_unit="working_days", is_submission=False
    )
    visit = delegation_at(S.IO_REVIEW, unit, people["DA"], start_on=timezone.localdate() - timedelta(days=8))
    Delegation.objects.filter(pk=visit.pk).update(checked_by=people["IOV"])
    visit = Delegation.objects.get(pk=visit.pk)

    actions.approve_delegation(visit, by=people["DIR"])

    assert visit.status == S.SUMMARY_DUE
    assert visit.due_on is not None
