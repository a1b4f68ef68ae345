"""Settings of publicity, enrolment, quality and the yearly figures, and what they add to home pages and navigation."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.work import declare_events, declare_source, declare_work

# The numbers of publicity, enrolment, quality and the yearly figures.
SETTINGS = [
    ("training.complaint_phone", "028-85966502", "text", _("Complaint phone of the governing office (PB-2)")),
    ("training.consent_version", "2026-1", "text", _("Version of the consent trainees give")),
    (
        "training.check_in_before_minutes",
        20,
        "int",
        _("Minutes before a lesson from which trainees check in"),
    ),
    ("training.late_after_minutes", 10, "int", _("Minutes after which a trainee is late")),
    ("training.survey_days", 14, "int", _("Days after a class in which its survey is open")),
    ("training.survey_min_answers", 5, "int", _("Answers from which the results of a survey are shown")),
    ("training.inspection_share", 20, "int", _("Share of other than high-risk classes to inspect, per cent")),
    (
        "training.headcount_percent",
        20,
        "int",
        _("Difference between people present and roster that makes a ticket, per cent"),
    ),
    ("training.rectification_workdays", 10, "int", _("Working days in which a fault is put right")),
    ("training.complaint_workdays", 10, "int", _("Working days in which a complaint is replied to")),
    ("training.variance_percent", 20, "int", _("Variance of the settlement that needs a reason, per cent")),
    ("training.closing_days", 30, "int", _("Days after the end in which a project is closed (M10)")),
    ("training.points_minor", 5, "int", _("Points lost by a minor ticket (M11)")),
    ("training.points_major", 15, "int", _("Points lost by a major ticket (M11)")),
    ("training.points_suspension", 40, "int", _("Points lost by a suspension (M11)")),
    ("training.day_hours", 4, "decimal", _("Class hours a day that count as a person-day (M5)")),
    ("training.half_day_hours", 2, "decimal", _("Class hours a day that count as half a person-day (M5)")),
    ("training.online_day_hours", 8, "decimal", _("Online class hours that count as a person-day (M5)")),
    ("training.target_people", 300, "int", _("People trained a year at which a unit has full marks (M4)")),
    (
        "training.target_income",
        300_000,
        "decimal",
        _("Income a year at which a unit has full marks, CNY (M6)"),
    ),
    ("training.weight_scale", 20, "int", _("Weight of the scale in the composite")),
    ("training.weight_quality", 25, "int", _("Weight of the quality in the composite")),
    ("training.weight_compliance", 25, "int", _("Weight of the compliance in the composite")),
    ("training.weight_finance", 20, "int", _("Weight of the finances in the composite")),
    ("training.weight_timeliness", 10, "int", _("Weight of the timeliness in the composite")),
    ("training.year_basis", "end", "text", _("Whether a class belongs to the year of its start or end")),
    ("training.school_code", "10621", "text", _("Code of the school in the annual filing")),
    (
        "training.clash_days",
        60,
        "int",
        _("Days ahead in which clashes of venues and instructors are looked for"),
    ),
]
RECORDS = (
    "PublicityItem",
    "SpotCheck",
    "Payment",
    "Refund",
    "Expense",
    "Sampling",
    "Inspection",
    "InspectionItem",
    "RectificationTicket",
    "Survey",
    "Complaint",
    "AnnualFiling",
)


def declare_all():
    """What the duties after approval add to home pages, navigation, search and history."""
    declare(
        "training-duties",
        _("Training: supervision"),
        Item(_("Publicity"), "publicityitem-list", "book"),
        Item(_("Applications of trainees"), "application-list", "users"),
        Item(_("Payments"), "payment-list", "coins"),
        Item(_("Refunds"), "refund-list", "coins"),
        Item(_("Inspections"), "inspection-list", "shield"),
        Item(_("Rectification"), "rectificationticket-list", "warning"),
        Item(_("Surveys"), "survey-list", "check"),
        Item(_("Complaints"), "complaint-list", "comment"),
        Item(_("Coordination board"), "training-board", "columns"),
        Item(_("Performance"), "performance-list", "chart"),
        Item(_("Annual filing"), "annualfiling-list", "seal"),
        order=31,
    )
    declare_public(Item(_("Training complaints"), "training-complaint"), order=45)
    declare_work(
        "training.PublicityItem",
        holders={
            "unit_review": _("Department head"),
            "office_review": _("Training desk"),
            "cosign": _("Publicity department"),
            "returned": _("The proposing unit"),
        },
        related=("proposal",),
        about="proposal",
    )
    declare_work("training.Trainee", related=("training_class",))
    declare_work("training.Payment", related=("trainee",), about="trainee")
    declare_work(
        "training.Refund",
        holders={"unit_review": _("Department head"), "finance_review": _("Finance")},
        related=("trainee",),
        about="trainee",
    )
    declare_work(
        "training.Inspection",
        holders={"planned": _("Inspector")},
        dates=(("planned_on", _("Inspection planned")),),
        related=("training_class",),
    )
    declare_work(
        "training.RectificationTicket",
        holders={
            "open": _("The running unit"),
            "reopened": _("The running unit"),
            "answered": _("Training desk"),
        },
        dates=(("due_on", _("Rectification due")),),
        related=("unit",),
    )
    declare_work(
        "training.Complaint",
        holders=dict.fromkeys(("received", "examined"), _("Training desk")),
        dates=(("due_on", _("Reply due")),),
    )
    declare_work(
        "training.AnnualFiling", holders={"draft": _("Training desk"), "frozen": _("Office director")}
    )
    declare_source(
        "training.PublicityItem",
        _("Publicity"),
        lambda words: Q(title_zh__icontains=words) | Q(title_en__icontains=words),
        str,
    )
    declare_source(
        "training.RectificationTicket",
        _("Rectification"),
        lambda words: Q(title__icontains=words) | Q(proposal__approved_no__istartswith=words),
        str,
    )
    declare_events(
        "training",
        {
            "apply": _("Applied online"),
            "register_by_unit": _("Put on the roster by hand"),
            "open_survey": _("Survey opened"),
            "spot_check": _("Published page looked at"),
            "remove_file": _("File removed"),
            "plan": _("Inspection planned"),
            "open": _("Ticket opened"),
            "complain": _("Complaint filed"),
            "draw_up": _("List drawn up"),
            "read_contact": _("Contact of the complainant read"),
        },
    )
