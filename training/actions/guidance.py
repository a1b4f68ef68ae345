"""What is next for a project, until when, under which rule, with which form (过程指导)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.policy import policy
from training.actions.nightly import lapse_day
from training.actions.order import has_contract, has_publicity, needs_contract, needs_publicity
from training.actions.rules import RuleBook
from training.models import (
    ChangeRequest,
    Closing,
    Contract,
    PartnerVetting,
    Proposal,
    Rule,
    Suspension,
    TrainingClass,
)

S = Proposal.Status
DONE, NOW, LATER, SKIPPED = "done", "now", "later", "skipped"


@dataclass
class Stage:
    """One stage of a project's life, as its unit has to take it."""

    key: str
    title: str
    what: str
    state: str = LATER
    until: date | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    who: str = ""

    @property
    def is_late(self) -> bool:
        return self.state == NOW and self.until is not None and self.until < timezone.localdate()


RULES_OF = {
    "propose": ("TR-01", "TR-02", "TR-03", "TR-07", "TR-12", "R-17"),
    "approve": ("TR-05", "R-07"),
    "sign": ("TR-06", "TR-09", "TR-10", "K-1", "K-2", "K-3", "K-4"),
    "publicise": ("TR-07", "TR-08", "PB-1", "PB-2"),
    "enrol": ("TR-08", "TR-11"),
    "run": ("P14", "TR-13"),
    "certify": ("TR-14",),
    "close": ("P18",),
    "file": ("TR-15",),
}


def guidance_of(proposal: Proposal, user: Any) -> list[Stage]:
    """The whole way of the project, with what is done and what is next."""
    stages = [
        _propose(proposal),
        _approve(proposal),
        *_between(proposal),
        _run(proposal),
        _certify(proposal),
        _close(proposal),
    ]
    book = RuleBook()
    for stage in stages:
        found = (book.rule_for(code) for code in RULES_OF.get(stage.key, ()))
        stage.rules = [rule for rule in found if rule is not None]
    _mark_next(stages, proposal)
    return stages


def _mark_next(stages: list[Stage], proposal: Proposal) -> None:
    """Only the first stage that is neither done nor skipped is the next one; a stopped project has none."""
    stopped = proposal.status in {S.SUSPENDED, S.REJECTED, S.WITHDRAWN, S.TERMINATED, S.LAPSED}
    is_found = stopped
    for stage in stages:
        if stage.state in {DONE, SKIPPED}:
            continue
        stage.state = LATER if is_found else NOW
        is_found = True


