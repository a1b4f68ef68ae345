"""Figures of non-degree training (F18 to F24, by the metrics of §1.10)."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import (
    Case,
    DecimalField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models import Window as Over
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from certificates.models import Certificate
from reports.figures.registry import Cell, Figure, Words, declare
from reports.figures.training_money import income_of_trainees
from reports.figures.windows import Period, Window
from training.actions.metric_rows import ATTENDED
from training.models import (
    Attendance,
    Proposal,
    Survey,
    SurveyAnswer,
    Trainee,
    TrainingClass,
)

# A class counts once it has really begun (ST-03).
RUN = (TrainingClass.Status.RUNNING, TrainingClass.Status.FINISHED, TrainingClass.Status.CLOSED)
DAYS: DecimalField = DecimalField(max_digits=8, decimal_places=3)
ITEMS = len(Survey.ITEMS)
READERS = frozenset({"FIN"})


def approved_projects(window: Window) -> QuerySet:
    """Projects approved in the window; withdrawn ones do not count."""
    first, after = window.moments
    approved = Proposal.objects.exclude(approved_no="").exclude(status=Proposal.Status.WITHDRAWN)
    return approved.filter(approved_at__gte=first, approved_at__lt=after).select_related("unit")


def classes_run(window: Window) -> QuerySet:
    """Classes that have begun, by their first day."""
    run = TrainingClass.objects.filter(status__in=RUN, start_on__range=window.days)
    return run.select_related("proposal__unit")


def trainees_attending(window: Window) -> QuerySet:
    """Registrations that reached attendance, in classes that have begun."""
    came = Attendance.objects.filter(trainee=OuterRef("pk"), mark__in=Attendance.COUNTED)
    rows = Trainee.objects.filter(training_class__status__in=RUN, training_class__start_on__range=window.days)
    return rows.filter(Q(status__in=ATTENDED) | Q(Exists(came))).select_related(
        "training_class__proposal__unit"
    )


def trainee_days(window: Window) -> QuerySet:
    """One row for each trainee and day of attendance, with the share of a day it makes (M5)."""
    came = Attendance.objects.filter(
        mark__in=Attendance.COUNTED,
        session__date__range=window.days,
        session__training_class__status__in=RUN,
    )
    day = [F("trainee"), F("session__date")]
    hours = Over(Sum("session__hours"), partition_by=day)
    share = Case(
        When(
            trainee__training_class__proposal__mode="online", then=F("hours_of_day") * Value(Decimal("0.125"))
        ),
        When(hours_of_day__gte=4, then=Value(Decimal(1))),
        When(hours_of_day__gte=2, then=Value(Decimal("0.5"))),
        default=Value(Decimal(0)),
        output_field=DAYS,
    )
    rows = came.annotate(
        hours_of_day=hours, nth=Over(RowNumber(), partition_by=day, order_by="pk"), share_of_day=share
    )
    return rows.filter(nth=1).select_related("trainee__training_class__proposal__unit", "session")


def certificates_issued(window: Window) -> QuerySet:
    """Certificates of non-degree education that still hold."""
    valid = Certificate.objects.filter(
        certificate_type__is_non_degree=True,
        status__in=[Certificate.Status.ISSUED, Certificate.Status.DELIVERED],
        issued_on__range=window.days,
    )
    return valid.select_related("certificate_type", "unit", "batch")


def survey_answers(window: Window) -> QuerySet:
    """The answers about classes that ended in the window, on a scale of 100 (M8)."""
    points = sum((F(item) for item in Survey.ITEMS[1:]), F(Survey.ITEMS[0]))
    answers = SurveyAnswer.objects.filter(survey__training_class__end_on__range=window.days)
    answers = answers.exclude(survey__training_class__status=TrainingClass.Status.CANCELLED)
    score = Cast(points, FloatField()) * Value(20.0) / Value(float(ITEMS))
    return answers.annotate(score=score).select_related("survey__training_class__proposal__unit")


PROJECT = Words("项目", "Project")
UNIT = Words("办学单位", "Running unit")
CLASS = Words("班次", "Class")
START = Words("开班日期", "First day")
NO_DEDUP = Words("不去重", "no de-duplication")

declare(
    Figure(
        id="F18",
        name=Words("非学历教育立项数", "Training projects approved"),
        definition=Words(
            "统计年度内获批准并取得立项编号的非学历教育项目；撤回的不计。",
            "Projects of non-degree training approved with a number in the year; withdrawn ones do not count.",
        ),
        unit=Words("个", "projects"),
        dedup=Words("一个立项计一次", "each project once"),
        period=Period.YEAR,
        rows=approved_projects,
        cells=(
            Cell(Words("立项编号", "Approval number"), lambda row: row.approved_no),
            Cell(PROJECT, lambda row: row, link=True),
            Cell(UNIT, lambda row: row.unit),
            Cell(Words("批准日期", "Approved on"), lambda row: timezone.localtime(row.approved_at).date()),
        ),
        filters={"unit": "unit", "category": "category"},
        readers=READERS,
        desk="training",
    ),
    Figure(
        id="F19",
        name=Words("培训班次", "Training classes"),
        definition=Words(
            "统计年度内已开班的班次，按开班日期归年；未开班、取消的不计。",
            "Classes that have begun, by their first day; planned and cancelled ones do not count.",
        ),
        unit=Words("期", "classes"),
        dedup=Words("一期计一次", "each class once"),
        period=Period.YEAR,
        rows=classes_run,
        cells=(
            Cell(CLASS, lambda row: row, link=True),
            Cell(UNIT, lambda row: row.proposal.unit),
            Cell(START, lambda row: row.start_on),
            Cell(Words("结束日期", "Last day"), lambda row: row.end_on),
        ),
        filters={"unit": "proposal__unit", "category": "proposal__category"},
        readers=READERS,
        desk="training",
    ),
    Figure(
        id="F20",
        name=Words("培训人次", "Trainees (person-times)"),
        definition=Words(
            "统计年度内已开班的班次中实际参加学习的学员登记数；同一人参加两期计两次，只报名未到的不计。",
            "Registrations that reached attendance in classes begun in the year; one person in two classes counts "
            "twice, whoever only registered does not count.",
        ),
        unit=Words("人次", "person-times"),
        dedup=Words("每班每人一次", "once per person and class"),
        period=Period.YEAR,
        rows=trainees_attending,
        cells=(
            Cell(Words("学员", "Trainee"), lambda row: row, link=True),
            Cell(CLASS, lambda row: row.training_class),
            Cell(UNIT, lambda row: row.training_class.proposal.unit),
            Cell(START, lambda row: row.training_class.start_on),
        ),
        filters={
            "unit": "training_class__proposal__unit",
            "category": "training_class__proposal__category",
            "gender": "gender",
        },
        step=100,
        more="余",
        desk="training",
    ),
    Figure(
        id="F21",
        name=Words("培训人天", "Training days (person-days)"),
        definition=Words(
            "学员实际到课的天数之和：线下当日满4学时计1天，2至不足4学时计半天；线上按学时除以8折算。",
            "Days attended by trainees: four class hours or more in a day in person make one day, two to under four "
            "make half a day; online, hours divided by eight.",
        ),
        unit=Words("人天", "person-days"),
        dedup=Words("每人每天一行", "one row per person and day"),
        period=Period.YEAR,
        rows=trainee_days,
        weight="share_of_day",
        cells=(
            Cell(Words("学员", "Trainee"), lambda row: row.trainee),
            Cell(CLASS, lambda row: row.trainee.training_class),
            Cell(Words("日期", "Day"), lambda row: row.session.date),
            Cell(Words("学时", "Class hours"), lambda row: row.hours_of_day),
            Cell(Words("折合天数", "Days"), lambda row: row.share_of_day),
        ),
        filters={
            "unit": "trainee__training_class__proposal__unit",
            "category": "trainee__training_class__proposal__category",
        },
        step=100,
        more="余",
        desk="training",
    ),
    Figure(
        id="F22",
        name=Words("培训收入", "Training income"),
        definition=Words(
            "统计年度内经财务处确认的培训收费减去已退款项，以人民币万元计；录入未确认、作废的不计。",
            "Fees received and confirmed by finance in the year, less refunds paid, in ten thousand yuan; what is "
            "not confirmed or void does not count.",
        ),
        unit=Words("万元", "RMB 10,000"),
        dedup=Words("按学员汇总", "added up per trainee"),
        period=Period.YEAR,
        rows=income_of_trainees,
        weight="net_income",
        in_wan=True,
        cells=(
            Cell(Words("学员", "Trainee"), lambda row: row, link=True),
            Cell(CLASS, lambda row: row.training_class),
            Cell(UNIT, lambda row: row.training_class.proposal.unit),
            Cell(Words("净收入（元）", "Net income (CNY)"), lambda row: row.net_income),
        ),
        filters={
            "unit": "training_class__proposal__unit",
            "category": "training_class__proposal__category",
        },
        readers=READERS,
        is_public=False,
        desk="training",
    ),
    Figure(
        id="F23",
        name=Words("结业证书发放数", "Training certificates issued"),
        definition=Words(
            "统计年度内签发且现行有效的非学历教育结业证书；作废、撤销和已被换发替代的不计。",
            "Certificates of non-degree education issued in the year and still valid; void, revoked and superseded "
            "ones do not count.",
        ),
        unit=Words("份", "certificates"),
        dedup=Words("一证一号", "one number each"),
        period=Period.YEAR,
        rows=certificates_issued,
        cells=(
            Cell(Words("证书编号", "Certificate number"), lambda row: row.number, link=True),
            Cell(Words("证书名称", "Title"), lambda row: row.batch),
            Cell(UNIT, lambda row: row.unit),
            Cell(Words("签发日期", "Issued on"), lambda row: row.issued_on),
        ),
        filters={"unit": "unit"},
        step=100,
        more="余",
        desk="training",
    ),
    Figure(
        id="F24",
        name=Words("学员满意度", "Satisfaction of trainees"),
        definition=Words(
            "统计年度内结束的班次的匿名问卷六项得分折合百分制后的平均值，每份答卷权重相同。",
            "Mean of the six items of the anonymous survey on a scale of 100, over all answers about classes that "
            "ended in the year; each answer weighs the same.",
        ),
        unit=Words("分", "out of 100"),
        dedup=NO_DEDUP,
        period=Period.YEAR,
        rows=survey_answers,
        weight="score",
        mean=True,
        cells=(
            Cell(CLASS, lambda row: row.survey.training_class),
            Cell(UNIT, lambda row: row.survey.training_class.proposal.unit),
            Cell(Words("得分", "Score"), lambda row: row.score),
        ),
        filters={"unit": "survey__training_class__proposal__unit"},
        is_public=False,
        desk="training",
    ),
)
