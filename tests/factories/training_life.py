"""Makes what follows the approval of a project: suspensions, plans, closings, changes, partners, contracts, rules."""

import itertools
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from stdnum.cn import uscc

from accounts.models import Role
from core.attachments import attach
from tests.factories.accounts import person_with
from tests.factories.training import PDF_FILE, complete_proposal
from tests.factories.training_classes import TraineeFactory, TrainingClassFactory
from training.models import (
    ChangeRequest,
    Closing,
    Contract,
    PartnerVetting,
    Proposal,
    RectificationTicket,
    Rule,
    SettlementPlan,
    Suspension,
)

numbers = itertools.count(1)
LONG = "本项目按计划完成全部教学任务，学员出勤率高，考核合格率高，委托方评价良好。" * 4


def credit_code():
    """A credit code that is right in every rule and belongs to nobody."""
    body = f"91510100{next(numbers):09d}"
    return body + uscc.calc_check_digit(body)


def approved_project(unit, status="approved", *, months_ago=0, **fields):
    """A complete project with its number, approved so many months ago."""
    proposal = complete_proposal(unit=unit, **fields)
    approved = timezone.now() - timedelta(days=30 * months_ago)
    Proposal.objects.filter(pk=proposal.pk).update(
        status=status,
        approved_no=f"NDE-2026-{unit.code}-{500 + next(numbers)}",
        approved_at=approved,
        submitted_at=approved,
    )
    proposal.refresh_from_db()
    return proposal


def add_evidence(record, category="evidence"):
    """A small file of the record."""
    number = next(numbers)
    content = PDF_FILE + f"% {number}\n".encode()
    return attach(record, ContentFile(content, name=f"{category}{number}.pdf"), category=category, by=None)


def suspension_at(status, proposal, **fields):
    """A suspension; one in force has its ticket and its project is suspended."""
    ticket = None
    if status == "in_force":
        ticket = RectificationTicket.objects.create(
            unit=proposal.unit,
            proposal=proposal,
            title="暂停整改",
            description="未按批准内容办学",
            due_on=timezone.localdate() + timedelta(days=20),
        )
        Proposal.objects.filter(pk=proposal.pk).update(status="suspended")
        proposal.refresh_from_db()
    return Suspension.objects.create(
        proposal=proposal,
        status=status,
        ticket=ticket,
        **{
            "reason_code": "unapproved",
            "evidence": "现场授课教师与批准名单不符。",
            "rectify_by": timezone.localdate() + timedelta(days=20),
            "ordered_on": timezone.localdate() if status in {"in_force", "lifted"} else None,
        }
        | fields,
    )


def close_ticket(suspension):
    """The unit put it right, and somebody verified it."""
    add_evidence(suspension.ticket)
    RectificationTicket.objects.filter(pk=suspension.ticket_id).update(status="closed")


def plan_at(status, proposal, author=None):
    """A settlement plan."""
    return SettlementPlan.objects.create(
        proposal=proposal,
        author=author or person_with(Role.DEPARTMENT_ADMIN, proposal.unit),
        status=status,
        reason="报名人数严重不足",
        refunds="全额退费",
        transfers="无",
        notice_zh="本项目终止，已缴费用全额退还。",
        contact="陈老师 028-85966502",
    )


def closing_at(status, proposal=None, unit=None, **fields):
    """A package that is complete: one finished class without trainees' results open."""
    project_status = "executing" if status in Closing.EDITABLE else "closing"
    proposal = proposal or approved_project(unit, project_status)
    if not proposal.classes.exists():
        TrainingClassFactory(
            proposal=proposal, status="closed", start_on=proposal.start_on, end_on=proposal.start_on
        )
    closing = Closing.objects.create(
        proposal=proposal,
        author=fields.pop("author", None) or person_with(Role.DEPARTMENT_ADMIN, proposal.unit),
        status=status,
        **{name: LONG for name in Closing.REPORT}
        | {"timetable_reason": "按实际安排", "package_due_on": timezone.localdate()}
        | fields,
    )
    add_evidence(closing, "signed_roster")
    return closing


def change_at(status, proposal=None, unit=None, content=None, grade="medium", **fields):
    """A change of a project in force."""
    proposal = proposal or approved_project(unit)
    return ChangeRequest.objects.create(
        proposal=proposal,
        author=fields.pop("author", None) or person_with(Role.DEPARTMENT_ADMIN, proposal.unit),
        status=status,
        grade=grade,
        reason="场地调整",
        change_no=next(numbers),
        content={"location_type": "off_campus_same_city"} if content is None else content,
        **fields,
    )


def vetting_at(status, unit, *, complete=True, **fields):
    """A vetting of a sound partner, with its screenshots."""
    today = timezone.localdate()
    vetting = PartnerVetting.objects.create(
        unit=unit,
        author=fields.pop("author", None) or person_with(Role.DEPARTMENT_ADMIN, unit),
        status=status,
        **{
            "name": f"示例教育科技有限公司{next(numbers)}",
            "uscc": credit_code(),
            "kind": "enterprise",
            "legal_representative": "王五",
            "founded_on": today - timedelta(days=2000),
            "business_scope": "职业技能培训；软件开发。",
            "company_register": "clean",
            "company_register_on": today,
            "credit_china": "clean",
            "credit_china_on": today,
            "enforcement": "clean",
            "enforcement_on": today,
            "related_party": False,
            "valid_until": today + timedelta(days=200) if status in PartnerVetting.VALID else None,
        }
        | fields,
    )
    if complete:
        for register in PartnerVetting.REGISTERS:
            add_evidence(vetting, register)
    return vetting


def contract_at(status, proposal, **fields):
    """A contract that is in order, with its text."""
    signed = {}
    if status in {"signed", "performing", "completed"}:
        signed = {"signed_on": timezone.localdate(), "seal": "school", "signed_by": "校长"}
    contract = Contract.objects.create(
        proposal=proposal,
        author=fields.pop("author", None) or person_with(Role.DEPARTMENT_ADMIN, proposal.unit),
        status=status,
        **{
            "kind": "commission",
            "title": "委托培训合同",
            "counterparty": "某气象局",
            "amount": 50000,
            "payment_terms": "开班前付清",
            "payee": "成都信息工程大学",
            "start_on": proposal.start_on,
            "end_on": proposal.end_on,
        }
        | signed
        | fields,
    )
    add_evidence(contract, "contract_text")
    return contract


def rule_of(code="R-07", grade="", effect="reason", status="adopted", **fields):
    """A version of a rule."""
    return Rule.objects.create(
        code=code,
        grade=grade,
        status=status,
        **{
            "topic": "partner",
            "effect": effect,
            "source_zh": "学校办法",
            "source_en": "Rules of the school",
            "clause_zh": "第八条",
            "clause_en": "Article 8",
            "text_zh": "有合作方参与。",
            "text_en": "A partner takes part.",
            "in_force_from": timezone.localdate() - timedelta(days=100),
        }
        | fields,
    )


def class_with_people(proposal, status="running", people=2):
    """A class of the project with people on its roster."""
    made = TrainingClassFactory(proposal=proposal, status=status)
    TraineeFactory.create_batch(people, training_class=made, status="attending")
    return made
