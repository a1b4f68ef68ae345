"""Settings of changes, partners, closing and rules, and what they add to home pages and navigation."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare
from core.work import declare_events, declare_source, declare_work

SETTINGS = [
    ("training.approval_valid_months", 12, "int", _("Months after which an approval without a class lapses")),
    (
        "training.escalate_workdays",
        3,
        "int",
        _("Working days after which a slow review goes to the next level"),
    ),
    ("training.vetting_months", 12, "int", _("Months for which the vetting of a partner counts")),
    (
        "training.credit_check_days",
        90,
        "int",
        _("Days after which a look into the credit registers is too old"),
    ),
    ("training.contract_years", 3, "int", _("Longest time of a contract, years (K-5)")),
    (
        "training.contract_margin_months",
        3,
        "int",
        _("Months by which a contract may reach beyond its project (K-5)"),
    ),
    ("training.change_minor_days", 7, "int", _("Days by which dates may move in a minor change")),
    ("training.change_major_days", 30, "int", _("Days beyond which moved dates are a major change")),
    (
        "training.change_quota_percent",
        20,
        "int",
        _("Growth of the intake beyond which a change is major, per cent"),
    ),
    (
        "training.change_hours_percent",
        10,
        "int",
        _("Change of the hours beyond which a change is medium, per cent"),
    ),
    (
        "training.timetable_tolerance",
        20,
        "int",
        _("Difference between timetable and plan that needs a reason at closing, per cent"),
    ),
    ("training.survey_min_rate", 60, "int", _("Share of trainees who should answer the survey, per cent")),
    ("training.survey_min_points", 80, "int", _("Points of 100 that a survey should reach")),
]
RECORDS = ("Rule", "Suspension", "SettlementPlan", "Closing", "ChangeRequest", "PartnerVetting", "Contract")


def declare_all():
    """What life after approval adds to home pages, navigation, search and history."""
    declare(
        "training-life",
        _("Training: projects"),
        Item(_("Changes"), "changerequest-list", "history"),
        Item(_("Partners"), "partnervetting-list", "handshake"),
        Item(_("Contracts"), "contract-list", "document"),
        Item(_("Closings"), "closing-list", "check"),
        Item(_("Calendar of the year"), "training-calendar", "calendar"),
        Item(_("Rules"), "rule-list", "shield"),
        Item(_("Handbook"), "training-handbook", "book"),
        order=32,
    )
    unit, desk = _("Department head"), _("Training desk")
    director, leader = _("Office director"), _("School leader")
    declare_work(
        "training.ChangeRequest",
        holders={
            "unit_review": unit,
            "office_review": desk,
            "cosign": _("Cosigning offices"),
            "director_review": director,
            "leader_review": leader,
            "returned": _("The proposing unit"),
        },
        related=("proposal",),
        about="proposal",
    )
    declare_work(
        "training.Closing",
        holders={
            "draft": _("The proposing unit"),
            "returned": _("The proposing unit"),
            "finance": _("Finance"),
            "office": desk,
            "director": director,
        },
        dates=(("package_due_on", _("Closing package due")),),
        related=("proposal",),
        about="proposal",
    )
    declare_work(
        "training.SettlementPlan",
        holders={"submitted": director, "agreed": leader},
        related=("proposal",),
        about="proposal",
    )
    declare_work(
        "training.Suspension",
        holders={"proposed": director},
        dates=(("rectify_by", _("To be put right")),),
        related=("proposal",),
        about="proposal",
    )
    declare_work(
        "training.PartnerVetting",
        holders={
            "unit_review": unit,
            "office_review": desk,
            "legal_review": _("Legal affairs"),
            "returned": _("The proposing unit"),
        },
        dates=(("valid_until", _("Vetting of a partner ends")),),
        related=("unit",),
    )
    declare_work(
        "training.Contract",
        holders={
            "unit_review": unit,
            "legal": _("Legal affairs"),
            "finance": _("Finance"),
            "office": desk,
            "returned": _("The proposing unit"),
        },
        dates=(("end_on", _("Contract ends")),),
        related=("proposal",),
    )
    declare_work("training.Rule", holders={"draft": director})
    declare_source(
        "training.PartnerVetting",
        _("Partners"),
        lambda words: Q(name__icontains=words) | Q(uscc__istartswith=words),
        str,
    )
    declare_source(
        "training.Contract",
        _("Contracts"),
        lambda words: Q(title__icontains=words) | Q(counterparty__icontains=words),
        str,
    )
    declare_source(
        "training.Rule",
        _("Rules"),
        lambda words: Q(code__istartswith=words) | Q(text_zh__icontains=words) | Q(text_en__icontains=words),
        str,
    )
    declare_events(
        "training",
        {
            "propose_suspension": _("Suspension proposed"),
            "drop_suspension": _("Suspension not ordered"),
            "remake_archive": _("Archive file asked for again"),
            "scan": _("Signed original scanned"),
        },
    )
