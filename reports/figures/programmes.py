"""Figures of student programmes and of students in both directions (F03, F04, F11, F12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Person, User
from core.models import Region
from core.policy import policy
from programmes.models import InboundStudent, Mobility, Programme, ProgrammeType
from reports.figures.partnerships import REGION, regions_cell
from reports.figures.registry import Cell, Figure, Words, declare
from reports.figures.windows import Period, Window

INBOUND_DESK = frozenset({"IEC"})
COLLEGE = Words("学院", "College")
TYPE = Words("类型", "Type")


def running(window: Window) -> QuerySet:
    """Programmes that run on the last day of the window."""
    programmes: Any = Programme.objects  # two registers have a QuerySet of this name
    return programmes.running(window.end).select_related("partner")


def departed(window: Window) -> QuerySet:
    """Stays that physically began in the window; study tours by the office's switch (§11.1)."""
    rows = Mobility.objects.departed_between(*window.days).exclude(
        status__in=[Mobility.Status.WITHDRAWN, Mobility.Status.CANCELLED]
    )
    if not policy("stats.count_study_tours"):
        rows = rows.exclude(type=ProgrammeType.STUDY_TOUR)
    return rows.select_related("student", "programme", "unit", "region")


def students_of(stays: QuerySet) -> QuerySet:
    """Each student once, however often abroad (ST-02)."""
    return User.objects.filter(pk__in=stays.order_by().values("student")).select_related("unit")


def registered(window: Window) -> QuerySet:
    """Enrolments of foreign nationals first registered in the window."""
    rows = InboundStudent.objects.registered_between(*window.days)
    return rows.select_related("nationality", "unit", "programme")


def registered_with_regions(window: Window) -> QuerySet:
    """The same with students from Hong Kong, Macao and Taiwan, China, who are counted apart (GN-22)."""
    overseas = [Region.Kind.FOREIGN, Region.Kind.HKMT]
    rows = InboundStudent.objects.filter(registered_on__range=window.days, nationality__kind__in=overseas)
    return rows.select_related("nationality", "unit", "programme")


def persons_of(students: QuerySet) -> QuerySet:
    """Each person once; merged records count as the one they were merged into (ST-02, ST-09)."""
    roots = (
        students.exclude(person=None).order_by().annotate(root=Coalesce("person__merged_into", F("person")))
    )
    return Person.objects.filter(pk__in=roots.values("root"))


def nationalities_of(students: QuerySet) -> QuerySet:
    """Where they come from, each once."""
    return Region.objects.filter(pk__in=students.order_by().values("nationality"))


def _of_types(*types: str) -> object:
    return lambda window: running(window).filter(type__in=types)


PROGRAMMES = Figure(
    id="F03",
    name=Words("校际合作学生项目", "Student programmes with partner universities"),
    definition=Words(
        "统计日开放、且近24个月内或未来12个月内有开班批次的校际学生项目，含学位、交换、访学、游学四类；国家公派和中外合作"
        "办学不计。",
        "Programmes open on the day and offered within the last 24 or the next 12 months: degree, exchange, visiting "
        "and study-tour programmes; government-sponsored and cooperative ones do not count.",
    ),
    unit=Words("个", "programmes"),
    dedup=Words("每个合作方×类型×层次×协议计一次", "once per partner, type, level and agreement"),
    period=Period.AT,
    rows=running,
    cells=(
        Cell(Words("项目", "Programme"), lambda row: row, link=True),
        Cell(Words("合作院校", "Partner"), lambda row: row.partner),
        Cell(TYPE, lambda row: row.get_type_display()),
        Cell(Words("层次", "Level"), lambda row: row.get_level_display()),
    ),
    filters={"region": "partner__region", "type": "type", "level": "level"},
    readers=frozenset({"DA", "DH", "IEC"}),
    step=10,
    desk="students",
)
KINDS = (
    ("F03a", "学位项目", "Degree programmes", ("degree_ug", "degree_master", "degree_phd")),
    ("F03b", "交换生项目", "Exchange programmes", ("exchange",)),
    ("F03c", "访学项目", "Visiting programmes", ("visiting",)),
    ("F03d", "游学项目", "Study tours", ("study_tour",)),
)

