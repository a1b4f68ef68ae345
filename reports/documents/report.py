"""A report in words around its table: what it counts, as of when, narrowed to what, made by whom; and its PDF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.models import Region
from core.pdf import render_template_pdf
from reports.documents.charts import bar_chart
from reports.exports import Frozen
from reports.models import ReportRun
from reports.statistics import Parameters, Report

ROWS_ON_PAPER = 400
NAMES = {"unit": Unit, "region": Region}


def meta_of(report: Report, parameters: Parameters, *, is_public: bool) -> dict[str, Any]:
    """What stands before the table in every file; part of the fingerprint, so nothing of the hour of making."""
    window = parameters.window
    pairs: list[tuple[str, Any]] = [
        (_("Report"), f"{report.code} {report.title}"),
        (_("Definition"), str(report.about)),
        (_("As of"), window.as_of.isoformat()),
        (_("Window"), f"{window.start:%Y-%m-%d} – {window.end:%Y-%m-%d}"),
        (
            _("Broken down by"),
            "、".join(str(report.dimensions[key].label) for key in parameters.by or report.default),
        ),
        (_("Filters"), "; ".join(filter_words(parameters)) or _("none")),
        (_("Version of the definition"), report.version),
    ]
    if is_public:
        pairs.append((_("Small cells"), _("Numbers of fewer than five people are hidden.")))
    pairs += [
        (str(measure.label), _("counted once each") if measure.is_distinct else "")
        for measure in report.measures
    ]
    return {
        "code": report.code,
        "title": str(report.title),
        "definitions": [list(pair) for pair in pairs],
        "as_of": window.as_of.isoformat(),
        "language": get_language(),
    }


def filter_words(parameters: Parameters) -> list[str]:
    """The filters in words."""
    words = []
    for name, value in sorted(parameters.filters.items()):
        model = NAMES.get(name)
        record: Any = model._default_manager.filter(pk=value).first() if model else None
        zh, en = getattr(record, "name_zh", value), getattr(record, "name_en", value)
        words.append(str(en if get_language() == "en" else zh))
    return words


def chart_of(frozen: Frozen, *, for_print: bool = False) -> bytes:
    """The first measure of the table as bars."""
    table = frozen.table
    labels = [" · ".join(str(cell) for cell in row[: table.labels]) for row in table.rows]
    return bar_chart(labels, [row[table.labels] for row in table.rows], for_print=for_print)


def report_pdf(run: ReportRun, frozen: Frozen) -> bytes:
    """The table on paper with its chart, header, day, filters and who had it made."""
    table = frozen.table
    with translation.override(run.language):
        english = run.language.startswith("en")
        rows = table.rows[:ROWS_ON_PAPER]
        context = {
            "title": frozen.meta["title"],
            "house": settings.UNIVERSITY_NAME_EN if english else settings.UNIVERSITY_NAME_ZH,
            "office": settings.OFFICE_NAME_EN if english else settings.OFFICE_NAME_ZH,
            "definitions": frozen.meta["definitions"],
            "table": table,
            "rows": rows,
            "left_out": len(table.rows) - len(rows),
            "made_by": run.requested_by.get_full_name(),
            "made_on": timezone.localdate(),
            "code": frozen.meta["code"],
            "as_of": frozen.meta["as_of"],
            "digest": run.digest,
            "has_chart": bool(rows),
        }
        images = {"chart": chart_of(frozen, for_print=True)} if rows else None
        return render_template_pdf("reports/pdf/report.html", context, language=run.language, images=images)
