"""A project is closed: its package is put together, checked by three desks, and archived (P18–P20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.attachments import attach
from core.background import start_run
from core.flow import StepNotAllowed, remember
from core.history import save_with_history
from core.models import Attachment
from core.numbers import next_number
from core.uploads import PDF
from notifications.actions import notify
from training.actions.closing_checks import OVER, Package, checklist_of, survey_faults
from training.actions.desks import admins_of, pass_on
from training.actions.handover import hand_on, tell
from training.documents import render_archive
from training.flow import CLASS_FLOW, CLOSING_FLOW, CONTRACT_FLOW, PROPOSAL_FLOW
from training.models import Closing, Contract, Proposal, RectificationTicket, TrainingClass
from training.models.closing import closing_due_on

S = Proposal.Status
FILES = ("signed_roster", "handouts", "receipts", "photos", "settlement_sheet")
TICKET_DAYS = 30


@transaction.atomic
def open_closing(proposal: Proposal, *, by: Any) -> Closing:
    """There is one package for each project; it is begun when the last class is over, or by the unit (P18)."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    closing = Closing.objects.filter(proposal=locked).first()
    if closing is not None:
        return closing
    if by is not None and not by.has_perm("training.add_closing", locked):
        raise PermissionDenied
    if locked.status != S.EXECUTING:
        raise StepNotAllowed(_("Only a project that is being carried out can be closed."))
    closing = Closing(proposal=locked, author=by or locked.author)
    set_due_day(closing)
    return save_with_history(closing, by=by)


def set_due_day(closing: Closing) -> None:
    """The package is due so many days after the last class, once all are over."""
    classes = closing.proposal.classes
    if classes.exists() and not classes.exclude(status__in=OVER).exists():
        held = classes.exclude(status=TrainingClass.Status.CANCELLED)
        last = (held if held.exists() else classes).aggregate(last=Max("end_on"))["last"]
        closing.package_due_on = closing_due_on(last)
        if closing.is_editable:
            closing.due_on = closing.package_due_on


@transaction.atomic
def save_closing(
    closing: Closing, *, by: Any, version: int | None = None, uploads: dict[str, Any] | None = None
) -> Closing:
    """The unit writes at its package."""
    if not by.has_perm("training.change_closing", Closing.objects.select_for_update().get(pk=closing.pk)):
        raise PermissionDenied
    set_due_day(closing)
    save_with_history(closing, by=by, version=version)
    for category, upload in (uploads or {}).items():
        attach(closing, upload, category=category, by=by)
    return closing


@transaction.atomic
def submit_closing(closing: Closing, *, by: Any, note: str = "", version: int | None = None) -> Closing:
    """The package is complete and goes to finance; the project is being closed (P18)."""
    Proposal.objects.select_for_update().get(pk=closing.proposal_id)
    CLOSING_FLOW.move(closing, "submit", by=by, note=note, version=version)
    missing = [item for item in checklist_of(closing) if item.blocks]
    if missing:
        raise ValidationError(
            [
                ValidationError(f"{item.label}: {item.finding or _('missing')}", code=item.code)
                for item in missing
            ]
        )
    set_due_day(closing)
    today = timezone.localdate()
    PROPOSAL_FLOW.move(closing.proposal, "begin_closing", by=None, payload={"by": by.pk})
    hand_on(closing.proposal)
    pass_on(
        closing,
        "closing_waits",
        submitted_at=timezone.now(),
        package_due_on=closing.package_due_on,
        first_submitted_on=closing.first_submitted_on or today,
    )
    return closing


@transaction.atomic
def confirm_settlement_closing(
    closing: Closing, *, by: Any, note: str = "", version: int | None = None
) -> Closing:
    """Finance signs income, expenses and surplus as they are now (决算, P19)."""
    CLOSING_FLOW.move(closing, "confirm_settlement", by=by, note=note, version=version)
    settlement = Package(closing).settlement
    kept = {
        "income": str(settlement.income),
        "expense": str(settlement.expense),
        "surplus": str(settlement.surplus),
        "rows": [
            {
                "direction": row.direction,
                "category": row.category,
                "planned": str(row.planned),
                "actual": str(row.actual),
            }
            for row in settlement.rows
        ],
    }
    pass_on(closing, "closing_waits", settlement=kept, settlement_by=by)
    return closing


