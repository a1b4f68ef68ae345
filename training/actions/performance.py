"""The yearly figures of the units, computed together and kept, and the composite over them (§1.10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Unit
from core.policy import policy
from training.actions.metrics import METRICS, value_of
from training.models import PerformanceFigure, Proposal

HUNDRED = Decimal(100)
ZERO = Decimal(0)
COMPOSITE = "composite"
# What each fifth of the composite is made of; its weight is a setting.
FIELDS = {
    "scale": ("M4",),
    "quality": ("M8", "M9"),
    "compliance": ("M11", "M12"),
    "finance": ("M6", "M7"),
    "timeliness": ("M3", "M10"),
}
ACTIVITY = ("M1", "M3", "M4", "M6")
Values = Mapping[str, Decimal | None]


def running_units() -> Any:
    """The units that have ever proposed anything."""
    proposed = Proposal.objects.filter(unit=OuterRef("pk")).order_by()
    return Unit.objects.filter(Exists(proposed)).order_by("code")


def score_of(code: str, values: Values) -> Decimal | None:
    """A metric on a scale of 100; amounts are measured against their target."""
    value = values.get(code)
    if value is None or code not in {"M4", "M6", "M7"}:
        return value
    targets = {
        "M4": policy("training.target_people"),
        "M6": policy("training.target_income"),
        "M7": policy("training.target_income") * policy("training.school_fee_rate") / HUNDRED,
    }
    target = Decimal(targets[code])
    return min(HUNDRED, max(ZERO, value * HUNDRED / target)) if target > 0 else None


def composite_of(values: Values) -> Decimal | None:
    """The weighted mean of the five fields; what was not measured weighs nothing, no activity gives nothing."""
    counts = [values.get(code) for code in ACTIVITY]
    if not any(counts):
        return None
    total = weights = ZERO
    for field, codes in FIELDS.items():
        scores = [score for code in codes if (score := score_of(code, values)) is not None]
        if scores:
            weight = Decimal(policy(f"training.weight_{field}"))
            total += weight * sum(scores, ZERO) / len(scores)
            weights += weight
    return total / weights if weights else None


@transaction.atomic
def compute_performance(unit: Unit, year: int, *, by: Any = None) -> dict[str, PerformanceFigure]:
    """All figures of one unit and year are computed and kept; no activity at all is kept as none."""
    if by is not None and not by.has_perm("training.compute_performancefigure"):
        raise PermissionDenied
    found = {code: value_of(metric, unit.pk, year) for code, metric in METRICS.items()}
    values: dict[str, Decimal | None] = {code: value for code, (value, _rows) in found.items()}
    is_active = any(values[code] for code in ACTIVITY) or found["M11"][1] > 0
    composite = composite_of(values)
    now = timezone.now()
    figures = [
        PerformanceFigure(
            unit=unit,
            year=year,
            code=code,
            value=_kept(value) if is_active else None,
            rows=rows,
            computed_at=now,
        )
        for code, (value, rows) in found.items()
    ]
    figures.append(
        PerformanceFigure(
            unit=unit,
            year=year,
            code=COMPOSITE,
            value=_kept(composite) if is_active else None,
            computed_at=now,
        )
    )
    PerformanceFigure.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["unit", "year", "code"],
        update_fields=["value", "rows", "computed_at"],
    )
    return {figure.code: figure for figure in figures}


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(Decimal("0.01"))


def compute_all(year: int | None = None, today: date | None = None) -> int:
    """The figures of every unit: of this year and, in January and February, of the one before."""
    today = today or timezone.localdate()
    years = [year] if year else [today.year, *([today.year - 1] if today.month <= 2 else [])]
    count = 0
    for unit in running_units():
        for one in years:
            compute_performance(unit, one)
            count += 1
    return count


def figures_of(unit: Unit, year: int) -> dict[str, PerformanceFigure]:
    """The figures as last computed; computed now where they never were."""
    kept = {row.code: row for row in PerformanceFigure.objects.filter(unit=unit, year=year)}
    return kept if COMPOSITE in kept else compute_performance(unit, year)
