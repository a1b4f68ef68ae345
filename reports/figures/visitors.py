"""Figures of guests, experts and staff abroad (F06 to F10)."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Person
from core.models import Region
from reports.figures.registry import Cell, Figure, Words, declare
from reports.figures.windows import Period, Window
from visitors.models import Delegation, Engagement, ExpertProject, StaffTrip

FINANCE = frozenset({"FIN"})
UNIT = Words("单位", "Unit")
FIRST = Words("开始日期", "First day")
LAST = Words("结束日期", "Last day")


def hosted(window: Window) -> QuerySet:
    """Delegations that came and are closed, by their first day (EC-93)."""
    closed = Delegation.objects.filter(status=Delegation.Status.CLOSED, start_on__range=window.days)
    return closed.filter(overseas_headcount_actual__gt=0).select_related("unit")


def national_projects(window: Window) -> QuerySet:
    """National expert projects approved in the window, with what they received and spent."""
    return ExpertProject.objects.national_approved_between(*window.days).with_sums().select_related("unit")


def expert_projects(window: Window) -> QuerySet:
    """Expert projects that ran in the window."""
    return ExpertProject.objects.active_between(*window.days).select_related("unit")


def engagements(window: Window) -> QuerySet:
    """Engagements of foreign nationals; experts from Hong Kong, Macao and Taiwan are counted apart (GN-22)."""
    rows = Engagement.objects.counted_between(*window.days)
    rows = rows.exclude(expert__person__nationality__kind__in=[Region.Kind.HKMT, Region.Kind.CHINA])
    return rows.select_related("expert__person__nationality", "unit")


def experts_of(rows: QuerySet) -> QuerySet:
    """Each person once, merged records as one."""
    roots = rows.order_by().annotate(root=Coalesce("expert__person__merged_into", F("expert__person")))
    return Person.objects.filter(pk__in=roots.values("root")).select_related("nationality")


def trips(window: Window) -> QuerySet:
    """Trips and stays that really began in the window."""
    return StaffTrip.objects.departed_between(*window.days).select_related("traveller", "unit")


DELEGATIONS = Figure(
    id="F06b",
    name=Words("来访团组", "Visiting delegations"),
    definition=Words(
        "统计期内到访（按到访首日）并已结项、实到境外来宾不为零的来访团组；取消的不计。",
        "Delegations that came in the window, by their first day, and whose visit is closed with guests from overseas; "
        "cancelled ones do not count.",
    ),
    unit=Words("个", "delegations"),
    dedup=Words("一个团组计一次", "each delegation once"),
    period=Period.YEARS,
    rows=hosted,
    cells=(
        Cell(Words("团组", "Delegation"), lambda row: row, link=True),
        Cell(Words("接待单位", "Host unit"), lambda row: row.unit),
        Cell(FIRST, lambda row: row.start_on),
        Cell(Words("实到境外人数", "Guests from overseas"), lambda row: row.overseas_headcount_actual),
    ),
    filters={"unit": "unit", "level": "level", "purpose": "purpose"},
    step=10,
    more="余",
    desk="visitors",
)

EXPERTS = Figure(
    id="F09",
    name=Words("外籍专家", "Engagements of foreign experts"),
    definition=Words(
        "统计期内开始、已到岗（短期专家以已作报告为准）的外籍专家聘任，按聘任计人次；线上聘任不计，港澳台专家另行统计。",
        "Engagements of foreign nationals begun in the window and taken up (short-term ones: a lecture was held); online "
        "ones do not count, experts from Hong Kong, Macao and Taiwan, China, are counted apart.",
    ),
    unit=Words("人次", "engagements"),
    dedup=Words("每次聘任一次", "each engagement once"),
    period=Period.YEARS,
    rows=engagements,
    cells=(
        Cell(Words("专家", "Expert"), lambda row: row.expert),
        Cell(Words("聘任", "Engagement"), lambda row: row, link=True),
        Cell(UNIT, lambda row: row.unit),
        Cell(FIRST, lambda row: row.start_on),
    ),
    filters={"unit": "unit", "kind": "kind", "region": "expert__person__nationality"},
    step=10,
    more="余",
    desk="visitors",
)

FUNDS = Figure(
    id="F07",
    name=Words("国家外专经费", "National funding for foreign experts"),
    definition=Words(
        "统计期内批准的国家级引智项目的批准金额之和，以人民币万元计。",
        "Sum of the amounts approved for national expert projects whose approval falls into the window, in ten thousand "
        "yuan.",
    ),
    unit=Words("万元", "RMB 10,000"),
    dedup=Words("一个项目计一次", "each project once"),
    period=Period.YEARS,
    rows=national_projects,
    weight="approved_amount",
    in_wan=True,
    cells=(
        Cell(Words("项目", "Project"), lambda row: row, link=True),
        Cell(UNIT, lambda row: row.unit),
        Cell(Words("批准日期", "Approved on"), lambda row: row.approved_on),
        Cell(Words("批准金额（元）", "Approved (CNY)"), lambda row: row.approved_amount),
        Cell(Words("到账（元）", "Received (CNY)"), lambda row: row.received_sum),
        Cell(Words("支出（元）", "Spent (CNY)"), lambda row: row.spent_sum),
    ),
    filters={"unit": "unit"},
    readers=FINANCE,
    step=10,
    desk="visitors",
)

TRIPS = Figure(
    id="F10",
    name=Words("教师出国（境）交流访学", "Staff visits abroad"),
    definition=Words(
        "统计期内实际出境的因公临时出国（境）和教师访学，按出境次数计；未成行的和因私出国（境）不计。",
        "Official short trips and stays as visiting scholar that really began in the window; trips not travelled and "
        "private ones do not count.",
    ),
    unit=Words("人次", "visits"),
    dedup=Words("每次出境一次", "each trip once"),
    period=Period.YEARS,
    rows=trips,
    cells=(
        Cell(Words("任务", "Trip"), lambda row: row, link=True),
        Cell(Words("出访人", "Traveller"), lambda row: row.traveller),
        Cell(UNIT, lambda row: row.unit),
        Cell(Words("出境日期", "Departed on"), lambda row: row.departed_on),
    ),
    filters={"unit": "unit", "kind": "kind"},
    step=10,
    more="余",
    desk="visitors",
)

declare(
    replace(
        DELEGATIONS,
        id="F06a",
        name=Words("国（境）外来访", "Visitors from overseas"),
        definition=Words(
            "来访团组（F06b）实到境外来宾人数之和；常住中国的成员不计。",
            "Guests from overseas who really came with the delegations (F06b); members resident in China do not count.",
        ),
        unit=Words("人次", "visitors"),
        dedup=Words("每次来访一次", "each visit once"),
        weight="overseas_headcount_actual",
        step=100,
    ),
    DELEGATIONS,
    FUNDS,
    replace(
        FUNDS,
        id="F07r",
        name=Words("国家外专经费到账", "National expert funding received"),
        definition=Words("F07各项目的到账金额之和。", "What the projects of F07 have received."),
        weight="received_sum",
    ),
    replace(
        FUNDS,
        id="F07s",
        name=Words("国家外专经费支出", "National expert funding spent"),
        definition=Words("F07各项目的支出金额之和。", "What the projects of F07 have spent."),
        weight="spent_sum",
    ),
    Figure(
        id="F08",
        name=Words("引智项目", "Foreign-expert projects"),
        definition=Words(
            "统计期内执行过的各级引智项目，含执行中、已完成和已结项的。",
            "Expert projects of any level, executing, completed or closed, that ran on some day of the window.",
        ),
        unit=Words("项", "projects"),
        dedup=Words("一个项目计一次", "each project once"),
        period=Period.YEARS,
        rows=expert_projects,
        cells=(
            Cell(Words("项目", "Project"), lambda row: row, link=True),
            Cell(UNIT, lambda row: row.unit),
            Cell(Words("级别", "Level"), lambda row: row.get_level_display()),
            Cell(FIRST, lambda row: row.start_on),
            Cell(LAST, lambda row: row.end_on),
        ),
        filters={"unit": "unit", "level": "level"},
        readers=FINANCE,
        step=10,
        more="余",
        desk="visitors",
    ),
    EXPERTS,
    replace(
        EXPERTS,
        id="F09p",
        name=Words("外籍专家人数", "Foreign experts (persons)"),
        definition=Words("口径同F09，同一人计一名。", "As F09, each person once."),
        unit=Words("人", "persons"),
        dedup=Words("按人去重，合并的人员计一次", "each person once, merged records as one"),
        distinct=experts_of,
        step=1,
        cells=(
            Cell(Words("专家", "Expert"), lambda row: row),
            Cell(Words("国籍", "Nationality"), lambda row: row.nationality),
        ),
    ),
    TRIPS,
    replace(
        TRIPS,
        id="F10v",
        name=Words("教师访学", "Visiting scholars"),
        definition=Words("F10中的教师访学。", "The stays as visiting scholar within F10."),
        rows=lambda window: trips(window).scholars(),  # type: ignore[attr-defined]
    ),
)
