"""Fees are received, given back and spent: each entry is confirmed by somebody else (SOD-6, GN-03)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.history import save_with_history
from notifications.actions import notify
from training.flow import EXPENSE_FLOW, PAYMENT_FLOW, REFUND_FLOW, TRAINEE_FLOW
from training.models import Expense, Payment, Refund, Trainee, TrainingClass

ZERO = Decimal(0)
T = Trainee.Status


def received_from(trainee: Trainee) -> Decimal:
    """Confirmed payments less refunds paid out."""
    paid = trainee.payments.filter(status=Payment.Status.CONFIRMED).aggregate(sum=Sum("amount_cny"))["sum"]
    back = trainee.refunds.filter(status=Refund.Status.APPROVED).aggregate(sum=Sum("amount_cny"))["sum"]
    return (paid or ZERO) - (back or ZERO)


@transaction.atomic
def add_payment(payment: Payment, *, by: Any) -> Payment:
    """Finance enters a receipt; it counts once somebody else has confirmed it (SOD-6)."""
    if not by.has_perm("training.add_payment"):
        raise PermissionDenied
    if payment.trainee.status in {T.APPLIED, T.DECLINED}:
        raise ValidationError(_("Only somebody who was admitted pays."))
    payment.entered_by = by
    payment.full_clean(exclude=["amount_cny"])
    return save_with_history(payment, by=by)


@transaction.atomic
def confirm_payment(payment: Payment, *, by: Any, note: str = "", version: int | None = None) -> Payment:
    """Finance confirms what somebody else entered; a complete fee completes the registration (SOD-6)."""
    PAYMENT_FLOW.move(payment, "confirm", by=by, note=note, version=version)
    payment.confirmed_by = by
    payment.save(update_fields=["confirmed_by"])
    register_if_paid(payment.trainee)
    return payment


def register_if_paid(trainee: Trainee) -> bool:
    """Admitted and paid in full means registered (§1.3)."""
    locked = Trainee.objects.select_for_update().get(pk=trainee.pk)
    if locked.status != T.ADMITTED or received_from(locked) < locked.fee_due:
        return False
    TRAINEE_FLOW.move(locked, "register", by=None)
    trainee.status, trainee.version = locked.status, locked.version
    return True


@transaction.atomic
def void_payment(payment: Payment, *, by: Any, note: str = "", version: int | None = None) -> Payment:
    """An entry made by mistake is struck out; it stays on record."""
    PAYMENT_FLOW.move(payment, "void", by=by, note=note, version=version)
    return payment


@transaction.atomic
def add_refund(refund: Refund, *, by: Any) -> Refund:
    """The unit asks to give money back: never more than was received (§1.3)."""
    trainee = Trainee.objects.select_for_update().get(pk=refund.trainee_id)
    if not by.has_perm("training.add_refund", trainee):
        raise PermissionDenied
    _check_amount(refund, trainee)
    if trainee.refunds.open().exists():
        raise ValidationError(_("A refund for this trainee is already being decided."))
    refund.requested_by = by
    refund.full_clean(exclude=["amount_cny"])
    save_with_history(refund, by=by)
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=trainee.training_class.unit)
    notify(heads, "training.refund_asked", about=refund)
    return refund


def _check_amount(refund: Refund, trainee: Trainee) -> None:
    left = received_from(trainee)
    if refund.amount * refund.rate > left:
        raise ValidationError(
            {"amount": _("Only %(left)s CNY were received from this trainee.") % {"left": left}}
        )


@transaction.atomic
def endorse_refund(refund: Refund, *, by: Any, note: str = "", version: int | None = None) -> Refund:
    """The head of the unit agrees; finance decides next."""
    REFUND_FLOW.move(refund, "endorse", by=by, note=note, version=version)
    notify(User.objects.holding(Role.FINANCE), "training.refund_asked", about=refund)
    return refund


@transaction.atomic
def approve_refund(
    refund: Refund, *, by: Any, note: str = "", paid_out_on: date | None = None, version: int | None = None
) -> Refund:
    """Finance pays it out; the amount counts against the income from that day (M6)."""
    trainee = Trainee.objects.select_for_update().get(pk=refund.trainee_id)
    if refund.status == Refund.Status.FINANCE_REVIEW:
        _check_amount(refund, trainee)
    REFUND_FLOW.move(refund, "approve", by=by, note=note, version=version)
    refund.paid_out_on = paid_out_on or timezone.localdate()
    refund.save(update_fields=["paid_out_on"])
    notify([refund.requested_by], "training.refund_decided", about=refund)
    return refund


@transaction.atomic
def reject_refund(refund: Refund, *, by: Any, note: str = "", version: int | None = None) -> Refund:
    """The money is not given back."""
    REFUND_FLOW.move(refund, "reject", by=by, note=note, version=version)
    notify([refund.requested_by], "training.refund_decided", about=refund)
    return refund


@transaction.atomic
def ask_refunds_of_class(training_class: TrainingClass, *, by: Any, reason: str) -> int:
    """A cancelled class gives back what was paid: one refund for each who paid (EC-84)."""
    count = 0
    paid = training_class.trainees.filter(payments__status=Payment.Status.CONFIRMED).distinct()
    for trainee in paid.order_by("pk"):
        left = received_from(trainee)
        if left > 0 and not trainee.refunds.open().exists():
            add_refund(Refund(trainee=trainee, amount=left, reason=reason[:500]), by=by)
            count += 1
    return count


def open_refunds_of(training_class: TrainingClass) -> int:
    """Refunds of the class that nobody has decided yet (EC-84)."""
    return Refund.objects.open().filter(trainee__training_class=training_class).count()


@transaction.atomic
def add_expense(expense: Expense, *, by: Any) -> Expense:
    """Finance books what was spent on a project."""
    if not by.has_perm("training.add_expense"):
        raise PermissionDenied
    expense.entered_by = by
    expense.full_clean()
    return save_with_history(expense, by=by)


@transaction.atomic
def confirm_expense(expense: Expense, *, by: Any, note: str = "", version: int | None = None) -> Expense:
    """Somebody else of finance confirms the booking (SOD-6)."""
    EXPENSE_FLOW.move(expense, "confirm", by=by, note=note, version=version)
    expense.confirmed_by = by
    expense.save(update_fields=["confirmed_by"])
    return expense


@transaction.atomic
def void_expense(expense: Expense, *, by: Any, note: str = "", version: int | None = None) -> Expense:
    """A wrong booking is struck out."""
    EXPENSE_FLOW.move(expense, "void", by=by, note=note, version=version)
    return expense
