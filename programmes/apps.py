"""The app programmes."""

import importlib

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.policy import register
from core.work import declare_events, declare_source, declare_work

# Numbers of the rules; the office director may change each of them.
SETTINGS = [
    ("programmes.offer_workdays", 3, "int", _("Working days to answer an offered place")),
    ("programmes.promoted_workdays", 2, "int", _("Working days to answer after promotion from a waiting list")),
    ("programmes.publicity_workdays", 3, "int", _("Working days of the publicity period")),
    ("programmes.appeal_workdays", 3, "int", _("Working days to appeal against the college")),
    ("programmes.correction_days", 5, "int", _("Most days to send a correction")),
    ("programmes.sla_workdays", 5, "int", _("Working days for each review of an application")),
    ("programmes.assessors_least", 3, "int", _("Least number of scores of an interview")),
    ("programmes.withdraw_ban_terms", 2, "int", _("Terms without a new application after withdrawing an accepted place")),
    ("programmes.grace_seconds", 0, "int", _("Seconds after the deadline in which a submission still counts")),
    ("programmes.passport_months", 6, "int", _("Months a passport must hold beyond the return")),
    ("programmes.return_report_days", 10, "int", _("Days after the planned end to report the return")),
    ("programmes.early_return_days", 30, "int", _("Days abroad below which a stay does not count in the balance")),
    ("programmes.check_in_desk_days", 7, "int", _("Days after which an unanswered check-in goes to the desk")),
    ("programmes.check_in_college_days", 14, "int", _("Days after which an unanswered check-in goes to the college")),
    ("programmes.plan_change_days", 14, "int", _("Days after departure in which a course-match plan may be changed")),
    ("programmes.credits_per_term", 30, "decimal", _("Most credits recognised for one semester")),
    ("programmes.insurance_days_after", 7, "int", _("Days the insurance must hold beyond the return")),
    (
        "programmes.language_points",
        [
            ["ielts", 8.0, 100], ["ielts", 7.5, 95], ["ielts", 7.0, 90], ["ielts", 6.5, 82], ["ielts", 6.0, 74],
            ["ielts", 5.5, 66], ["toefl", 110, 100], ["toefl", 102, 95], ["toefl", 94, 90], ["toefl", 79, 82],
            ["toefl", 60, 74], ["cet6", 600, 90], ["cet6", 550, 82], ["cet6", 500, 74], ["cet6", 425, 66],
            ["cet4", 600, 74], ["cet4", 550, 66], ["cet4", 425, 58], ["duolingo", 120, 88], ["duolingo", 105, 78],
        ],
        "list",
        _("Points of a language score in the ranking: test, from, points"),
    ),
    ("programmes.gpa_table_4", [], "list", _("Average on the scale of 4.0 as points of 100: from, points")),
    ("programmes.gpa_table_5", [], "list", _("Average on the scale of 5.0 as points of 100: from, points")),
    ("programmes.lodging_hours", 24, "int", _("Hours to register the lodging of an international student")),
    ("programmes.residence_days", 30, "int", _("Days to apply for the residence permit after entry")),
    ("programmes.inbound_leads", [60, 30, 15, 7, 0], "list", _("Days before residence permit or insurance end with a reminder")),
]  # fmt: skip


