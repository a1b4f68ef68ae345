"""Open data: what is public, as machines read it, each column with its meaning (read-only)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.policy import policy
from partnerships.models import Institution, Laboratory
from programmes.models import Programme
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


def _partners() -> Any:
    return (
        Institution.objects.cooperating(timezone.localdate())
        .select_related("region")
        .order_by("name_zh", "pk")
    )


def _programmes() -> Any:
    programmes: Any = Programme.objects  # two registers have a QuerySet of this name
    return programmes.published().select_related("partner__region").order_by("title_zh", "pk")


def _laboratories() -> Any:
    return Laboratory.objects.active(timezone.localdate()).select_related("unit").order_by("pk")


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
        Dataset(
            "partners",
            Words("合作高校", "Partner universities"),
            Words("当日有有效协议或在运行联合实验室的合作高校。",
                  "Universities with an agreement in force or a joint laboratory at work today."),
            _partners,
            (
                DataColumn("name_zh", Words("中文名称", "Name in Chinese"), lambda row: row.name_zh),
                DataColumn("name_en", Words("英文名称", "Name in English"), lambda row: row.name_en),
                DataColumn("region", Words("国家/地区代码", "Code of the country or region"), lambda row: row.region.alpha2),
                DataColumn("region_zh", Words("国家/地区", "Country or region in Chinese"), lambda row: row.region.name_zh),
                DataColumn("region_en", Words("国家/地区英文", "Country or region in English"),
                           lambda row: row.region.name_en),
                DataColumn("ror_id", Words("ROR标识", "ROR identifier"), lambda row: row.ror_id),
                DataColumn("website", Words("网站", "Website"), lambda row: row.website),
            ),
        ),
        Dataset(
            "programmes",
            Words("学生项目", "Student programmes"),
            Words("对外公布的学生项目。", "Programmes that are published."),
            _programmes,
            (
                DataColumn("title_zh", Words("中文名称", "Title in Chinese"), lambda row: row.title_zh),
                DataColumn("title_en", Words("英文名称", "Title in English"), lambda row: row.title_en),
                DataColumn("type", Words("类型", "Type"), lambda row: row.type),
                DataColumn("level", Words("层次", "Level"), lambda row: row.level),
                DataColumn("partner_zh", Words("合作院校", "Host in Chinese"), lambda row: row.partner.name_zh),
                DataColumn("partner_en", Words("合作院校英文", "Host in English"), lambda row: row.partner.name_en),
                DataColumn("region", Words("国家/地区代码", "Code of the country or region"),
                           lambda row: row.partner.region.alpha2),
                DataColumn("weeks", Words("时长（周）", "Duration in weeks"), lambda row: row.duration_weeks),
            ),
        ),
        Dataset(
            "laboratories",
            Words("国际联合实验室", "International joint laboratories"),
            Words("当日在运行的国际联合实验室。", "Joint laboratories at work today."),
            _laboratories,
            (
                DataColumn("name_zh", Words("中文名称", "Name in Chinese"), lambda row: row.name_zh),
                DataColumn("name_en", Words("英文名称", "Name in English"), lambda row: row.name_en),
                DataColumn("unit_zh", Words("依托单位", "College in Chinese"), lambda row: row.unit.name_zh),
                DataColumn("founded_on", Words("成立日期", "Founded on"), lambda row: row.founded_on),
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
