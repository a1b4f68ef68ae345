"""The closing package of a project, item by item (§1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from certificates.models import Certificate
from core.policy import policy
from training.actions.certificates import source_of
from training.actions.feedback import result_of
from training.actions.results import missing_marks
from training.actions.settlement import Settlement, settlement_of
from training.models import Assessment, Closing, RectificationTicket, Survey, Trainee, TrainingClass

SHORTEST_REPORT = 500
HUNDRED = Decimal(100)
T = Trainee.Status
OVER = (TrainingClass.Status.FINISHED, TrainingClass.Status.CLOSED, TrainingClass.Status.CANCELLED)


@dataclass(frozen=True)
class Item:
    """One line of the checklist: whether it is there, what is found, whether it holds the package up."""

    code: str
    label: str
    is_done: bool
    finding: str = ""
    is_needed: bool = True
    url_name: str = ""

    @property
    def blocks(self) -> bool:
        return self.is_needed and not self.is_done


class Package:
    """Everything the checklist reads of one project, read once."""

    def __init__(self, closing: Closing):
        self.closing = closing
        self.proposal = closing.proposal
        self.classes = list(self.proposal.classes.order_by("class_no"))
        self.held = [row for row in self.classes if row.status != TrainingClass.Status.CANCELLED]
        self.files = set(closing.attachments.filter(replaced_by=None).values_list("category", flat=True))
        self.settlement: Settlement = settlement_of(self.proposal)

    @property
    def trainees(self) -> dict[str, int]:
        """How many trainees of the held classes ended in which status."""
        counts: dict[str, int] = {}
        for status in Trainee.objects.filter(training_class__in=self.held).values_list("status", flat=True):
            counts[status] = counts.get(status, 0) + 1
        return counts

    @property
    def hours_changed(self) -> Decimal:
        """By how much the largest difference between a timetable and the approved hours is, in per cent."""
        approved = self.proposal.hours_total or Decimal(0)
        if not approved:
            return Decimal(0)
        sums = (row.sessions.aggregate(total=Sum("hours"))["total"] or Decimal(0) for row in self.held)
        return max((abs(total - approved) * HUNDRED / approved for total in sums), default=Decimal(0))

    def certificates(self) -> int:
        """Trainees of the project to whom a certificate was issued, whatever became of it later."""
        issued = Certificate.objects.filter(
            batch__source__in=[source_of(row) for row in self.held], status__in=Certificate.PUBLIC_STATUSES
        )
        return issued.values("source_key").distinct().count()


def checklist_of(closing: Closing, package: Package | None = None) -> list[Item]:
    """The package as a list: what is there, what is missing."""
    package = package or Package(closing)
    checks = (_classes, _report, _roster, _records, _timetable, _survey, _settlement, _certificates, _extras)
    return [item for check in checks for item in check(package)]


def _classes(package: Package) -> list[Item]:
    running = [row for row in package.classes if row.status not in OVER]
    finding = "、".join(str(row.class_no) for row in running)
    return [
        Item(
            "classes",
            _("All classes are finished or cancelled"),
            bool(package.classes) and not running,
            _("Still open: class %(numbers)s.") % {"numbers": finding} if running else "",
        )
    ]


def _report(package: Package) -> list[Item]:
    texts = [getattr(package.closing, name).strip() for name in Closing.REPORT]
    length = sum(len(text) for text in texts)
    finding = _("%(count)s of %(least)s characters.") % {"count": length, "least": SHORTEST_REPORT}
    return [Item("report", _("Summary report"), all(texts) and length >= SHORTEST_REPORT, finding)]


def _roster(package: Package) -> list[Item]:
    """The signed roster; everybody on it has a result."""
    counts = package.trainees
    open_ones = sum(counts.get(status, 0) for status in (T.APPLIED, T.ADMITTED, T.REGISTERED, T.ATTENDING))
    finding = _("%(done)s completed, %(failed)s not completed, %(open)s without a result.") % {
        "done": counts.get(T.COMPLETED, 0),
        "failed": counts.get(T.NOT_COMPLETED, 0),
        "open": open_ones,
    }
    return [
        Item("roster", _("Roster: everybody has a result"), not open_ones, finding),
        Item(
            "signed_roster", _("Signed roster (file)"), "signed_roster" in package.files or not package.held
        ),
    ]


def _records(package: Package) -> list[Item]:
    missing = sum(missing_marks(row) for row in package.held)
    unchecked = Assessment.objects.filter(trainee__training_class__in=package.held, checked_by=None).count()
    finding = _("%(marks)s attendance marks missing, %(results)s results unchecked.") % {
        "marks": missing,
        "results": unchecked,
    }
    return [Item("records", _("Attendance and results complete"), not missing and not unchecked, finding)]


def _timetable(package: Package) -> list[Item]:
    changed = package.hours_changed
    is_far = changed > policy("training.timetable_tolerance")
    finding = _("%(percent)d %% of the hours differ from the approved plan.") % {"percent": changed}
    return [
        Item(
            "timetable",
            _("Timetable and list of handouts"),
            not is_far or bool(package.closing.timetable_reason),
            finding + (" " + _("Give the reason.") if is_far else ""),
        ),
        Item("handouts", _("List of handouts (file)"), "handouts" in package.files, is_needed=False),
    ]


def _survey(package: Package) -> list[Item]:
    """Too few answers or too low a mean is a finding, and becomes a ticket when the package is checked."""
    faults = survey_faults(package)
    return [Item("survey", _("Satisfaction"), not faults, " ".join(faults), is_needed=False)]


def survey_faults(package: Package) -> list[str]:
    """What is wrong with the surveys of the classes, in words."""
    faults = []
    surveys = {
        survey.training_class_id: survey for survey in Survey.objects.filter(training_class__in=package.held)
    }
    for row in package.held:
        survey = surveys.get(row.pk)
        if survey is None:
            faults.append(_("Class %(no)s: nobody was asked.") % {"no": row.class_no})
            continue
        result = result_of(survey)
        if result.rate < policy("training.survey_min_rate"):
            faults.append(
                _("Class %(no)s: only %(rate)s %% answered.") % {"no": row.class_no, "rate": result.rate}
            )
        elif result.points is not None and result.points < policy("training.survey_min_points"):
            faults.append(
                _("Class %(no)s: %(points)s of 100 points.") % {"no": row.class_no, "points": result.points}
            )
    return faults


def _settlement(package: Package) -> list[Item]:
    unexplained = package.settlement.unexplained
    names = "、".join(row.label for row in unexplained)
    surplus = package.settlement.surplus
    items = [
        Item(
            "variance",
            _("Settlement beside the budget"),
            not unexplained or bool(package.closing.variance_reason),
            _("Far from the budget: %(names)s.") % {"names": names} if unexplained else "",
        )
    ]
    if surplus > 0:
        items.append(
            Item(
                "surplus",
                _("Distribution of the surplus"),
                bool(package.closing.surplus_use),
                f"¥{surplus:,.2f}",
            )
        )
    return items


def _certificates(package: Package) -> list[Item]:
    completed, issued = package.trainees.get(T.COMPLETED, 0), package.certificates()
    finding = _("%(issued)s certificates for %(completed)s who completed.") % {
        "issued": issued,
        "completed": completed,
    }
    tickets = RectificationTicket.objects.open().filter(proposal=package.proposal).count()
    return [
        Item("certificates", _("Certificates issued"), issued >= completed, finding),
        Item(
            "delivered",
            _("Certificates handed over"),
            not issued or bool(package.closing.certificates_delivered) or "receipts" in package.files,
        ),
        Item(
            "tickets",
            _("No rectification ticket open"),
            not tickets,
            _("%(count)s open.") % {"count": tickets} if tickets else "",
        ),
    ]


def _extras(package: Package) -> list[Item]:
    return [
        Item("photos", _("Photographs and news (files)"), "photos" in package.files, is_needed=False),
    ]
