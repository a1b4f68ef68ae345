"""The rows of lists. A page of fifty rows has hundreds of cells, so they are written here and not by a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.portal import shown, status_badge

register = template.Library()
Writer = Callable[[Any], str]


def in_cell(value: Any) -> Any:
    """A plain value as people read it in a table; a date never breaks."""
    text = shown(value)
    return format_html('<span class="nowrap">{}</span>', text) if type(value) is date else text


def choices_of(column: Any, model: Any) -> dict[Any, str]:
    """The words of a field of choices, put into the reader's language once; empty for other columns."""
    if column.value:
        return {}
    try:
        return {value: str(label) for value, label in model._meta.get_field(column.key).flatchoices or ()}
    except FieldDoesNotExist:
        return {}


def writer_of(column: Any, model: Any) -> Writer:
    """How the cells of a column are written."""
    if column.key == "status" and not column.value:
        badges: dict[Any, str] = {}

        def write_status(record: Any) -> str:
            if record.status not in badges:
                badges[record.status] = status_badge(record)
            return badges[record.status]

        return write_status
    choices = choices_of(column, model)
    if choices:
        return lambda record: in_cell(choices.get(value := getattr(record, column.key), value))
    return lambda record: in_cell(column.of(record))


@register.simple_tag
def table_rows(columns: Sequence[Any], records: Iterable[Any], tick: bool = False) -> SafeString:
    """The rows of a list: the status as a badge, the linked column as the link of the row, a box to tick."""
    rows = list(records)
    if not rows:
        return SafeString("")
    model, ticked = type(rows[0]), _("Tick")
    writers = [(cell_start(column), column.link, writer_of(column, model)) for column in columns]
    written: list[str] = []
    for record in rows:
        written.append("<tr>")
        if tick:
            written.append(tick_box(record, ticked))
        for start, is_link, write in writers:
            content: str = conditional_escape(write(record))
            if is_link:
                address = conditional_escape(record.get_absolute_url())
                content = f'<a class="row-link" href="{address}">{content}</a>'
            written += (start, content, "</td>")
        written.append("</tr>")
    # Every piece above is escaped where it is written.
    return SafeString("".join(written))  # nosec B703


def cell_start(column: Any) -> str:
    """The opening of a cell, with the label that phones show beside it."""
    kind = " numeric" if column.numeric else ""
    return format_html('<td data-label="{}" class="cell-{}{}">', column.label, column.name, kind)


def tick_box(record: Any, word: str) -> str:
    """The box that puts a record under the bulk bar."""
    return format_html(
        '<td class="cell-tick"><label class="tick"><input type="checkbox" name="rows" value="{}">'
        '<span class="visually-hidden">{} {}</span></label></td>',
        record.pk,
        word,
        record,
    )
