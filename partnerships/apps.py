"""The app partnerships."""

import importlib

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.policy import register
from core.work import declare_events

# Numbers of the rules; the office director may change each of them.
SETTINGS = [
    (
        "partnerships.expiring_days",
        180,
        "int",
        _("Days before its end from which an agreement counts as ending soon"),
    ),
    (
        "partnerships.dormant_months",
        24,
        "int",
        _("Months without activity after which a partner is found dormant"),
    ),
    (
        "partnerships.reminder_days",
        [180, 90, 60, 30, 7],
        "list",
        _("Days before the end at which people are reminded (AG-05)"),
    ),
    (
        "partnerships.escalate_days",
        30,
        "int",
        _("Days before the end at which the director is told too (AG-05)"),
    ),
    (
        "partnerships.notice_lead_days",
        14,
        "int",
        _("Days before the last day for a notice at which people are reminded (AG-05)"),
    ),
    (
        "partnerships.programme_reminder_months",
        [24, 12, 6],
        "list",
        _("Months before the end of an approval at which people are reminded"),
    ),
    ("partnerships.permitted_imbalance", 2, "decimal", _("Student-semesters by which the balance may lean")),
    ("partnerships.archive_days", 30, "int", _("Days within which originals go to the archives")),
    ("partnerships.import_max_rows", 100_000, "int", _("Rows of an imported list at most")),
    (
        "partnerships.import_accept",
        80,
        "int",
        _("Confidence from which a row of a list counts as a known institution, per cent"),
    ),
    (
        "partnerships.import_ask",
        55,
        "int",
        _("Confidence from which an officer is asked whether a row is a known institution, per cent"),
    ),
    ("partnerships.hei_id", "cuit.edu.cn", "text", _("The university's own id among European partners (SCHAC)")),
    ("partnerships.coordinator_days", 365, "int", _("Days after which a coordinator's account ends")),
    ("partnerships.sla_workdays", 5, "int", _("Working days for each review of an agreement")),
]


class PartnershipsConfig(AppConfig):
    """Partnerships."""

    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        for module in ("partnerships.permissions", "partnerships.flow"):
            importlib.import_module(module)
        for key, default, kind, label in SETTINGS:
            register(key, default, kind, label)
        declare(
            "partnerships",
            _("Partnerships"),
            Item(_("Partner institutions"), "partnerships-desk", "handshake"),
            Item(_("Import a list"), "importbatch-list", "upload"),
            order=40,
        )
        declare_events(
            "partnerships",
            {
                "import": _("Filled in from a list"),
                "undo_import": _("Import undone"),
            },
        )
        declare_public(Item(_("Partners"), "partner-directory"), order=20)
        declare_public(Item(_("Laboratories"), "lab-directory"), order=30)
