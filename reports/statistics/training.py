"""Standard reports of training, and certificates (RP-11 to RP-13)."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Avg,
    Count,
    Max,
    Q,
    QuerySet,
    Sum,
)

from certificates.models import Certificate
from reports.figures import Cell, Words
from reports.figures import training as figures
from reports.statistics.registry import (
    Measure,
    Parameters,
    Report,
    Source,
    choice,
    declare,
    keyed,
    month,
    named,
    percent,
    plain,
    year,
)
from training.models import Category, PerformanceFigure

UNIT = Words("办学单位", "Running unit")
CATEGORY = Words("项目类别", "Category")
FINANCE = frozenset({"FIN"})


def _source(rows: Any, to_proposal: str, day: str) -> Source:
    """A set of training records by unit, category and month."""
    return Source(
        lambda parameters: rows(parameters.window),
        keyed(
            named("unit", UNIT, f"{to_proposal}unit"),
            choice("category", CATEGORY, f"{to_proposal}category", Category.choices),
            year(day),
            month(day),
        ),
        {"unit": f"{to_proposal}unit"},
    )


TRAINEE = "training_class__proposal__"
METRICS = (
    ("M1", "立项数", "projects"),
    ("M2", "一次通过率", "first-pass rate"),
    ("M3", "执行率", "execution rate"),
    ("M4", "培训人次", "person-times"),
    ("M5", "人天", "person-days"),
    ("M6", "收入", "income"),
    ("M7", "上缴", "contribution"),
    ("M8", "满意度", "satisfaction"),
    ("M9", "结业率", "completion rate"),
    ("M10", "按时结项率", "closing on time"),
    ("M11", "合规", "compliance"),
    ("M12", "按时整改率", "rectification on time"),
)
declare(
    Report(
        code="RP-11",
        title=Words("非学历教育年度报表", "Training: annual report"),
        about=Words(
            "按办学单位、类别、月份统计立项、班次、人次、人天、收入、证书和满意度，口径同F18至F24；收入按学员首期开班月归属。",
            "Projects, classes, person-times, person-days, income and satisfaction by unit, category and month, defined "
            "as F18 to F24; income stands in the month in which the trainee's class began.",
        ),
        sources={
            "classes": _source(figures.classes_run, "proposal__", "start_on"),
            "projects": _source(figures.approved_projects, "", "approved_at"),
            "trainees": _source(figures.trainees_attending, TRAINEE, "training_class__start_on"),
            "income": _source(figures.income_of_trainees, TRAINEE, "training_class__start_on"),
            "answers": _source(
                figures.survey_answers,
                "survey__training_class__proposal__",
                "survey__training_class__end_on",
            ),
        },
        measures=(
            Measure("classes", Words("班次", "Classes"), lambda _p: Count("pk"), source="classes"),
            Measure("projects", Words("立项", "Projects"), lambda _p: Count("pk"), source="projects"),
            Measure(
                "people", Words("人次", "Person-times"), lambda _p: Count("pk"), source="trainees", people=True
            ),
            Measure(
                "completed",
                Words("结业人数", "Completed"),
                lambda _p: Count("pk", filter=Q(status="completed")),
                source="trainees",
                people=True,
            ),
            Measure(
                "rate", Words("结业率（%）", "Completed, %"), of=lambda row: percent(row["completed"], row["people"]), decimals=1
            ),
            Measure(
                "income", Words("收入（元）", "Income, CNY"), lambda _p: Sum("net_income"), source="income", decimals=2
            ),
            Measure(
                "score", Words("满意度", "Satisfaction"), lambda _p: Avg("score"), source="answers", decimals=1
            ),
        ),
        default=("unit", "category"),
        cells=(
            Cell(Words("班次", "Class"), lambda row: row),
            Cell(UNIT, lambda row: row.proposal.unit),
            Cell(Words("立项编号", "Approval number"), lambda row: row.proposal.approved_no),
            Cell(CATEGORY, lambda row: row.proposal.get_category_display()),
            Cell(Words("开班日期", "First day"), lambda row: row.start_on),
            Cell(Words("结束日期", "Last day"), lambda row: row.end_on),
        ),
        desk="training",
        readers=FINANCE,
    ),
)  # fmt: skip


def performance_rows(parameters: Parameters) -> QuerySet:
    """What was computed for the years of the window."""
    years = (parameters.window.start.year, parameters.window.end.year)
    return PerformanceFigure.objects.filter(year__range=years).select_related("unit")


def _metric(code: str) -> Any:
    return lambda _parameters: Max("value", filter=Q(code=code))


declare(
    Report(
        code="RP-12",
        title=Words("办学单位绩效", "Performance of running units"),
        about=Words(
            "各办学单位的年度绩效指标M1至M12及综合得分，取最近一次计算的结果；无活动的单位不列出。",
            "The yearly metrics M1 to M12 of each running unit, as last computed; units without activity are not listed.",
        ),
        sources={
            "figures": Source(
                performance_rows,
                keyed(named("unit", UNIT, "unit"), plain("year", Words("年度", "Year"), "year")),
                {"unit": "unit"},
            )
        },
        measures=tuple(
            Measure(code.lower(), Words(f"{code} {zh}", f"{code} {en}"), _metric(code), decimals=2)
            for code, zh, en in METRICS
        ),
        default=("unit",),
        desk="training",
        compares=False,
    ),
)


def register_rows(parameters: Parameters) -> QuerySet:
    """The rows of the register whose date of issue lies in the window (发证登记册)."""
    rows = Certificate.objects.numbered().filter(issued_on__range=parameters.window.days)
    return rows.select_related("certificate_type", "unit", "batch")


VALID = ("issued", "delivered")
declare(
    Report(
        code="RP-13",
        title=Words("证书登记册", "Register of certificates"),
        about=Words(
            "统计期内签发的证书，按类型、年度、状态统计；作废、撤销的证书仍在登记册中，单独列示。",
            "Certificates issued in the window by type, year and status; void and revoked ones stay in the register and "
            "are shown apart.",
        ),
        sources={
            "register": Source(
                register_rows,
                keyed(
                    named("type", Words("证书类型", "Type"), "certificate_type"),
                    choice("status", Words("状态", "Status"), "status", Certificate.Status.choices),
                    named("unit", Words("单位", "Unit"), "unit"),
                    year("issued_on"),
                    month("issued_on"),
                ),
                {"unit": "unit"},
            )
        },
        measures=(
            Measure("all", Words("编号证书", "Numbered"), lambda _p: Count("pk")),
            Measure("valid", Words("现行有效", "Valid"), lambda _p: Count("pk", filter=Q(status__in=VALID))),
            Measure("revoked", Words("撤销", "Revoked"), lambda _p: Count("pk", filter=Q(status="revoked"))),
            Measure("void", Words("作废", "Void"), lambda _p: Count("pk", filter=Q(status="void"))),
        ),
        default=("type", "status"),
        cells=(
            Cell(Words("证书编号", "Number"), lambda row: row.number),
            Cell(Words("类型", "Type"), lambda row: row.certificate_type),
            Cell(Words("名称", "Title"), lambda row: row.batch),
            Cell(Words("持证人", "Holder"), lambda row: row.holder),
            Cell(Words("签发日期", "Issued on"), lambda row: row.issued_on),
            Cell(Words("状态", "Status"), lambda row: row.get_status_display()),
        ),
        desk="training",
    ),
)
