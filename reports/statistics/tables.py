"""Counting a report: grouped in the database, one row for each combination, totals counted anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.work import title_of
from reports.figures import Change
from reports.statistics.registry import Measure, Parameters, Report, Source, days_of

Row = list[Any]
Key = tuple[str, ...]


@dataclass
class Table:
    """Rows under a header; the last may be a total."""

    title: str
    header: list[str]
    rows: list[Row] = field(default_factory=list)
    total: Row | None = None
    # Which columns count people, for the rule of small cells.
    people: list[int] = field(default_factory=list)
    labels: int = 1
    # The first column of the comparison with the year before; 0 where there is none.
    compared_from: int = 0


def narrowed(source: Source, parameters: Parameters) -> QuerySet:
    """The records of the source under the report's filters."""
    rows = source.rows(parameters)
    for name, value in parameters.filters.items():
        rows = rows.filter(**{source.filters[name]: value})
    return rows


def grouped(
    report: Report, name: str, parameters: Parameters, by: Sequence[str]
) -> dict[Key, dict[str, Any]]:
    """The measures of one source by the words of its dimensions."""
    source = report.sources[name]
    measures = _of_source(report, name)
    aggregates = {
        f"m_{measure.key}": measure.aggregate(parameters) for measure in measures if measure.aggregate
    }
    records = narrowed(source, parameters).order_by()
    if not by:
        return {(): _measured(records.aggregate(**aggregates), ())}
    dimensions = [source.dimensions[key] for key in by]
    names: list[str] = []
    expressions: dict[str, Any] = {}
    aliases: dict[str, str] = {}
    for dimension in dimensions:
        for column, expression in dimension.columns.items():
            if isinstance(expression, str):
                aliases[column] = expression
                names.append(expression)
            else:
                expressions[column] = expression
                names.append(column)
    rows = records.annotate(**expressions).values(*names)
    found: dict[Key, dict[str, Any]] = {}
    for row in rows.annotate(**aggregates):
        row |= {column: row[path] for column, path in aliases.items()}
        key = tuple(dimension.words(row) for dimension in dimensions)
        order = tuple(
            dimension.order(row) if dimension.order else word
            for dimension, word in zip(dimensions, key, strict=True)
        )
        _add(found, key, _measured({name: row[name] for name in aggregates}, order))
    return found


def _measured(row: dict[str, Any], order: Any) -> dict[str, Any]:
    """The measures under their own names."""
    return {name.removeprefix("m_"): _value(value) for name, value in row.items()} | {"order": order}


def _of_source(report: Report, name: str) -> list[Measure]:
    first = next(iter(report.sources))
    return [measure for measure in report.measures if (measure.source or first) == name]


def _add(found: dict[Key, dict[str, Any]], key: Key, values: dict[str, Any]) -> None:
    """Two groups that read the same are one row of the report, as their reader cannot tell them apart."""
    if key not in found:
        found[key] = values
        return
    for name, value in values.items():
        if name != "order":
            found[key][name] = (found[key][name] or 0) + (value or 0)


def _value(value: Any) -> Any:
    if isinstance(value, timedelta):
        return days_of(value)
    return value if value is not None else 0


def merged(report: Report, parameters: Parameters, by: Sequence[str]) -> dict[Key, dict[str, Any]]:
    """The measures of all sources side by side."""
    rows: dict[Key, dict[str, Any]] = {}
    for name in report.sources:
        for key, values in grouped(report, name, parameters, by).items():
            rows.setdefault(key, {}).update(values)
    for values in rows.values():
        complete(report, values)
    return rows


def complete(report: Report, values: dict[str, Any]) -> None:
    """Nought where a source had nothing, and what is made from other measures."""
    for measure in report.measures:
        if measure.of:
            values[measure.key] = measure.of(values)
        else:
            values.setdefault(measure.key, 0)
        value = values[measure.key]
        if isinstance(value, Decimal | float):
            values[measure.key] = Decimal(str(value)).quantize(Decimal(1).scaleb(-measure.decimals))


