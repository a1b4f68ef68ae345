"""Figures of conferences and of the teaching contest (F05, F17)."""

from __future__ import annotations

from django.db.models import QuerySet

from reports.figures.registry import Cell, Figure, Words, declare
from reports.figures.visitors import FIRST, LAST, UNIT
from reports.figures.windows import Period, Window
from visitors.models import Conference, ContestEdition, ContestEntry

ENTERED = ("submitted", "finalist", "eliminated", "awarded", "unplaced")


def conferences(window: Window) -> QuerySet:
    """International conferences that ended in the window."""
    return Conference.objects.counted_between(*window.days).select_related("unit")


def editions(window: Window) -> QuerySet:
    """Contests decided in the window."""
    return ContestEdition.objects.held_between(*window.days)


def entrants(window: Window) -> QuerySet:
    """Entries to the contests decided in the window."""
    held = ContestEdition.objects.held_between(*window.days)
    rows = ContestEntry.objects.filter(edition__in=held, status__in=ENTERED)
    return rows.select_related("edition", "teacher", "unit")


declare(
    Figure(
        id="F05",
        name=Words("国际学术会议", "International conferences"),
        definition=Words(
            "统计期内结束、学校主办或承办的国际学术会议；仅港澳台或双边会议不计。",
            "International conferences hosted or organised by the university that ended in the window; bilateral ones "
            "and those with Hong Kong, Macao or Taiwan, China, only do not count.",
        ),
        unit=Words("场", "conferences"),
        dedup=Words("一届会议计一次", "each edition once"),
        period=Period.YEARS,
        rows=conferences,
        cells=(
            Cell(Words("会议", "Conference"), lambda row: row, link=True),
            Cell(UNIT, lambda row: row.unit),
            Cell(FIRST, lambda row: row.start_on),
            Cell(LAST, lambda row: row.end_on),
        ),
        filters={"unit": "unit"},
        step=10,
        more="余",
        desk="visitors",
    ),
    Figure(
        id="F17",
        name=Words("全英文教学比赛", "English-medium teaching contests"),
        definition=Words(
            "统计年度内决赛并已公布奖项的全英文教学比赛届数。",
            "Editions of the contest whose final fell into the year and whose awards are decided.",
        ),
        unit=Words("届", "editions"),
        dedup=Words("一届计一次", "each edition once"),
        period=Period.YEAR,
        rows=editions,
        cells=(
            Cell(Words("比赛", "Contest"), lambda row: row, link=True),
            Cell(Words("决赛日期", "Final on"), lambda row: row.final_on),
        ),
        desk="visitors",
    ),
    Figure(
        id="F17e",
        name=Words("全英文教学比赛参赛教师", "Entrants of the teaching contest"),
        definition=Words(
            "F17各届的有效参赛作品；草稿和退出的不计。",
            "Entries to the editions of F17; drafts and withdrawn ones do not count.",
        ),
        unit=Words("人次", "entries"),
        dedup=Words("每届每人一次", "once per teacher and edition"),
        period=Period.YEAR,
        rows=entrants,
        cells=(
            Cell(Words("作品", "Entry"), lambda row: row, link=True),
            Cell(Words("教师", "Teacher"), lambda row: row.teacher),
            Cell(UNIT, lambda row: row.unit),
        ),
        filters={"unit": "unit"},
        desk="visitors",
    ),
)
