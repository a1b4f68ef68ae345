"""Standard reports of guests, experts and their projects (RP-05 to RP-07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from reports.figures import Cell, Words
from reports.figures import visitors as figures
from reports.statistics.registry import (
    NONE,
    Dimension,
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
from visitors.models import (
    DelegationMember,
    Engagement,
    ExpertProject,
    Level,
    Permit,
    Purpose,
)

UNIT = Words("单位", "Unit")
REGION = Words("国家/地区", "Country/Region")
FIRST = Words("开始日期", "First day")
LAST = Words("结束日期", "Last day")


def first_region(rows: QuerySet, path: str) -> dict[str, Any]:
    """The names of the region of the first of these rows, in both languages."""
    return {
        "region_zh": Subquery(rows.values(f"{path}__name_zh")[:1]),
        "region_en": Subquery(rows.values(f"{path}__name_en")[:1]),
    }


def region_of(label: Words = REGION) -> Dimension:
    """By the region that was found for each record."""
    return Dimension(
        "region",
        label,
        {"by_region_zh": "region_zh", "by_region_en": "region_en"},
        lambda row: str(Words(row["by_region_zh"] or NONE.zh, row["by_region_en"] or NONE.en)),
    )


def days_between(first: str, last: Any) -> ExpressionWrapper:
    """From the first day to the last, as a span."""
    return ExpressionWrapper(last - F(first), output_field=DurationField())


def delegations(parameters: Parameters) -> QuerySet:
    """Delegations of the window; the head tells where they come from."""
    heads = DelegationMember.objects.filter(delegation=OuterRef("pk")).order_by(
        "-is_leader", "position", "pk"
    )
    return figures.hosted(parameters.window).annotate(**first_region(heads, "nationality"))


declare(
    Report(
        code="RP-05",
        title=Words("来访团组统计", "Visiting delegations"),
        about=Words(
            "统计期内到访并已结项的来访团组及实到境外人数，口径同F06；国家/地区按团长国籍。",
            "Delegations that came in the window and are closed, with the guests from overseas who came, defined as F06; "
            "the region is that of the head.",
        ),
        sources={
            "delegations": Source(
                delegations,
                keyed(
                    month("start_on"),
                    year("start_on"),
                    region_of(),
                    choice("level", Words("来宾级别", "Level"), "level", Level.choices),
                    named("unit", Words("接待单位", "Host unit"), "unit"),
                    choice("purpose", Words("来访类型", "Purpose"), "purpose", Purpose.choices),
                ),
                {"unit": "unit"},
            )
        },
        measures=(
            Measure("delegations", Words("团组", "Delegations"), lambda _p: Count("pk")),
            Measure(
                "guests",
                Words("境外来宾（人次）", "Guests"),
                lambda _p: Sum("overseas_headcount_actual"),
                people=True,
            ),
        ),
        default=("unit",),
        cells=(
            Cell(Words("团组", "Delegation"), lambda row: row),
            Cell(Words("接待单位", "Host unit"), lambda row: row.unit),
            Cell(FIRST, lambda row: row.start_on),
            Cell(LAST, lambda row: row.end_on),
            Cell(Words("实到境外人数", "Guests from overseas"), lambda row: row.overseas_headcount_actual),
        ),
        desk="visitors",
    ),
)


def engagements(parameters: Parameters) -> QuerySet:
    """Engagements of the window, with the work permit that holds and the days on post up to the day."""
    permits = Permit.objects.filter(expert=OuterRef("expert"), kind=Permit.Kind.WORK).order_by(
        "-expires_on", "-pk"
    )
    last = Coalesce("ended_on", "end_on", output_field=DateField())
    rows = figures.engagements(parameters.window).annotate(
        category=Subquery(permits.values("category")[:1]),
        permit_until=Subquery(permits.values("expires_on")[:1]),
        stay=days_between("start_on", last),
    )
    return rows.select_related("expert__person__nationality", "unit")


def _ending(parameters: Parameters) -> Any:
    until = parameters.as_of + timedelta(days=parameters.months * 30)
    return Count("pk", filter=Q(permit_until__range=(parameters.as_of, until)))


declare(
    Report(
        code="RP-06",
        title=Words("外籍专家统计", "Foreign experts"),
        about=Words(
            "统计期内开始的外籍专家聘任，口径同F09；许可类别取最近的工作许可，未来若干个月内到期的单列。",
            "Engagements of foreign experts begun in the window, defined as F09; the category is that of the latest work "
            "permit, and permits that end within the coming months are shown apart.",
        ),
        sources={
            "engagements": Source(
                engagements,
                keyed(
                    named("nationality", Words("国籍", "Nationality"), "expert__person__nationality"),
                    named("unit", UNIT, "unit"),
                    choice("kind", Words("聘任类别", "Kind"), "kind", Engagement.Kind.choices),
                    choice(
                        "category",
                        Words("工作许可类别", "Category of permit"),
                        "category",
                        Permit.Category.choices,
                    ),
                    year("start_on"),
                ),
                {"unit": "unit", "region": "expert__person__nationality"},
            )
        },
        measures=(
            Measure("engagements", Words("人次", "Engagements"), lambda _p: Count("pk"), people=True),
            Measure(
                "experts",
                Words("人数", "Experts"),
                lambda _p: Count("expert", distinct=True),
                people=True,
                is_distinct=True,
            ),
            Measure("days", Words("聘期天数", "Days engaged"), lambda _p: Sum("stay")),
            Measure("ending", Words("许可即将到期", "Permits ending"), _ending, people=True),
        ),
        default=("nationality",),
        cells=(
            Cell(Words("专家", "Expert"), lambda row: row.expert),
            Cell(Words("国籍", "Nationality"), lambda row: row.expert.person.nationality),
            Cell(UNIT, lambda row: row.unit),
            Cell(FIRST, lambda row: row.start_on),
            Cell(LAST, lambda row: row.end_on),
            Cell(Words("工作许可到期", "Permit until"), lambda row: row.permit_until),
        ),
        desk="visitors",
    ),
)


def projects(parameters: Parameters) -> QuerySet:
    """Projects that ran in the window, with what they received and spent."""
    return figures.expert_projects(parameters.window).with_sums()  # type: ignore[attr-defined]


declare(
    Report(
        code="RP-07",
        title=Words("引智项目统计", "Foreign-expert projects"),
        about=Words(
            "统计期内执行过的引智项目的批准、到账、支出金额及执行率（支出÷批准）。",
            "Expert projects that ran in the window: approved, received, spent and the execution rate (spent of approved).",
        ),
        sources={
            "projects": Source(
                projects,
                keyed(
                    choice("level", Words("级别", "Level"), "level", ExpertProject.Level.choices),
                    named("unit", UNIT, "unit"),
                    choice(
                        "programme",
                        Words("计划", "Programme"),
                        "programme_name",
                        ExpertProject.Programme.choices,
                    ),
                    plain("year", Words("年度", "Year"), "year"),
                ),
                {"unit": "unit"},
            )
        },
        measures=(
            Measure("projects", Words("项目数", "Projects"), lambda _p: Count("pk")),
            Measure(
                "approved",
                Words("批准（元）", "Approved, CNY"),
                lambda _p: Sum("approved_amount"),
                decimals=2,
            ),
            Measure(
                "received", Words("到账（元）", "Received, CNY"), lambda _p: Sum("received_sum"), decimals=2
            ),
            Measure("spent", Words("支出（元）", "Spent, CNY"), lambda _p: Sum("spent_sum"), decimals=2),
            Measure(
                "rate",
                Words("执行率（%）", "Execution, %"),
                of=lambda row: percent(row["spent"], row["approved"]),
                decimals=1,
            ),
        ),
        default=("level",),
        cells=(
            Cell(Words("项目", "Project"), lambda row: row),
            Cell(UNIT, lambda row: row.unit),
            Cell(Words("级别", "Level"), lambda row: row.get_level_display()),
            Cell(Words("批准（元）", "Approved, CNY"), lambda row: row.approved_amount),
            Cell(Words("到账（元）", "Received, CNY"), lambda row: row.received_sum),
            Cell(Words("支出（元）", "Spent, CNY"), lambda row: row.spent_sum),
        ),
        desk="visitors",
        readers=frozenset({"FIN"}),
    ),
)
