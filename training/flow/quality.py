"""Inspections, tickets and complaints (§1.9)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Complaint, Inspection, RectificationTicket

S = Inspection.Status

INSPECTION_FLOW = Flow(
    Inspection,
    Step(
        "carry_out",
        {S.PLANNED},
        S.DONE,
        _("Carry out the inspection"),
        help=_("Go through the checklist on site; photos can be taken with the phone."),
    ),
    Step("cancel", {S.PLANNED}, S.CANCELLED, _("Cancel the inspection"), needs_note=True, tone="danger"),
)

T = RectificationTicket.Status

TICKET_FLOW = Flow(
    RectificationTicket,
    Step(
        "answer",
        {T.OPEN, T.REOPENED},
        T.ANSWERED,
        _("Report what was done"),
        help=_("Say what was put right and attach the evidence."),
    ),
    Step(
        "verify",
        {T.ANSWERED},
        T.CLOSED,
        _("Confirm that it is put right"),
        decides=True,
        help=_("Somebody who did not open the ticket confirms it."),
    ),
    Step(
        "reopen",
        {T.ANSWERED},
        T.REOPENED,
        _("Not yet put right"),
        needs_note=True,
        tone="secondary",
        help=_("The unit has to do more; say what is missing."),
    ),
    Step(
        "void",
        {T.OPEN, T.ANSWERED, T.REOPENED},
        T.VOID,
        _("Withdraw the ticket"),
        needs_note=True,
        tone="danger",
        help=_("Only where it was opened by mistake."),
    ),
)

C = Complaint.Status

COMPLAINT_FLOW = Flow(
    Complaint,
    Step(
        "examine",
        {C.RECEIVED},
        C.EXAMINED,
        _("Take it up"),
        help=_(
            "Name the unit and class concerned; share the text with the unit only if it gives nobody away."
        ),
    ),
    Step(
        "reply",
        {C.RECEIVED, C.EXAMINED},
        C.REPLIED,
        _("Reply"),
        help=_("Whoever complained reads the reply under the tracking code."),
    ),
    Step(
        "dismiss",
        {C.RECEIVED, C.EXAMINED},
        C.DISMISSED,
        _("Do not take it up"),
        needs_note=True,
        tone="danger",
        help=_("For what does not concern training; the comment is shown under the tracking code."),
    ),
)
