"""Each step of a proposal: from where it is allowed, from where not, and that a refusal changes nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.flow import AlreadyDone, SeparationOfDuties, StaleVersion, StepNotAllowed
from core.models import Counter, Event, Snapshot
from notifications.models import Notification
from tests.conftest import ROLES
from tests.factories.accounts import UserFactory, grant, person_with
from tests.factories.training import add_file, complete_proposal, proposal_at
from training import actions
from training.actions.handover import holders_of
from training.flow import PROPOSAL_FLOW
from training.models import Cosign, Proposal

pytestmark = pytest.mark.django_db
S = Proposal.Status
CHECKLIST = {"completeness": True, "fee": True, "partner": True}

# How each step is taken, and by whom.
STEPS = {
    "submit": (actions.submit_proposal, "DA", {}),
    "endorse": (actions.endorse_proposal, "DH", {"note": "同意申报"}),
    "accept": (actions.accept_proposal, "IOT", CHECKLIST),
    "approve": (actions.approve_proposal, "DIR", {}),
    "escalate": (actions.escalate_proposal, "DIR", {}),
    "authorise": (actions.authorise_proposal, "LDR", {"minutes_no": "〔2026〕3", "minutes_on": "2026-11-01"}),
    "return": (
        actions.return_proposal,
        "IOT",
        {"note": "请补充培训目标的具体内容说明", "fields": ["objectives"]},
    ),
    "reject": (actions.reject_proposal, "DIR", {"note": "与已有项目重复"}),
    "withdraw": (actions.withdraw_proposal, "DA", {"note": "暂不举办"}),
}
PRINCIPAL_STATUS = {
    "submit": S.DRAFT, "endorse": S.UNIT_REVIEW, "accept": S.OFFICE_REVIEW, "approve": S.DIRECTOR_REVIEW,
    "escalate": S.DIRECTOR_REVIEW, "authorise": S.LEADER_REVIEW, "return": S.OFFICE_REVIEW, "reject": S.DIRECTOR_REVIEW,
    "withdraw": S.UNIT_REVIEW,
}  # fmt: skip
EXPECTED = {
    "submit": S.UNIT_REVIEW, "endorse": S.OFFICE_REVIEW, "accept": S.DIRECTOR_REVIEW, "approve": S.APPROVED,
    "escalate": S.LEADER_REVIEW, "authorise": S.APPROVED, "return": S.RETURNED, "reject": S.REJECTED,
    "withdraw": S.WITHDRAWN,
}  # fmt: skip


def proposal_for(verb, unit, status=None):
    extra = {"audience": "minors"} if verb == "escalate" else {}
    return proposal_at(status or PRINCIPAL_STATUS[verb], unit=unit, **extra)


def state_of(proposal):
    proposal.refresh_from_db()
    return (
        proposal.status,
        proposal.version,
        proposal.approved_no,
        proposal.due_on,
        Event.objects.of(proposal).count(),
        Snapshot.objects.of(proposal).count(),
        Notification.objects.count(),
        Counter.objects.count(),
        Cosign.objects.count(),
    )


@pytest.mark.parametrize("verb", STEPS)
def test_step_from_its_status_leads_to_its_target(verb, unit, people):
    action, role, fields = STEPS[verb]
    proposal = proposal_for(verb, unit)

    action(proposal, by=people[role], **fields)

    proposal.refresh_from_db()
    assert proposal.status == EXPECTED[verb]
    assert Event.objects.of(proposal).filter(verb=verb).count() == 1


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (verb, status)
        for verb in STEPS
        for status in S.values
        if status not in PROPOSAL_FLOW.steps[verb].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(verb, status, unit, people):
    action, role, fields = STEPS[verb]
    proposal = proposal_for(verb, unit, status)
    before = state_of(proposal)

    with pytest.raises(StepNotAllowed):
        action(proposal, by=people[role], **fields)

    assert state_of(proposal) == before


@pytest.mark.parametrize("verb", STEPS)
def test_step_on_a_version_since_changed_is_refused_and_changes_nothing(verb, unit, people):
    action, role, fields = STEPS[verb]
    proposal = proposal_for(verb, unit)
    before = state_of(proposal)

    with pytest.raises(StaleVersion):
        action(proposal, by=people[role], version=proposal.version - 1, **fields)

    assert state_of(proposal) == before


@pytest.mark.parametrize(("verb", "role"), [(verb, role) for verb in STEPS for role in ROLES])
def test_only_the_role_of_the_step_may_take_it(verb, role, unit, people):
    action, right_role, fields = STEPS[verb]
    proposal = proposal_for(verb, unit)
    before = state_of(proposal)

    if role == right_role:
        action(proposal, by=people[role], **fields)
        assert state_of(proposal)[0] == EXPECTED[verb]
    else:
        with pytest.raises(PermissionDenied):
            action(proposal, by=people[role], **fields)
        assert state_of(proposal) == before


@pytest.mark.parametrize("verb", STEPS)
def test_superuser_without_a_role_may_take_no_step(verb, unit, people):
    action, _role, fields = STEPS[verb]
    proposal = proposal_for(verb, unit)
    before = state_of(proposal)

    with pytest.raises(PermissionDenied):
        action(proposal, by=UserFactory(is_superuser=True, is_staff=True), **fields)

    assert state_of(proposal) == before


@pytest.mark.parametrize(
    ("status", "role"),
    [(S.UNIT_REVIEW, "DH"), (S.OFFICE_REVIEW, "IOT"), (S.DIRECTOR_REVIEW, "DIR"), (S.LEADER_REVIEW, "LDR")],
)
@pytest.mark.parametrize("other", ROLES)
def test_return_belongs_to_whoever_has_it(status, role, other, unit, people):
    proposal = proposal_at(status, unit=unit)

    may = people[other].has_perm("training.return_proposal", proposal)

    assert may == (other == role)


@pytest.mark.parametrize("verb", ["clear_cosign", "object", "start"])
@pytest.mark.parametrize("role", ROLES)
def test_automatic_step_is_taken_by_nobody(verb, role, unit, people):
    status = next(iter(PROPOSAL_FLOW.steps[verb].sources))
    proposal = proposal_at(status, unit=unit)

    with pytest.raises(PermissionDenied):
        PROPOSAL_FLOW.move(proposal, verb, by=people[role])


def test_second_press_answers_who_did_it(unit, people):
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    actions.approve_proposal(proposal, by=people["DIR"])

    with pytest.raises(AlreadyDone) as done:
        actions.approve_proposal(proposal, by=people["DIR"])

    assert done.value.event.by == people["DIR"]
    assert Event.objects.of(proposal).filter(verb="approve").count() == 1


@pytest.mark.parametrize(
    ("verb", "role"),
    [
        ("endorse", "DH"),
        ("accept", "IOT"),
        ("approve", "DIR"),
        ("authorise", "LDR"),
        ("return", "IOT"),
        ("reject", "DIR"),
    ],
)
@pytest.mark.parametrize("superuser", [False, True])
def test_author_decides_nothing_whatever_the_role(verb, role, superuser, unit):
    action, _role, fields = STEPS[verb]
    author = UserFactory(is_superuser=superuser)
    grant(author, role, unit if role == "DH" else None)
    proposal = proposal_for(verb, unit)
    Proposal.objects.filter(pk=proposal.pk).update(author=author)
    before = state_of(proposal)

    with pytest.raises(PermissionDenied):
        action(proposal, by=author, **fields)

    assert state_of(proposal) == before


@pytest.mark.parametrize(
    ("verb", "role"), [("accept", "IOT"), ("approve", "DIR"), ("authorise", "LDR"), ("reject", "DIR")]
)
@pytest.mark.parametrize("superuser", [False, True])
def test_member_of_the_unit_decides_nothing_beyond_the_unit(verb, role, superuser, unit):
    action, _role, fields = STEPS[verb]
    member = person_with(role, None, is_superuser=superuser)
    member.unit = unit
    member.save()
    proposal = proposal_for(verb, unit)

    with pytest.raises(SeparationOfDuties):
        action(proposal, by=member, **fields)


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_takes_two_decisions_in_a_row(superuser, unit, people):
    both = person_with("IOT", None, is_superuser=superuser)
    grant(both, "DIR")
    proposal = proposal_at(S.OFFICE_REVIEW, unit=unit)
    actions.accept_proposal(proposal, by=both, **CHECKLIST)
    actions.comment_proposal(proposal, by=both, text="材料齐全")

    with pytest.raises(SeparationOfDuties):
        actions.approve_proposal(proposal, by=both)


def test_delegation_to_the_author_gives_no_decision(unit, people):
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    author = proposal.author
    author.acting_for, author.acting_role = people["DIR"], "DIR"

    with pytest.raises(SeparationOfDuties):
        actions.approve_proposal(proposal, by=author)


def test_head_who_is_the_author_leaves_the_decision_to_the_director(unit, office):
    head = person_with("DH", unit)
    grant(head, "DA", unit)
    director = person_with("DIR", office)
    proposal = complete_proposal(unit=unit, author=head)
    actions.submit_proposal(proposal, by=head)

    assert list(holders_of(proposal)) == [director]
    actions.endorse_proposal(proposal, by=director, note="同意,转归口审核")

    assert proposal.status == S.OFFICE_REVIEW


def test_endorse_without_minutes_of_the_unit_is_refused(unit, people):
    proposal = proposal_at(S.UNIT_REVIEW, unit=unit)
    proposal.attachments.all().delete()

    with pytest.raises(ValidationError):
        actions.endorse_proposal(proposal, by=people["DH"], note="同意")

    proposal.refresh_from_db()
    assert proposal.status == S.UNIT_REVIEW


def test_accept_with_an_open_checklist_is_refused(unit, people):
    proposal = proposal_at(S.OFFICE_REVIEW, unit=unit)

    with pytest.raises(ValidationError):
        actions.accept_proposal(proposal, by=people["IOT"], **CHECKLIST | {"fee": False})

    proposal.refresh_from_db()
    assert proposal.status == S.OFFICE_REVIEW


@pytest.mark.parametrize(
    ("note", "fields"),
    [("太短", ["objectives"]), ("请补充培训目标的具体内容", []), ("请补充培训目标的具体内容", ["nothing"])],
)
def test_return_wants_ten_characters_and_known_fields(note, fields, unit, people):
    proposal = proposal_at(S.OFFICE_REVIEW, unit=unit)
    before = state_of(proposal)

    with pytest.raises(ValidationError):
        actions.return_proposal(proposal, by=people["IOT"], note=note, fields=fields)

    assert state_of(proposal) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"risk_level": "high"},
        {"has_partner": True},
        {"contract_value": 200_001},
        {"location_type": "abroad"},
        {"audience": "cadres"},
        {"audience": "minors"},
    ],
)
def test_director_can_only_pass_on_what_the_leader_decides(fields, unit, people):
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    Proposal.objects.filter(pk=proposal.pk).update(**fields)

    with pytest.raises(PermissionDenied):
        actions.approve_proposal(proposal, by=people["DIR"])
    actions.escalate_proposal(proposal, by=people["DIR"])

    assert proposal.status == S.LEADER_REVIEW


def test_director_decides_alone_at_the_threshold(unit, people):
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    Proposal.objects.filter(pk=proposal.pk).update(contract_value=200_000)

    actions.approve_proposal(proposal, by=people["DIR"])

    assert proposal.status == S.APPROVED


def test_authorise_of_a_risky_project_wants_minutes(unit, people):
    proposal = proposal_at(S.LEADER_REVIEW, unit=unit)

    with pytest.raises(ValidationError):
        actions.authorise_proposal(proposal, by=people["LDR"])

    proposal.refresh_from_db()
    assert (proposal.status, proposal.approved_no) == (S.LEADER_REVIEW, "")


def test_approval_numbers_of_a_unit_follow_each_other(unit, other_unit, people):
    first, second = proposal_at(S.DIRECTOR_REVIEW, unit=unit), proposal_at(S.DIRECTOR_REVIEW, unit=unit)
    third = proposal_at(S.DIRECTOR_REVIEW, unit=other_unit)

    for proposal in (first, second, third):
        actions.approve_proposal(proposal, by=people["DIR"])

    year = first.approved_at.year
    assert [first.approved_no, second.approved_no, third.approved_no] == [
        f"NDE-{year}-{unit.code}-001",
        f"NDE-{year}-{unit.code}-002",
        f"NDE-{year}-{other_unit.code}-001",
    ]


def test_start_is_taken_once_and_harmless_again(unit):
    proposal = proposal_at(S.APPROVED, unit=unit)

    actions.start_proposal(proposal)
    actions.start_proposal(proposal)

    assert proposal.status == S.EXECUTING
    assert Event.objects.of(proposal).filter(verb="start").count() == 1


def test_start_from_another_status_changes_nothing(unit):
    proposal = proposal_at(S.DRAFT, unit=unit)

    actions.start_proposal(proposal)

    assert proposal.status == S.DRAFT


def test_review_has_five_working_days(unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    add_file(proposal, "supporting")

    actions.submit_proposal(proposal, by=people["DA"])

    proposal.refresh_from_db()
    assert proposal.due_on > proposal.waiting_since.date()
    assert list(Proposal.objects.awaiting(people["DH"])) == [proposal]
