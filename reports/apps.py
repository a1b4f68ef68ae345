"""The app reports."""

import importlib

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.policy import register
from core.work import declare_events, declare_work

SETTINGS = [
    ("stats.profile_years", 5, "int", _("Profile: years that “in recent years” means")),
    ("stats.mobility_years", 3, "int", _("Profile: years over which students abroad are counted")),
    ("stats.count_study_tours", True, "bool", _("Profile: study tours count as study abroad (F04)")),
    ("stats.small_cell", 5, "int", _("Public reports hide cells of fewer people than this")),
]


class ReportsConfig(AppConfig):
    """Reports."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self):
        # Its models need every app to be loaded.
        from auditlog.registry import auditlog  # noqa: PLC0415

        for module in ("reports.permissions", "reports.flow", "reports.figures"):
            importlib.import_module(module)
        for key, default, kind, label in SETTINGS:
            register(key, default, kind, label)
        for name in ("ProfileStatement", "ReportSchedule", "NewsItem", "PageText", "DeskContact"):
            auditlog.register(self.get_model(name), exclude_fields=["version", "updated_at"])
        declare(
            "reports",
            _("Reports"),
            Item(_("Dashboard"), "dashboard", "chart"),
            Item(_("Figures"), "figure-list", "columns"),
            Item(_("Standard reports"), "reports-desk", "document"),
            Item(_("Profile of the office"), "profilestatement-list", "pencil"),
            order=60,
        )
        declare_public(Item(_("How to apply"), "how-to-apply"), order=30)
        declare_work(
            "reports.ProfileStatement",
            holders={"submitted": _("Office director"), "returned": _("Its author")},
        )
        declare_events("reports", {"draft": _("Drafted from the figures"), "export": _("Exported")})
