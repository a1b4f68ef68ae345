"""Invented student programmes: nearly forty over the partners, past rounds with stays, one open, one under review."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from partnerships.models import Agreement, Institution
from programmes.actions.departure import academic_year_of
from programmes.models import (
    ConversionTable,
    DocumentKind,
    DocumentSlot,
    EligibilityRule,
    Offering,
    Programme,
    RegionRisk,
    Round,
)
from reports.demo import programme_inbound, programme_open, programme_past

COUNT = 38
# Type, zh, en, level, weeks, semesters, without tuition, cost, agreements it stands on.
SHAPES: list[tuple[Any, ...]] = [
    ("exchange", "本科交换生项目", "Undergraduate Student Exchange", "ug", 20, 1, True, 52000,
     {"student_exchange", "exchange_agreement"}),
    ("visiting", "访学项目", "Visiting Student Programme", "ug", 20, 1, False, 98000, {"visiting_agreement", "mou"}),
    ("degree_ug", "2+2双学位项目", "2+2 Dual-degree Programme", "ug", 84, 4, False, 360000, {"dual_degree"}),
    ("degree_master", "3+1+1本硕连读项目", "3+1+1 Bachelor-Master Programme", "master", 84, 4, False, 280000,
     {"dual_degree", "mou"}),
    ("study_tour", "暑期研学营", "Summer Study Tour", "ug", 3, 0, False, 26000, {"mou", "staff_exchange"}),
    ("degree_phd", "博士联合培养项目", "Joint Doctoral Supervision", "phd", 52, 2, True, 120000, {"mou"}),
]  # fmt: skip
KINDS = [
    ("transcript", "成绩单(中英文)", "Transcript (Chinese and English)", 3, False),
    ("language", "语言成绩单", "Language score report", None, False),
    ("passport", "护照首页", "Passport page", None, False),
    ("cv", "个人简历", "Curriculum vitae", None, False),
    ("motivation", "动机信", "Motivation letter", None, False),
    ("study_plan", "学习计划", "Study plan", None, False),
    ("parents", "家长同意书", "Parents' consent", None, True),
    ("commitment", "承诺书", "Commitment letter", None, False),
    ("health", "健康状况说明", "Health statement", None, False),
    ("financial", "经济担保", "Financial guarantee", None, False),
    ("photo", "证件照", "Photograph", None, False),
    ("recommendation", "推荐信", "Letter of recommendation", None, False),
]
GRADES = {
    "A+": 99, "A": 95, "A-": 87, "B+": 82, "B": 77, "B-": 72, "C+": 68, "C": 65, "C-": 62, "D": 60, "F": 50,
}  # fmt: skip


@transaction.atomic
def load() -> None:
    """Make programmes, rounds, students and stays, unless they are there."""
    if Programme.objects.exists():
        return
    today, chance = timezone.localdate(), Random(2026)  # noqa: S311 - invented data, the same every time
    documents = _reference()
    programmes = _programmes(today)
    _conditions(programmes, documents)
    rounds = _rounds(programmes, today)
    people = programme_past.students(420, chance)
    used = programme_past.load(rounds["past"], people, chance, today)
    programme_open.load(rounds, people[used:], chance, today)
    programme_inbound.load(chance, today)


def _reference() -> dict[str, DocumentKind]:
    ConversionTable.objects.get_or_create(name="通用换算表(演示)", partner=None, defaults={"grades": GRADES})
    kinds = {}
    for code, zh, en, months, minors in KINDS:
        kinds[code] = DocumentKind.objects.get_or_create(
            code=code,
            defaults={
                "name_zh": zh, "name_en": en, "max_age_months": months, "only_minors": minors,
                "is_sensitive": code in {"passport", "health"},
            },
        )[0]  # fmt: skip
    return kinds


def _programmes(today: date) -> list[Programme]:
    """One for a partner, type and level each, on an agreement of the partner where one is in force."""
    held: dict[int, list[Agreement]] = {}
    for agreement in Agreement.objects.in_force(today).prefetch_related("partners"):
        for partner in agreement.partners.all():
            held.setdefault(partner.pk, []).append(agreement)
    partners = list(
        Institution.objects.filter(pk__in=held, kind="university").select_related("region").order_by("pk")
    )
    rows: list[Programme] = []
    # Every partner with every shape once, so that neighbours differ.
    for shift in range(len(SHAPES)):
        for place, partner in enumerate(partners):
            shape = SHAPES[(place + shift) % len(SHAPES)]
            agreement = next((one for one in held[partner.pk] if one.kind in shape[-1]), None)
            if len(rows) < COUNT and (agreement or shape[0] == "study_tour"):
                rows.append(_programme(partner, shape, agreement, today))
    if partners:
        extra = ("csc", "国家公派联合培养", "CSC Joint Training", "phd", 52, 2, True, 0, set())
        rows.append(_programme(partners[0], extra, None, today))
        for partner in partners[:4]:
            agreement = next((one for one in held[partner.pk] if one.counts_mobility), None)
            rows.append(_programme(partner, SHAPES[0], agreement, today, direction="inbound"))
    return Programme.objects.bulk_create(rows)


def _programme(
    partner: Institution, shape: tuple[Any, ...], agreement: Agreement | None, today: date, **fields: Any
) -> Programme:
    type_, zh, en, level, weeks, semesters, waived, cost, _kinds = shape
    return Programme(
        type=type_, title_zh=f"{partner.name_zh}{zh}(演示)", title_en=f"{partner.name_en}: {en} (demo)",
        partner=partner, agreement=agreement, level=level, mode={"degree_ug": "2+2", "degree_master": "3+1+1"}.get(type_, ""),
        fields_zh="大气科学、计算机、软件工程、电子信息", fields_en="Atmospheric science, computing, electronics",
        language="English", duration_weeks=weeks, semesters=Decimal(semesters), tuition_waived=waived,
        yearly_cost=Decimal(cost) or None, cost_zh="含住宿、保险、签证与生活费估算。",
        cost_en="Estimate with housing, insurance, visa and living.",
        funding_zh="可申请学校国际交流资助。", funding_en="A grant of the university can be applied for.",
        description_zh=f"演示项目:在{partner.name_zh}学习,学分按课程对照计划认定。",
        description_en=f"Demonstration: study at {partner.name_en}; credits are recognised by a course-match plan.",
        host_contact="International Office", host_email="exchange@partner.example", status=Programme.Status.OPEN,
        opened_on=today - timedelta(days=1300), **fields,
    )  # fmt: skip


def _conditions(programmes: list[Programme], documents: dict[str, DocumentKind]) -> None:
    rules, slots = [], []
    for programme in programmes:
        short = programme.type == "study_tour"
        wanted: list[dict[str, Any]] = [{"kind": "level", "level": programme.level}, {"kind": "discipline"}]
        if not short:
            wanted += [
                {"kind": "year", "minimum": Decimal(2)} if programme.level == "ug" else {"kind": "failed", "maximum": Decimal(2)},
                {"kind": "gpa", "minimum": Decimal(75), "scale": "100"},
                {"kind": "language", "options": "IELTS 6.0\nTOEFL 79\nCET6 425"},
                {"kind": "passport"},
            ]  # fmt: skip
        rules += [
            EligibilityRule(programme=programme, position=place, **row) for place, row in enumerate(wanted)
        ]
        asked = ["transcript", "motivation", "parents"] if short else [
            "transcript", "language", "passport", "motivation", "parents",
        ]  # fmt: skip
        slots += [DocumentSlot(programme=programme, kind=documents[code]) for code in asked]
    EligibilityRule.objects.bulk_create(rules)
    DocumentSlot.objects.bulk_create(slots)


def _round(zh: str, en: str, closes: date, starts: date, status: str) -> Round:
    end = timezone.make_aware(datetime.combine(closes, time(23, 59, 59)))
    return Round(
        name_zh=f"{zh}(演示)", name_en=f"{en} (demo)", academic_year=academic_year_of(starts), open_at=end - timedelta(days=30),
        close_at=end, college_deadline=closes + timedelta(days=10), status=status,
    )  # fmt: skip


def _rounds(programmes: list[Programme], today: date) -> dict[str, Any]:
    """Six past rounds, one whose places were just given, one under review, one open."""
    out = [
        programme for programme in programmes if programme.direction == "outbound" and programme.type != "csc"
    ]
    past = []
    terms = [date(today.year - back, month, 1) for back in (2, 1, 0) for month in (2, 9)]
    for starts in terms:
        season, en = ("春季", "Spring") if starts.month < 6 else ("秋季", "Autumn")
        row = _round(
            f"{starts.year}年{season}选拔",
            f"{en} {starts.year}",
            starts - timedelta(days=150),
            starts,
            "finished",
        )
        past.append((row, starts))
    coming = date(today.year + 1, 9, 1)
    spring = date(today.year + 1, 3, 1)
    made = {
        "placed": (_round("2027年春季选拔", "Spring 2027", today - timedelta(days=60), spring, "placed"), spring),
        "review": (_round("2027年春季补充选拔", "Spring 2027, second call", today - timedelta(days=6), spring, "closed"), spring),
        "open": (_round("2027年秋季选拔", "Autumn 2027", today + timedelta(days=21), coming, "open"), coming),
    }  # fmt: skip
    rows = [row for row, _starts in [*past, *made.values()]]
    Round.objects.bulk_create(rows)
    offerings = []
    for row, starts in [*past, *made.values()]:
        for place, programme in enumerate(out):
            stays = timedelta(weeks=programme.duration_weeks)
            offerings.append(
                Offering(
                    programme=programme, round=row, quota=3, waitlist_size=5, host_deadline=starts - timedelta(days=45),
                    starts_on=starts + timedelta(days=place % 9), ends_on=starts + timedelta(days=place % 9) + stays,
                )
            )  # fmt: skip
    Offering.objects.bulk_create(offerings)
    _risks(out)
    return {"past": [row for row, _starts in past], **{name: row for name, (row, _starts) in made.items()}}


def _risks(programmes: list[Programme]) -> None:
    regions = {programme.partner.region_id for programme in programmes}
    RegionRisk.objects.bulk_create(
        RegionRisk(
            region_id=region, level="medium" if place % 7 == 3 else "low", advisory_zh="演示:请关注外交部领事提醒。",
            advisory_en="Demonstration: follow the consular advice.",
        )
        for place, region in enumerate(sorted(regions))
    )  # fmt: skip
