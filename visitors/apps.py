"""The app visitors."""

import importlib

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare
from core.policy import register
from core.work import declare_events, declare_source, declare_work, title_of

# Numbers of the rules; the office director may change each of them. The caps stand until the school fixes its own.
SETTINGS = [
    ("visitors.sla_workdays", 5, "int", _("Working days for each review of a visit")),
    ("visitors.sla_escalate_workdays", 3, "int", _("Further working days until the next level is told")),
    (
        "visitors.leader_threshold",
        50_000,
        "decimal",
        _("Reception budget above which the school leader decides, CNY"),
    ),
    (
        "visitors.finance_threshold",
        10_000,
        "decimal",
        _("Reception budget above which finance confirms, CNY"),
    ),
    ("visitors.cap_banquet", 300, "decimal", _("Banquet: cap per person, CNY")),
    ("visitors.cap_meals", 300, "decimal", _("Daily meals: cap per person and day, CNY")),
    ("visitors.cap_lodging", 600, "decimal", _("Lodging: cap per person and night, CNY")),
    ("visitors.cap_gift", 200, "decimal", _("Gift to a guest: cap, CNY")),
    (
        "visitors.gift_declaration_from",
        200,
        "decimal",
        _("Value from which a gift received is declared, CNY"),
    ),
    ("visitors.invitation_valid_months", 3, "int", _("Months for which an invitation letter is valid")),
    ("visitors.place_zh", "中国四川省成都市", "text", _("Place named in invitation letters (Chinese)")),
    (
        "visitors.place_en",
        "Chengdu, Sichuan, China",
        "text",
        _("Place named in invitation letters (English)"),
    ),
    (
        "visitors.address_zh",
        "四川省成都市西南航空港经济开发区学府路一段24号",
        "text",
        _("Address of the host (Chinese)"),
    ),
    (
        "visitors.address_en",
        "24 Block 1, Xuefu Road, Southwest Airport Economic Development Zone, Chengdu, Sichuan",
        "text",
        _("Address of the host (English)"),
    ),
]


class VisitorsConfig(AppConfig):
    """Visitors."""

    name = "visitors"
    verbose_name = _("Visitors")

    def ready(self):
        for module in ("visitors.permissions", "visitors.flow"):
            importlib.import_module(module)
        declare(
            "visitors",
            _("Visitors"),
            Item(_("Visitors and trips"), "visitors-desk", "plane"),
            Item(_("Visiting delegations"), "visit-list", "users"),
            Item(_("Foreign experts"), "expert-list", "users"),
            Item(_("Engagements"), "engagement-list", "document"),
            Item(_("Expert projects"), "expertproject-list", "document"),
            Item(_("Staff trips"), "stafftrip-list", "plane"),
            Item(_("Conferences"), "conference-list", "globe"),
            Item(_("Teaching contest"), "contestedition-list", "seal"),
            Item(_("Judging"), "judging-list", "check"),
            Item(_("Who is here"), "visitors-calendar", "calendar"),
            Item(_("Front desk"), "front-desk", "qr"),
            order=50,
        )
        self._declare_reception()
        self._declare_people()

    def _declare_reception(self):
        """Delegations, filing days, reception."""
        from auditlog.registry import auditlog  # noqa: PLC0415 - its models need every app to be loaded

        from visitors.models import delegation_boards as boards  # noqa: PLC0415
        from visitors.models.presence import declare_board, declare_presence  # noqa: PLC0415

        declare_presence("delegations", boards.guests_present)
        declare_board("arrivals", "delegations", boards.visits_arriving)
        declare_board("expiring", "guests", boards.passports_expiring)
        declare_board("due", "delegations", boards.visits_due)
        declare_board("due", "gifts", boards.gifts_due)
        for key, default, kind, label in SETTINGS:
            register(key, default, kind, label)
        for name in ("Delegation", "DelegationMember", "FilingRule"):
            auditlog.register(self.get_model(name), exclude_fields=["version", "updated_at", "badge_token"])
        for name in ("ItineraryItem", "DelegationBudgetLine", "DelegationGift"):
            auditlog.register(self.get_model(name))
        declare_work(
            "visitors.Delegation",
            holders={
                "unit_review": _("Department head"),
                "io_review": _("Visitors desk"),
                "leader_review": _("School leader"),
                "returned": _("The host unit"),
                "summary_due": _("The host unit"),
            },
            dates=(("start_on", _("Guests arrive")), ("end_on", _("Guests leave"))),
            related=("unit",),
        )
        declare_source(
            "visitors.Delegation",
            _("Delegations"),
            lambda words: (
                Q(title_zh__icontains=words)
                | Q(title_en__icontains=words)
                | Q(visiting_org_zh__icontains=words)
                | Q(visiting_org_en__icontains=words)
                | Q(number__istartswith=words)
            ),
            lambda record: f"{record.number} {title_of(record)}".strip(),
        )
        declare_events(
            "visitors",
            {
                "change_guests": _("Guests changed"),
                "change_programme": _("Programme changed"),
                "change_budget": _("Spending entered"),
                "change_gifts": _("Gifts entered"),
                "note_province": _("Reply of the province entered"),
                "check_in": _("Guest checked in"),
                "register_lodging": _("Lodging registered"),
                "print": _("Paper printed"),
                "passport": _("Passport entered"),
                "reprint": _("Badge printed again"),
                "log_activity": _("Entered in the log of the partner"),
            },
        )

    def _declare_people(self):
        """Experts, trips, conferences, contests."""
        importlib.import_module("visitors.actions.declarations").declare_people()