class ProgrammesConfig(AppConfig):
    """Student programmes."""

    name = "programmes"
    verbose_name = _("Student programmes")

    def ready(self):
        # Its models need every app to be loaded.
        from auditlog.registry import auditlog  # noqa: PLC0415

        for module in ("programmes.permissions", "programmes.flow"):
            importlib.import_module(module)
        for key, default, kind, label in SETTINGS:
            register(key, default, kind, label)
        self.record_history(auditlog)
        self.declare_pages()
        self.declare_work()
        declare_events("programmes", EVENT_WORDS)

    def record_history(self, auditlog):
        for name in AUDITED:
            auditlog.register(self.get_model(name), exclude_fields=["version", "updated_at"])
        auditlog.register(
            self.get_model("Mobility"), exclude_fields=["version", "updated_at"], mask_fields=["medical_note"]
        )
        for name in (
            "SubQuota",
            "LanguageScore",
            "DocumentSlot",
            "ConsentRecord",
            "CreditLine",
            "EmergencyContact",
        ):
            auditlog.register(self.get_model(name))

    def declare_pages(self):
        declare(
            "programmes",
            _("Student programmes"),
            Item(_("My applications"), "application-mine", "document"),
            Item(_("Applications"), "application-register", "document"),
            Item(_("Rounds"), "round-list", "calendar"),
            Item(_("Programmes"), "programme-list", "book"),
            Item(_("Interviews"), "interview-list", "comment"),
            Item(_("Stays"), "mobility-list", "plane"),
            Item(_("Recognition of credits"), "creditrecognition-list", "check"),
            Item(_("Crisis list"), "crisis-list", "shield"),
            order=20,
        )
        declare(
            "inbound",
            _("International students"),
            Item(_("My application"), "inbound-mine", "document"),
            Item(_("International students"), "inboundstudent-list", "users"),
            Item(_("Leads"), "lead-list", "mail"),
            order=22,
        )
        declare_public(Item(_("Programmes"), "programme-directory"), order=10)

    def declare_work(self):
        declare_work(
            "programmes.Application",
            holders={
                "submitted": _("College"),
                "returned_for_correction": _("Student"),
                "college_recommended": _("Student desk"),
                "io_screened": _("Student desk"),
                "interview_scheduled": _("Assessors"),
                "interviewed": _("Student desk"),
                "ranked": _("Office director"),
                "offered": _("Student"),
                "accepted": _("Student desk"),
                "publicised": _("Office director"),
                "nominated": _("Student desk"),
                "host_review": _("Host institution"),
                "host_admitted": _("Student desk"),
                "host_rejected": _("Student desk"),
            },
            dates=(("offer_until", _("Answer to the offer")),),
            related=("round", "student"),
        )
        declare_work("programmes.Interview", related=("application__round", "application__student"))
        declare_work(
            "programmes.AllocationRun", holders={"proposed": _("Office director")}, related=("round",)
        )
        declare_work("programmes.Objection", holders={"open": _("Office director")}, related=("round",))
        declare_work(
            "programmes.Mobility",
            holders={
                "pre_departure": _("Student"),
                "abroad": _("Student"),
                "credit_review": _("Academic affairs"),
            },
            dates=(("planned_from", _("Stay begins")), ("planned_until", _("Stay ends"))),
            related=("programme", "student"),
        )
        for label in ("programmes.CreditPlan", "programmes.CreditRecognition"):
            declare_work(
                label,
                holders={"submitted": _("College"), "college_approved": _("Academic affairs")},
                related=("mobility__programme", "mobility__student"),
            )
        declare_work(
            "programmes.InboundStudent",
            holders={
                "submitted": _("International education officer"),
                "academic_review": _("College"),
                "io_review": _("Office director"),
                "offer_accepted": _("International education officer"),
            },
            dates=(("residence_until", _("Residence permit ends")),),
        )
        declare_source(
            "programmes.Programme",
            _("Programmes"),
            lambda words: Q(title_zh__icontains=words) | Q(title_en__icontains=words),
        )
        declare_source(
            "programmes.Application",
            _("Applications"),
            lambda words: (
                Q(number__istartswith=words)
                | Q(student__name_zh__icontains=words)
                | Q(student__name_en__icontains=words)
            ),
            lambda record: f"{record.number} {record.student}",
        )
        declare_source(
            "programmes.Mobility",
            _("Stays"),
            lambda words: Q(student__name_zh__icontains=words) | Q(student__name_en__icontains=words),
            lambda record: f"{record.student} · {record.academic_year}",
        )
        declare_source(
            "programmes.InboundStudent",
            _("International students"),
            lambda words: (
                Q(number__istartswith=words)
                | Q(surname__icontains=words)
                | Q(given_names__icontains=words)
                | Q(chinese_name__icontains=words)
            ),
            lambda record: f"{record.number} {record}",
        )


AUDITED = (
    "Programme", "RegionRisk", "Round", "Offering", "EligibilityRule", "EligibilityException", "DocumentKind",
    "StudentProfile", "Application", "Choice", "DocumentVerdict", "Interview", "AllocationRun", "Objection",
    "Nomination", "Incident", "ConversionTable", "CreditPlan", "CreditRecognition", "InboundStudent", "Lead",
)  # fmt: skip
EVENT_WORDS = {
    "judge": _("Document judged"),
    "consent": _("Consents given"),
    "withdraw_consent": _("Consent withdrawn"),
    "freeze_weights": _("Weights frozen"),
    "release": _("Places of a sub-quota released"),
    "cancel_offering": _("Offering cancelled"),
    "score": _("Score given"),
    "conflict": _("Conflict of interest declared"),
    "excuse": _("Assessor excused"),
    "verify_item": _("Item of the checklist verified"),
    "check_in": _("Check-in answered"),
    "export_crisis_list": _("Crisis list exported"),
    "incident": _("Incident reported"),
    "penalty": _("Barred from new rounds for a time"),
    "keep_residence": _("Residence recorded"),
    "query_police": _("Query to the exit-entry police"),
    "duty_done": _("Duty done"),
    "term": _("Registered for a term"),
}
