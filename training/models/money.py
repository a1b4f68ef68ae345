"""Money of training: fees received, refunds and what was spent, each confirmed by a second person (SOD-6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_finance, is_training_desk, sees_everything, units_of
from core.models import Record
from training.models.plan import BudgetLine
from training.models.proposal import Proposal
from training.models.trainee import Trainee

User = settings.AUTH_USER_MODEL
POSITIVE = [MinValueValidator(Decimal("0.01"))]
ZERO = Decimal(0)


def sees_all_money(user: Any) -> bool:
    """Finance, the training desk and those who read everything (§7.2)."""
    return is_finance(user) or is_training_desk(user) or sees_everything(user)


class MoneyQuerySet(models.QuerySet):
    """Finds money of trainees."""

    def visible_to(self, user: Any) -> MoneyQuerySet:
        """Finance, the desk and the leaders see all, a unit its own (§7.2)."""
        if sees_all_money(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        return self.filter(trainee__training_class__proposal__unit__in=units)

    def total(self) -> Decimal:
        return self.aggregate(total=Sum("amount_cny"))["total"] or ZERO


class PaymentQuerySet(MoneyQuerySet):
    """Finds payments."""

    def confirmed(self) -> PaymentQuerySet:
        return self.filter(status=Payment.Status.CONFIRMED)

    def awaiting(self, user: Any) -> PaymentQuerySet:
        """Those somebody else of finance entered."""
        if not is_finance(user):
            return self.none()
        return self.filter(status=Payment.Status.ENTERED).exclude(entered_by=user)


class RefundQuerySet(MoneyQuerySet):
    """Finds refunds."""

    def paid_out(self) -> RefundQuerySet:
        return self.filter(status=Refund.Status.APPROVED)

    def open(self) -> RefundQuerySet:
        return self.filter(status__in=[Refund.Status.UNIT_REVIEW, Refund.Status.FINANCE_REVIEW])

    def awaiting(self, user: Any) -> RefundQuerySet:
        heads = units_of(user, Role.DEPARTMENT_HEAD)
        mine = Q(status=Refund.Status.UNIT_REVIEW, trainee__training_class__proposal__unit__in=heads)
        if is_finance(user):
            mine |= Q(status=Refund.Status.FINANCE_REVIEW)
        return self.filter(mine).exclude(requested_by=user)


class Money(Record):
    """An amount with its currency; foreign money keeps the rate of its day (GN-03)."""

    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, validators=POSITIVE)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(
        _("exchange rate"),
        max_digits=12,
        decimal_places=6,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
    rate_date = models.DateField(_("day of the rate"), null=True, blank=True)
    amount_cny = models.DecimalField(_("amount in CNY"), max_digits=14, decimal_places=2, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.amount_cny = (Decimal(self.amount) * Decimal(self.rate)).quantize(Decimal("0.01"))
        super().save(*args, **kwargs)


class Payment(Money):
    """A fee received for one trainee: entered by one person of finance, confirmed by another (SOD-6)."""

    class Status(models.TextChoices):
        ENTERED = "entered", _("Entered")
        CONFIRMED = "confirmed", _("Confirmed")
        VOID = "void", _("Void")

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("Bank transfer")
        CAMPUS = "campus", _("Payment platform of the school")
        CARD = "card", _("Card")
        CASH = "cash", _("Cash at the finance office")

    STATUS_TONES = {"entered": "amber", "confirmed": "green", "void": "grey"}

    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="payments", verbose_name=_("trainee")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ENTERED, editable=False
    )
    received_on = models.DateField(_("received on"))
    method = models.CharField(_("way of payment"), max_length=10, choices=Method, default=Method.TRANSFER)
    reference = models.CharField(_("receipt or transaction number"), max_length=60)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("confirmed by"),
    )  # fmt: skip

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [models.Index(fields=["status", "received_on"], name="payment_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(status="void"), name="payment_reference_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="payment_confirmed_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.reference} · {self.amount} {self.currency}"

    def get_absolute_url(self):
        return reverse("payment-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.trainee.unit_id

    @property
    def authors(self) -> set[int]:
        """Whoever entered it does not confirm it (SOD-6)."""
        return {self.entered_by_id}


class Refund(Money):
    """Money given back to a trainee: asked for by the unit, approved by its head, then by finance (§1.3)."""

    class Status(models.TextChoices):
        UNIT_REVIEW = "unit_review", _("With the head of the unit")
        FINANCE_REVIEW = "finance_review", _("With finance")
        APPROVED = "approved", _("Approved and paid out")
        REJECTED = "rejected", _("Not approved")

    STATUS_TONES = {
        "unit_review": "blue",
        "finance_review": "blue",
        "approved": "green",
        "rejected": "red",
    }

    trainee = models.ForeignKey(
        Trainee, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("trainee")
    )
    status = models.CharField(
        _("status"), max_length=14, choices=Status, default=Status.UNIT_REVIEW, editable=False
    )
    reason = models.CharField(_("reason"), max_length=500)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("asked for by")
    )
    paid_out_on = models.DateField(_("paid out on"), null=True, blank=True, editable=False)

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        indexes = [models.Index(fields=["status", "paid_out_on"], name="refund_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_positive"),
            models.UniqueConstraint(
                fields=["trainee"],
                condition=Q(status__in=["unit_review", "finance_review"]),
                name="one_open_refund_per_trainee",
            ),
        ]

    def __str__(self):
        return f"{self.trainee} · {self.amount} {self.currency}"

    def get_absolute_url(self):
        return reverse("refund-detail", args=[self.pk])

    @property
    def unit_id(self) -> int:
        return self.trainee.unit_id

    @property
    def authors(self) -> set[int]:
        return {self.requested_by_id}


class ExpenseQuerySet(models.QuerySet):
    """Finds what projects spent."""

    def visible_to(self, user: Any) -> ExpenseQuerySet:
        if sees_all_money(user):
            return self
        units = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
        return self.filter(proposal__unit__in=units)

    def confirmed(self) -> ExpenseQuerySet:
        return self.filter(status=Expense.Status.CONFIRMED)

    def awaiting(self, user: Any) -> ExpenseQuerySet:
        if not is_finance(user):
            return self.none()
        return self.filter(status=Expense.Status.ENTERED).exclude(entered_by=user)


class Expense(Record):
    """What was really spent on a project, by budget item; the settlement compares it with the budget (决算)."""

    class Status(models.TextChoices):
        ENTERED = "entered", _("Entered")
        CONFIRMED = "confirmed", _("Confirmed")
        VOID = "void", _("Void")

    STATUS_TONES = Payment.STATUS_TONES

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("project")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.ENTERED, editable=False
    )
    category = models.CharField(_("budget item"), max_length=10, choices=BudgetLine.Category)
    amount = models.DecimalField(_("amount in CNY"), max_digits=14, decimal_places=2, validators=POSITIVE)
    spent_on = models.DateField(_("booked on"))
    voucher = models.CharField(_("voucher number"), max_length=60)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by")
    )
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("confirmed by"),
    )  # fmt: skip

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_is_positive"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="expense_confirmed_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.voucher} · {self.get_category_display()} {self.amount}"

    def get_absolute_url(self):
        return reverse("proposal-settlement", args=[self.proposal_id])

    @property
    def unit_id(self) -> int:
        return self.proposal.unit_id

    @property
    def authors(self) -> set[int]:
        return {self.entered_by_id}
