"""Standard reports of agreements, exchange balances and laboratories (RP-03, RP-04, RP-10)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from partnerships.models import Agreement, AgreementKind, AgreementPartner, BalanceEntry, LabOutput, Level
from reports.figures import Cell, Words
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
    named,
    plain,
    year,
)

UNIT = Words("负责单位", "Unit in charge")
REGION = Words("国家/地区", "Country/Region")
PARTNER = Words("合作院校", "Partner")
DAYS_PER_MONTH = 30


def agreements(parameters: Parameters) -> QuerySet:
    """Every agreement ever signed, as it stands on the day; its first partner tells the region."""
    first = AgreementPartner.objects.filter(agreement=OuterRef("pk")).order_by("position", "pk")
    name = first.values("institution__region__name_zh")[:1]
    rows = Agreement.objects.binding().with_status_on(parameters.as_of)
    rows = rows.annotate(
        region_zh=Subquery(name), region_en=Subquery(first.values("institution__region__name_en")[:1])
    )
    return rows.filter(Q(effective_on=None) | Q(effective_on__lte=parameters.as_of)).select_related("unit")


def months_later(day: date, months: int) -> date:
    """About as many months later."""
    return day + timedelta(days=months * DAYS_PER_MONTH)


def _in_force(parameters: Parameters) -> Any:
    return Count(
        "pk", distinct=True, filter=Q(pk__in=Agreement.objects.in_force(parameters.as_of).values("pk"))
    )


def _expiring(parameters: Parameters) -> Any:
    soon = Agreement.objects.expiring_between(
        parameters.as_of, months_later(parameters.as_of, parameters.months)
    )
    return Count("pk", distinct=True, filter=Q(pk__in=soon.values("pk")))


def _renewing(_parameters: Parameters) -> Any:
    return Count("pk", distinct=True, filter=Q(auto_renew=True))


def _region() -> Dimension:
    """By the region of the first partner."""
    return Dimension(
        "region",
        REGION,
        {"by_region_zh": "region_zh", "by_region_en": "region_en"},
        lambda row: str(Words(row["by_region_zh"] or NONE.zh, row["by_region_en"] or NONE.en)),
    )


declare(
    Report(
        code="RP-03",
        title=Words("协议统计", "Agreements"),
        about=Words(
            "统计日已签署的协议，按类别、级别、状态、国家/地区统计；有效与否按日期推算，不取存储的状态；未来若干个月内到期的单列。",
            "Agreements signed by the day, by kind, level, status and region; whether they hold is reckoned from their "
            "dates; those that end within the coming months are shown apart.",
        ),
        sources={
            "agreements": Source(
                agreements,
                keyed(
                    choice("kind", Words("类别", "Kind"), "kind", AgreementKind.choices),
                    choice("level", Words("级别", "Level"), "level", Level.choices),
                    choice("status", Words("状态", "Status"), "status_now", Agreement.Status.choices),
                    _region(),
                    named("unit", UNIT, "unit"),
                    year("effective_on"),
                ),
                {"unit": "unit", "region": "partners__region"},
            )
        },
        measures=(
            Measure("all", Words("协议数", "Agreements"), lambda _p: Count("pk", distinct=True)),
            Measure("force", Words("有效", "In force"), _in_force),
            Measure("soon", Words("即将到期", "Ending soon"), _expiring),
            Measure("renews", Words("自动续签", "Renews by itself"), _renewing),
        ),
        default=("kind",),
        cells=(
            Cell(Words("编号", "Number"), lambda row: row.number),
            Cell(Words("协议", "Agreement"), lambda row: row),
            Cell(Words("类别", "Kind"), lambda row: row.get_kind_display()),
            Cell(REGION, lambda row: Words(row.region_zh or "", row.region_en or "")),
            Cell(UNIT, lambda row: row.unit),
            Cell(Words("生效日期", "In force from"), lambda row: row.effective_on),
            Cell(Words("到期日期", "First expiry"), lambda row: row.expires_on),
        ),
        compares=False,
        desk="partnerships",
    ),
)  # fmt: skip


def balance(parameters: Parameters) -> QuerySet:
    """What counts in the exchange balance, in the academic years the window touches."""
    first, last = parameters.window.start.year - 1, parameters.window.end.year
    years = [f"{number}-{number + 1}" for number in range(first, last + 1)]
    return BalanceEntry.objects.counted().filter(academic_year__in=years).select_related("agreement")


def _difference(row: dict[str, Any]) -> Decimal:
    return Decimal(row["out"] or 0) - Decimal(row["in"] or 0)


def _semesters(direction: str) -> Any:
    return lambda _parameters: Sum("semesters", filter=Q(direction=direction))


declare(
    Report(
        code="RP-04",
        title=Words("交换平衡", "Exchange balance"),
        about=Words(
            "各协议按学年的派出、接收学期当量及差额（派出减接收）；计划数不计。",
            "Student-semesters out and in by agreement and academic year, and the difference (out less in); plans do not "
            "count.",
        ),
        sources={
            "entries": Source(
                balance,
                keyed(
                    named("agreement", Words("协议", "Agreement"), "agreement", "title"),
                    plain("academic_year", Words("学年", "Academic year"), "academic_year"),
                    named("unit", UNIT, "agreement__unit"),
                ),
                {"unit": "agreement__unit"},
            )
        },
        measures=(
            Measure("out", Words("派出（学期当量）", "Out, student-semesters"), _semesters("out"), decimals=1),
            Measure("in", Words("接收（学期当量）", "In, student-semesters"), _semesters("in"), decimals=1),
            Measure("net", Words("差额", "Difference"), of=_difference, decimals=1),
        ),
        default=("agreement", "academic_year"),
        cells=(
            Cell(Words("协议", "Agreement"), lambda row: row.agreement),
            Cell(Words("学年", "Academic year"), lambda row: row.academic_year),
            Cell(Words("方向", "Direction"), lambda row: row.get_direction_display()),
            Cell(Words("学期当量", "Student-semesters"), lambda row: row.semesters),
        ),
        compares=False,
        desk="partnerships",
    ),
)  # fmt: skip


def outputs(parameters: Parameters) -> QuerySet:
    """What laboratories achieved in the years of the window."""
    years = (parameters.window.start.year, parameters.window.end.year)
    return LabOutput.objects.filter(year__range=years).select_related("laboratory")


declare(
    Report(
        code="RP-10",
        title=Words("国际联合实验室成果", "Joint laboratories: results"),
        about=Words(
            "统计期所涉年度内各联合实验室登记的共同成果，按实验室、年度、类别统计。",
            "Results that both sides have part in, by laboratory, year and kind, in the years the window touches.",
        ),
        sources={
            "outputs": Source(
                outputs,
                keyed(
                    named("laboratory", Words("实验室", "Laboratory"), "laboratory"),
                    plain("year", Words("年度", "Year"), "year"),
                    choice("kind", Words("类别", "Kind"), "kind", LabOutput.Kind.choices),
                    named("unit", Words("依托单位", "College"), "laboratory__unit"),
                ),
                {"unit": "laboratory__unit"},
            )
        },
        measures=(Measure("outputs", Words("成果数", "Results"), lambda _p: Count("pk")),),
        default=("laboratory", "kind"),
        cells=(
            Cell(Words("实验室", "Laboratory"), lambda row: row.laboratory),
            Cell(Words("年度", "Year"), lambda row: row.year),
            Cell(Words("类别", "Kind"), lambda row: row.get_kind_display()),
            Cell(Words("题名", "Title"), lambda row: row.title),
        ),
        desk="partnerships",
    ),
)
