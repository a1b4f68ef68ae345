"""Cosigning, returning and sending again, the approval sheet, and races between reviewers."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from core.flow import SeparationOfDuties, StepNotAllowed
from core.models import Event, Region, Snapshot
from core.pdf import pdf_text
from notifications.models import Notification
from tests.conftest import ROLES
from tests.factories.accounts import grant, person_with
from tests.factories.training import add_file, complete_proposal, proposal_at
from tests.races import at_once, needs_row_locks
from training import actions
from training.actions.reference import load_reference
from training.actions.sheet import keep_approval_sheet, make_missing_sheets
from training.models import Cosign, Proposal

pytestmark = pytest.mark.django_db
S, C = Proposal.Status, Cosign.Status
CHECKLIST = {"completeness": True, "fee": True, "partner": True}
REASON = "请说明场地安排并补充目标"


def accepted(people, unit, **fields):
    proposal = complete_proposal(unit=unit, author=people["DA"], **fields)
    for item in proposal.risk_items.all():
        item.mitigation = "已有安排"
        item.save()
    Proposal.objects.filter(pk=proposal.pk).update(status=S.UNIT_REVIEW)
    proposal.refresh_from_db()
    actions.endorse_proposal(proposal, by=people["DH"], note="同意")
    actions.accept_proposal(proposal, by=people["IOT"], **CHECKLIST)
    return proposal


def areas(proposal):
    return sorted(proposal.cosigns.values_list("area", flat=True))


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({}, []),
        ({"fee": 500}, ["finance"]),
        ({"has_partner": True}, ["legal"]),
        ({"contract_template_used": False}, ["legal"]),
        ({"audience": "minors"}, ["security"]),
        ({"headcount_on_site": 101}, ["security"]),
        ({"has_hazards": True}, ["security"]),
        ({"location_type": "other_city"}, ["security"]),
        ({"is_social_science_lecture": True}, ["publicity"]),
        ({"fee": 500, "has_partner": True, "has_hazards": True}, ["finance", "legal", "security"]),
    ],
)
def test_accept_asks_the_offices_concerned(fields, asked, unit, people):
    proposal = accepted(people, unit, **fields)

    assert areas(proposal) == asked
    assert proposal.status == (S.COSIGN if asked else S.DIRECTOR_REVIEW)


def test_foreign_lecturer_from_outside_concerns_the_publicity_department(unit, people):
    region = Region.objects.create(alpha2="FR", alpha3="FRA", name_zh="法国", name_en="France")
    proposal = proposal_at(S.OFFICE_REVIEW, unit=unit)
    proposal.instructors.update(nationality=region, is_external=True)

    actions.accept_proposal(proposal, by=people["IOT"], **CHECKLIST)

    assert areas(proposal) == ["publicity"]


def test_last_agreement_leads_to_the_director(unit, people):
    proposal = accepted(people, unit, fee=500, contract_template_used=False)
    finance, legal = proposal.cosigns.get(area="finance"), proposal.cosigns.get(area="legal")

    actions.agree_cosign(finance, by=people["FIN"])
    proposal.refresh_from_db()
    between = proposal.status
    actions.agree_with_conditions_cosign(legal, by=people["COS"], note="合同须用学校模板")

    proposal.refresh_from_db()
    assert (between, proposal.status) == (S.COSIGN, S.DIRECTOR_REVIEW)
    assert proposal.risk_items.filter(description__contains="合同须用学校模板").count() == 1


def test_objection_returns_the_proposal_and_cancels_the_other_tasks(unit, people):
    proposal = accepted(people, unit, fee=500, contract_template_used=False)

    actions.object_cosign(proposal.cosigns.get(area="legal"), by=people["COS"], note="合同条款不合规")

    proposal.refresh_from_db()
    assert proposal.status == S.RETURNED
    assert dict(proposal.cosigns.values_list("area", "status")) == {
        "finance": C.CANCELLED,
        "legal": C.OBJECTED,
    }


def test_after_an_objection_the_desk_names_the_fields_before_it_is_sent_again(unit, people):
    proposal = accepted(people, unit, contract_template_used=False)
    actions.object_cosign(proposal.cosigns.get(), by=people["COS"], note="合同条款不合规")
    proposal.refresh_from_db()
    Snapshot.objects.create(record=proposal, number=1, content={}, sha256="", by=None)

    with pytest.raises(StepNotAllowed):
        actions.resubmit_proposal(proposal, by=people["DA"])
    assert list(Proposal.objects.awaiting(people["IOT"])) == [proposal]
    with pytest.raises(PermissionDenied):
        actions.name_fields_proposal(proposal, by=people["DIR"], fields=["venue"])
    actions.name_fields_proposal(proposal, by=people["IOT"], fields=["contract_template_used"])

    proposal.refresh_from_db()
    assert proposal.return_fields == ["contract_template_used"]


@pytest.mark.parametrize("verb", ["agree", "agree_with_conditions", "object"])
@pytest.mark.parametrize("role", ROLES)
def test_only_the_office_asked_answers(verb, role, unit, people):
    proposal = accepted(people, unit, contract_template_used=False)

    may = people[role].has_perm(f"training.{verb}_cosign", proposal.cosigns.get())

    assert may == (role == "COS")


@pytest.mark.parametrize("verb", ["agree", "agree_with_conditions", "object"])
@pytest.mark.parametrize("status", [status for status in C.values if status != C.WAITING])
def test_answered_task_takes_no_further_answer(verb, status, unit, people):
    proposal = accepted(people, unit, contract_template_used=False)
    Cosign.objects.update(status=status)
    before = Event.objects.count()

    with pytest.raises(StepNotAllowed):
        getattr(actions, f"{verb}_cosign")(proposal.cosigns.get(), by=people["COS"], note="意见")

    assert Event.objects.count() == before


def test_author_and_acceptor_cosign_nothing(unit, people):
    proposal = accepted(people, unit, contract_template_used=False)
    grant(people["IOT"], "COS", None, "legal")
    grant(people["DA"], "COS", None, "legal")

    for name in ("IOT", "DA"):
        with pytest.raises(SeparationOfDuties):
            actions.agree_cosign(proposal.cosigns.get(), by=fresh(people[name]))


def test_cosigner_does_not_take_the_next_decision(unit, people):
    both = person_with("COS", None, area="legal")
    grant(both, "DIR")
    proposal = accepted(people, unit, contract_template_used=False)
    actions.agree_cosign(proposal.cosigns.get(), by=both)
    proposal.refresh_from_db()

    with pytest.raises(SeparationOfDuties):
        actions.approve_proposal(proposal, by=both)


def test_successor_in_the_role_takes_over_open_tasks(unit, people):
    proposal = accepted(people, unit, contract_template_used=False)
    people["COS"].grants.all().delete()
    successor = person_with("COS", None, area="legal")

    assert list(Cosign.objects.awaiting(successor)) == [proposal.cosigns.get()]


def returned(people, unit, came_from=S.OFFICE_REVIEW, fields=("venue",)):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    actions.submit_proposal(proposal, by=people["DA"])
    actions.endorse_proposal(proposal, by=people["DH"], note="同意")
    if came_from == S.DIRECTOR_REVIEW:
        actions.accept_proposal(proposal, by=people["IOT"], **CHECKLIST)
    reviewer = people["DIR" if came_from == S.DIRECTOR_REVIEW else "IOT"]
    actions.return_proposal(proposal, by=reviewer, note=REASON, fields=list(fields))
    return proposal


def test_resubmission_wants_each_field_changed_or_answered(unit, people):
    proposal = returned(people, unit, fields=["venue", "objectives"])
    before = Snapshot.objects.of(proposal).count()

    with pytest.raises(ValidationError):
        actions.resubmit_proposal(proposal, by=people["DA"], answers={"venue": "场地已经落实"})

    proposal.refresh_from_db()
    assert (proposal.status, Snapshot.objects.of(proposal).count()) == (S.RETURNED, before)


def test_changed_text_is_endorsed_again_and_then_goes_where_it_came_from(unit, people):
    proposal = returned(people, unit, came_from=S.DIRECTOR_REVIEW)
    proposal.venue = "图书馆报告厅"
    proposal.save()

    actions.resubmit_proposal(proposal, by=people["DA"])
    first = proposal.status
    actions.endorse_proposal(proposal, by=people["DH"], note="同意")

    assert (first, proposal.status) == (S.UNIT_REVIEW, S.DIRECTOR_REVIEW)
    assert [snapshot.number for snapshot in Snapshot.objects.of(proposal)] == [1, 2]


def test_only_files_changed_goes_straight_back(unit, people):
    proposal = returned(people, unit, came_from=S.DIRECTOR_REVIEW, fields=["file:supporting"])
    add_file(proposal, "supporting")

    actions.resubmit_proposal(proposal, by=people["DA"])

    assert proposal.status == S.DIRECTOR_REVIEW


def test_change_that_concerns_another_office_is_cosigned_first(unit, people):
    proposal = returned(people, unit, came_from=S.DIRECTOR_REVIEW)
    proposal.venue, proposal.contract_template_used = "图书馆报告厅", False
    proposal.save()
    actions.resubmit_proposal(proposal, by=people["DA"])

    actions.endorse_proposal(proposal, by=people["DH"], note="同意")

    assert proposal.status == S.COSIGN
    assert areas(proposal) == ["legal"]


def test_event_carries_the_fingerprint_of_the_version_sent(unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])

    actions.submit_proposal(proposal, by=people["DA"])

    event = Event.objects.of(proposal).get(verb="submit")
    assert event.snapshot_sha256 == Snapshot.objects.of(proposal).get().sha256


def test_each_step_tells_who_is_next(unit, people):
    proposal = complete_proposal(unit=unit, author=people["DA"])
    actions.submit_proposal(proposal, by=people["DA"])
    actions.endorse_proposal(proposal, by=people["DH"], note="同意")
    actions.accept_proposal(proposal, by=people["IOT"], **CHECKLIST)
    actions.approve_proposal(proposal, by=people["DIR"])

    told = Notification.objects.order_by("pk").values_list("kind", "recipient")
    assert set(told) == {
        ("training.proposal_submitted", people["DH"].pk),
        ("training.proposal_endorsed", people["IOT"].pk),
        ("training.proposal_accepted", people["DA"].pk),
        ("training.proposal_cleared", people["DIR"].pk),
        ("training.proposal_approved", people["DA"].pk),
        ("training.proposal_approved", people["DH"].pk),
        ("training.proposal_approved", people["FIN"].pk),
    }


def test_approval_sheet_is_made_once_and_says_number_and_opinions(unit, people):
    proposal = accepted(people, unit)
    actions.approve_proposal(proposal, by=people["DIR"], note="同意立项")

    first, second = keep_approval_sheet(proposal), keep_approval_sheet(proposal)
    with first.file.open() as pdf:
        text = pdf_text(pdf.read())

    assert first == second
    assert (proposal.approved_no in text, "同意立项" in text) == (True, True)


def test_sheet_whose_order_was_lost_is_made_later(unit, people):
    proposal = accepted(people, unit)
    actions.approve_proposal(proposal, by=people["DIR"])

    assert [make_missing_sheets(), make_missing_sheets()] == [1, 0]


def test_terms_are_checked_from_the_command_line(tmp_path, capsys):
    load_reference()
    text = tmp_path / "brochure.txt"
    text.write_text("欢迎报名\n包过的总裁班", encoding="utf-8")

    with pytest.raises(SystemExit):
        call_command("check_terms", str(text))

    assert "总裁班" in capsys.readouterr().out


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_approve_and_reject_at_once_and_exactly_one_succeeds(unit, people):
    needs_row_locks()
    proposal, other = proposal_at(S.DIRECTOR_REVIEW, unit=unit), person_with("DIR")

    results = at_once(
        lambda: actions.approve_proposal(fresh(proposal), by=people["DIR"]),
        lambda: actions.reject_proposal(fresh(proposal), by=other, note="与已有项目重复"),
    )

    assert sum(result is None for result in results) == 1
    assert Event.objects.of(proposal).filter(verb__in=["approve", "reject"]).count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_approve_twice_at_once_gives_one_number(unit, people):
    needs_row_locks()
    proposal = proposal_at(S.DIRECTOR_REVIEW, unit=unit)

    results = at_once(*[lambda: actions.approve_proposal(fresh(proposal), by=people["DIR"])] * 2)

    assert sorted(type(result).__name__ for result in results) == ["AlreadyDone", "NoneType"]
    assert fresh(proposal).approved_no.endswith("-001")


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_last_two_cosigners_at_once_lead_to_the_director(unit, people):
    needs_row_locks()
    proposal = accepted(people, unit, fee=500, contract_template_used=False)
    finance, legal = proposal.cosigns.get(area="finance"), proposal.cosigns.get(area="legal")

    results = at_once(
        lambda: actions.agree_cosign(fresh(finance), by=people["FIN"]),
        lambda: actions.agree_cosign(fresh(legal), by=people["COS"]),
    )

    assert results == [None, None]
    assert fresh(proposal).status == S.DIRECTOR_REVIEW