def _propose(proposal: Proposal) -> Stage:
    is_done = proposal.status not in Proposal.EDITABLE
    edit = reverse("proposal-check", args=[proposal.pk])
    first = proposal.start_on
    until = None
    if first and not is_done:
        until = first - timedelta(days=policy("training.lead_workdays") * 7 // 5)
    return Stage(
        "propose",
        _("Write and submit the proposal"),
        _("Fill in every section, answer each flag, attach the minutes of the unit's collective decision."),
        DONE if is_done else NOW,
        until,
        [] if is_done else [(_("Check and submit"), edit)],
        who=_("Department admin"),
    )


def _approve(proposal: Proposal) -> Stage:
    is_done = bool(proposal.approved_no)
    return Stage(
        "approve",
        _("Examination and approval"),
        _(
            "Head of the unit, training desk, cosigning offices, director; the school leader where the rules say so."
        ),
        DONE if is_done else LATER,
        proposal.due_on if proposal.status in Proposal.IN_REVIEW else None,
        who=str(proposal.get_status_display()) if proposal.status in Proposal.IN_REVIEW else "",
    )


def _between(proposal: Proposal) -> list[Stage]:
    """Sign, publicise, enrol."""
    contracts = [(_("Contracts of the project"), f"{reverse('contract-list')}?proposal={proposal.pk}")]
    sign = Stage(
        "sign",
        _("Sign the contract"),
        _("On the school's template, with the seal of the university, money to the university's account."),
        _state(has_contract(proposal), needs_contract(proposal)),
        links=contracts,
        who=_("Department admin"),
    )
    publicise = Stage(
        "publicise",
        _("Have the publicity approved"),
        _("Every text and picture, by its exact wording; any edit needs approval again."),
        _state(has_publicity(proposal), needs_publicity(proposal)),
        who=_("Department admin"),
    )
    classes = proposal.classes.exclude(status=TrainingClass.Status.CANCELLED)
    begun = classes.exclude(status=TrainingClass.Status.PLANNED).exists()
    plan = reverse("trainingclass-create") + f"?proposal={proposal.pk}"
    enrol = Stage(
        "enrol",
        _("Plan a class and enrol"),
        _(
            "Dates inside the approved window, timetable without clashes, a safety contact; fees only through finance."
        ),
        DONE if begun else LATER,
        lapse_day(proposal) if proposal.approved_at and not begun else None,
        [(_("Plan a class"), plan)] if proposal.status in Proposal.IN_FORCE else [],
        who=_("Department admin"),
    )
    return [sign, publicise, enrol]


def _state(is_done: bool, is_needed: bool) -> str:
    if is_done:
        return DONE
    return LATER if is_needed else SKIPPED


def _run(proposal: Proposal) -> Stage:
    over = (TrainingClass.Status.FINISHED, TrainingClass.Status.CLOSED, TrainingClass.Status.CANCELLED)
    classes = proposal.classes.all()
    is_done = classes.exists() and not classes.exclude(status__in=over).exists()
    dates = classes.exclude(status__in=over).aggregate(first=Min("start_on"), last=Max("end_on"))
    waits = proposal.status == S.APPROVED and proposal.approved_at
    return Stage(
        "run",
        _("Run the classes"),
        _("Attendance at every lesson, results entered by one and checked by another, survey at the end."),
        DONE if is_done else LATER,
        lapse_day(proposal) if waits else dates["last"],
        [(_("Classes of the project"), f"{reverse('trainingclass-list')}?q={proposal.approved_no}")],
        who=_("Department admin"),
    )


def _certify(proposal: Proposal) -> Stage:
    is_done = proposal.status in {S.CLOSING, S.CLOSED}
    return Stage(
        "certify",
        _("Certificates"),
        _("Asked for by the unit once a class is finished, issued by the governing office alone."),
        DONE if is_done else LATER,
        who=_("Training desk"),
    )


def _close(proposal: Proposal) -> Stage:
    closing = Closing.objects.filter(proposal=proposal).first()
    links = []
    if closing is not None:
        links.append((_("Closing package"), closing.get_absolute_url()))
    links.append((_("Form of the summary report"), reverse("training-form", args=["summary"])))
    return Stage(
        "close",
        _("Close the project"),
        _(
            "Summary report, signed roster, settlement, certificates handed over; then the archive file is made."
        ),
        DONE if proposal.status == S.CLOSED else LATER,
        closing.package_due_on if closing else None,
        links,
        who=_("Department admin"),
    )


@dataclass(frozen=True)
class Day:
    """One date of the yearly calendar of a unit."""

    on: date
    what: str
    title: str
    url: str
    tone: str = "blue"


def year_of(unit: Unit, year: int) -> list[tuple[date, list[Day]]]:
    """Everything with a date in the year, month by month."""
    days = sorted(_days(unit, date(year, 1, 1), date(year, 12, 31)), key=lambda day: (day.on, day.what))
    months = [date(year, month, 1) for month in range(1, 13)]
    return [(month, [day for day in days if day.on.month == month.month]) for month in months]


def _days(unit: Unit, first: date, last: date) -> list[Day]:
    """Classes, closings, lapses, deadlines and ends of the unit between two days."""
    span = (first, last)
    mine = {"proposal__unit": unit}
    held = TrainingClass.objects.filter(**mine).exclude(status=TrainingClass.Status.CANCELLED)
    signed = [Contract.Status.SIGNED, Contract.Status.PERFORMING]
    kinds: list[tuple[Any, str, str, str]] = [
        (held, "start_on", _("Class starts"), "green"),
        (held, "end_on", _("Class ends"), "green"),
        (
            Closing.objects.filter(**mine).exclude(status=Closing.Status.ACCEPTED),
            "package_due_on",
            _("Closing package due"),
            "amber",
        ),
        (
            Suspension.objects.filter(**mine, status=Suspension.Status.IN_FORCE),
            "rectify_by",
            _("To be put right"),
            "red",
        ),
        (Contract.objects.filter(**mine, status__in=signed), "end_on", _("Contract ends"), "grey"),
        (ChangeRequest.objects.open().filter(**mine), "due_on", _("Change to be decided"), "blue"),
    ]
    found = [
        Day(getattr(row, name), words, str(row), row.get_absolute_url(), tone)
        for rows, name, words, tone in kinds
        for row in rows.filter(**{f"{name}__range": span}).select_related("proposal")
    ]
    for vetting in PartnerVetting.objects.filter(
        unit=unit, status__in=PartnerVetting.VALID, valid_until__range=span
    ):
        words = _("Vetting of a partner ends")
        found.append(
            Day(cast(date, vetting.valid_until), words, vetting.name, vetting.get_absolute_url(), "amber")
        )
    for proposal in Proposal.objects.filter(unit=unit, status=S.APPROVED, approved_at__isnull=False):
        day = lapse_day(proposal)
        if first <= day <= last:
            found.append(Day(day, _("Approval lapses"), str(proposal), proposal.get_absolute_url(), "red"))
    return found
