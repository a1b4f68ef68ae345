"""The flags of a proposal, what stands against submission, and the register they fill."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Unit
from core.models import PolicySetting, Region, Snapshot
from core.models.event import AppendOnlyError
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.training import add_file, complete_proposal
from training import actions
from training.actions.checks import problems_of
from training.actions.reference import load_reference
from training.actions.risks import flags_of, record_flags
from training.models import BlockedTerm, BudgetLine, RiskLevel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


def raised(proposal):
    return {flag.code: flag.severity for flag in flags_of(proposal)}


def test_plain_proposal_raises_no_flag_and_has_no_problem(unit):
    proposal = complete_proposal(unit=unit, fee=500)

    assert raised(proposal) == {}
    assert problems_of(proposal) == []


# §1.5: each trigger with its severity.
FLAGS = [
    ("R-01", "block", {"title_zh": "领导干部综合能力提升培训班"}),
    ("R-01", "block", {"audience_detail": "县处级干部"}),
    ("R-02", "block", {"title_zh": "企业总裁管理能力培训班"}),
    ("R-02", "high", {"title_zh": "企业总裁管理能力培训班", "category": "other"}),
    ("R-02", "high", {"title_zh": "企业高管管理能力培训班"}),
    ("R-03", "block", {"title_zh": "气象学研究生课程进修班"}),
    ("R-04", "block", {"title_zh": "气象专业学历提升培训班"}),
    ("R-04", "block", {"certificate_title_zh": "气象数据分析毕业证"}),
    ("R-05", "high", {"title_zh": "计算机科学与技术培训班"}),
    ("R-06", "medium", {"fee_per_person": Decimal(10001)}),
    ("R-06", "medium", {"fee_per_person": Decimal(3005), "days": 2}),
    ("R-07", "high", {"has_partner": True}),
    ("R-10", "block", {"has_partner": True, "delivery": "full_time", "days": 31}),
    ("R-10", "block", {"has_partner": True, "audience": "cadres"}),
    ("R-11", "high", {"location_type": "abroad"}),
    ("R-11", "high", {"has_overseas_host": True}),
    ("R-12", "medium", {"location_type": "other_city"}),
    ("R-12", "medium", {"mode": "online", "platform_is_third_party": True}),
    ("R-14", "high", {"related_party_declared": True}),
    ("R-15", "high", {"audience": "minors"}),
    ("R-15", "medium", {"headcount_on_site": 101}),
    ("R-15", "medium", {"has_hazards": True}),
    ("R-15", "medium", {"is_overnight": True}),
    ("R-16", "medium", {"audience": "foreigners"}),
    ("R-17", "high", {"start_on": in_days(5)}),
    ("R-17", "block", {"start_on": in_days(-1)}),
    ("R-19", "medium", {"planned_quota_max": 81}),
    ("R-21", "medium", {"title_zh": "首届气象数据分析培训班"}),
    ("TR-01", "block", {"audience": "own_students_staff"}),
    ("TR-17", "medium", {"delivery": "full_time", "end_on": in_days(430), "days": 300}),
    ("HOURS", "medium", {"hours_total": Decimal(41)}),
    ("HOURS", "block", {"hours_total": Decimal(51)}),
]


@pytest.mark.parametrize(("code", "severity", "fields"), FLAGS)
def test_flag_is_raised_by_its_trigger(code, severity, fields, unit):
    proposal = complete_proposal(unit=unit, **fields)

    assert raised(proposal).get(code) == severity


def test_letter_of_the_authority_lifts_the_word_for_cadres(unit):
    proposal = complete_proposal(unit=unit, title_zh="领导干部综合能力提升培训班", category="government")
    add_file(proposal, "commissioning_letter")

    assert "R-01" not in raised(proposal)


def test_document_supports_a_large_word_in_the_title(unit):
    proposal = complete_proposal(unit=unit, title_zh="首届气象数据分析培训班")
    add_file(proposal, "title_evidence")

    assert "R-21" not in raised(proposal)


def test_degree_words_in_a_cv_or_a_disclaimer_are_not_found(unit):
    proposal = complete_proposal(
        unit=unit, feasibility="本培训为非学历教育,不颁发学历学位证书。行业需求明确。"
    )
    proposal.instructors.update(cv="张三,博士、教授,博士学位于2001年取得")

    assert raised(proposal) == {}


def test_term_switched_off_by_an_officer_is_not_found(unit):
    BlockedTerm.objects.filter(pattern__contains="总裁").update(is_active=False)
    proposal = complete_proposal(unit=unit, title_zh="企业总裁管理能力培训班")

    assert "R-02" not in raised(proposal)


@pytest.mark.parametrize(
    ("paid", "severity"), [(3000, None), (3001, "medium"), (5000, "medium"), (5001, "high")]
)
def test_partner_share_is_flagged_from_thirty_per_cent(paid, severity, unit):
    proposal = complete_proposal(unit=unit, fee=500, has_partner=True)
    proposal.budget.create(
        direction=BudgetLine.Direction.EXPENSE,
        category=BudgetLine.Category.PARTNER,
        unit_price=paid,
        amount=paid,
    )

    assert raised(proposal).get("R-09") == severity


def test_partner_that_does_everything_looks_like_outsourcing(unit):
    proposal = complete_proposal(unit=unit, has_partner=True)
    for role in ("teaching_delivery", "venue", "logistics"):
        proposal.partners.create(name="某教育公司", role=role)

    assert raised(proposal)["R-09"] == "high"


def test_hours_of_outside_instructors_are_weighed(unit):
    proposal = complete_proposal(unit=unit)
    proposal.instructors.update(is_external=True, employer="某公司")

    assert raised(proposal)["R-13"] == "medium"


def test_foreign_lecturer_is_flagged(unit):
    region = Region.objects.create(alpha2="FR", alpha3="FRA", name_zh="法国", name_en="France")
    proposal = complete_proposal(unit=unit)
    proposal.instructors.update(nationality=region)

    assert raised(proposal)["R-16"] == "medium"


@pytest.mark.parametrize(
    ("rank", "fee", "found"),
    [
        ("associate", 500, False), ("associate", 501, True), ("full", 1000, False), ("full", 1001, True),
        ("academician", 1500, False), ("academician", 1501, True), ("other", 501, True),
    ],
)  # fmt: skip
def test_lecture_fee_has_a_cap_by_rank(rank, fee, found, unit):
    proposal = complete_proposal(unit=unit)
    proposal.instructors.update(title_rank=rank, fee_per_hour=fee)

    assert ("R-22" in raised(proposal)) == found


def test_policy_of_the_office_moves_a_threshold(unit):
    PolicySetting.objects.create(key="training.fee_flag_per_person", value=20000)
    proposal = complete_proposal(unit=unit, fee_per_person=Decimal(15000), days=30, hours_total=Decimal(40))

    assert "R-06" not in raised(proposal)


# §1.2: each value that stands against submission, and the field that is named.
PROBLEMS = [
    ("category", {"category": ""}),
    ("objectives", {"objectives": "太短"}),
    (
        "client_uscc",
        {
            "category": "commissioned",
            "client_org": "某公司",
            "client_uscc": "91510000000000000X",
            "client_contact": "甲",
        },
    ),
    ("client_org", {"category": "commissioned"}),
    ("file:contract_draft", {"category": "commissioned"}),
    ("file:commissioning_letter", {"audience": "cadres"}),
    ("platform", {"mode": "online"}),
    ("location_reason", {"location_type": "other_city"}),
    ("title_en", {"is_bilingual_certificate": True, "title_en": ""}),
    ("related_party_declared", {"related_party_declared": None}),
    ("related_party_detail", {"related_party_declared": True}),
    ("planned_quota_max", {"planned_quota_min": 0}),
    ("planned_quota_max", {"planned_quota_max": 5001, "venue_capacity": None}),
    ("has_partner", {"has_partner": None}),
    ("partners", {"has_partner": True}),
    ("hours_total", {"hours_total": Decimal(32)}),
    ("certificate_type", {"assessment_method": "none"}),
    ("fee_basis", {"fee_per_person": Decimal(100)}),
    ("fee_items", {"fee_per_person": Decimal(100)}),
    ("lecturers_confirmed", {"lecturers_confirmed": False}),
    ("safety_plan", {"safety_plan": ""}),
    ("collective_decision_on", {"collective_decision_on": in_days(1)}),
    ("audience", {"audience": "own_students_staff"}),
]


@pytest.mark.parametrize(("field", "fields"), PROBLEMS)
def test_value_that_stands_against_submission_is_named(field, fields, unit):
    proposal = complete_proposal(unit=unit, **fields)

    assert field in {problem.field for problem in problems_of(proposal)}


@pytest.mark.parametrize("rows", ["course_plan", "instructors", "textbooks", "risk_items"])
def test_table_without_rows_stands_against_submission(rows, unit):
    proposal = complete_proposal(unit=unit)
    getattr(proposal, rows).all().delete()

    assert rows in {problem.field for problem in problems_of(proposal)}


def test_office_that_governs_may_not_run_training(office):
    assert "title_zh" in {problem.field for problem in problems_of(complete_proposal(unit=office))}


@pytest.mark.parametrize("kind", [Unit.Kind.ADMIN_DEPT, Unit.Kind.MASS_ORG, Unit.Kind.LEGAL_ENTITY])
def test_unit_without_the_right_may_not_run_training(kind):
    unit = UnitFactory(kind=kind, can_run_training=False)

    assert "title_zh" in {problem.field for problem in problems_of(complete_proposal(unit=unit))}


def test_same_title_in_the_same_year_is_refused(unit):
    first = complete_proposal(unit=unit)
    second = complete_proposal(unit=unit, title_zh=first.title_zh)

    assert "title_zh" in {problem.field for problem in problems_of(second)}


def test_flag_enters_the_register_and_wants_a_mitigation(unit):
    author = person_with("DA", unit)
    proposal = complete_proposal(unit=unit, author=author, has_hazards=True)
    record_flags(proposal)

    with pytest.raises(ValidationError):
        actions.submit_proposal(proposal, by=author)
    proposal.risk_items.filter(code="R-15").update(mitigation="设专职安全员")
    actions.submit_proposal(proposal, by=author)

    assert proposal.status == "unit_review"


def test_flag_that_falls_away_leaves_the_register(unit):
    proposal = complete_proposal(unit=unit, has_hazards=True)
    record_flags(proposal)
    proposal.has_hazards = False
    proposal.save()

    record_flags(proposal)

    assert proposal.risk_items.filter(source="auto").count() == 0
    assert proposal.risk_level == RiskLevel.LOW


def test_blocked_term_stops_submission_whatever_the_mitigation(unit):
    author = person_with("DA", unit)
    proposal = complete_proposal(unit=unit, author=author, title_zh="企业总裁管理能力培训班")

    with pytest.raises(ValidationError) as refused:
        actions.submit_proposal(proposal, by=author)

    assert "R-02" in " ".join(refused.value.messages)
    assert Snapshot.objects.of(proposal).count() == 0


def test_director_unlocks_a_late_start_with_a_reason(unit):
    author, director = person_with("DA", unit), person_with("DIR")
    proposal = complete_proposal(unit=unit, author=author, start_on=in_days(-1))

    actions.unlock_start_proposal(proposal, by=director, note="疫情期间先行开班,补办手续")

    assert raised(proposal)["R-17"] == "high"


def test_level_follows_the_gravest_risk(unit):
    proposal = complete_proposal(unit=unit)
    proposal.risk_items.update(likelihood=3, impact=4)

    record_flags(proposal)

    assert proposal.risk_level == RiskLevel.HIGH


def test_snapshot_can_be_neither_changed_nor_deleted(unit):
    author = person_with("DA", unit)
    proposal = complete_proposal(unit=unit, author=author)
    actions.submit_proposal(proposal, by=author)
    snapshot = Snapshot.objects.of(proposal).get()

    snapshot.content["title_zh"] = "改过的名称"

    with pytest.raises(AppendOnlyError):
        snapshot.save()
    with pytest.raises(AppendOnlyError):
        Snapshot.objects.of(proposal).update(sha256="")
