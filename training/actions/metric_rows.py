"""The rows behind each of the twelve metrics of a running unit in a year (§1.10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Event
from core.policy import policy
from training.models import (
    Attendance,
    BudgetLine,
    Expense,
    Mode,
    Payment,
    Proposal,
    RectificationTicket,
    Refund,
    Survey,
    Trainee,
    TrainingClass,
)

ZERO = Decimal(0)
HUNDRED = Decimal(100)
YES, NO = Value(True), Value(False)
T = Trainee.Status
ATTENDED = (T.ATTENDING, T.COMPLETED, T.NOT_COMPLETED, T.EXPELLED)


@dataclass(frozen=True)
class Part:
    """Rows of one kind behind a metric; `sign` is -1 for money given back."""

    label: str | Promise
    rows: QuerySet
    sign: int = 1


def events_of(model: type) -> QuerySet:
    """Events of one row of `model`, to be used inside a query about it."""
    kind = ContentType.objects.get_for_model(model)
    return Event.objects.filter(content_type=kind, object_id=OuterRef("pk"))


def year_field() -> str:
    """A class belongs to the year in which it ends, unless the office counts by its beginning (§1.11)."""
    return "start_on" if policy("training.year_basis") == "start" else "end_on"


def classes_of(unit: int, year: int) -> QuerySet:
    """The classes of a unit that belong to the year."""
    return TrainingClass.objects.filter(proposal__unit=unit, **{f"{year_field()}__year": year})


def trainees_of(unit: int, year: int) -> QuerySet:
    """The trainees of those classes."""
    name = f"training_class__{year_field()}__year"
    return Trainee.objects.filter(training_class__proposal__unit=unit, **{name: year})


def approved_rows(unit: int, year: int) -> list[Part]:
    """Projects approved in the year."""
    rows = Proposal.objects.filter(unit=unit, approved_at__year=year)
    return [Part(_("Projects approved"), rows.annotate(amount=Value(1, IntegerField())))]


def decided_rows(unit: int, year: int) -> list[Part]:
    """Decided in the year; good are those approved that no desk beyond the unit sent back."""
    deciding = events_of(Proposal).filter(verb__in=["approve", "authorise", "reject"], at__year=year)
    came_back = events_of(Proposal).filter(verb__in=["return", "object"]).exclude(from_status="unit_review")
    rows = Proposal.objects.filter(Exists(deciding), unit=unit).annotate(
        counts=Case(
            When(Q(approved_at__isnull=False) & ~Exists(came_back), then=YES),
            default=NO,
            output_field=BooleanField(),
        )
    )
    return [Part(_("Projects decided"), rows)]


def executed_rows(unit: int, year: int) -> list[Part]:
    """Classes of the year; good are those that took place."""
    done = [TrainingClass.Status.FINISHED, TrainingClass.Status.CLOSED]
    rows = classes_of(unit, year).annotate(
        counts=Case(When(status__in=done, then=YES), default=NO, output_field=BooleanField())
    )
    return [Part(_("Classes planned for the year"), rows)]


def people_rows(unit: int, year: int) -> list[Part]:
    """Registrations that reached attending; who left later and had attended counts too."""
    was_there = Attendance.objects.filter(trainee=OuterRef("pk"))
    rows = trainees_of(unit, year).filter(
        Q(status__in=ATTENDED) | (Q(status=T.WITHDREW) & Q(Exists(was_there)))
    )
    return [Part(_("People who attended"), rows.annotate(amount=Value(1, IntegerField())))]


def person_days_rows(unit: int, year: int) -> list[Part]:
    """Classes of the year; their days are added up by `days_of_classes`."""
    return [
        Part(
            _("Classes with attendance"),
            classes_of(unit, year).filter(sessions__attendance__isnull=False).distinct(),
        )
    ]


def days_of_classes(pks: Iterable[int]) -> dict[int, Decimal]:
    """Person-days by class: four hours a day are one, two are half; online eight hours are one (M5)."""
    name = "session__training_class"
    grouped = (
        Attendance.objects.filter(session__training_class__in=list(pks), mark__in=Attendance.COUNTED)
        .values_list(name, "trainee", "session__date", f"{name}__proposal__mode")
        .annotate(hours=Sum("session__hours"))
        .order_by()
    )
    days: dict[int, Decimal] = {}
    full, half = policy("training.day_hours"), policy("training.half_day_hours")
    online = policy("training.online_day_hours")
    for pk, _trainee, _day, mode, hours in grouped.iterator(chunk_size=5000):
        if mode == Mode.ONLINE:
            worth = hours / online
        else:
            worth = Decimal(1) if hours >= full else Decimal("0.5") if hours >= half else ZERO
        days[pk] = days.get(pk, ZERO) + worth
    return days


def income_rows(unit: int, year: int) -> list[Part]:
    """Receipts finance has confirmed, less refunds paid out, by their own days."""
    of_unit = {"trainee__training_class__proposal__unit": unit}
    paid = Payment.objects.confirmed().filter(received_on__year=year, **of_unit)
    back = Refund.objects.paid_out().filter(paid_out_on__year=year, **of_unit)
    return [
        Part(_("Receipts confirmed"), paid.annotate(value=F("amount_cny"))),
        Part(_("Refunds"), back.annotate(value=F("amount_cny")), -1),
    ]


def contribution_rows(unit: int, year: int) -> list[Part]:
    """What was paid to the school."""
    rows = Expense.objects.confirmed().filter(
        proposal__unit=unit, category=BudgetLine.Category.SCHOOL, spent_on__year=year
    )
    return [Part(_("Management fee paid"), rows.annotate(value=F("amount")))]


def satisfaction_rows(unit: int, year: int) -> list[Part]:
    """Surveys with enough answers; a small one would show single people."""
    name = f"training_class__{year_field()}__year"
    score = sum((F(f"answers__{item}") for item in Survey.ITEMS[1:]), F(f"answers__{Survey.ITEMS[0]}"))
    rows = (
        Survey.objects.filter(training_class__proposal__unit=unit, **{name: year})
        .annotate(weight=Count("answers"), points=Sum(score))
        .filter(weight__gte=policy("training.survey_min_answers"))
    )
    return [Part(_("Surveys with enough answers"), rows)]


def completed_rows(unit: int, year: int) -> list[Part]:
    """Trainees with a result; good are those who completed."""
    rows = (
        trainees_of(unit, year)
        .filter(status__in=[T.COMPLETED, T.NOT_COMPLETED, T.EXPELLED])
        .annotate(counts=Case(When(status=T.COMPLETED, then=YES), default=NO, output_field=BooleanField()))
    )
    return [Part(_("Trainees with a result"), rows)]


def closed_in_time_rows(unit: int, year: int) -> list[Part]:
    """Projects whose closing was due in the year; good are those first sent in by that day."""
    allowed = timedelta(days=policy("training.closing_days"))
    first = events_of(Proposal).filter(to_status__in=["closing", "closed"]).order_by("pk")
    rows = (
        Proposal.objects.filter(unit=unit, approved_at__isnull=False, end_on__isnull=False)
        .filter(end_on__range=_due_range(year, allowed))
        .annotate(
            due=ExpressionWrapper(F("end_on") + Value(allowed), output_field=DateField()),
            sent=TruncDate(Subquery(first.values("at")[:1])),
        )
        .annotate(
            counts=Case(
                When(sent__lte=F("end_on") + Value(allowed), then=YES),
                default=NO,
                output_field=BooleanField(),
            )
        )
    )
    return [Part(_("Closings due"), rows)]


def _due_range(year: int, allowed: timedelta) -> tuple[Any, Any]:
    """Last days of projects whose closing falls due in the year and is due by now."""
    today = timezone.localdate()
    first, last = today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31)
    return first - allowed, min(last, today) - allowed


def faults_rows(unit: int, year: int) -> list[Part]:
    """Tickets opened and suspensions begun in the year, each with its points."""
    minor, major = policy("training.points_minor"), policy("training.points_major")
    tickets = (
        RectificationTicket.objects.filter(unit=unit, opened_on__year=year)
        .exclude(status=RectificationTicket.Status.VOID)
        .annotate(amount=Case(When(severity="major", then=Value(major)), default=Value(minor)))
    )
    kind = ContentType.objects.get_for_model(Proposal)
    suspensions = Event.objects.filter(
        content_type=kind,
        to_status="suspended",
        at__year=year,
        object_id__in=Proposal.objects.filter(unit=unit).values("pk"),
    ).exclude(from_status="suspended")
    points = Value(policy("training.points_suspension"), IntegerField())
    return [
        Part(_("Rectification tickets"), tickets),
        Part(_("Suspensions"), suspensions.annotate(amount=points)),
    ]


def rectified_rows(unit: int, year: int) -> list[Part]:
    """Tickets due in the year and due by now, or put right earlier; good are those closed by their day."""
    today = timezone.localdate()
    rows = (
        RectificationTicket.objects.filter(unit=unit, due_on__year=year)
        .exclude(status=RectificationTicket.Status.VOID)
        .filter(Q(due_on__lt=today) | Q(closed_on__isnull=False))
        .annotate(
            counts=Case(When(closed_on__lte=F("due_on"), then=YES), default=NO, output_field=BooleanField())
        )
    )
    return [Part(_("Tickets due"), rows)]
