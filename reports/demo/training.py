"""Invented training: projects in every status, made by the people of the demonstration through the portal's actions."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from certificates.models import CertificateType
from core.attachments import attach
from reports.demo.names import roster
from training import actions
from training.actions import publicity
from training.actions.publicity_checks import suggested_text
from training.actions.risks import record_flags
from training.actions.roster import write_entries
from training.actions.roster_reading import Reader
from training.models import BudgetLine, Cosign, Proposal, PublicityItem, RiskItem, Trainee, TrainingClass

S = Proposal.Status
CHECKLIST = ("completeness", "fee", "partner")
NOTE = "演示数据:材料齐全,同意。"

# Title in both languages, fee per person, where it stands, first day from today.
PROJECTS = [
    ("基层气象观测数据质量控制培训班", "Quality Control of Meteorological Observations", 0, "finished", -40),
    ("雷达资料判读与短临预警实务培训班", "Radar Interpretation and Nowcasting", 0, "running", -3),
    ("Python 气象数据分析培训班", "Meteorological Data Analysis with Python", 1200, "enrolling", 30),
    (
        "中小学教师人工智能素养培训班",
        "Artificial Intelligence Literacy for School Teachers",
        600,
        "planned",
        45,
    ),
    ("网络安全运维技能培训班", "Network Security Operations", 1800, "approved", 50),
    ("政务大数据治理专题培训班", "Data Governance for Public Services", 1500, "leader_review", 60),
    ("农业气象服务能力提升培训班", "Agrometeorological Services", 0, "director_review", 40),
    ("物联网设备安装与调试培训班", "Installing and Testing Internet of Things Devices", 900, "cosign", 45),
    ("应急管理信息化培训班", "Information Systems for Emergency Management", 0, "office_review", 50),
    ("软件测试工程师技能培训班", "Software Testing Skills", 2400, "unit_review", 60),
    ("企业数字化转型实务培训班", "Digital Transformation in Practice", 1600, "returned", 55),
    ("无人机气象探测操作培训班", "Drone-based Atmospheric Sounding", 3000, "draft", 70),
    ("商务英语强化培训班", "Intensive Business English", 12800, "rejected", 60),
    ("暑期编程兴趣培训班", "Summer Programming Course", 800, "withdrawn", 80),
]
MINUTES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class Cast:
    """The people who carry the stories of one unit."""

    def __init__(self, suffix: str, code: str):
        self.unit = Unit.objects.get(code=code)
        self.admin = User.objects.get(email=f"deptadmin{suffix}@demo.example")
        self.head = User.objects.get(email=f"depthead{suffix}@demo.example")
        self.desk = User.objects.get(email="training@demo.example")
        self.director = User.objects.get(email="director@demo.example")
        self.cosigners = {
            area: User.objects.get(email=f"{area}@demo.example")
            for area in ("finance", "legal", "security", "publicity")
        }


def load() -> None:
    """Make the stories of two units, unless they are there."""
    if Proposal.objects.exists():
        return
    for cast in (Cast("", "CCS"), Cast("2", "CAS")):
        for title_zh, title_en, fee, stage, offset in PROJECTS:
            tell(cast, f"{title_zh}(演示)", title_en, Decimal(fee), stage, offset)


@transaction.atomic
def tell(cast: Cast, title_zh: str, title_en: str, fee: Decimal, stage: str, offset: int) -> None:
    """One project from its draft to where it shall stand."""
    proposal = _draft(cast, title_zh, title_en, fee, offset)
    if stage == S.DRAFT:
        return
    if offset < 0:
        actions.unlock_start_proposal(proposal, by=cast.director, note="演示数据:往期项目补录")
    _answer_flags(proposal)
    actions.submit_proposal(proposal, by=cast.admin)
    _review(cast, proposal, stage)
    if stage in {"planned", "enrolling", "running", "finished"}:
        _class(cast, proposal, stage)


def _draft(cast: Cast, title_zh: str, title_en: str, fee: Decimal, offset: int) -> Proposal:
    first = timezone.localdate() + timedelta(days=offset)
    proposal = Proposal.objects.create(
        unit=cast.unit, author=cast.admin, responsible=cast.admin, responsible_leader=cast.head,
        title_zh=title_zh, title_en=title_en, category="open", delivery="full_time", mode="offline",
        audience="technical", audience_detail="相关行业技术人员", planned_quota_min=10, planned_quota_max=80,
        classes_planned=2, start_on=first, end_on=first + timedelta(days=30), days=5, hours_total=Decimal(40),
        location_type="on_campus", venue="航空港校区信息楼201", venue_capacity=90, contact_name="陈老师",
        contact_phone="+862885966502", has_partner=False, related_party_declared=False,
        objectives="使学员掌握本领域的基本方法与常用工具,能够独立完成日常业务中的数据整理、分析与报告编写,提升业务水平与协作能力,并了解相关规范与安全要求,学以致用。",
        assessment_method="exam", attendance_min_percent=80, score_min=60,
        certificate_type=CertificateType.objects.get(code="NDE"), certificate_title_zh=title_zh.replace("(演示)", ""),
        certificate_title_en=title_en, is_bilingual_certificate=True, fee_per_person=fee, headcount_on_site=60,
        safety_plan="专人负责考勤与应急联络,课前检查场地消防与用电。", lecturers_confirmed=True, materials_confirmed=True,
        ideology_reviewer="院党委书记", ideology_reviewed_on=timezone.localdate(),
        feasibility="行业需求明确,师资与场地齐备,收费以成本补偿为限,风险可控。", collective_decision_no="党政联席会〔2026〕12号",
        collective_decision_on=timezone.localdate(),
    )  # fmt: skip
    _rows(proposal, fee)
    attach(proposal, ContentFile(MINUTES, name="会议纪要.pdf"), category="collective_decision", by=cast.admin)
    return proposal


def _rows(proposal: Proposal, fee: Decimal) -> None:
    teacher = proposal.instructors.create(
        name="赵文教授", employer="成都信息工程大学", title_rank="full", fee_per_hour=800
    )
    for module, topic, hours in (
        ("基础", "基本概念与规范", 8),
        ("方法", "数据处理方法", 16),
        ("实践", "案例与上机", 16),
    ):
        proposal.course_plan.create(
            module=module, topic=topic, hours=Decimal(hours), mode="offline", instructor=teacher
        )
    proposal.textbooks.create(name="培训讲义", publisher="校内讲义", is_politically_reviewed=True)
    proposal.risk_items.create(
        category=RiskItem.Category.CAPACITY,
        description="报名人数不足",
        mitigation="提前四周发布通知",
        likelihood=2,
        impact=2,
    )
    if not fee:
        return
    Proposal.objects.filter(pk=proposal.pk).update(trainees_expected=40, fee_basis="成本补偿,集体研究确定")
    proposal.refresh_from_db()
    income = fee * 40
    proposal.fee_items.create(item="培训费", amount=fee, basis="成本测算")
    way, item = BudgetLine.Direction, BudgetLine.Category
    for direction, category, amount in (
        (way.INCOME, item.FEES, income),
        (way.EXPENSE, item.LECTURE, income * 6 / 10),
        (way.EXPENSE, item.MATERIALS, income * 2 / 10),
        (way.EXPENSE, item.SCHOOL, income * 2 / 10),
    ):
        proposal.budget.create(
            direction=direction, category=category, quantity=1, unit_price=amount, amount=amount
        )


def _answer_flags(proposal: Proposal) -> None:
    """Every risk the portal finds is answered, as the unit must."""
    record_flags(proposal)
    proposal.risk_items.filter(mitigation="").update(mitigation="已逐项核对,由项目负责人跟踪落实。")


def _review(cast: Cast, proposal: Proposal, stage: str) -> None:
    """Send it through the desks until it stands where it shall."""
    if stage == S.WITHDRAWN:
        actions.withdraw_proposal(proposal, by=cast.admin, note="计划调整,今年不再举办")
        return
    if stage == S.UNIT_REVIEW:
        return
    actions.endorse_proposal(proposal, by=cast.head, note="同意申报,材料属实。")
    if stage == S.RETURNED:
        actions.return_proposal(
            proposal,
            by=cast.desk,
            note="请补充课程方案的学时安排,并说明收费依据。",
            fields=["objectives", "fee_basis"],
        )
        return
    if stage == S.REJECTED:
        actions.reject_proposal(
            proposal, by=cast.director, note="收费标准偏高,且与学位教育课程重复。", reason="fee"
        )
        return
    if stage == S.OFFICE_REVIEW:
        return
    _accept(cast, proposal, stage)


def _accept(cast: Cast, proposal: Proposal, stage: str) -> None:
    actions.accept_proposal(proposal, by=cast.desk, note=NOTE, **dict.fromkeys(CHECKLIST, True))
    if stage == S.COSIGN:
        return
    for task in Cosign.objects.filter(proposal=proposal, status=Cosign.Status.WAITING):
        actions.agree_cosign(task, by=cast.cosigners[task.area], note=NOTE)
    proposal.refresh_from_db()
    if stage == S.DIRECTOR_REVIEW:
        return
    if stage == S.LEADER_REVIEW:
        Proposal.objects.filter(pk=proposal.pk).update(risk_level="high")
        proposal.refresh_from_db()
    if proposal.leader_reasons:
        actions.escalate_proposal(proposal, by=cast.director, note="请分管校领导审批。")
        if stage != S.LEADER_REVIEW:
            leader = User.objects.get(email="leader@demo.example")
            actions.authorise_proposal(
                proposal,
                by=leader,
                note="同意。",
                minutes_no="校长办公会〔2026〕8号",
                minutes_on=timezone.localdate(),
            )
    else:
        actions.approve_proposal(proposal, by=cast.director, note=NOTE)


def _class(cast: Cast, proposal: Proposal, stage: str) -> None:
    first = proposal.start_on
    training_class = TrainingClass(
        proposal=proposal, start_on=first, end_on=first + timedelta(days=6), venue="航空港校区信息楼201", quota=60,
        class_teacher="周文博", safety_contact="马卫东", safety_phone="+862885966110",
    )  # fmt: skip
    actions.add_class(training_class, by=cast.admin)
    _timetable(training_class, first)
    if stage == "planned":
        return
    publicise(cast, proposal)
    actions.open_enrolment_trainingclass(training_class, by=cast.admin)
    size = {"enrolling": 24, "running": 48, "finished": 60}[stage]
    reading = Reader(training_class).read(roster(size), "学员名册.xlsx")
    write_entries(training_class, reading.entries)
    if stage == "enrolling":
        return
    actions.confirm_trainingclass(training_class, by=cast.admin)
    actions.start_trainingclass(training_class, by=cast.admin)
    if stage == "finished":
        _finish(cast, training_class)


def publicise(cast: Cast, proposal: Proposal) -> None:
    """A brochure goes through its desks and appears in the public catalogue (TR-08)."""
    item = PublicityItem(
        proposal=proposal,
        channel=PublicityItem.Channel.BROCHURE,
        title_zh=f"{proposal.title_zh}招生简章",
        title_en=proposal.title_en,
        text_zh=suggested_text(proposal),
        publish_to=proposal.end_on,
    )
    publicity.save_publicity(item, by=cast.admin)
    publicity.submit_publicityitem(item, by=cast.admin)
    publicity.endorse_publicityitem(item, by=cast.head, note=NOTE)
    publicity.approve_publicityitem(item, by=cast.desk, note=NOTE)
    if proposal.end_on >= timezone.localdate():
        publicity.publish_publicityitem(item, by=cast.admin)


def _timetable(training_class: TrainingClass, first: date) -> None:
    for day in range(5):
        for start, end, topic in ((9, 12, "讲授"), (14, 17, "上机实践")):
            training_class.sessions.create(
                date=first + timedelta(days=day),
                starts_at=time(start),
                ends_at=time(end),
                topic=topic,
                hours=Decimal(4),
            )


def _finish(cast: Cast, training_class: TrainingClass) -> None:
    trainees = list(Trainee.objects.filter(training_class=training_class).order_by("pk"))
    if training_class.attendance_is_locked:
        actions.reopen_attendance_trainingclass(training_class, by=cast.desk, note="演示数据:补录考勤。")
    for index, session in enumerate(training_class.sessions.all()):
        marks = {
            trainee.pk: "absent"
            if place == 5 and index > 5
            else "late"
            if (place + index) % 17 == 0
            else "present"
            for place, trainee in enumerate(trainees)
        }
        actions.record_attendance(session, marks, by=cast.admin)
    scores = {trainee.pk: {"score": Decimal(60 + trainee.pk * 13 % 40)} for trainee in trainees}
    actions.record_results(training_class, scores, by=cast.admin)
    actions.check_results(training_class, by=cast.head)
    actions.finish_trainingclass(training_class, by=cast.admin)