def main_table(report: Report, parameters: Parameters) -> Table:
    """The report by its dimensions, beside the same days of the year before."""
    by = parameters.by or report.default
    rows = merged(report, parameters, by)
    lead = report.measures[0]
    compares = report.compares and "year" not in by
    before = _a_year_before(report, parameters, by) if compares else {}
    labels = [str(report.dimensions[key].label) for key in by]
    header = [*labels, *(str(measure.label) for measure in report.measures)]
    compared_from = len(header) if compares else 0
    if compares:
        header += [_("A year before"), _("Year on year")]
    table = Table(str(report.title), header, labels=len(by), compared_from=compared_from)
    table.people = [len(by) + place for place, measure in enumerate(report.measures) if measure.people]
    for key in sorted({*rows, *before}, key=lambda key: _order(rows, before, key)):
        values = rows.get(key) or _noughts(report)
        compared = _compared(values[lead.key], before.get(key, {}).get(lead.key, 0)) if compares else []
        table.rows.append([*key, *(values[measure.key] for measure in report.measures), *compared])
    table.total = _total(report, parameters, len(by), compares=compares)
    return table


def _order(rows: dict[Key, dict[str, Any]], before: dict[Key, dict[str, Any]], key: Key) -> tuple[str, ...]:
    """By the dimensions' own order; mixed kinds are compared as texts of one width."""
    order = (rows.get(key) or before[key])["order"]
    return tuple(f"{part:012d}" if isinstance(part, int) else str(part) for part in order)


def _noughts(report: Report) -> dict[str, Any]:
    values: dict[str, Any] = {}
    complete(report, values)
    return values


def _compared(current: Any, previous: Any) -> Row:
    return [previous, Change(Decimal(current or 0), Decimal(previous or 0)).text]


def _a_year_before(report: Report, parameters: Parameters, by: Sequence[str]) -> dict[Key, dict[str, Any]]:
    earlier = replace(parameters, window=parameters.window.a_year_before)
    return merged(report, earlier, by)


def _total(report: Report, parameters: Parameters, labels: int, *, compares: bool) -> Row:
    """Counted anew over everything: sums where rows exclude each other, each once where they do not (§6.4)."""
    values = merged(report, parameters, ()).get((), {}) or _noughts(report)
    distinct = any(measure.is_distinct for measure in report.measures)
    word = _("Total, each counted once") if distinct else _("Total")
    total = [word, *[""] * (labels - 1), *(values[measure.key] for measure in report.measures)]
    if compares:
        lead = report.measures[0].key
        previous = _a_year_before(report, parameters, ()).get((), {}).get(lead, 0)
        total += _compared(values[lead], previous)
    return total


def detail_rows(report: Report, parameters: Parameters) -> Iterator[Row]:
    """The records behind the report, one at a time."""
    source = next(iter(report.sources.values()))
    for row in narrowed(source, parameters).order_by("pk").iterator(chunk_size=2000):
        yield [_shown(cell.read(row)) for cell in report.cells]


def _shown(value: Any) -> Any:
    if isinstance(value, Model):
        return title_of(value)
    if value is None or isinstance(value, str | int | float | Decimal) or hasattr(value, "isoformat"):
        return value
    return str(value)


def hide_small(table: Table, least: int) -> Table:
    """Cells of fewer people than `least` are told as a bound; one hidden alone takes the next with it (§6.4)."""
    rows = [list(row) for row in table.rows]
    for column in table.people:
        small = [place for place, row in enumerate(rows) if 0 < (row[column] or 0) < least]
        if len(small) == 1:
            others = [place for place, row in enumerate(rows) if place != small[0] and row[column]]
            small += sorted(others, key=lambda place: rows[place][column])[:1]
        for place in small:
            value = rows[place][column]
            rows[place][column] = f"<{least}" if value < least else "*"
    # What was a year before, and the change, would give the hidden numbers away.
    compared = range(table.compared_from, len(table.header)) if table.people and table.compared_from else ()
    for row in rows:
        for column in compared:
            row[column] = ""
    total = list(table.total) if table.total else None
    if total:
        for column in compared:
            total[column] = ""
        for column in table.people:
            if 0 < (total[column] or 0) < least:
                total[column] = f"<{least}"
    return replace(table, rows=rows, total=total)
