"""The standard reports of the office (RP-01 to RP-15), counted in the database."""

from reports.statistics import approvals, journeys, partnerships, programmes, training, visitors
from reports.statistics.registry import REPORTS, Parameters, Report, reports_for
from reports.statistics.tables import Table, detail_rows, hide_small, main_table

__all__ = [
    "REPORTS",
    "Parameters",
    "Report",
    "Table",
    "approvals",
    "detail_rows",
    "hide_small",
    "main_table",
    "journeys",
    "partnerships",
    "programmes",
    "reports_for",
    "training",
    "visitors",
]
