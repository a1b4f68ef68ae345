"""Tags and filters every template may use: badges, icons, times, money, form sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, format_decimal
from django import template
from django.forms import BoundField, Form
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

register = template.Library()

TONES = ("grey", "blue", "amber", "green", "red", "violet")
TONE_OF_STATUS = {
    **dict.fromkeys(
        ("draft", "withdrawn", "cancelled", "archived", "closed", "superseded", "queued"), "grey"
    ),
    **dict.fromkeys(("returned", "expiring", "suspended", "paused", "waitlisted", "partial"), "amber"),
    **dict.fromkeys(
        ("approved", "valid", "active", "issued", "completed", "done", "passed", "signed"), "green"
    ),
    **dict.fromkeys(("rejected", "revoked", "terminated", "overdue", "failed", "void", "expired"), "red"),
    **dict.fromkeys(("escalated", "collective_decision"), "violet"),
}


def tone_of(record: Any, status: str) -> str:
    """The tone of a status: the model's own choice first, then the table above, else in review."""
    own = getattr(record, "STATUS_TONES", {})
    return own.get(status) or TONE_OF_STATUS.get(status, "blue")


def in_chinese() -> bool:
    """Whether the page is being read in Chinese."""
    return (get_language() or "").startswith("zh")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; silent for screen readers unless it has a label."""
    address = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def badge(text: str, tone: str = "grey") -> SafeString:
    """A word in its tone, with the shape of the tone."""
    tone = tone if tone in TONES else "grey"
    return format_html(
        '<span class="badge tone-{}">{}<span>{}</span></span>', tone, icon(f"tone-{tone}"), text
    )


@register.simple_tag
def status_badge(record: Any, public: bool = False, field: str = "status") -> SafeString:
    """The status of a record as a badge; with public=True in the words for applicants."""
    status = getattr(record, field)
    word = getattr(record, f"get_{field}_display")()
    if public and hasattr(record, "Status"):
        word = getattr(record.Status(status), "public_label", word)
    return badge(word, tone_of(record, status))


@register.filter
def bilingual(record: Any, name: str) -> str:
    """The text of a bilingual pair in the language of the page, else in the other one."""
    first, second = ("zh", "en") if in_chinese() else ("en", "zh")
    return getattr(record, f"{name}_{first}", "") or getattr(record, f"{name}_{second}", "")


@register.simple_tag
def name_of(pair: Mapping[str, str] | None) -> str:
    """The name in a {"zh", "en"} mapping for the language of the page."""
    names = pair or {}
    first, second = ("zh", "en") if in_chinese() else ("en", "zh")
    return names.get(first) or names.get(second) or ""


def moment_text(moment: datetime) -> str:
    """11月21日 14:30, with the year when it is not this one."""
    local = timezone.localtime(moment)
    if local.year == timezone.localdate().year:
        return formats.date_format(local, pgettext("format of a moment in this year", "j M, H:i"))
    return formats.date_format(local, pgettext("format of a moment", "j M Y, H:i"))


def distance_text(seconds: float) -> str:
    """How long ago, or how far ahead, in one unit; empty beyond sixty days."""
    minutes, ahead = abs(seconds) // 60, seconds < 0
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        n = int(minutes)
        return (
            ngettext("in %(n)s minute", "in %(n)s minutes", n) % {"n": n}
            if ahead
            else (ngettext("%(n)s minute ago", "%(n)s minutes ago", n) % {"n": n})
        )
    if minutes < 24 * 60:
        n = int(minutes // 60)
        return (
            ngettext("in %(n)s hour", "in %(n)s hours", n) % {"n": n}
            if ahead
            else (ngettext("%(n)s hour ago", "%(n)s hours ago", n) % {"n": n})
        )
    n = int(minutes // (24 * 60))
    if n > 60:
        return ""
    return (
        ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n}
        if ahead
        else (ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n})
    )


@register.filter
def timeago(moment: datetime | None) -> str:
    """2 天前 (11月21日 14:30), in a time element."""
    if not moment:
        return dash(None)
    distance = distance_text((timezone.now() - moment).total_seconds())
    exact = moment_text(moment)
    stamp = timezone.localtime(moment).isoformat(timespec="minutes")
    if not distance:
        return format_html('<time datetime="{}">{}</time>', stamp, exact)
    return format_html(
        '<time datetime="{}">{} <span class="exact">({})</span></time>', stamp, distance, exact
    )


@register.filter
def day(value: date | None) -> str:
    """A date with its year: 2026年11月24日 or 24 Nov 2026."""
    if not value:
        return dash(None)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return formats.date_format(value, pgettext("format of a day", "j M Y"))


@register.filter
def money(amount: Decimal | float | None) -> str:
    """An amount of renminbi."""
    if amount is None:
        return dash(None)
    return format_currency(amount, "CNY", locale="zh_Hans_CN" if in_chinese() else "en_GB")


@register.filter
def number(value: Decimal | float | None) -> str:
    """A number with its thousands apart."""
    return dash(None) if value is None else format_decimal(value, locale="en_GB")


@register.filter
def dash(value: Any) -> Any:
    """The value, or a dash where there is none."""
    return value if value not in (None, "") else SafeString('<span class="none">–</span>')


def shown(value: Any) -> Any:
    """A plain value as people read it in a table."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return timeago(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal | float):
        return number(value)
    return dash(value)


