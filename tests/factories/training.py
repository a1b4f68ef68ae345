"""Makes proposals that are complete, with their rows and files, in any status."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from certificates.models import CertificateType
from core.attachments import attach
from tests.factories.accounts import UnitFactory, UserFactory
from training.models import BudgetLine, Category, Cosign, Proposal, RiskItem, RiskLevel

OBJECTIVES = (
    "通过系统讲授与上机实践,使学员掌握气象观测数据的质量控制方法"
    ",能够独立完成数据整理、分析与可视化,并能把所学用于本单位的日常业务工作,提升业务水平。"
)
PDF_FILE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def certificate_type(code="NDE"):
    """The type of certificate of non-degree training."""
    return CertificateType.objects.get_or_create(
        code=code,
        defaults={
            "name_zh": "非学历教育结业证书",
            "name_en": "Certificate of Completion",
            "is_non_degree": True,
        },
    )[0]


class ProposalFactory(factory.django.DjangoModelFactory):
    """A complete proposal without rows; `complete_proposal` adds them."""

    class Meta:
        model = Proposal

    unit = factory.SubFactory(UnitFactory)
    author = factory.SubFactory(UserFactory, unit=factory.SelfAttribute("..unit"))
    responsible = factory.SelfAttribute("author")
    responsible_leader = factory.SubFactory(UserFactory)
    title_zh = factory.Sequence(lambda number: f"气象数据分析实务培训班第{number}期")
    title_en = "Practical Training in Meteorological Data"
    category = Category.OPEN
    delivery = "part_time"
    mode = "offline"
    start_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60))
    end_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=64))
    days = 5
    hours_total = Decimal(40)
    location_type = "on_campus"
    venue = "航空港校区信息楼201"
    venue_capacity = 80
    contact_name = "李四"
    contact_phone = "+862885966502"
    audience = "technical"
    audience_detail = "基层气象台站业务人员"
    planned_quota_min = 20
    planned_quota_max = 60
    classes_planned = 2
    has_partner = False
    related_party_declared = False
    objectives = OBJECTIVES
    assessment_method = "exam"
    certificate_type = factory.LazyFunction(certificate_type)
    certificate_title_zh = "气象数据分析实务培训结业证书"
    fee_per_person = Decimal(0)
    headcount_on_site = 60
    safety_plan = "按学校安全管理规定执行,设专人负责。"
    lecturers_confirmed = True
    materials_confirmed = True
    ideology_reviewer = "王五"
    ideology_reviewed_on = factory.LazyFunction(timezone.localdate)
    feasibility = "行业需求明确,师资与场地齐备,效益可期,风险可控。"
    collective_decision_no = "党政联席会〔2026〕12号"
    collective_decision_on = factory.LazyFunction(timezone.localdate)


def add_file(proposal, category, content=PDF_FILE):
    """Attach a small PDF of the category."""
    return attach(
        proposal, ContentFile(content, name=f"{category}.pdf"), category=category, by=proposal.author
    )


def complete_proposal(unit=None, author=None, *, fee=0, **fields):
    """A proposal that can be submitted: with instructor, course plan, textbook, risk and minutes; a fee brings a budget."""
    given = {name: value for name, value in {"unit": unit, "author": author}.items() if value is not None}
    proposal = ProposalFactory(**{"fee_per_person": Decimal(fee)} | given | fields)
    teacher = proposal.instructors.create(name="赵教授", employer="本校", title_rank="full", fee_per_hour=800)
    proposal.course_plan.create(
        module="数据质量控制", topic="方法与实践", hours=Decimal(40), mode="offline", instructor=teacher
    )
    proposal.textbooks.create(
        name="气象观测数据质量控制", publisher="气象出版社", is_politically_reviewed=True
    )
    proposal.risk_items.create(
        category=RiskItem.Category.CAPACITY,
        description="报名人数不足",
        mitigation="提前四周发布通知",
        likelihood=2,
        impact=2,
    )
    if fee:
        add_money(proposal, Decimal(fee))
    add_file(proposal, "collective_decision")
    return proposal


def add_money(proposal, fee, people=20):
    """A fee with its items, basis and a balanced budget."""
    proposal.trainees_expected, proposal.fee_basis = people, "成本补偿,集体研究确定"
    proposal.save()
    proposal.fee_items.create(item="培训费", amount=fee, basis="成本测算")
    income = fee * people
    proposal.budget.create(
        direction=BudgetLine.Direction.INCOME,
        category=BudgetLine.Category.FEES,
        quantity=people,
        unit_price=fee,
        amount=income,
    )
    proposal.budget.create(
        direction=BudgetLine.Direction.EXPENSE,
        category=BudgetLine.Category.LECTURE,
        quantity=1,
        unit_price=income,
        amount=income,
    )


def proposal_at(status, **fields):
    """A complete proposal that stands at the status, without the way it came; for tests of single steps."""
    proposal = complete_proposal(**fields)
    sent = {} if status == Proposal.Status.DRAFT else {"submitted_at": timezone.now()}
    Proposal.objects.filter(pk=proposal.pk).update(status=status, **sent)
    if status == Proposal.Status.LEADER_REVIEW:
        Proposal.objects.filter(pk=proposal.pk).update(risk_level=RiskLevel.HIGH)
    proposal.refresh_from_db()
    return proposal


class CosignFactory(factory.django.DjangoModelFactory):
    """An open cosign task."""

    class Meta:
        model = Cosign

    proposal = factory.SubFactory(ProposalFactory)
    area = "legal"
    number = 1
