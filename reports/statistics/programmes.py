"""Standard reports of students in both directions and of programme rounds (RP-01, RP-02, RP-15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core.models import AcademicTerm, Region
from programmes.models import Application, InboundStudent, Mobility, ProgrammeType, StudyLevel
from reports.figures import Cell, Words
from reports.figures.programmes import departed
from reports.statistics.registry import (
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

COLLEGE = Words("学院", "College")
REGION = Words("国家/地区", "Country/Region")
LEVEL = Words("层次", "Level")
GENDER = Words("性别", "Gender")
GENDERS = (("F", Words("女", "Female")), ("M", Words("男", "Male")))
LENGTHS = (
    ("a", Words("不足1个月", "Under 1 month"), 30),
    ("b", Words("1至3个月", "1 to 3 months"), 91),
    ("c", Words("3至6个月", "3 to 6 months"), 183),
    ("d", Words("6至12个月", "6 to 12 months"), 366),
)
LONGEST = ("e", Words("12个月以上", "Over 12 months"))


def stays(parameters: Parameters) -> QuerySet:
    """Stays that began in the window, with how long they last and in which term they began."""
    last = Coalesce("returned_on", "extended_until", "planned_until", output_field=DateField())
    length = ExpressionWrapper(last - F("departed_on"), output_field=DurationField())
    term = AcademicTerm.objects.filter(
        start_on__lte=OuterRef("departed_on"), end_on__gte=OuterRef("departed_on")
    )
    rows = departed(parameters.window).annotate(length=length, term=Subquery(term.values("code")[:1]))
    cases = [When(length__lt=timedelta(days=days), then=Value(code)) for code, _words, days in LENGTHS]
    return rows.annotate(length_class=Case(*cases, default=Value(LONGEST[0])))


LENGTH = choice(
    "length",
    Words("时长", "Duration"),
    "length_class",
    [*((code, words) for code, words, _days in LENGTHS), LONGEST],
)

declare(
    Report(
        code="RP-01",
        title=Words("学生出国（境）统计", "Students abroad"),
        about=Words(
            "统计期内实际出境的学生，口径同F04；可按年度、学期、学院、类型、层次、国家/地区、性别、资助、时长和状态分组。",
            "Students who really left in the window, defined as F04, by year, term, college, type, level, region, gender, "
            "funding, duration and state.",
        ),
        sources={
            "stays": Source(
                stays,
                keyed(
                    named("unit", COLLEGE, "unit"),
                    named("region", REGION, "region"),
                    choice("type", Words("项目类型", "Type"), "type", ProgrammeType.choices),
                    choice("level", LEVEL, "level", StudyLevel.choices),
                    choice("gender", GENDER, "gender", GENDERS),
                    choice("funding", Words("资助", "Funding"), "funding", Mobility.Funding.choices),
                    LENGTH,
                    choice("status", Words("状态", "State"), "status", Mobility.Status.choices),
                    plain("term", Words("学期", "Term"), F("term")),
                    plain("academic_year", Words("学年", "Academic year"), "academic_year"),
                    year("departed_on"),
                    month("departed_on"),
                ),
                {"unit": "unit", "region": "region"},
            )
        },
        measures=(
            Measure("stays", Words("人次", "Stays"), lambda _p: Count("pk"), people=True),
            Measure(
                "students",
                Words("人数", "Students"),
                lambda _p: Count("student", distinct=True),
                people=True,
                is_distinct=True,
            ),
        ),
        default=("unit",),
        cells=(
            Cell(Words("学生", "Student"), lambda row: row.student.get_full_name()),
            Cell(COLLEGE, lambda row: row.unit),
            Cell(Words("项目", "Programme"), lambda row: row.programme),
            Cell(Words("项目类型", "Type"), lambda row: row.get_type_display()),
            Cell(REGION, lambda row: row.region),
            Cell(Words("出境日期", "Departed on"), lambda row: row.departed_on),
            Cell(Words("返校日期", "Returned on"), lambda row: row.returned_on),
            Cell(Words("状态", "State"), lambda row: row.get_status_display()),
        ),
        desk="students",
    ),
)


def inbound(parameters: Parameters) -> QuerySet:
    """Who first registered in the window or is in school on the day; foreign nationals and others apart."""
    new = Q(registered_on__range=parameters.window.days)
    there = Q(pk__in=InboundStudent.objects.in_school_on(parameters.as_of).values("pk"))
    rows = InboundStudent.objects.filter(new | there, registered_on__isnull=False)
    return rows.select_related("nationality", "unit", "programme")


def _new(parameters: Parameters) -> Any:
    return Count("pk", filter=Q(registered_on__range=parameters.window.days))


def _there(parameters: Parameters) -> Any:
    there = InboundStudent.objects.in_school_on(parameters.as_of)
    return Count("pk", filter=Q(pk__in=there.values("pk")))


def programme_words(row: dict[str, Any]) -> str:
    """The exchange programme, or a degree on one's own."""
    zh, en = row["by_programme_zh"], row["by_programme_en"]
    return str(Words(zh or "学历生", en or zh or "Degree student"))


PROGRAMME = Dimension(
    "programme",
    Words("项目", "Programme"),
    {"by_programme_zh": "programme__title_zh", "by_programme_en": "programme__title_en"},
    programme_words,
)

