"""Each step of publicity, money, quality and filing: from where, by whom, and that a refusal changes nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Role
from core.flow import AlreadyDone, StaleVersion, StepNotAllowed
from core.models import Event
from notifications.models import Notification
from tests.conftest import ROLES
from tests.factories.accounts import grant, person_with
from tests.factories.training_classes import TraineeFactory
from tests.factories.training_duties import (
    CHECKLIST,
    class_of,
    complaint_at,
    expense_at,
    filing_at,
    inspection_at,
    item_at,
    payment_at,
    refund_at,
    ticket_at,
)
from training.actions import enrolment, feedback, filing, inspection, money, publicity, tickets
from training.flow import (
    COMPLAINT_FLOW,
    EXPENSE_FLOW,
    FILING_FLOW,
    INSPECTION_FLOW,
    PAYMENT_FLOW,
    PUBLICITY_FLOW,
    REFUND_FLOW,
    TICKET_FLOW,
    TRAINEE_FLOW,
)

pytestmark = pytest.mark.django_db
VISIT = {"checklist": CHECKLIST, "headcount_real": 2, "conclusion": "good"}


def paid_trainee(unit):
    trainee = TraineeFactory(training_class=class_of(unit, people=0), status="registered")
    payment_at("confirmed", trainee)
    return trainee


def applicant(status, unit):
    return TraineeFactory(training_class=class_of(unit, "enrolling", people=0), status=status)


MAKERS = {
    "publicityitem": lambda status, unit: item_at(status, unit),
    "payment": lambda status, unit: payment_at(status, applicant("admitted", unit)),
    "refund": lambda status, unit: refund_at(status, paid_trainee(unit)),
    "expense": lambda status, unit: expense_at(status, class_of(unit).proposal),
    "inspection": lambda status, unit: inspection_at(status, class_of(unit)),
    "rectificationticket": lambda status, unit: ticket_at(status, unit),
    "complaint": lambda status, unit: complaint_at(status),
    "annualfiling": lambda status, unit: filing_at(status),
    "trainee": applicant,
}
# flow, verb, action, role, statuses with the target, further fields
STEPS = [
    (PUBLICITY_FLOW, "submit", publicity.submit_publicityitem, "DA", "draft", "unit_review", {}),
    (PUBLICITY_FLOW, "endorse", publicity.endorse_publicityitem, "DH", "unit_review", "office_review", {}),
    (PUBLICITY_FLOW, "approve", publicity.approve_publicityitem, "IOT", "office_review", "approved", {}),
    (PUBLICITY_FLOW, "cosign", publicity.cosign_publicityitem, "PUB", "cosign", "approved", {}),
    (PUBLICITY_FLOW, "return", publicity.return_publicityitem, "IOT", "office_review", "returned", {"note": "请补充收费"}),
    (PUBLICITY_FLOW, "publish", publicity.publish_publicityitem, "DA", "approved", "published", {}),
    (PUBLICITY_FLOW, "take_down", publicity.take_down_publicityitem, "DH", "published", "taken_down", {"note": "招生结束"}),
    (PAYMENT_FLOW, "confirm", money.confirm_payment, "FIN", "entered", "confirmed", {}),
    (PAYMENT_FLOW, "void", money.void_payment, "FIN", "entered", "void", {"note": "重复录入"}),
    (REFUND_FLOW, "endorse", money.endorse_refund, "DH", "unit_review", "finance_review", {}),
    (REFUND_FLOW, "approve", money.approve_refund, "FIN", "finance_review", "approved", {}),
    (REFUND_FLOW, "reject", money.reject_refund, "FIN", "finance_review", "rejected", {"note": "不符合退费办法"}),
    (EXPENSE_FLOW, "confirm", money.confirm_expense, "FIN", "entered", "confirmed", {}),
    (EXPENSE_FLOW, "void", money.void_expense, "FIN", "entered", "void", {"note": "重复录入"}),
    (INSPECTION_FLOW, "carry_out", inspection.carry_out_inspection, "IOT", "planned", "done", VISIT),
    (INSPECTION_FLOW, "cancel", inspection.cancel_inspection, "IOT", "planned", "cancelled", {"note": "班次取消"}),
    (TICKET_FLOW, "answer", tickets.answer_rectificationticket, "DA", "open", "answered", {"answer": "已重新核对名册并补签到。"}),
    (TICKET_FLOW, "verify", tickets.verify_rectificationticket, "IOT", "answered", "closed", {}),
    (TICKET_FLOW, "reopen", tickets.reopen_rectificationticket, "IOT", "answered", "reopened", {"note": "材料不全"}),
    (TICKET_FLOW, "void", tickets.void_rectificationticket, "DIR", "open", "void", {"note": "误开"}),
    (COMPLAINT_FLOW, "examine", feedback.examine_complaint, "IOT", "received", "examined", {}),
    (COMPLAINT_FLOW, "reply", feedback.reply_complaint, "IOT", "examined", "replied", {"reply": "经核实,差额已退还,谢谢监督。"}),
    (COMPLAINT_FLOW, "dismiss", feedback.dismiss_complaint, "DIR", "received", "dismissed", {"note": "与培训无关"}),
    (FILING_FLOW, "freeze", filing.freeze_annualfiling, "IOT", "draft", "frozen", {}),
    (FILING_FLOW, "file", filing.file_annualfiling, "DIR", "frozen", "filed", {}),
    (TRAINEE_FLOW, "admit", enrolment.admit_trainee, "DA", "applied", "registered", {}),
    (TRAINEE_FLOW, "decline", enrolment.decline_trainee, "DA", "applied", "declined", {"note": "名额已满"}),
    (TRAINEE_FLOW, "waive_fee", enrolment.waive_fee_trainee, "DH", "admitted", "registered", {"note": "贫困地区学员"}),
]  # fmt: skip
IDS = [f"{step[0].model._meta.model_name}-{step[1]}" for step in STEPS]
# A trainee's own steps are walked elsewhere; here only those that end in registration or not.
OTHERS = [
    (step, status)
    for step in STEPS
    for status in step[0].model.Status.values
    if status not in step[0].steps[step[1]].sources
]


def make(flow, status, unit):
    return MAKERS[flow.model._meta.model_name](status, unit)


def actor(role, people, unit):
    return person_with(Role.COSIGNER, area="publicity") if role == "PUB" else people[role]


def state_of(record):
    record.refresh_from_db()
    return record.status, record.version, Event.objects.of(record).count(), Notification.objects.count()


@pytest.mark.parametrize("step", STEPS, ids=IDS)
def test_step_from_its_status_leads_to_its_target_with_one_event(step, unit, people):
    flow, verb, action, role, status, target, fields = step
    record = make(flow, status, unit)

    action(record, by=actor(role, people, unit), **fields)

    record.refresh_from_db()
    assert record.status == target
    assert Event.objects.of(record).filter(verb=verb).count() == 1


@pytest.mark.parametrize(
    ("step", "status"), OTHERS, ids=lambda value: value if isinstance(value, str) else value[1]
)
def test_step_from_another_status_is_refused_and_changes_nothing(step, status, unit, people):
    flow, _verb, action, role, _status, _target, fields = step
    record = make(flow, status, unit)
    before = state_of(record)

    with pytest.raises(StepNotAllowed):
        action(record, by=actor(role, people, unit), **fields)

    assert state_of(record) == before


@pytest.mark.parametrize("step", STEPS, ids=IDS)
def test_step_on_a_version_since_changed_is_refused_and_changes_nothing(step, unit, people):
    flow, _verb, action, role, status, _target, fields = step
    record = make(flow, status, unit)
    before = state_of(record)

    with pytest.raises(StaleVersion):
        action(record, by=actor(role, people, unit), version=record.version + 1, **fields)

    assert state_of(record) == before


@pytest.mark.parametrize("step", STEPS, ids=IDS)
def test_step_taken_twice_says_who_did_it(step, unit, people):
    flow, verb, action, role, status, target, fields = step
    if target in flow.steps[verb].sources or verb == "admit":
        pytest.skip("a further step follows by itself")
    record = make(flow, status, unit)
    by = actor(role, people, unit)
    action(record, by=by, **fields)

    with pytest.raises(AlreadyDone) as told:
        action(record, by=by, **fields)

    assert str(by) in told.value.message


@pytest.mark.parametrize("step", STEPS, ids=IDS)
def test_only_the_roles_of_the_step_may_take_it(step, unit, people):
    """Every role tries every step; who is refused has changed nothing, and at least one may."""
    flow, verb, action, role, status, target, fields = step
    allowed = set()
    for name in ROLES:
        record = make(flow, status, unit)
        before = state_of(record)
        try:
            action(record, by=people[name], **fields)
        except PermissionDenied:
            assert state_of(record) == before
        else:
            allowed.add(name)

    expected = ROLES_OF.get((flow.model._meta.model_name, verb), {role} if role != "PUB" else set())
    assert allowed == expected


GOVERNING = {"IOT", "DIR"}
ROLES_OF = {
    ("publicityitem", "approve"): GOVERNING,
    ("publicityitem", "return"): GOVERNING,
    ("publicityitem", "publish"): {"DA"} | GOVERNING,
    ("publicityitem", "take_down"): {"DA", "DH"} | GOVERNING,
    ("inspection", "carry_out"): GOVERNING,
    ("inspection", "cancel"): GOVERNING,
    ("rectificationticket", "answer"): {"DA", "DH"},
    ("rectificationticket", "verify"): GOVERNING,
    ("rectificationticket", "reopen"): GOVERNING,
    ("rectificationticket", "void"): GOVERNING,
    ("complaint", "examine"): GOVERNING,
    ("complaint", "reply"): GOVERNING,
    ("complaint", "dismiss"): GOVERNING,
}


@pytest.mark.parametrize(
    "step", [step for step in STEPS if step[0].steps[step[1]].needs_note], ids=lambda step: step[1]
)
def test_step_that_needs_a_reason_is_refused_without_one(step, unit, people):
    flow, _verb, action, role, status, _target, _fields = step
    record = make(flow, status, unit)
    before = state_of(record)

    with pytest.raises((StepNotAllowed, ValidationError)):
        action(record, by=actor(role, people, unit))

    assert state_of(record) == before


def test_who_wrote_publicity_never_approves_it_even_with_the_role(unit, people):
    author = people["DA"]
    grant(author, Role.TRAINING_DESK)
    item = item_at("office_review", unit, author=author)

    with pytest.raises(PermissionDenied):
        publicity.approve_publicityitem(item, by=author)


def test_who_entered_a_receipt_does_not_confirm_it(unit, people):
    """SOD-6."""
    trainee = applicant("admitted", unit)
    receipt = payment_at("entered", trainee, entered_by=people["FIN"])

    with pytest.raises(PermissionDenied):
        money.confirm_payment(receipt, by=people["FIN"])

    receipt.refresh_from_db()
    assert receipt.status == "entered"


def test_who_opened_or_answered_a_ticket_does_not_verify_it(unit, people):
    """SOD-8."""
    opened = ticket_at("answered", unit, opened_by=people["IOT"])

    with pytest.raises(PermissionDenied):
        tickets.verify_rectificationticket(opened, by=people["IOT"])

    tickets.verify_rectificationticket(opened, by=people["DIR"])
    assert opened.status == "closed"


def test_somebody_of_the_unit_neither_inspects_nor_verifies(unit):
    """SOD-8: an officer who belongs to the unit."""
    officer = person_with(Role.TRAINING_DESK, unit)
    visit = inspection_at("planned", class_of(unit))
    answered = ticket_at("answered", unit)

    with pytest.raises(PermissionDenied):
        inspection.carry_out_inspection(visit, by=officer, **VISIT)
    with pytest.raises(PermissionDenied):
        tickets.verify_rectificationticket(answered, by=officer)


def test_somebody_who_teaches_the_class_does_not_inspect_it(unit, people):
    training_class = class_of(unit)
    training_class.proposal.instructors.create(name=people["IOT"].name_zh, employer="本校", title_rank="full")

    with pytest.raises(PermissionDenied):
        inspection.carry_out_inspection(inspection_at("planned", training_class), by=people["IOT"], **VISIT)
