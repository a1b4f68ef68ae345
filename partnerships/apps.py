"""The app partnerships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.policy import register

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
    ("partnerships.sla_workdays", 5, "int", _("Working days for each review of an agreement")),
]


class PartnershipsConfig(AppConfig):
    """Partnerships."""

    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        for key, default, kind, label in SETTINGS:
            register(key, default, kind, label)
        declare(
            "partnerships",
            _("Partnerships"),
            Item(_("Partner institutions"), "partnerships-desk", "handshake"),
            order=40,
        )
        declare_public(Item(_("Partners"), "partner-directory"), order=20)
        declare_public(Item(_("Laboratories"), "lab-directory"), order=30)
