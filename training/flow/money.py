"""Fees, refunds and expenses: entered by one, decided by another (SOD-6)."""

from django.utils.translation import gettext_lazy as _

from core.flow import Flow, Step
from training.models import Expense, Payment, Refund

P = Payment.Status

PAYMENT_FLOW = Flow(
    Payment,
    Step(
        "confirm",
        {P.ENTERED},
        P.CONFIRMED,
        _("Confirm the receipt"),
        decides=True,
        help=_("Compare it with the bank statement. Once the fee is complete the trainee is registered."),
    ),
    Step("void", {P.ENTERED}, P.VOID, _("Strike out"), needs_note=True, tone="danger"),
)

R = Refund.Status

REFUND_FLOW = Flow(
    Refund,
    Step(
        "endorse",
        {R.UNIT_REVIEW},
        R.FINANCE_REVIEW,
        _("Agree to the refund"),
        decides=True,
        help=_("Finance decides next."),
    ),
    Step(
        "approve",
        {R.FINANCE_REVIEW},
        R.APPROVED,
        _("Approve and pay out"),
        decides=True,
        help=_("The amount counts as given back from the day you name."),
    ),
    Step(
        "reject",
        {R.UNIT_REVIEW, R.FINANCE_REVIEW},
        R.REJECTED,
        _("Do not refund"),
        needs_note=True,
        decides=True,
        tone="danger",
    ),
)

E = Expense.Status

EXPENSE_FLOW = Flow(
    Expense,
    Step("confirm", {E.ENTERED}, E.CONFIRMED, _("Confirm the expense"), decides=True),
    Step("void", {E.ENTERED}, E.VOID, _("Strike out"), needs_note=True, tone="danger"),
)