@register.simple_tag
def select_options(groups: Iterable[tuple[str, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select; Django's own template opens a further template for each of them."""
    written = []
    for name, options, _index in groups:
        lines = format_html_join("", '<option value="{}"{}>{}</option>', map(_option, options))
        written.append(format_html('<optgroup label="{}">{}</optgroup>', name, lines) if name else lines)
    return format_html_join("", "{}", ((lines,) for lines in written))


def _option(option: dict[str, Any]) -> tuple[str, SafeString, str]:
    attributes = flatatt({name: value for name, value in option["attrs"].items() if value is not False})
    return str(option["value"]), attributes, option["label"]


@register.simple_tag
def form_sections(form: Form) -> list[dict[str, Any]]:
    """The visible fields in the sections the form declares; what is left comes last."""
    fields = {field.name: field for field in form.visible_fields()}
    sections = []
    for title, help_text, names in getattr(form, "sections", ()):
        members = [fields.pop(name) for name in names if name in fields]
        if members:
            sections.append({"title": title, "help": help_text, "fields": members})
    if fields:
        sections.append({"title": "", "help": "", "fields": list(fields.values())})
    for position, section in enumerate(sections, start=1):
        section["id"] = f"section-{position}"
        section["errors"] = sum(1 for field in section["fields"] if field.errors)
    return sections


@register.filter
def anchor(field: BoundField) -> str:
    """The id of the first control of a field, for the links of the error summary."""
    return field.id_for_label or f"{field.auto_id}_0"


def chip_text(field: BoundField, value: Any) -> str:
    """A chosen filter value in words."""
    if isinstance(value, slice):
        return " – ".join(str(shown(end)) for end in (value.start, value.stop))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(chip_text(field, each) for each in value)
    # Not "or ()": choices made by a function cannot be asked for their length.
    choices = getattr(field.field, "choices", None)
    labels = {str(key): label for key, label in (() if choices is None else choices)}
    return str(labels.get(str(value), shown(value)))


@register.simple_tag(takes_context=True)
def filter_chips(context: Mapping[str, Any], filterset: Any) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    if not filterset or not filterset.form.is_bound or not filterset.form.is_valid():
        return []
    query: QueryDict = context["request"].GET
    chips = []
    for name, value in filterset.form.cleaned_data.items():
        if value in (None, "", []) or (hasattr(value, "exists") and not value):
            continue
        left = query.copy()
        for key in list(left):
            if key == name or key.startswith(f"{name}_") or key in ("after", "before"):
                del left[key]
        field = filterset.form[name]
        chips.append(
            {"label": str(field.label), "value": chip_text(field, value), "url": f"?{left.urlencode()}"}
        )
    return chips


@register.simple_tag
def step_url(step: Any, record: Any) -> str:
    """The page of a step: its own address, else by the name noun-verb."""
    if getattr(step, "url", ""):
        return step.url
    noun = re.sub(r"(?<!^)(?=[A-Z])", "-", type(record).__name__).lower()
    verb = step.verb.replace("_", "-")
    for name in (f"{noun}-{verb}", f"{record._meta.model_name}-{verb}"):
        try:
            return reverse(name, args=[record.pk])
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag(takes_context=True)
def plain_block(context: template.Context, name: str) -> str:
    """The text of another block of this page, for the title of the window."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return " ".join(strip_tags(block.render(context)).split()) if block else ""


@register.simple_tag
def url_of(record: Any) -> str:
    """The page of a record."""
    return record.get_absolute_url()
