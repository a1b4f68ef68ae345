"""The app training."""

import importlib

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.policy import register
from core.work import declare_events, declare_source, declare_work, title_of
from training.apps import duties, life

# Numbers of the rules; the office director may change each of them.
SETTINGS = [
    (
        "training.lead_workdays",
        15,
        "int",
        _("Working days between submission and start (R-17)"),
    ),
    ("training.sla_workdays", 5, "int", _("Working days for each review")),
    (
        "training.leader_threshold",
        200_000,
        "decimal",
        _("Fees or contract above which the school leader decides, CNY"),
    ),
    (
        "training.fee_flag_per_person",
        10_000,
        "decimal",
        _("Fee per person that raises a flag, CNY (R-06)"),
    ),
    (
        "training.fee_flag_per_day",
        1_500,
        "decimal",
        _("Fee per person and day that raises a flag, CNY (R-06)"),
    ),
    (
        "training.min_own_faculty_share",
        50,
        "int",
        _("Least share of hours taught by own staff, per cent (R-13)"),
    ),
    (
        "training.school_fee_rate",
        20,
        "decimal",
        _("Management fee to the school, per cent of income"),
    ),
    (
        "training.risk_medium_from",
        6,
        "int",
        _("Risk score from which a risk is medium"),
    ),
    ("training.risk_high_from", 12, "int", _("Risk score from which a risk is high")),
    (
        "training.lecture_cap_associate",
        500,
        "decimal",
        _("Lecture fee cap per hour, associate professor, CNY"),
    ),
    (
        "training.lecture_cap_full",
        1_000,
        "decimal",
        _("Lecture fee cap per hour, professor, CNY"),
    ),
    (
        "training.lecture_cap_academician",
        1_500,
        "decimal",
        _("Lecture fee cap per hour, academician, CNY"),
    ),
    (
        "training.safety_headcount",
        100,
        "int",
        _("People on site above which the security office cosigns"),
    ),
    (
        "training.hours_per_day_warn",
        8,
        "int",
        _("Class hours a day above which a warning is given"),
    ),
    (
        "training.hours_per_day_block",
        10,
        "int",
        _("Class hours a day above which nothing can be submitted"),
    ),
    (
        "training.attendance_lock_workdays",
        5,
        "int",
        _("Working days after a class in which attendance may still be written"),
    ),
]


class TrainingConfig(AppConfig):
    """Non-degree training."""

    name = "training"
    verbose_name = _("Training")

    def ready(self):
        # Its models need every app to be loaded.
        from auditlog.registry import auditlog  # noqa: PLC0415

        for module in ("training.permissions", "training.flow"):
            importlib.import_module(module)
        for key, default, kind, label in [*SETTINGS, *duties.SETTINGS, *life.SETTINGS]:
            register(key, default, kind, label)
        for name in ("Proposal", "RiskItem", "Cosign", "BlockedTerm", "ReservedTitle"):
            auditlog.register(self.get_model(name), exclude_fields=["version", "updated_at"])
        for name in (
            "Instructor",
            "CourseModule",
            "Textbook",
            "FeeItem",
            "BudgetLine",
            "ProposalPartner",
            "TrainingClass",
            "ClassSession",
            "Trainee",
            "Assessment",
        ):
            auditlog.register(self.get_model(name))
        for name in (*duties.RECORDS, *life.RECORDS):
            auditlog.register(self.get_model(name), exclude_fields=["version", "updated_at"])
        duties.declare_all()
        life.declare_all()
        declare(
            "training",
            _("Training"),
            Item(_("Proposals"), "proposal-list", "document"),
            Item(_("Classes"), "trainingclass-list", "calendar"),
            Item(_("Trainees"), "trainee-list", "users"),
            order=30,
        )
        declare_public(Item(_("Training"), "training-public"), order=15)
        declare_work(
            "training.Proposal",
            holders={
                "unit_review": _("Department head"),
                "office_review": _("Training desk"),
                "cosign": _("Cosigning offices"),
                "director_review": _("Office director"),
                "leader_review": _("School leader"),
                "returned": _("The proposing unit"),
            },
            related=("unit",),
        )
        declare_work("training.Cosign", related=("proposal",), about="proposal")
        declare_work(
            "training.TrainingClass",
            holders=dict.fromkeys(
                ("planned", "enrolling", "confirmed", "running", "finished"), _("Department admin")
            ),
            dates=(("start_on", _("Class starts")), ("end_on", _("Class ends"))),
            related=("proposal",),
            about="proposal",
        )
        declare_source(
            "training.Proposal",
            _("Proposals"),
            lambda words: (
                Q(title_zh__icontains=words)
                | Q(title_en__icontains=words)
                | Q(approved_no__istartswith=words)
            ),
            lambda record: f"{record.number} {title_of(record)}",
        )
        declare_events(
            "training",
            {
                "import": _("Roster taken over"),
                "attendance": _("Attendance recorded"),
                "results": _("Results entered"),
                "check_results": _("Results confirmed"),
                "request_certificates": _("Certificates asked for"),
                "ask_override": _("Exception asked for"),
                "unlock_start": _("Late submission unlocked"),
                "name_fields": _("Fields to change named"),
            },
        )
