"""A unit puts right what was found, and somebody else confirms it (SOD-8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from notifications.actions import notify
from training.flow import TICKET_FLOW
from training.models import RectificationTicket

# Days before (or, negative, after) the deadline on which people are reminded (§10).
LEADS = (3, 0, -1)


@transaction.atomic
def answer_rectificationticket(
    ticket: RectificationTicket,
    *,
    by: Any,
    answer: str = "",
    evidence: Any = (),
    note: str = "",
    version: int | None = None,
) -> RectificationTicket:
    """The unit says what it did, with evidence."""
    text = answer.strip() or note.strip()
    if ticket.status in TICKET_FLOW.steps["answer"].sources and len(text) < 10:
        raise ValidationError({"answer": _("Say in a sentence or two what was put right.")})
    TICKET_FLOW.move(ticket, "answer", by=by, note=text, version=version)
    ticket.answer, ticket.answered_by, ticket.answered_on = text, by, timezone.localdate()
    ticket.save(update_fields=["answer", "answered_by", "answered_on"])
    for file in evidence:
        attach(ticket, file, category="evidence", by=by)
    notify(User.objects.holding(Role.TRAINING_DESK), "training.ticket_answered", about=ticket)
    notify(User.objects.holding(Role.DIRECTOR), "training.ticket_answered", about=ticket)
    return ticket


@transaction.atomic
def verify_rectificationticket(
    ticket: RectificationTicket, *, by: Any, note: str = "", version: int | None = None
) -> RectificationTicket:
    """Somebody who neither opened nor answered it confirms that it is put right (SOD-8)."""
    TICKET_FLOW.move(ticket, "verify", by=by, note=note, version=version)
    ticket.closed_on = timezone.localdate()
    ticket.save(update_fields=["closed_on"])
    notify([ticket.answered_by], "training.ticket_closed", about=ticket)
    return ticket


@transaction.atomic
def reopen_rectificationticket(
    ticket: RectificationTicket,
    *,
    by: Any,
    note: str = "",
    due_on: date | None = None,
    version: int | None = None,
) -> RectificationTicket:
    """It is not right yet; a new day may be set."""
    if due_on and due_on < timezone.localdate():
        raise ValidationError({"due_on": _("This day is over.")})
    TICKET_FLOW.move(ticket, "reopen", by=by, note=note, version=version)
    if due_on:
        ticket.due_on = due_on
        ticket.save(update_fields=["due_on"])
    people = User.objects.holding(Role.DEPARTMENT_ADMIN, unit=ticket.unit)
    notify(people, "training.ticket_opened", about=ticket)
    return ticket


@transaction.atomic
def void_rectificationticket(
    ticket: RectificationTicket, *, by: Any, note: str = "", version: int | None = None
) -> RectificationTicket:
    """Opened by mistake: it counts nowhere."""
    TICKET_FLOW.move(ticket, "void", by=by, note=note, version=version)
    return ticket


def remind_tickets(today: date | None = None) -> int:
    """Three days before, on the day and the day after; days the job missed are made up once (EC-91)."""
    today = today or timezone.localdate()
    count = 0
    open_ones = RectificationTicket.objects.open().filter(due_on__lte=today + timedelta(days=max(LEADS)))
    for ticket in open_ones.select_related("unit").order_by("pk"):
        # Of the leads that are due the latest is sent; an older one that was missed is covered by it.
        due = [lead for lead in LEADS if today >= ticket.due_on - timedelta(days=lead)]
        if not due:
            continue
        people = [*User.objects.holding(Role.DEPARTMENT_ADMIN, unit=ticket.unit)]
        people += [*User.objects.holding(Role.TRAINING_DESK)]
        notify(people, "training.ticket_due", about=ticket, lead=f"{ticket.due_on}:{min(due)}")
        count += 1
    return count
