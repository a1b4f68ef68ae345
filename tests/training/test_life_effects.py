"""What the steps after approval bring about, and what the nights do by themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trial
from hypothesis import strategies as st

from accounts.models import RoleGrant
from core.dates import add_months
from core.flow import SeparationOfDuties
from core.models import Attachment, Event, Snapshot
from notifications.models import Notification
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import TraineeFactory, TrainingClassFactory
from tests.factories.training_duties import payment_at, published_item
from tests.factories.training_life import (
    approved_project,
    change_at,
    class_with_people,
    close_ticket,
    closing_at,
    contract_at,
    plan_at,
    rule_of,
    suspension_at,
    vetting_at,
)
from training import actions
from training.actions.change_grades import grade_of, verdicts_of
from training.actions.closing import work_on_archive
from training.actions.nightly import due_leads, lapse_day, look_after_projects
from training.actions.risks import flags_of
from training.actions.rules import effects_of
from training.models import Category, ChangeRequest, Closing, PublicityItem, Refund, Suspension

pytestmark = pytest.mark.django_db
WHY = "经核实，情况属实。"


def told(kind, **about):
    return Notification.objects.filter(kind=f"training.{kind}", **about)


# Suspension freezes, resumption needs the verified ticket (P15, P16).


def test_a_suspended_project_takes_no_trainees_and_asks_for_no_certificates(unit, people):
    proposal = approved_project(unit, "executing")
    published_item(proposal)
    planned = TrainingClassFactory(proposal=proposal, status="planned")
    finished = class_with_people(proposal, status="finished")
    suspension_at("in_force", proposal)
    planned.refresh_from_db()

    with pytest.raises(ValidationError):
        actions.open_enrolment_trainingclass(planned, by=people["DA"])
    with pytest.raises(ValidationError):
        actions.request_certificates_trainingclass(finished, by=people["DA"])
    assert not PublicityItem.objects.shown_on(timezone.localdate()).exists()


@pytest.mark.parametrize("lack", ["closed", "evidence"])
def test_a_project_goes_on_only_when_its_ticket_is_verified_with_evidence(lack, unit, people):
    proposal = approved_project(unit, "executing")
    suspension = suspension_at("in_force", proposal)
    if lack == "evidence":
        suspension.ticket.__class__.objects.update(status="closed")

    with pytest.raises(ValidationError):
        actions.resume_proposal(proposal, by=people["DIR"], note=WHY)

    proposal.refresh_from_db()
    assert proposal.status == "suspended"


def test_whoever_proposed_the_suspension_does_not_lift_it(unit, people):
    proposal = approved_project(unit, "executing")
    close_ticket(suspension_at("in_force", proposal, proposed_by=people["DIR"]))
    other = person_with("DIR")

    with pytest.raises(SeparationOfDuties):
        actions.resume_proposal(proposal, by=people["DIR"], note=WHY)
    actions.resume_proposal(proposal, by=other, note=WHY)

    assert Suspension.objects.get().status == "lifted"


def test_a_resumed_project_stands_where_its_classes_are(unit, people):
    begun, waiting = approved_project(unit, "executing"), approved_project(unit)
    class_with_people(begun)
    for proposal in (begun, waiting):
        close_ticket(suspension_at("in_force", proposal))
        actions.resume_proposal(proposal, by=people["DIR"], note=WHY)

    assert (begun.status, waiting.status) == ("executing", "approved")


# Termination settles everybody (P17, EC-84).


def test_termination_cancels_classes_asks_refunds_and_takes_publicity_down(unit, people):
    proposal = approved_project(unit, "executing")
    item = published_item(proposal)
    running = class_with_people(proposal)
    finished = TrainingClassFactory(proposal=proposal, status="closed")
    payer = running.trainees.first()
    payment_at("confirmed", payer, amount=1200)
    contract = contract_at("signed", proposal)
    change = change_at("unit_review", proposal)
    plan_at("agreed", proposal, author=people["DA"])

    actions.terminate_proposal(proposal, by=people["LDR"], note=WHY)

    for record in (item, running, finished, contract, change):
        record.refresh_from_db()
    assert (running.status, finished.status) == ("cancelled", "closed")
    assert (item.status, contract.status, change.status) == ("taken_down", "terminated", "withdrawn")
    assert [(refund.trainee, refund.amount) for refund in Refund.objects.all()] == [(payer, Decimal(1200))]


def test_the_leader_cannot_terminate_what_the_director_has_not_agreed_to(unit, people):
    proposal = approved_project(unit, "executing")
    plan_at("submitted", proposal)

    assert not people["LDR"].has_perm("training.terminate_proposal", proposal)


# Closing (P18 to P20).


@pytest.mark.parametrize("fault", ["report", "roster", "class", "ticket"])
def test_an_incomplete_package_is_not_handed_in(fault, unit, people):
    closing = closing_at("draft", unit=unit)
    if fault == "report":
        Closing.objects.update(work_done="短")
    elif fault == "roster":
        Attachment.objects.of(closing).delete()
    elif fault == "class":
        TrainingClassFactory(proposal=closing.proposal, status="running")
    else:
        suspension = suspension_at("proposed", closing.proposal)
        assert suspension.ticket is None
        closing.proposal.tickets.create(
            unit=unit, title="整改", description="整改", due_on=timezone.localdate()
        )
    closing = Closing.objects.get()

    with pytest.raises(ValidationError):
        actions.submit_closing(closing, by=people["DA"])

    closing.proposal.refresh_from_db()
    assert closing.proposal.status == "executing"


def test_the_whole_closing_ends_in_a_numbered_archive_made_once(unit, people):
    closing = closing_at("draft", unit=unit)
    actions.submit_closing(closing, by=people["DA"])
    actions.confirm_settlement_closing(closing, by=people["FIN"])
    actions.check_closing(closing, by=people["IOT"])
    actions.accept_closing(closing, by=people["DIR"])
    closing.refresh_from_db()

    Closing.objects.all().claim(closing.pk)
    work_on_archive(Closing.objects.get())
    Closing.objects.all().claim(closing.pk)
    work_on_archive(Closing.objects.get())

    closing.proposal.refresh_from_db()
    assert closing.proposal.status == "closed"
    assert closing.archive_no == f"NDA-{timezone.localdate().year}-0001"
    assert Attachment.objects.of(closing).filter(category="archive").count() == 1
    assert Closing.objects.get().work_done.startswith("本项目")


# Changes.

GRADES = [
    ({"title_zh": "新的名称培训班"}, "major"),
    ({"audience": "public"}, "major"),
    ({"category": "seminar"}, "major"),
    ({"delivery": "full_time"}, "major"),
    ({"mode": "online"}, "major"),
    ({"location_type": "other_city"}, "major"),
    ({"location_type": "abroad"}, "major"),
    ({"location_type": "off_campus_same_city"}, "medium"),
    ({"fee_per_person": "100"}, "major"),
    ({"planned_quota_max": 73}, "major"),
    ({"planned_quota_max": 72}, "medium"),
    ({"planned_quota_max": 40}, "medium"),
    ({"hours_total": "45"}, "medium"),
    ({"hours_total": "44"}, "minor"),
    ({"venue": "信息楼305"}, "minor"),
    ({"contact_name": "王五"}, "minor"),
    ({"certificate_title_zh": "结业"}, "major"),
    ({"contact_name": "王五", "audience": "public"}, "major"),
    ({"partner": {"vetting": 1, "role": "venue"}}, "major"),
]


@pytest.mark.parametrize(("content", "grade"), GRADES, ids=lambda value: str(value)[:40])
def test_the_class_of_a_change_follows_its_gravest_part(content, grade, unit):
    proposal = approved_project(unit)

    assert grade_of(verdicts_of(proposal, content)) == grade


@trial(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(-90, 90))
def test_moved_dates_are_minor_up_to_a_week_and_major_beyond_thirty_days(days, unit):
    proposal = ProposalFactory.build(
        unit=unit, author=None, responsible=None, responsible_leader=None, certificate_type=None
    )
    moved = (proposal.start_on + timedelta(days=days)).isoformat()

    grade = grade_of(verdicts_of(proposal, {"start_on": moved}))

    assert grade == ("minor" if abs(days) <= 7 else "medium" if abs(days) <= 30 else "major")


@pytest.mark.parametrize(
    ("rank", "grade"), [("full", "minor"), ("academician", "minor"), ("associate", "medium")]
)
def test_an_instructor_of_a_lower_rank_is_a_medium_change(rank, grade, unit):
    proposal = approved_project(unit)
    teacher = proposal.instructors.get()

    content = {"instructor": {"replaces": teacher.pk, "name": "新", "title_rank": rank}}

    assert grade_of(verdicts_of(proposal, content)) == grade


def test_an_approved_change_makes_the_next_version_and_the_old_one_stays(unit, people):
    proposal = approved_project(unit)
    change = change_at("draft", proposal, content={"venue": "信息楼305"}, author=people["DA"])
    actions.submit_changerequest(change, by=people["DA"])
    actions.endorse_changerequest(change, by=people["DH"])
    proposal.refresh_from_db()
    assert proposal.venue != "信息楼305"

    actions.accept_changerequest(change, by=people["IOT"])

    proposal.refresh_from_db()
    kept = Snapshot.objects.of(change).get().content
    assert (change.status, proposal.venue) == ("applied", "信息楼305")
    assert (kept["before"]["venue"], kept["after"]["venue"]) == ("航空港校区信息楼201", "信息楼305")
    assert Snapshot.objects.of(proposal).last().content["venue"] == "信息楼305"


def test_a_major_change_goes_through_the_cosigners(unit, people):
    proposal = approved_project(unit, fee=500)
    change = change_at("draft", proposal, content={"audience": "public"}, author=people["DA"])
    actions.submit_changerequest(change, by=people["DA"])
    actions.endorse_changerequest(change, by=people["DH"])
    actions.accept_changerequest(change, by=people["IOT"])
    assert change.status == "cosign"

    actions.agree_cosign(change.cosigns.get(), by=people["FIN"])

    change.refresh_from_db()
    assert change.status == "director_review"


def test_an_objection_sends_the_change_back_and_leaves_the_project_alone(unit, people):
    proposal = approved_project(unit, fee=500)
    change = change_at("draft", proposal, content={"audience": "public"}, author=people["DA"])
    actions.submit_changerequest(change, by=people["DA"])
    actions.endorse_changerequest(change, by=people["DH"])
    actions.accept_changerequest(change, by=people["IOT"])

    actions.object_cosign(change.cosigns.get(), by=people["FIN"], note="请说明收费依据")

    change.refresh_from_db()
    proposal.refresh_from_db()
    assert (change.status, proposal.status) == ("returned", "approved")


def test_only_one_change_of_a_project_is_open_whoever_writes(unit):
    proposal = approved_project(unit)
    change_at("draft", proposal)

    with pytest.raises(IntegrityError), transaction.atomic():
        change_at("cosign", proposal)
    change_at("applied", proposal)


@pytest.mark.parametrize("content", [{"title_zh": "新的名称培训班"}, {"fee_per_person": "10"}])
@pytest.mark.parametrize("status", ["entered", "confirmed"])
def test_title_and_fee_are_frozen_once_anybody_has_paid(content, status, unit, people):
    proposal = approved_project(unit)
    payment_at(status, TraineeFactory(training_class=TrainingClassFactory(proposal=proposal)))
    change = change_at("draft", proposal, content=content, author=people["DA"])

    assert proposal.is_fee_frozen
    with pytest.raises(ValidationError) as refused:
        actions.submit_changerequest(change, by=people["DA"])
    assert refused.value.code == "frozen"


# Partners, contracts, order.


@pytest.mark.parametrize(
    "fields",
    [
        {"company_register": "listed"},
        {"credit_china": "listed"},
        {"enforcement": "listed"},
        {"founded_on": date(2026, 6, 1)},
        {"business_scope": "餐饮服务"},
    ],
    ids=lambda value: next(iter(value)),
)
def test_a_partner_with_something_against_it_cannot_pass(fields, unit, people):
    fields = {**fields}
    if "founded_on" in fields:
        fields["founded_on"] = timezone.localdate() - timedelta(days=100)
    vetting = vetting_at("legal_review", unit, **fields)

    with pytest.raises(ValidationError):
        actions.conclude_partnervetting(vetting, by=people["COS"], conclusion="passed")
    vetting.refresh_from_db()
    actions.conclude_partnervetting(vetting, by=people["COS"], conclusion="failed")

    assert vetting.status == "failed"


def test_a_related_person_examines_nothing(unit, people):
    vetting = vetting_at("office_review", unit)
    vetting.related_people.add(people["IOT"])

    with pytest.raises(SeparationOfDuties):
        actions.accept_partnervetting(vetting, by=people["IOT"])


@pytest.mark.parametrize(
    ("state", "expected"), [("none", True), ("expired", True), ("failed", True), ("passed", False)]
)
def test_r08_asks_for_a_vetting_in_force(state, expected, unit):
    proposal = approved_project(unit, has_partner=True)
    vetting = vetting_at("passed" if state == "none" else state, unit, valid_until=timezone.localdate())
    uscc = "" if state == "none" else vetting.uscc
    proposal.partners.create(name="某公司", uscc=uscc, role="venue")

    assert any(flag.code == "R-08" and flag.blocks for flag in flags_of(proposal)) == expected


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("K-1", {"signed_on": -10}),
        ("K-2", {"seal": "college"}),
        ("K-3", {"payee": "某公司"}),
        ("K-5", {"end_on": 900}),
    ],
)
def test_a_contract_against_a_rule_is_not_signed(rule, fields, unit, people):
    today = timezone.localdate()
    proposal = approved_project(unit)
    own = {"payee": fields.get("payee", "成都信息工程大学")}
    if "end_on" in fields:
        own["end_on"] = today + timedelta(days=fields["end_on"])
    contract = contract_at("office", proposal, **own)

    with pytest.raises(ValidationError, match=rule):
        actions.sign_contract(
            contract, by=people["IOT"], signed_on=today + timedelta(days=fields.get("signed_on", 0)),
            signed_by="校长", authorisation_no="1", seal=fields.get("seal", "school"),
        )  # fmt: skip

    contract.refresh_from_db()
    assert (contract.status, contract.signed_on) == ("office", None)


def test_a_forbidden_clause_stops_the_contract(unit, people):
    contract = contract_at("legal", approved_project(unit))

    with pytest.raises(ValidationError):
        actions.clear_legal_contract(contract, by=people["COS"], forbidden_clauses=["agent"])

    contract.refresh_from_db()
    assert (contract.status, contract.forbidden_clauses) == ("legal", [])


@pytest.mark.parametrize("lack", ["contract", "publicity"])
def test_enrolment_opens_only_in_the_order_of_the_rules(lack, unit, people):
    category = Category.COMMISSIONED if lack == "contract" else Category.OPEN
    proposal = approved_project(unit, category=category)
    planned = TrainingClassFactory(proposal=proposal, status="planned")
    with pytest.raises(ValidationError):
        actions.open_enrolment_trainingclass(planned, by=people["DA"])
    planned.refresh_from_db()

    if lack == "contract":
        contract_at("signed", proposal)
    else:
        published_item(proposal)
    actions.open_enrolment_trainingclass(planned, by=people["DA"])

    assert planned.status == "enrolling"


# The record of the unit.


def test_r18_looks_at_tickets_closings_and_suspensions_of_the_unit(unit):
    proposal = approved_project(unit)
    assert "R-18" not in {flag.code for flag in flags_of(proposal)}
    closing_at("draft", unit=unit, package_due_on=timezone.localdate() - timedelta(days=1))

    assert "R-18" in {flag.code for flag in flags_of(proposal)}


@pytest.mark.parametrize(("largest", "expected"), [(39, True), (40, False)])
def test_r19_compares_with_the_largest_class_the_unit_has_held(largest, expected, unit):
    proposal = approved_project(unit)
    TrainingClassFactory(proposal=approved_project(unit), status="closed", quota=largest)

    assert ("R-19" in {flag.code for flag in flags_of(proposal)}) == expected


# Rules.


@pytest.mark.parametrize(("effect", "severity"), [("block", "block"), ("reason", "medium"), ("warn", "warn")])
def test_a_rule_weighs_what_the_check_finds(effect, severity, unit):
    proposal = approved_project(unit, location_type="other_city")
    rule = rule_of("R-12", effect=effect)

    flag = next(flag for flag in flags_of(proposal) if flag.code == "R-12")

    assert (flag.severity, flag.rule) == (severity, rule)


def test_a_repealed_rule_finds_nothing_and_one_not_yet_in_force_neither(unit):
    proposal = approved_project(unit, location_type="other_city")
    rule_of("R-12", in_force_to=timezone.localdate() - timedelta(days=1))
    rule_of("R-12", number=2, in_force_from=timezone.localdate() + timedelta(days=1))

    assert "R-12" not in {flag.code for flag in flags_of(proposal)}


def test_adopting_a_version_ends_the_one_before_the_day_before(unit, people):
    old = rule_of("R-12")
    new = rule_of(
        "R-12",
        effect="block",
        number=2,
        status="draft",
        in_force_from=timezone.localdate() + timedelta(days=5),
    )

    actions.adopt_rule(new, by=people["DIR"])

    old.refresh_from_db()
    assert old.in_force_to == timezone.localdate() + timedelta(days=4)


def test_a_rule_built_into_the_portal_keeps_its_effect(people):
    rule_of("TR-02", effect="block", is_fixed=True)
    weaker = rule_of("TR-99", effect="warn", status="discarded")
    weaker.pk, weaker.code, weaker.status = None, "TR-02", "draft"

    with pytest.raises(ValidationError):
        actions.propose_rule(weaker, by=people["IOT"])


def test_what_a_rule_would_do_is_known_before_it_is_adopted(unit):
    touched = approved_project(unit, location_type="other_city")
    approved_project(unit)
    rule_of("R-12")
    draft = rule_of("R-12", effect="block", status="draft", number=2)

    assert [(effect.proposal.pk, effect.before, effect.after) for effect in effects_of(draft)] == [
        (touched.pk, "medium", "block")
    ]


# The nights.


def test_a_year_day_by_day_reminds_once_and_lapses_on_its_day(unit, people):
    proposal = approved_project(unit)
    item = published_item(proposal)
    approved = timezone.localdate(proposal.approved_at)
    last = add_months(approved, 12)
    reminded, lapsed = [], []
    for offset in range(0, 400, 1):
        day = approved + timedelta(days=offset)
        if day < last - timedelta(days=34) and offset % 30:
            continue
        before = told("lapse_near", recipient=people["DA"]).count()
        look_after_projects(day)
        proposal.refresh_from_db()
        if told("lapse_near", recipient=people["DA"]).count() > before:
            reminded.append(day)
        if proposal.status == "lapsed" and not lapsed:
            lapsed.append(day)

    item.refresh_from_db()
    assert (reminded, lapsed) == ([last - timedelta(days=30)], [last])
    assert item.status == "taken_down"
    assert Event.objects.of(proposal).filter(verb="lapse").count() == 1
    assert told("lapse_near", recipient=people["DA"]).count() == 1


def test_a_project_with_a_class_that_began_does_not_lapse(unit):
    proposal = approved_project(unit)
    TrainingClassFactory(proposal=proposal, status="running")

    look_after_projects(lapse_day(proposal) + timedelta(days=5))

    proposal.refresh_from_db()
    assert proposal.status == "approved"


@pytest.mark.parametrize("missed", [set(), {-7}, {-8, -7, -6}, {0, 1, 2}, {6, 7, 8}])
def test_closing_reminders_come_once_each_also_after_missed_nights(missed, unit, people):
    closing = closing_at("draft", unit=unit, package_due_on=timezone.localdate() + timedelta(days=10))
    due = closing.package_due_on

    for offset in range(-10, 15):
        if offset not in missed:
            look_after_projects(due + timedelta(days=offset))

    leads = sorted(told("closing_due", recipient=people["DA"]).values_list("dedup_key", flat=True))
    assert leads == sorted(f"{due}:{lead}" for lead in (7, 0, -7))


@given(start=st.integers(0, 40), length=st.integers(0, 6))
def test_whatever_nights_are_missed_no_lead_is_lost_or_doubled(start, length):
    day, leads, sent = date(2026, 3, 20), (7, 0, -7), []
    for offset in range(40):
        if start <= offset < start + length:
            continue
        for lead in due_leads(day, leads, date(2026, 3, 1) + timedelta(days=offset)):
            if lead not in sent:
                sent.append(lead)

    assert sorted(sent) == sorted(leads)


def test_the_package_of_a_finished_project_opens_by_itself(unit, people):
    proposal = approved_project(unit, "executing")
    last = timezone.localdate() - timedelta(days=1)
    TrainingClassFactory(proposal=proposal, status="finished", start_on=last, end_on=last)

    look_after_projects()
    look_after_projects()

    assert Closing.objects.get().package_due_on == last + timedelta(days=30)
    assert told("closing_open", recipient=people["DA"]).count() == 1


def test_a_slow_desk_is_reminded_then_the_next_level_hears(unit, people):
    proposal = approved_project(unit, "office_review")
    due = timezone.localdate()
    type(proposal).objects.update(due_on=due, waiting_since=timezone.now() - timedelta(days=7))

    look_after_projects(due + timedelta(days=1))
    first = (told("review_overdue").count(), told("review_escalated").count())
    for offset in range(2, 12):
        look_after_projects(due + timedelta(days=offset))

    assert first == (1, 0)
    assert set(told("review_overdue").values_list("recipient", flat=True)) == {people["IOT"].pk}
    assert list(told("review_escalated").values_list("recipient", flat=True)) == [people["DIR"].pk]


def test_a_task_whose_holder_has_left_goes_to_the_successor_or_the_director(unit, people):
    proposal = approved_project(unit, "office_review")
    due = timezone.localdate() - timedelta(days=1)
    type(proposal).objects.update(due_on=due, waiting_since=timezone.now())
    RoleGrant.objects.filter(user=people["IOT"]).delete()

    look_after_projects()

    assert set(told("review_overdue").values_list("recipient", flat=True)) == {people["DIR"].pk}


def test_a_vetting_expires_the_day_after_its_last(unit):
    vetting = vetting_at("passed", unit, valid_until=timezone.localdate())

    look_after_projects()
    vetting.refresh_from_db()
    assert vetting.status == "passed"
    look_after_projects(timezone.localdate() + timedelta(days=1))

    vetting.refresh_from_db()
    assert vetting.status == "expired"


def test_changes_that_are_open_are_counted_by_their_queries(unit, people):
    change = change_at("unit_review", unit=unit)

    assert list(ChangeRequest.objects.awaiting(people["DH"])) == [change]
    assert not ChangeRequest.objects.awaiting(people["IOT"]).exists()
