"""Figures of partners, laboratories, cooperative programmes and courses (F01, F02, F13 to F16)."""

from __future__ import annotations

from django.db.models import QuerySet

from core.models import Region
from partnerships.models import (
    CooperativeProgramme,
    GlobalCompetenceCourse,
    Institution,
    IntroducedCourse,
    Laboratory,
)
from reports.figures.registry import Cell, Figure, Words, declare
from reports.figures.windows import Period, Window

READERS = frozenset({"DA", "DH"})
PARTNER = Words("合作院校", "Partner")
REGION = Words("国家/地区", "Country/Region")
COUNTRIES = Region.Kind.FOREIGN


def cooperating(window: Window) -> QuerySet:
    """Partner universities on the last day of the window."""
    return Institution.objects.cooperating(window.end).select_related("region")


def regions_of(partners: QuerySet) -> QuerySet:
    """Where they are, each once."""
    return Region.objects.filter(pk__in=partners.order_by().values("region"))


def laboratories(window: Window) -> QuerySet:
    """Joint laboratories at work on the day."""
    rows = Laboratory.objects.active(window.end)
    return rows.select_related("unit").prefetch_related("partners")


def cooperative_programmes(window: Window) -> QuerySet:
    """Cooperative programmes and institutions running on the day."""
    return CooperativeProgramme.objects.active(window.end)


def core_courses(window: Window) -> QuerySet:
    """Introduced core courses offered in the window."""
    return IntroducedCourse.objects.core_offered_between(*window.days)


def competence_courses(window: Window) -> QuerySet:
    """Global-competence courses offered in the window."""
    return GlobalCompetenceCourse.objects.offered_between(*window.days)


def regions_cell() -> tuple[Cell, ...]:
    """What is shown of a country or region."""
    return (
        Cell(Words("名称", "Name"), lambda row: row),
        Cell(Words("代码", "Code"), lambda row: row.alpha2),
        Cell(Words("类别", "Kind"), lambda row: row.get_kind_display()),
    )


declare(
    Figure(
        id="F01",
        name=Words("合作高校", "Partner universities"),
        definition=Words(
            "统计日处于合作状态、且至少有一份有效协议或一个在运行联合实验室的境外高校；校区、学部及前身并入所属高校，合并记录"
            "计一次。",
            "Universities in cooperation on the day with at least one agreement in force or one joint laboratory at "
            "work; campuses, faculties and predecessors count as the university they belong to.",
        ),
        unit=Words("所", "universities"),
        dedup=Words("按ROR标识，否则按合并后的记录", "by ROR identifier, else by merged record"),
        period=Period.AT,
        rows=cooperating,
        cells=(
            Cell(PARTNER, lambda row: row, link=True),
            Cell(REGION, lambda row: row.region),
            Cell(Words("ROR标识", "ROR identifier"), lambda row: row.ror_id),
        ),
        filters={"region": "region", "unit": "unit"},
        readers=READERS,
        step=10,
        desk="partnerships",
    ),
    Figure(
        id="F02",
        name=Words("合作国家和地区", "Countries and regions of partners"),
        definition=Words(
            "合作高校（F01）所在的不同国家和地区；含中国香港、中国澳门、中国台湾。",
            "Distinct countries and regions of the partner universities (F01); Hong Kong, Macao and Taiwan, China, "
            "included.",
        ),
        unit=Words("个", "countries and regions"),
        dedup=Words("按国家/地区", "by country or region"),
        period=Period.AT,
        rows=cooperating,
        distinct=regions_of,
        cells=regions_cell(),
        filters={"region": "region"},
        readers=READERS,
        step=10,
        desk="partnerships",
    ),
    Figure(
        id="F13",
        name=Words("国际联合实验室", "International joint laboratories"),
        definition=Words(
            "统计日在运行的国际联合实验室；筹建中和已结束的不计，评估期间照计。",
            "International joint laboratories at work on the day; those being prepared or ended do not count, those "
            "under review do.",
        ),
        unit=Words("个", "laboratories"),
        dedup=Words("一个实验室计一次", "each laboratory once"),
        period=Period.AT,
        rows=laboratories,
        cells=(
            Cell(Words("实验室", "Laboratory"), lambda row: row, link=True),
            Cell(Words("依托单位", "College"), lambda row: row.unit),
            Cell(Words("成立日期", "Founded on"), lambda row: row.founded_on),
        ),
        filters={"unit": "unit"},
        readers=READERS,
        desk="partnerships",
    ),
    Figure(
        id="F14",
        name=Words("中外合作办学项目和机构", "Sino-foreign cooperative programmes and institutions"),
        definition=Words(
            "统计日批准有效且正在办学的中外合作办学项目和机构；停止招生、已终止的不计。",
            "Cooperative programmes and institutions that are approved and running on the day; those whose admission "
            "is stopped or that have ended do not count.",
        ),
        unit=Words("个", "programmes and institutions"),
        dedup=Words("一个批准书计一次", "each approval once"),
        period=Period.AT,
        rows=cooperative_programmes,
        cells=(
            Cell(Words("名称", "Name"), lambda row: row, link=True),
            Cell(Words("类别", "Kind"), lambda row: row.get_kind_display()),
            Cell(Words("批准有效期至", "Approved until"), lambda row: row.valid_until),
        ),
        readers=READERS,
        desk="partnerships",
    ),
    Figure(
        id="F15",
        name=Words("引进核心课程", "Introduced core courses"),
        definition=Words(
            "统计年度内开设的、标记为核心课程的引进课程。",
            "Courses introduced from partners, marked as core courses and offered in the year.",
        ),
        unit=Words("门", "courses"),
        dedup=Words("一门课程计一次", "each course once"),
        period=Period.YEAR,
        rows=core_courses,
        cells=(Cell(Words("课程", "Course"), lambda row: row),),
        readers=READERS,
        desk="partnerships",
    ),
    Figure(
        id="F16",
        name=Words("全球胜任力课程", "Global-competence courses"),
        definition=Words(
            "统计年度内开设的全球胜任力课程。", "Global-competence courses offered in the year."
        ),
        unit=Words("门", "courses"),
        dedup=Words("一门课程计一次", "each course once"),
        period=Period.YEAR,
        rows=competence_courses,
        cells=(Cell(Words("课程", "Course"), lambda row: row),),
        readers=READERS,
        desk="partnerships",
    ),
)