STUDENTS_ABROAD = Figure(
    id="F04",
    name=Words("出国（境）学习交流学生", "Students abroad"),
    definition=Words(
        "统计期内按实际出境日期确认已赴国（境）外学习交流的学生，含国家公派；线上项目和未成行的不计。同一学生计一名。",
        "Students who really left for study abroad in the window, by the day of departure, government-sponsored ones "
        "included; online programmes and those who did not leave do not count. Each student once.",
    ),
    unit=Words("名", "students"),
    dedup=Words("按学生去重", "each student once"),
    period=Period.YEARS,
    years_setting="stats.mobility_years",
    rows=departed,
    distinct=students_of,
    cells=(
        Cell(Words("学生", "Student"), lambda row: row.get_full_name()),
        Cell(COLLEGE, lambda row: row.unit),
    ),
    filters={
        "unit": "unit",
        "region": "region",
        "type": "type",
        "level": "level",
        "gender": "gender",
        "funding": "funding",
    },
    step=100,
    desk="students",
)

INBOUND = Figure(
    id="F11",
    name=Words("留学生", "International students"),
    definition=Words(
        "统计期内首次注册入学的外国国籍学生，按入学登记计人次；港澳台学生另行统计。",
        "Enrolments of students of foreign nationality first registered in the window; students from Hong Kong, Macao "
        "and Taiwan, China, are counted apart.",
    ),
    unit=Words("人次", "enrolments"),
    dedup=Words("每次入学一次", "each enrolment once"),
    period=Period.YEARS,
    rows=registered,
    cells=(
        Cell(Words("学生", "Student"), lambda row: row, link=True),
        Cell(Words("国籍", "Nationality"), lambda row: row.nationality),
        Cell(COLLEGE, lambda row: row.unit),
        Cell(Words("首次注册日期", "First registered on"), lambda row: row.registered_on),
    ),
    filters={
        "unit": "unit",
        "region": "nationality",
        "level": "level",
        "gender": "gender",
        "scholarship": "scholarship",
    },
    readers=INBOUND_DESK,
    step=100,
    more="余",
    desk="inbound",
)

declare(
    PROGRAMMES,
    *(
        replace(
            PROGRAMMES,
            id=code,
            name=Words(zh, en),
            definition=Words(f"{zh}；口径同F03。", f"{en}; otherwise as F03."),
            rows=_of_types(*types),  # type: ignore[arg-type]
            step=1,
        )
        for code, zh, en, types in KINDS
    ),
    STUDENTS_ABROAD,
    replace(
        STUDENTS_ABROAD,
        id="F04t",
        name=Words("出国（境）学习交流人次", "Stays abroad"),
        definition=Words("口径同F04，按出境次数计。", "As F04, counting every stay."),
        unit=Words("人次", "stays"),
        dedup=Words("每次出境一次", "each stay once"),
        distinct=None,
        more="余",
        cells=(
            Cell(Words("学生", "Student"), lambda row: row.student.get_full_name(), link=True),
            Cell(Words("项目", "Programme"), lambda row: row.programme),
            Cell(COLLEGE, lambda row: row.unit),
            Cell(REGION, lambda row: row.region),
            Cell(Words("出境日期", "Departed on"), lambda row: row.departed_on),
        ),
    ),
    INBOUND,
    replace(
        INBOUND,
        id="F11p",
        name=Words("留学生人数", "International students (persons)"),
        definition=Words("口径同F11，同一人计一名。", "As F11, each person once."),
        unit=Words("名", "persons"),
        dedup=Words("按人去重，合并的人员计一次", "each person once, merged records as one"),
        distinct=persons_of,
        cells=(
            Cell(Words("学生", "Student"), lambda row: row),
            Cell(Words("国籍", "Nationality"), lambda row: row.nationality),
        ),
    ),
    replace(
        INBOUND,
        id="F12",
        name=Words("留学生来源国", "Countries of international students"),
        definition=Words(
            "留学生（F11）的不同国籍数；不含港澳台。",
            "Distinct nationalities of the international students (F11), without Hong Kong, Macao and Taiwan, China.",
        ),
        unit=Words("个", "countries"),
        dedup=Words("按国家", "by country"),
        distinct=nationalities_of,
        cells=regions_cell(),
        step=10,
        more="多",
    ),
    replace(
        INBOUND,
        id="F12r",
        name=Words("境外学生来源国家和地区", "Countries and regions of students from overseas"),
        definition=Words(
            "口径同F12，另含中国香港、中国澳门、中国台湾。",
            "As F12, with Hong Kong, Macao and Taiwan, China.",
        ),
        unit=Words("个", "countries and regions"),
        dedup=Words("按国家/地区", "by country or region"),
        rows=registered_with_regions,
        distinct=nationalities_of,
        cells=regions_cell(),
        step=10,
        more="多",
    ),
)
