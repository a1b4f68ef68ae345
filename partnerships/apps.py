"""The app partnerships."""

import importlib

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public
from core.policy import register
from core.work import declare_events, declare_source, declare_work, title_of

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
    (
        "partnerships.hei_id",
        "cuit.edu.cn",
        "text",
        _("The university's own id among European partners (SCHAC)"),
    ),
    ("partnerships.coordinator_days", 365, "int", _("Days after which a coordinator's account ends")),
    ("partnerships.sla_workdays", 5, "int", _("Working days for each review of an agreement")),
]


# Status -> who has a record now, on the home page.
HOLDERS = {
    "unit_review": _("Department head"),
    "office_review": _("Partnerships desk"),
    "cosign": _("Cosigning offices"),
    "leader_approval": _("School leader"),
    "approved_to_sign": _("Partnerships desk"),
    "returned": _("The drafting unit"),
}
EVENTS = {
    "amend": _("Addendum proposed"),
    "propose_end": _("Termination proposed"),
    "change_end": _("Last day changed by an addendum"),
    "record_notice": _("Notice of non-renewal recorded"),
    "archive": _("Originals archived"),
    "merge": _("Double merged"),
    "merged_into": _("Merged into another record"),
    "add_mobility": _("Stay entered"),
    "remove_mobility": _("Stay removed"),
    "correct_balance": _("Balance corrected"),
    "waive_imbalance": _("Imbalance tolerated"),
    "order_statement": _("Statement ordered"),
    "import": _("Filled in from a list"),
    "undo_import": _("Import undone"),
    "compare_iia": _("Compared with the partner's file"),
    "adopt_iia": _("Taken over from the partner's file"),
    "order_dossier": _("Renewal dossier ordered"),
    "invite": _("Coordinator invited"),
    "accept_invitation": _("Invitation accepted"),
    "end_account": _("Account of the coordinator ended"),
    "extend_account": _("Account of the coordinator extended"),
    "download": _("File downloaded"),
    "partner_file": _("File sent by the partner"),
}
AUDITED = (
    "Institution", "InstitutionName", "Contact", "Ranking", "Agreement", "AgreementPartner", "CooperationCondition",
    "Amendment", "Termination", "AgreementCosign", "Laboratory", "LabMember", "LabFunding", "LabOutput", "LabReport",
    "CooperativeProgramme", "CoursePlan", "PlanCourse", "IntroducedCourse", "GlobalCompetenceCourse", "Activity",
    "FollowUp", "BalanceEntry",
)  # fmt: skip


class PartnershipsConfig(AppConfig):
    """Partnerships."""

    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        # Its models need every app to be loaded.
        from auditlog.registry import auditlog  # noqa: PLC0415

        for module in ("partnerships.permissions", "partnerships.flow"):
            importlib.import_module(module)
        for key, default, kind, label in SETTINGS:
            register(key, default, kind, label)
        for name in AUDITED:
            auditlog.register(self.get_model(name), exclude_fields=["version", "updated_at"])
        declare(
            "partnerships",
            _("Partnerships"),
            Item(_("Partner institutions"), "institution-list", "handshake"),
            Item(_("Our institution"), "coordinator-home", "handshake"),
            Item(_("Import a list"), "importbatch-list", "upload"),
            Item(_("Proposed profiles"), "profileproposal-list", "comment"),
            Item(_("Agreements"), "agreement-list", "document"),
            Item(_("Joint laboratories"), "laboratory-list", "building"),
            Item(_("Cooperative programmes"), "cooperativeprogramme-list", "book"),
            Item(_("Introduced courses"), "introducedcourse-list", "book"),
            Item(_("Global-competence courses"), "globalcompetencecourse-list", "globe"),
            order=40,
        )
        declare_public(Item(_("Partners"), "partner-directory"), order=20)
        declare_public(Item(_("Laboratories"), "lab-directory"), order=30)
        declare_partnership_work()
        user_logged_in.connect(
            importlib.import_module("partnerships.actions.coordinators").accept_invitation,
            dispatch_uid="coordinator_accepts",
        )
        declare_events("partnerships", EVENTS)


def also_called(words):
    """Institutions that have a name beginning so."""
    names = apps.get_model("partnerships", "InstitutionName").objects.filter(name__istartswith=words)
    return Q(pk__in=names.values("institution"))


def declare_partnership_work():
    """What of partnerships waits for people, and what the search finds."""
    declare_work(
        "partnerships.Agreement",
        holders=HOLDERS,
        dates=(("holds_until", _("Agreement ends")),),
        related=("unit",),
    )
    declare_work("partnerships.AgreementCosign", related=("agreement",), about="agreement")
    declare_work("partnerships.Institution", related=("region",))
    declare_work("partnerships.FollowUp", related=("activity__institution",), dates=())
    declare_work("partnerships.ProfileProposal", related=("institution",), about="institution")
    declare_work("partnerships.Amendment", related=("agreement",), about="agreement")
    declare_work("partnerships.Termination", related=("agreement",), about="agreement")
    declare_work("partnerships.BalanceEntry", related=("agreement",), about="agreement")
    declare_work("partnerships.Laboratory", dates=(("review_due_on", _("Review of the laboratory")),))
    declare_source(
        "partnerships.Institution",
        _("Partner institutions"),
        lambda words: Q(name_zh__icontains=words) | Q(name_en__icontains=words) | also_called(words),
    )
    declare_source(
        "partnerships.Agreement",
        _("Agreements"),
        lambda words: (
            Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(number__istartswith=words)
        ),
        lambda record: f"{record.label} {title_of(record)}",
    )
    declare_source(
        "partnerships.Laboratory",
        _("Joint laboratories"),
        lambda words: Q(name_zh__icontains=words) | Q(name_en__icontains=words),
    )
