"""Addenda, terminations and corrections of the balance: proposed by the desk, decided by the director."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from partnerships.models import Amendment, BalanceEntry, Termination

A = Amendment.Status

AMENDMENT_FLOW = Flow(
    Amendment,
    Step("approve", {A.PROPOSED}, A.APPROVED, _("Approve for signing"), decides=True),
    Step(
        "reject", {A.PROPOSED}, A.REJECTED, _("Do not approve"), needs_note=True, decides=True, tone="danger"
    ),
    Step(
        "sign",
        {A.APPROVED},
        A.SIGNED,
        _("Register the signature"),
        help=_("A new last day takes effect at once."),
    ),
    Step("cancel", {A.PROPOSED, A.APPROVED}, A.CANCELLED, _("Cancel"), needs_note=True, tone="danger"),
)

T = Termination.Status

TERMINATION_FLOW = Flow(
    Termination,
    Step(
        "confirm",
        {T.PROPOSED},
        T.CONFIRMED,
        _("Confirm the termination"),
        needs_note=True,
        decides=True,
        tone="danger",
        help=_("The agreement ends on the day stated; students who are away may finish (AG-07)."),
    ),
    Step("cancel", {T.PROPOSED}, T.CANCELLED, _("Cancel"), needs_note=True, tone="secondary"),
)

B = BalanceEntry.Status

CORRECTION_FLOW = Flow(
    BalanceEntry,
    Step(
        "confirm",
        {B.PROPOSED},
        B.CONFIRMED,
        _("Confirm the correction"),
        decides=True,
        help=_("It counts in the balance; the partner's confirmation must be attached."),
    ),
    Step(
        "reject", {B.PROPOSED}, B.REJECTED, _("Do not accept"), needs_note=True, decides=True, tone="danger"
    ),
)
