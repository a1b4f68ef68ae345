"""Invented life after approval: partners, contracts, changes, a suspension, a closing, through the portal's actions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from stdnum.cn import uscc

from reports.demo.training import MINUTES, Cast
from training import actions
from training.actions.closing_checks import checklist_of
from training.models import ChangeRequest, Contract, PartnerVetting, Proposal, Rule, SettlementPlan

NOTE = "演示数据：经核实，同意办理。"
REPORT = (
    "（演示）本期培训按批准的方案组织实施，教学计划、课时和师资均按要求落实，考勤与考核记录完整，"
    "学员出勤率和考核合格率较高，委托方和学员评价良好，安全和经费管理规范。"
)


def load() -> None:
    """Tell these stories once."""
    if PartnerVetting.objects.exists() or not Proposal.objects.exists():
        return
    first, second = Cast("", "CCS"), Cast("2", "CAS")
    with transaction.atomic():
        passed = _vettings(first)
        _contracts(first, passed)
        _changes(first)
        _suspension(second)
        _settlement(second)
        _closing(first)
        _rule(first)


def _project(cast: Cast, words: str) -> Proposal:
    return Proposal.objects.select_related("unit").get(unit=cast.unit, title_zh__startswith=words)


def _file(name: str, number: int) -> ContentFile:
    return ContentFile(MINUTES + f"% {number}\n".encode(), name=f"{name}.pdf")


def _code(serial: int) -> str:
    body = f"91510100{serial:09d}"
    return body + uscc.calc_check_digit(body)


def _vetting(cast: Cast, name: str, serial: int, founded: date) -> PartnerVetting:
    today = timezone.localdate()
    vetting = PartnerVetting(
        unit=cast.unit, name=f"{name}（演示）", uscc=_code(serial), kind=PartnerVetting.Kind.ENTERPRISE,
        legal_representative="演示人", registered_capital=Decimal(5_000_000), founded_on=founded,
        business_scope="职业技能培训；教育咨询；软件开发。", company_register="clean", company_register_on=today,
        credit_china="clean", credit_china_on=today, enforcement="clean", enforcement_on=today,
        past_cooperation="2025年曾承担课程开发。", related_party=False,
    )  # fmt: skip
    uploads = {
        register: _file(register, serial * 10 + place)
        for place, register in enumerate(PartnerVetting.REGISTERS)
    }
    return actions.save_vetting(vetting, by=cast.admin, uploads=uploads)


def _vettings(cast: Cast) -> PartnerVetting:
    """One that passed, one with legal affairs, one still a draft."""
    passed = _vetting(cast, "蓉城软件技术有限公司", 900000001, date(2012, 5, 8))
    waiting = _vetting(cast, "西南数据科技有限公司", 900000002, date(2018, 3, 1))
    _vetting(cast, "锦江教育咨询有限公司", 900000003, timezone.localdate() - timedelta(days=100))
    for vetting in (passed, waiting):
        actions.submit_partnervetting(vetting, by=cast.admin)
        actions.endorse_partnervetting(vetting, by=cast.head)
        actions.accept_partnervetting(vetting, by=cast.desk)
    return actions.conclude_partnervetting(
        passed, by=cast.cosigners["legal"], conclusion="passed", legal_opinion="主体合格，未见异常。"
    )


def _contracts(cast: Cast, vetting: PartnerVetting) -> None:
    """One signed and scanned, one with finance."""
    for words, goes_on in (("网络安全运维", True), ("中小学教师人工智能", False)):
        proposal = _project(cast, words)
        contract = Contract(
            proposal=proposal, kind=Contract.Kind.COMMISSION, title=f"{words}委托培训合同（演示）",
            counterparty="示例市数据管理局（演示）", amount=Decimal(60_000), payment_terms="开班前支付60%，结业后支付40%。",
            payee="成都信息工程大学", start_on=proposal.start_on, end_on=proposal.end_on,
        )  # fmt: skip
        actions.save_contract(
            contract, by=cast.admin, uploads={"contract_text": _file("合同文本", proposal.pk)}
        )
        actions.submit_contract(contract, by=cast.admin)
        actions.endorse_contract(contract, by=cast.head)
        actions.clear_legal_contract(
            contract, by=cast.cosigners["legal"], legal_opinion="使用示范文本，同意。"
        )
        if goes_on:
            actions.clear_finance_contract(contract, by=cast.cosigners["finance"])
            actions.sign_contract(
                contract, by=cast.desk, signed_on=timezone.localdate(), signed_by="校长",
                authorisation_no="授权〔2026〕演示1号", seal=Contract.Seal.SCHOOL,
            )  # fmt: skip
            actions.scan_contract(contract, by=cast.admin, file=_file("签署原件", 900 + proposal.pk))


def _changes(cast: Cast) -> None:
    """A minor one in force, a medium one with the director, a major one with the cosigners."""
    stories = [
        ("网络安全运维", {"venue": "航空港校区实验楼305"}, "原教室设备检修"),
        ("Python", {"location_type": "off_campus_same_city"}, "委托方要求就近授课"),
        (
            "中小学教师人工智能",
            {"audience": "public", "audience_detail": "中小学教师及教研员"},
            "扩大培训对象",
        ),
    ]
    for words, content, reason in stories:
        change = ChangeRequest(proposal=_project(cast, words), reason=f"{reason}（演示）", content=content)
        actions.begin_change(change, by=cast.admin)
        actions.submit_changerequest(change, by=cast.admin)
        actions.endorse_changerequest(change, by=cast.head)
        actions.accept_changerequest(change, by=cast.desk)


def _suspension(cast: Cast) -> None:
    """The desk proposes, the director orders; the unit has four weeks."""
    proposal = _project(cast, "Python")
    until = timezone.localdate() + timedelta(days=28)
    actions.propose_suspension(
        proposal, by=cast.desk, reason_code="unapproved", rectify_by=until,
        evidence="演示数据：巡查发现授课教师与批准名单不符。",
    )  # fmt: skip
    actions.suspend_proposal(
        proposal, by=cast.director, note=NOTE, reason_code="unapproved", rectify_by=until
    )


def _settlement(cast: Cast) -> None:
    """A project that shall end early: the plan is with the director."""
    plan = SettlementPlan(
        proposal=_project(cast, "中小学教师人工智能"), reason="报名人数不足（演示）", refunds="已缴费用全额退还",
        transfers="无", notice_zh="本项目因报名人数不足终止。", contact="陈老师 028-85966502",
    )  # fmt: skip
    actions.add_settlementplan(plan, by=cast.admin)
    actions.submit_settlementplan(plan, by=cast.admin)


def _closing(cast: Cast) -> None:
    """The finished project puts its package together, and hands it in if nothing is missing."""
    proposal = _project(cast, "基层气象观测")
    closing = actions.open_closing(proposal, by=cast.admin)
    for name in closing.REPORT:
        setattr(closing, name, REPORT * 2)
    closing.certificates_delivered = "现场领取并签字（演示）"
    closing.timetable_reason = "按批准课表实施（演示）"
    actions.save_closing(
        closing,
        by=cast.admin,
        uploads={"signed_roster": _file("签字名册", 990), "handouts": _file("讲义清单", 991)},
    )
    if any(item.blocks for item in checklist_of(closing)):
        return
    actions.submit_closing(closing, by=cast.admin)
    actions.confirm_settlement_closing(closing, by=cast.cosigners["finance"], note=NOTE)
    actions.check_closing(closing, by=cast.desk, note=NOTE)
    actions.accept_closing(closing, by=cast.director, note=NOTE)


def _rule(cast: Cast) -> None:
    """A proposed new version of a rule, with its effect on running projects to be seen."""

    now = Rule.objects.filter(code="R-06", status=Rule.Status.ADOPTED).first()
    if now is None:
        return
    kept = {
        name: getattr(now, name)
        for name in (
            "code",
            "grade",
            "topic",
            "issuer",
            "source_zh",
            "source_en",
            "clause_zh",
            "clause_en",
            "text_zh",
            "text_en",
        )
    }
    actions.propose_rule(
        Rule(
            **kept,
            effect=Rule.Effect.WARN,
            in_force_from=timezone.localdate() + timedelta(days=30),
            reason="收费标准已另行公示（演示）",
        ),
        by=cast.desk,
    )