@transaction.atomic
def check_closing(closing: Closing, *, by: Any, note: str = "", version: int | None = None) -> Closing:
    """The training desk finds the package complete; poor surveys become a ticket (§1.8)."""
    CLOSING_FLOW.move(closing, "check", by=by, note=note, version=version)
    faults = survey_faults(Package(closing))
    known = closing.proposal.tickets.filter(source=RectificationTicket.Source.SURVEY)
    if faults and not known.exists():
        ticket = RectificationTicket.objects.create(
            unit=closing.proposal.unit,
            proposal=closing.proposal,
            source=RectificationTicket.Source.SURVEY,
            title=_("Satisfaction below what is asked for"),
            description="\n".join(faults),
            due_on=timezone.localdate() + timedelta(days=TICKET_DAYS),
            opened_by=by,
        )
        notify(admins_of(closing), "training.ticket_opened", about=ticket)
    pass_on(closing, "closing_waits")
    return closing


@transaction.atomic
def accept_closing(closing: Closing, *, by: Any, note: str = "", version: int | None = None) -> Closing:
    """The director accepts: classes and project are closed, the archive number is given, the file ordered (P19)."""
    CLOSING_FLOW.move(closing, "accept", by=by, note=note, version=version)
    proposal = closing.proposal
    PROPOSAL_FLOW.move(proposal, "close", by=None, note=note, payload={"by": by.pk})
    CLASS_FLOW.move_many(proposal.classes.filter(status=TrainingClass.Status.FINISHED), "archive")
    CONTRACT_FLOW.move_many(
        proposal.contracts.filter(status__in=[Contract.Status.SIGNED, Contract.Status.PERFORMING]), "finish"
    )
    hand_on(proposal)
    today = timezone.localdate()
    number = next_number("NDE-ARCHIVE", today.year)
    pass_on(closing, closed_on=today, archive_no=f"NDA-{today.year}-{number:04d}")
    tell(
        proposal,
        "closing_accepted",
        [proposal.author, closing.author],
        admins_of(closing),
        number=closing.archive_no,
    )
    start_run(closing, total=1)
    return closing


@transaction.atomic
def return_closing(closing: Closing, *, by: Any, note: str = "", version: int | None = None) -> Closing:
    """Something is missing: the project is being carried out again until the package comes back (P20)."""
    CLOSING_FLOW.move(closing, "return", by=by, note=note, version=version)
    PROPOSAL_FLOW.move(closing.proposal, "reopen", by=None, note=note, payload={"by": by.pk})
    hand_on(closing.proposal)
    pass_on(closing)
    notify([closing.author, *admins_of(closing)], "training.record_returned", about=closing, note=note)
    return closing


@transaction.atomic
def remake_archive_closing(closing: Closing, *, by: Any) -> Closing:
    """The archive file is asked for again, after a failure."""
    locked = Closing.objects.select_for_update().get(pk=closing.pk)
    if not by.has_perm("training.remake_archive_closing", locked) or not locked.archive_no:
        raise PermissionDenied
    if locked.run_state != Closing.RunState.FAILED:
        raise StepNotAllowed(_("The archive file is there, or being made."))
    remember(locked, "remake_archive", by=by)
    start_run(locked, total=1)
    return locked


def keep_archive(closing: Closing) -> Attachment:
    """The archive file is there once, with its fingerprint, however often the worker is asked."""
    kept = Attachment.objects.of(closing).current().filter(category="archive").first()
    if kept:
        return kept
    upload = ContentFile(render_archive(closing), name=f"{closing.archive_no}.pdf")
    return attach(closing, upload, category="archive", by=None, allowed=frozenset({PDF}))


def work_on_archive(closing: Closing) -> None:
    """Make the file and close the run; a failure is kept with its reason and can be tried again."""
    try:
        keep_archive(closing)
    except Exception as error:
        Closing.objects.all().finish(closing.pk, error=str(error)[:500] or type(error).__name__, failed=1)
        raise
    Closing.objects.all().finish(closing.pk, done=1)
