"""The twelve metrics of a running unit in a year, each with the rows that make it up (§1.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.actions.metric_rows import (
    Part,
    approved_rows,
    closed_in_time_rows,
    completed_rows,
    contribution_rows,
    days_of_classes,
    decided_rows,
    executed_rows,
    faults_rows,
    income_rows,
    people_rows,
    person_days_rows,
    rectified_rows,
    satisfaction_rows,
)
from training.models import Survey

ZERO = Decimal(0)
HUNDRED = Decimal(100)
COUNT, SUM, SHARE, MEAN, SCORE = "count", "sum", "share", "mean", "score"


@dataclass(frozen=True)
class Metric:
    """What is measured: its code, how the rows become one number, and the rows of a unit and year."""

    code: str
    label: str | Promise
    help: str | Promise
    how: str
    parts: Callable[[int, int], list[Part]]
    unit: str | Promise = ""

    @property
    def is_share(self) -> bool:
        return self.how in {SHARE, MEAN, SCORE}


METRICS = {
    metric.code: metric
    for metric in (
        Metric("M1", _("Projects approved"), _("Proposals approved in the year."), COUNT, approved_rows),
        Metric(
            "M2",
            _("First-pass rate"),
            _("Approved without being sent back after the unit, of all decided."),
            SHARE,
            decided_rows,
            "%",
        ),
        Metric(
            "M3",
            _("Execution rate"),
            _("Classes finished, of those planned for the year."),
            SHARE,
            executed_rows,
            "%",
        ),
        Metric(
            "M4",
            _("People trained"),
            _("Registrations that reached attending, one for each person and class."),
            COUNT,
            people_rows,
        ),
        Metric(
            "M5",
            _("Person-days"),
            _("Days attended; four class hours are a day, two are half a day."),
            SUM,
            person_days_rows,
        ),
        Metric(
            "M6",
            _("Income received"),
            _("Receipts confirmed by finance less refunds, by their dates."),
            SUM,
            income_rows,
            _("CNY"),
        ),
        Metric(
            "M7", _("Contribution"), _("Management fee paid to the school."), SUM, contribution_rows, _("CNY")
        ),
        Metric(
            "M8",
            _("Satisfaction"),
            _("Mean of the survey scores, by the number of answers."),
            MEAN,
            satisfaction_rows,
            "%",
        ),
        Metric("M9", _("Completion rate"), _("Completed, of all with a result."), SHARE, completed_rows, "%"),
        Metric(
            "M10",
            _("Closing on time"),
            _("Closings sent in by their day, of those due."),
            SHARE,
            closed_in_time_rows,
            "%",
        ),
        Metric(
            "M11",
            _("Compliance"),
            _("100 less points for tickets and suspensions, not below 0."),
            SCORE,
            faults_rows,
            "%",
        ),
        Metric(
            "M12",
            _("Rectification on time"),
            _("Tickets closed by their day, of those due."),
            SHARE,
            rectified_rows,
            "%",
        ),
    )
}


def value_of(metric: Metric, unit: int, year: int) -> tuple[Decimal | None, int]:
    """The figure and the number of rows behind it; None where nothing happened that could be measured."""
    parts = metric.parts(unit, year)
    if metric.code == "M5":
        pks = list(parts[0].rows.values_list("pk", flat=True))
        return (sum(days_of_classes(pks).values(), ZERO) if pks else None), len(pks)
    counts = [part.rows.count() for part in parts]
    rows = sum(counts)
    if metric.how == COUNT:
        return Decimal(rows), rows
    if metric.how == SUM:
        total = sum(
            (part.sign * (part.rows.aggregate(sum=Sum("value"))["sum"] or ZERO) for part in parts), ZERO
        )
        return (total if rows else None), rows
    if metric.how == SCORE:
        lost = sum(part.rows.aggregate(sum=Sum("amount"))["sum"] or 0 for part in parts)
        return max(HUNDRED - lost, ZERO), rows
    if not rows:
        return None, 0
    if metric.how == MEAN:
        sums = parts[0].rows.aggregate(all_points=Sum("points"), all_answers=Sum("weight"))
        return Decimal(sums["all_points"]) * 20 / len(Survey.ITEMS) / sums["all_answers"], rows
    good = parts[0].rows.filter(counts=True).count()
    return Decimal(good) * HUNDRED / rows, rows
