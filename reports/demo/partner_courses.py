"""Invented cooperative programme, courses and activities with partners."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.models import AcademicTerm
from partnerships.models import (
    Activity,
    CooperativeProgramme,
    CoursePlan,
    FollowUp,
    GlobalCompetenceCourse,
    GlobalCompetenceRun,
    Institution,
    IntroducedCourse,
    IntroducedCourseRun,
    Laboratory,
    PlanCourse,
)

TALKS = [
    ("meeting", "项目工作会谈", "Working meeting on joint projects"),
    ("visit_in", "对方代表团来访", "Visit of a delegation"),
    ("online", "线上协调会", "Online coordination meeting"),
    ("email", "确认名额与时间安排", "Places and dates confirmed"),
    ("visit_out", "我方出访", "Visit to the partner"),
]
COURSES = [
    ("数据结构与算法", "Data Structures and Algorithms", 64, True, True, "foreign"),
    ("机器学习", "Machine Learning", 48, True, True, "foreign"),
    ("软件工程", "Software Engineering", 48, True, True, "foreign"),
    ("数据库系统", "Database Systems", 48, True, False, "own"),
    ("专业英语", "Academic English", 64, False, True, "foreign"),
    ("高等数学", "Calculus", 96, False, False, "own"),
    ("大学物理", "Physics", 64, False, False, "own"),
]


def academic_terms(today: date) -> list[AcademicTerm]:
    """The terms of this academic year and the last."""
    first = today.year if today.month >= 9 else today.year - 1
    terms = []
    for year in (first - 1, first):
        for number, start, end in (
            (1, date(year, 9, 1), date(year + 1, 1, 20)),
            (2, date(year + 1, 2, 25), date(year + 1, 7, 10)),
        ):
            term, _made = AcademicTerm.objects.get_or_create(
                code=f"{year}-{year + 1}-{number}",
                defaults={"academic_year": f"{year}-{year + 1}", "start_on": start, "end_on": end},
            )
            terms.append(term)
    return terms


def load_courses(cast: Any, partners: dict[str, Institution], today: date) -> None:
    """One cooperative programme with its plan, three introduced courses, two of global competence."""
    partner = partners["University of Huddersfield"]
    programme = CooperativeProgramme.objects.create(
        name_zh="软件工程专业本科教育项目\uff08演示\uff09", name_en="Bachelor Programme in Software Engineering (demo)",
        approval_no="MOE51UK2A20998888N", partner=partner, unit=cast.units[-1], level="bachelor", major_zh="软件工程",
        major_en="Software Engineering", intake=100, valid_from=date(today.year - 3, 9, 1),
        valid_until=date(today.year + 2, 8, 31), tuition=Decimal(32000), status=CooperativeProgramme.Status.ACTIVE,
        annual_report_due_on=date(today.year + 1, 3, 31),
    )  # fmt: skip
    plan = CoursePlan.objects.create(programme=programme, name=str(today.year), year=today.year)
    PlanCourse.objects.bulk_create(
        PlanCourse(
            plan=plan, name_zh=zh, name_en=en, hours=hours, credits=Decimal(hours) / 16, is_core=core,
            is_introduced=introduced, taught_by=by, position=place,
        )
        for place, (zh, en, hours, core, introduced, by) in enumerate(COURSES)
    )  # fmt: skip
    terms = academic_terms(today)
    for place, (zh, en, hours, core, _introduced, by) in enumerate(COURSES[:3]):
        course = IntroducedCourse.objects.create(
            name_zh=f"{zh}\uff08演示\uff09", name_en=f"{en} (demo)", partner=partner, programme=programme, unit=cast.units[-1],
            level="bachelor", credits=Decimal(hours) / 16, hours=hours, is_core=core, taught_by=by, language="English",
            status="offered",
        )  # fmt: skip
        IntroducedCourseRun.objects.create(course=course, term=terms[2 - place % 2], enrolled=60 + place)
    for zh, en in (
        ("跨文化沟通", "Intercultural Communication"),
        ("全球治理概论", "Introduction to Global Governance"),
    ):
        competence = GlobalCompetenceCourse.objects.create(
            name_zh=f"{zh}\uff08演示\uff09", name_en=f"{en} (demo)", unit=cast.units[0], credits=Decimal(2),
            language="English", status="offered",
        )  # fmt: skip
        GlobalCompetenceRun.objects.create(course=competence, term=terms[2], enrolled=45)


def load_activities(cast: Any, partners: dict[str, Institution], labs: list[Laboratory], today: date) -> None:
    """What happened in the last two years; with two partners nothing did."""
    rows = []
    for place, partner in enumerate(partners.values()):
        if place % 17 == 16:
            continue
        for number in range(1 + place % 3):
            kind, zh, en = TALKS[(place + number) % len(TALKS)]
            rows.append(
                Activity(
                    institution=partner, on=today - timedelta(days=20 + place * 9 + number * 130), kind=kind,
                    title_zh=f"{zh}\uff08演示\uff09", title_en=f"{en} (demo)", author=cast.partnerships,
                    laboratory=labs[0] if partner.name_en == "University of Siegen" else None,
                )
            )  # fmt: skip
    made = Activity.objects.bulk_create(rows)
    for place, activity in enumerate(made[:4]):
        FollowUp.objects.create(
            activity=activity, title_zh="寄送协议草案\uff08演示\uff09", owner=cast.partnerships if place % 2 else cast.deptadmin,
            due_on=today + timedelta(days=5 * (place + 1)),
        )  # fmt: skip