declare(
    Report(
        code="RP-02",
        title=Words("国际学生统计", "International students"),
        about=Words(
            "统计期内首次注册的国际学生，以及统计日在校人数；港澳台学生按国籍类别单列。",
            "International students first registered in the window, and those in school on the day; students from Hong "
            "Kong, Macao and Taiwan, China, are shown apart by kind of nationality.",
        ),
        sources={
            "students": Source(
                inbound,
                keyed(
                    named("nationality", Words("国籍", "Nationality"), "nationality"),
                    choice(
                        "kind",
                        Words("国籍类别", "Kind of nationality"),
                        "nationality__kind",
                        Region.Kind.choices,
                    ),
                    choice("level", LEVEL, "level", StudyLevel.choices),
                    named("unit", COLLEGE, "unit"),
                    PROGRAMME,
                    choice(
                        "scholarship",
                        Words("奖学金", "Scholarship"),
                        "scholarship",
                        InboundStudent.Scholarship.choices,
                    ),
                    choice("gender", GENDER, "gender", GENDERS),
                    year("registered_on"),
                ),
                {"unit": "unit", "region": "nationality"},
            )
        },
        measures=(
            Measure("new", Words("新注册（人次）", "Newly registered"), _new, people=True),
            Measure("there", Words("在校数", "In school on the day"), _there, people=True),
            Measure(
                "persons",
                Words("人数", "Persons"),
                lambda _p: Count("person", distinct=True),
                people=True,
                is_distinct=True,
            ),
        ),
        default=("nationality",),
        cells=(
            Cell(Words("学生", "Student"), lambda row: row),
            Cell(Words("国籍", "Nationality"), lambda row: row.nationality),
            Cell(COLLEGE, lambda row: row.unit),
            Cell(LEVEL, lambda row: row.get_level_display()),
            Cell(Words("奖学金", "Scholarship"), lambda row: row.get_scholarship_display()),
            Cell(Words("首次注册日期", "First registered on"), lambda row: row.registered_on),
            Cell(Words("离校日期", "Left on"), lambda row: row.left_on),
        ),
        desk="inbound",
        readers=frozenset({"IEC"}),
    ),
)

S = Application.Status
ADMITTED = (S.HOST_ADMITTED, S.PRE_DEPARTURE)
NOMINATED = (S.NOMINATED, S.HOST_REVIEW, S.HOST_REJECTED, *ADMITTED)
SELECTED = (S.OFFERED, S.ACCEPTED, S.DECLINED, S.PUBLICISED, *NOMINATED)
RECOMMENDED = (
    S.COLLEGE_RECOMMENDED,
    S.IO_SCREENED,
    S.INTERVIEW_SCHEDULED,
    S.INTERVIEWED,
    S.RANKED,
    S.WAITLISTED,
    S.NOT_SELECTED,
    *SELECTED,
)


def applications(parameters: Parameters) -> QuerySet:
    """What was sent in to rounds that opened in the window."""
    first, after = parameters.window.moments
    rows = Application.objects.exclude(status=S.DRAFT).select_related("round")
    return rows.filter(round__open_at__gte=first, round__open_at__lt=after)


def _reached(*statuses: str) -> Any:
    return lambda _parameters: Count("pk", filter=Q(status__in=statuses))


def _conversion(row: dict[str, Any]) -> Any:
    return percent(row["departed"], row["applied"])


declare(
    Report(
        code="RP-15",
        title=Words("项目漏斗", "Programme funnel"),
        about=Words(
            "统计期内开放的各批次：申请、学院推荐、选拔、提名、外方录取、出境、完成的人数及转化率；撤回和取消的只计入申请。",
            "For rounds that opened in the window: applied, recommended, selected, nominated, admitted, departed and "
            "completed, with the share that left; withdrawn and cancelled applications count as applied only.",
        ),
        sources={
            "applications": Source(
                applications,
                keyed(
                    named("round", Words("批次", "Round"), "round"),
                    named("unit", COLLEGE, "unit"),
                    choice("level", LEVEL, "level", StudyLevel.choices),
                    plain("academic_year", Words("学年", "Academic year"), "round__academic_year"),
                ),
                {"unit": "unit"},
            )
        },
        measures=(
            Measure("applied", Words("申请", "Applied"), lambda _p: Count("pk"), people=True),
            Measure("recommended", Words("推荐", "Recommended"), _reached(*RECOMMENDED), people=True),
            Measure("selected", Words("选拔", "Selected"), _reached(*SELECTED), people=True),
            Measure("nominated", Words("提名", "Nominated"), _reached(*NOMINATED), people=True),
            Measure("admitted", Words("录取", "Admitted"), _reached(*ADMITTED), people=True),
            Measure(
                "departed",
                Words("出境", "Departed"),
                lambda _p: Count("pk", filter=Q(mobility__departed_on__isnull=False)),
                people=True,
            ),
            Measure(
                "completed",
                Words("完成", "Completed"),
                lambda _p: Count("pk", filter=Q(mobility__status=Mobility.Status.COMPLETED)),
                people=True,
            ),
            Measure("rate", Words("出境率（%）", "Departed, %"), of=_conversion, decimals=1),
        ),
        default=("round",),
        compares=False,
        desk="students",
    ),
)
