"""How long approvals take, stage by stage, in every workflow of the portal (RP-14)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from core.flow import Flow
from core.models import Event
from core.policy import policy
from reports.figures import Cell, Words
from reports.statistics.registry import (
    Dimension,
    Measure,
    Parameters,
    Report,
    Source,
    declare,
    keyed,
    month,
    year,
)


def stages(parameters: Parameters) -> QuerySet:
    """Every step that ended a stay in a status, with how long the record had stayed (RP-14)."""
    first, after = parameters.window.moments
    kinds = ContentType.objects.get_for_models(*Flow.registry).values()
    steps = Event.objects.exclude(from_status=F("to_status"))
    before = steps.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), pk__lt=OuterRef("pk")
    ).order_by("-pk")
    rows = steps.filter(at__gte=first, at__lt=after, content_type__in=[kind.pk for kind in kinds])
    rows = rows.annotate(since=Subquery(before.values("at")[:1])).exclude(since=None)
    return rows.annotate(stay=ExpressionWrapper(F("at") - F("since"), output_field=DurationField()))


def _overdue(_parameters: Parameters) -> Any:
    """Longer than the working days each review may take, as days of the calendar."""
    return Count("pk", filter=Q(stay__gt=timedelta(days=policy("training.sla_workdays") * 7 / 5)))


def kind_words(row: dict[str, Any]) -> str:
    """The kind of record of a step, in words."""
    model = ContentType.objects.get_for_id(row["by_kind"]).model_class()
    return str(model._meta.verbose_name) if model else "—"


def status_words(row: dict[str, Any]) -> str:
    """The status in which the record stayed, by the words of its own workflow."""
    model: Any = ContentType.objects.get_for_id(row["by_kind_of_stage"]).model_class()
    words = dict(model._meta.get_field("status").choices) if model else {}
    return str(words.get(row["by_stage"], row["by_stage"]))


KIND = Dimension("kind", Words("业务", "Record"), {"by_kind": "content_type"}, kind_words)
STAGE = Dimension(
    "stage",
    Words("环节", "Stage"),
    {"by_stage": "from_status", "by_kind_of_stage": "content_type"},
    status_words,
)
declare(
    Report(
        code="RP-14",
        title=Words("审批时效", "Approval times"),
        about=Words(
            "统计期内离开各审批环节的记录在该环节停留的平均天数、最长天数和超时件数；时限按设置的工作日折合日历天。",
            "How long records stayed in each stage they left in the window: mean and longest, and how many overran the "
            "working days set for a review, as days of the calendar.",
        ),
        sources={"stages": Source(stages, keyed(KIND, STAGE, year("at"), month("at")))},
        measures=(
            Measure("steps", Words("办理件数", "Steps"), lambda _p: Count("pk")),
            Measure("mean", Words("平均天数", "Mean, days"), lambda _p: Avg("stay"), decimals=1),
            Measure("longest", Words("最长天数", "Longest, days"), lambda _p: Max("stay"), decimals=1),
            Measure("overdue", Words("超时件数", "Overran"), _overdue),
        ),
        default=("kind", "stage"),
        cells=(
            Cell(Words("业务", "Record"), lambda row: row.content_type.name),
            Cell(Words("环节", "Stage"), lambda row: row.from_status),
            Cell(Words("进入", "Since"), lambda row: row.since),
            Cell(Words("离开", "Left"), lambda row: row.at),
        ),
    ),
)
