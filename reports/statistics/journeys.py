"""Standard reports of staff abroad and of conferences (RP-08, RP-09)."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Count, DateField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from reports.figures import Cell, Words
from reports.figures import visitors as figures
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
    year,
)
from reports.statistics.visitors import FIRST, LAST, REGION, UNIT, days_between, first_region, region_of
from visitors.models import Conference, ConferenceParticipants, StaffTrip, TripStop


def trips(parameters: Parameters) -> QuerySet:
    """Trips of the window; the first stop tells the region."""
    stops = TripStop.objects.filter(trip=OuterRef("pk")).order_by("arrive_on", "pk")
    last = Coalesce("returned_on", "end_on", output_field=DateField())
    rows = figures.trips(parameters.window).annotate(**first_region(stops, "region"))
    return rows.annotate(stay=days_between("departed_on", last))


def _report_open(_parameters: Parameters) -> Any:
    return Count("pk", filter=Q(returned_on__isnull=False, report_handed_in_on=None))


declare(
    Report(
        code="RP-08",
        title=Words("教师出国（境）统计", "Staff abroad"),
        about=Words(
            "统计期内实际出境的因公出访和访学，口径同F10；国家/地区按首站；已返回未交报告的单列。",
            "Official trips and stays as visiting scholar that began in the window, defined as F10; the region is that of "
            "the first stop; those who are back without a report are shown apart.",
        ),
        sources={
            "trips": Source(
                trips,
                keyed(
                    named("unit", UNIT, "unit"),
                    choice("kind", Words("类别", "Kind"), "kind", StaffTrip.Kind.choices),
                    region_of(),
                    choice("status", Words("状态", "Status"), "status", StaffTrip.Status.choices),
                    year("departed_on"),
                    month("departed_on"),
                ),
                {"unit": "unit"},
            )
        },
        measures=(
            Measure("trips", Words("人次", "Trips"), lambda _p: Count("pk"), people=True),
            Measure(
                "people",
                Words("人数", "Persons"),
                lambda _p: Count("traveller", distinct=True),
                people=True,
                is_distinct=True,
            ),
            Measure("days", Words("在外天数", "Days abroad"), lambda _p: Sum("stay")),
            Measure("open", Words("未交报告", "Report missing"), _report_open, people=True),
        ),
        default=("unit",),
        cells=(
            Cell(Words("任务", "Trip"), lambda row: row),
            Cell(Words("出访人", "Traveller"), lambda row: row.traveller),
            Cell(UNIT, lambda row: row.unit),
            Cell(REGION, lambda row: Words(row.region_zh or "", row.region_en or "")),
            Cell(Words("出境日期", "Departed on"), lambda row: row.departed_on),
            Cell(Words("返回日期", "Returned on"), lambda row: row.returned_on),
        ),
        desk="visitors",
    ),
)


def conferences(parameters: Parameters) -> QuerySet:
    """Conferences of any class held in the window, with the foreign countries that took part (GN-22)."""
    came = ConferenceParticipants.objects.filter(
        conference=OuterRef("pk"), region__kind="foreign", actual__gt=0
    )
    countries = came.order_by().values("conference").annotate(total=Count("region", distinct=True))
    rows = Conference.objects.filter(status__in=Conference.HELD, end_on__range=parameters.window.days)
    return rows.annotate(country_count=Subquery(countries.values("total"))).select_related("unit")


declare(
    Report(
        code="RP-09",
        title=Words("国际会议统计", "Conferences"),
        about=Words(
            "统计期内结束的会议，按年度、类别、单位统计；国家数不含港澳台。",
            "Conferences that ended in the window, by year, class and unit; countries without Hong Kong, Macao and Taiwan, "
            "China.",
        ),
        sources={
            "conferences": Source(
                conferences,
                keyed(
                    choice("category", Words("类别", "Class"), "category", Conference.Category.choices),
                    named("unit", UNIT, "unit"),
                    choice(
                        "discipline", Words("学科", "Discipline"), "discipline", Conference.Discipline.choices
                    ),
                    year("end_on"),
                ),
                {"unit": "unit"},
            )
        },
        measures=(
            Measure("conferences", Words("场次", "Conferences"), lambda _p: Count("pk")),
            Measure("people", Words("参会人数", "Participants"), lambda _p: Sum("actual_total"), people=True),
            Measure(
                "countries",
                Words("平均国家数", "Countries, mean"),
                lambda _p: Avg("country_count"),
                decimals=1,
            ),
        ),
        default=("category",),
        cells=(
            Cell(Words("会议", "Conference"), lambda row: row),
            Cell(UNIT, lambda row: row.unit),
            Cell(FIRST, lambda row: row.start_on),
            Cell(LAST, lambda row: row.end_on),
            Cell(Words("参会人数", "Participants"), lambda row: row.actual_total),
            Cell(Words("国家数", "Countries"), lambda row: row.country_count),
        ),
        desk="visitors",
    ),
)
