"""Each step after approval: from where it is allowed, from where not, by whom, and that a refusal changes nothing."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.flow import AlreadyDone, Flow, StaleVersion, StepNotAllowed
from core.models import Attachment, Counter, Event, Snapshot
from notifications.models import Notification
from tests.conftest import ROLES
from tests.factories.accounts import UserFactory, person_with
from tests.factories.training_life import (
    add_evidence,
    approved_project,
    change_at,
    close_ticket,
    closing_at,
    contract_at,
    plan_at,
    rule_of,
    suspension_at,
    vetting_at,
)
from training import actions
from training.flow import (
    CHANGE_FLOW,
    CLOSING_FLOW,
    CONTRACT_FLOW,
    PROPOSAL_FLOW,
    RULE_FLOW,
    SETTLEMENT_FLOW,
    SUSPENSION_FLOW,
    VETTING_FLOW,
)
from training.models import ChangeRequest, PartnerVetting, Proposal, Refund

pytestmark = pytest.mark.django_db
WHY = "经核实，情况属实，同意办理。"


def soon():
    return timezone.localdate() + timedelta(days=20)


def project_at(status, unit, people):
    proposal = approved_project(unit, status)
    if status == "suspended":
        close_ticket(suspension_at("in_force", proposal))
    return proposal


def ending_project_at(status, unit, people):
    proposal = approved_project(unit, status)
    plan_at("agreed", proposal)
    return proposal


def proposed_suspension(status, unit, people):
    return suspension_at(status, approved_project(unit), proposed_by=people["IOT"])


def plan(status, unit, people):
    return plan_at(status, approved_project(unit), author=people["DA"])


def change(status, unit, people, **fields):
    return change_at(status, unit=unit, **fields)


def leaders_change(status, unit, people):
    made = change_at(status, unit=unit, grade="major", content={"audience": "public"})
    Proposal.objects.filter(pk=made.proposal_id).update(risk_level="high")
    made.proposal.refresh_from_db()
    return made


def contract(status, unit, people):
    made = contract_at(status, approved_project(unit))
    add_evidence(made, "signed_original")
    return made


# Flow, step -> how the record is made, the status it begins at, the action, who takes it, what it asks, where it leads.
CASES = {
    ("proposal", "suspend"): (
        project_at,
        "executing",
        actions.suspend_proposal,
        {"DIR"},
        lambda: {"note": WHY, "reason_code": "quality", "rectify_by": soon()},
        "suspended",
    ),
    ("proposal", "resume"): (
        project_at,
        "suspended",
        actions.resume_proposal,
        {"DIR"},
        lambda: {"note": WHY},
        "approved",
    ),
    ("proposal", "terminate"): (
        ending_project_at,
        "executing",
        actions.terminate_proposal,
        {"LDR"},
        lambda: {"note": WHY},
        "terminated",
    ),
    ("suspension", "drop"): (
        proposed_suspension,
        "proposed",
        actions.drop_suspension,
        {"DIR"},
        lambda: {"note": WHY},
        "dropped",
    ),
    ("settlementplan", "submit"): (plan, "draft", actions.submit_settlementplan, {"DA"}, dict, "submitted"),
    ("settlementplan", "agree"): (plan, "submitted", actions.agree_settlementplan, {"DIR"}, dict, "agreed"),
    ("settlementplan", "return"): (
        plan,
        "submitted",
        actions.return_settlementplan,
        {"DIR"},
        lambda: {"note": WHY},
        "draft",
    ),
    ("settlementplan", "withdraw"): (
        plan,
        "draft",
        actions.withdraw_settlementplan,
        {"DA"},
        lambda: {"note": WHY},
        "withdrawn",
    ),
    ("closing", "submit"): (
        lambda s, u, p: closing_at(s, unit=u),
        "draft",
        actions.submit_closing,
        {"DA"},
        dict,
        "finance",
    ),
    ("closing", "confirm_settlement"): (
        lambda s, u, p: closing_at(s, unit=u),
        "finance",
        actions.confirm_settlement_closing,
        {"FIN"},
        dict,
        "office",
    ),
    ("closing", "check"): (
        lambda s, u, p: closing_at(s, unit=u),
        "office",
        actions.check_closing,
        {"IOT"},
        dict,
        "director",
    ),
    ("closing", "accept"): (
        lambda s, u, p: closing_at(s, unit=u),
        "director",
        actions.accept_closing,
        {"DIR"},
        dict,
        "accepted",
    ),
    ("closing", "return"): (
        lambda s, u, p: closing_at(s, unit=u),
        "office",
        actions.return_closing,
        {"IOT"},
        lambda: {"note": WHY},
        "returned",
    ),
    ("changerequest", "submit"): (change, "draft", actions.submit_changerequest, {"DA"}, dict, "unit_review"),
    ("changerequest", "endorse"): (
        change,
        "unit_review",
        actions.endorse_changerequest,
        {"DH"},
        dict,
        "office_review",
    ),
    ("changerequest", "accept"): (
        change,
        "office_review",
        actions.accept_changerequest,
        {"IOT"},
        dict,
        "director_review",
    ),
    ("changerequest", "approve"): (
        change,
        "director_review",
        actions.approve_changerequest,
        {"DIR"},
        dict,
        "applied",
    ),
    ("changerequest", "escalate"): (
        leaders_change,
        "director_review",
        actions.escalate_changerequest,
        {"DIR"},
        dict,
        "leader_review",
    ),
    ("changerequest", "authorise"): (
        leaders_change,
        "leader_review",
        actions.authorise_changerequest,
        {"LDR"},
        dict,
        "applied",
    ),
    ("changerequest", "return"): (
        change,
        "office_review",
        actions.return_changerequest,
        {"IOT"},
        lambda: {"note": WHY},
        "returned",
    ),
    ("changerequest", "reject"): (
        change,
        "director_review",
        actions.reject_changerequest,
        {"DIR"},
        lambda: {"note": WHY},
        "rejected",
    ),
    ("changerequest", "withdraw"): (
        change,
        "unit_review",
        actions.withdraw_changerequest,
        {"DA"},
        lambda: {"note": WHY},
        "withdrawn",
    ),
    ("partnervetting", "submit"): (
        lambda s, u, p: vetting_at(s, u),
        "draft",
        actions.submit_partnervetting,
        {"DA"},
        dict,
        "unit_review",
    ),
    ("partnervetting", "endorse"): (
        lambda s, u, p: vetting_at(s, u),
        "unit_review",
        actions.endorse_partnervetting,
        {"DH"},
        dict,
        "office_review",
    ),
    ("partnervetting", "accept"): (
        lambda s, u, p: vetting_at(s, u),
        "office_review",
        actions.accept_partnervetting,
        {"IOT"},
        dict,
        "legal_review",
    ),
    ("partnervetting", "conclude"): (
        lambda s, u, p: vetting_at(s, u),
        "legal_review",
        actions.conclude_partnervetting,
        {"COS"},
        dict,
        "passed",
    ),
    ("partnervetting", "return"): (
        lambda s, u, p: vetting_at(s, u),
        "office_review",
        actions.return_partnervetting,
        {"IOT"},
        lambda: {"note": WHY},
        "returned",
    ),
    ("partnervetting", "renew"): (
        lambda s, u, p: vetting_at(s, u),
        "passed",
        actions.renew_partnervetting,
        {"DA"},
        lambda: {"note": WHY},
        "draft",
    ),
    ("contract", "submit"): (contract, "draft", actions.submit_contract, {"DA"}, dict, "unit_review"),
    ("contract", "endorse"): (contract, "unit_review", actions.endorse_contract, {"DH"}, dict, "legal"),
    ("contract", "clear_legal"): (contract, "legal", actions.clear_legal_contract, {"COS"}, dict, "finance"),
    ("contract", "clear_finance"): (
        contract,
        "finance",
        actions.clear_finance_contract,
        {"FIN"},
        dict,
        "office",
    ),
    ("contract", "sign"): (
        contract,
        "office",
        actions.sign_contract,
        {"IOT", "DIR"},
        lambda: {
            "signed_on": timezone.localdate(),
            "signed_by": "校长",
            "authorisation_no": "授权〔2026〕1号",
            "seal": "school",
        },
        "signed",
    ),
    ("contract", "complete"): (contract, "performing", actions.complete_contract, {"DA"}, dict, "completed"),
    ("contract", "terminate"): (
        contract,
        "signed",
        actions.terminate_contract,
        {"DIR"},
        lambda: {"note": WHY},
        "terminated",
    ),
    ("contract", "return"): (
        contract,
        "legal",
        actions.return_contract,
        {"COS"},
        lambda: {"note": WHY},
        "returned",
    ),
    ("rule", "adopt"): (
        lambda s, u, p: rule_of("R-12", status=s, in_force_from=timezone.localdate()),
        "draft",
        actions.adopt_rule,
        {"DIR"},
        dict,
        "adopted",
    ),
    ("rule", "discard"): (
        lambda s, u, p: rule_of("R-12", status=s),
        "draft",
        actions.discard_rule,
        {"DIR"},
        lambda: {"note": WHY},
        "discarded",
    ),
}
FLOWS = {
    "proposal": PROPOSAL_FLOW, "suspension": SUSPENSION_FLOW, "settlementplan": SETTLEMENT_FLOW, "closing": CLOSING_FLOW,
    "changerequest": CHANGE_FLOW, "partnervetting": VETTING_FLOW, "contract": CONTRACT_FLOW, "rule": RULE_FLOW,
}  # fmt: skip
IDS = ["-".join(case) for case in CASES]


def make(case, unit, people, status=None):
    maker, begin, *_rest = CASES[case]
    if status is None:
        return maker(begin, unit, people)
    record = maker(begin, unit, people)
    values = {"status": status}
    if case[0] == "contract" and status in {"signed", "performing", "completed"}:
        values["signed_on"] = timezone.localdate()
    type(record).objects.filter(pk=record.pk).update(**values)
    record.refresh_from_db()
    return record


def state_of(record):
    record.refresh_from_db()
    kind = ContentType.objects.get_for_model(record)
    return (
        record.status,
        record.version,
        Event.objects.filter(content_type=kind, object_id=record.pk).count(),
        Event.objects.count(),
        Snapshot.objects.count(),
        Notification.objects.count(),
        Counter.objects.count(),
        Attachment.objects.count(),
        Refund.objects.count(),
    )


def take(case, record, by, **more):
    _maker, _begin, action, _roles, fields, _target = CASES[case]
    return action(record, by=by, **fields() | more)


def test_every_step_people_take_is_in_the_table():
    named = {
        (name, verb)
        for name, flow in FLOWS.items()
        for verb, step in flow.steps.items()
        if not step.automatic and (name != "proposal" or verb in {"suspend", "resume", "terminate"})
    }

    assert named == set(CASES)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_step_from_its_status_leads_to_its_target(case, unit, people):
    record = make(case, unit, people)

    take(case, record, people[sorted(CASES[case][3])[0]])

    record.refresh_from_db()
    assert record.status == CASES[case][5]
    assert Event.objects.of(record).filter(verb=case[1]).count() == 1


@pytest.mark.parametrize(
    ("case", "status"),
    [
        pytest.param(case, status, id=f"{'-'.join(case)}-{status}")
        for case in CASES
        for status in FLOWS[case[0]].model.Status.values
        if status not in FLOWS[case[0]].steps[case[1]].sources
    ],
)
def test_step_from_another_status_is_refused_and_changes_nothing(case, status, unit, people):
    record = make(case, unit, people, status)
    before = state_of(record)

    with pytest.raises((StepNotAllowed, PermissionDenied)):
        take(case, record, people[sorted(CASES[case][3])[0]])

    assert state_of(record) == before


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_step_on_a_version_since_changed_is_refused_and_changes_nothing(case, unit, people):
    record = make(case, unit, people)
    before = state_of(record)

    with pytest.raises(StaleVersion):
        take(case, record, people[sorted(CASES[case][3])[0]], version=record.version - 1)

    assert state_of(record) == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_only_the_roles_of_the_step_may_take_it(case, role, unit, people):
    record = make(case, unit, people)
    before = state_of(record)

    if role in CASES[case][3]:
        take(case, record, people[role])
        assert state_of(record)[0] == CASES[case][5]
    else:
        with pytest.raises(PermissionDenied):
            take(case, record, people[role])
        assert state_of(record) == before


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_superuser_without_a_role_may_take_no_step(case, unit, people):
    record = make(case, unit, people)

    with pytest.raises(PermissionDenied):
        take(case, record, UserFactory(is_superuser=True, is_staff=True))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_second_press_answers_who_did_it(case, unit, people):
    record = make(case, unit, people)
    person = people[sorted(CASES[case][3])[0]]
    take(case, record, person)

    with pytest.raises(AlreadyDone) as done:
        take(case, record, person)

    assert done.value.event.by == person


@pytest.mark.parametrize("case", [case for case in CASES if case[0] not in {"rule", "suspension"}], ids=str)
def test_somebody_of_the_unit_takes_no_decision_beyond_it(case, unit, people):
    """SOD-3: the director, the desk and finance who belong to the unit are out."""
    flow = FLOWS[case[0]]
    step = flow.steps[case[1]]
    if (
        not (step.decides or case[1] in {"suspend", "resume", "terminate"})
        or case[1] == "endorse"
        or case[0] == "contract"
        and case[1] == "terminate"
    ):
        return
    record = make(case, unit, people)
    role = sorted(CASES[case][3])[0]
    insider = person_with(role, unit, area="legal" if role == "COS" else "")

    with pytest.raises(PermissionDenied):
        take(case, record, insider)


def test_flows_of_life_are_registered():
    assert {flow.model for flow in FLOWS.values()} <= set(Flow.registry)
    assert {ChangeRequest, PartnerVetting} <= set(Flow.registry)
