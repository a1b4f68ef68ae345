"""Open data: what is public, as machines read it, each column with its meaning (read-only)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.policy import policy
from reports.figures import FIGURES, Words
from training.models import TrainingClass


@dataclass(frozen=True)
class DataColumn:
    """One column: its name, what it means, and how it is read."""

    key: str
    meaning: Words
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Dataset:
    """A set of public records."""

    name: str
    title: Words
    about: Words
    rows: Callable[[], Iterable[Any]]
    columns: tuple[DataColumn, ...]


def hidden_if_small(figure: Any, value: Any) -> Any:
    """A count of fewer people than the office shows is told as a bound only (§6.4)."""
    least = int(policy("stats.small_cell"))
    people = {"人", "名", "人次"}
    return f"<{least}" if figure.unit.zh in people and 0 < value < least else _number(value)


def _number(value: Any) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _figures() -> Iterator[Any]:
    today = timezone.localdate()
    for figure in FIGURES.values():
        if figure.is_public:
            yield figure.read(today)


def _classes() -> Any:
    """The public part of the filing (§1.11): title, unit, hours, fee, dates; no people, no income."""
    run = TrainingClass.objects.filter(status__in=["running", "finished", "closed"])
    return run.select_related("proposal__unit").order_by("-start_on", "-pk")


DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "figures",
            Words("统计数据", "Figures"),
            Words("本处公开的统计数据及其口径，按当日计算。", "The office's public figures with their definitions, as of today."),
            _figures,
            (
                DataColumn("id", Words("编号", "Identifier"), lambda row: row.figure.id),
                DataColumn("name_zh", Words("中文名称", "Name in Chinese"), lambda row: row.figure.name.zh),
                DataColumn("name_en", Words("英文名称", "Name in English"), lambda row: row.figure.name.en),
                DataColumn("value", Words("数值；少于5人显示为<5", "Value; fewer than five people as <5"),
                           lambda row: hidden_if_small(row.figure, row.value)),
                DataColumn("unit_zh", Words("单位", "Unit in Chinese"), lambda row: row.figure.unit.zh),
                DataColumn("unit_en", Words("英文单位", "Unit in English"), lambda row: row.figure.unit.en),
                DataColumn("start_on", Words("统计期开始", "First day that counts"), lambda row: row.window.start),
                DataColumn("end_on", Words("统计期结束", "Last day that counts"), lambda row: row.window.end),
                DataColumn("definition_zh", Words("统计口径", "Definition in Chinese"), lambda row: row.figure.definition.zh),
                DataColumn("definition_en", Words("英文口径", "Definition in English"), lambda row: row.figure.definition.en),
            ),
        ),
        Dataset(
            "training-classes",
            Words("非学历教育办学公开信息", "Non-degree training classes"),
            Words("已开班的培训班次；不含个人信息与收入。", "Classes that have begun; no people and no income."),
            _classes,
            (
                DataColumn("title_zh", Words("项目名称", "Title in Chinese"), lambda row: row.proposal.title_zh),
                DataColumn("title_en", Words("英文名称", "Title in English"), lambda row: row.proposal.title_en),
                DataColumn("unit_zh", Words("办学单位", "Running unit in Chinese"), lambda row: row.proposal.unit.name_zh),
                DataColumn("unit_en", Words("办学单位英文", "Running unit in English"), lambda row: row.proposal.unit.name_en),
                DataColumn("hours", Words("学时", "Class hours"), lambda row: row.proposal.hours_total),
                DataColumn("fee", Words("收费标准（元/人）", "Fee per person, CNY"), lambda row: row.proposal.fee_per_person),
                DataColumn("start_on", Words("开班日期", "First day"), lambda row: row.start_on),
                DataColumn("end_on", Words("结束日期", "Last day"), lambda row: row.end_on),
            ),
        ),
    )
}  # fmt: skip


def dataset_rows(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """The rows with their columns by name."""
    rows = dataset.rows()
    found = rows.iterator(chunk_size=2000) if hasattr(rows, "iterator") else rows
    for row in found:
        yield {column.key: column.read(row) for column in dataset.columns}


def as_dictionary(dataset: Dataset) -> dict[str, Any]:
    """The whole set as JSON says it, its columns explained."""
    return {
        "dataset": dataset.name,
        "title": {"zh": dataset.title.zh, "en": dataset.title.en},
        "about": {"zh": dataset.about.zh, "en": dataset.about.en},
        "as_of": timezone.localdate(),
        "columns": {
            column.key: {"zh": column.meaning.zh, "en": column.meaning.en} for column in dataset.columns
        },
        "rows": list(dataset_rows(dataset)),
    }
