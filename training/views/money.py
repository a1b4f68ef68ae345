"""Payments, refunds, and the settlement of a project."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.views import Column, CreatePage, DetailPage, ListPage, Scoped
from training.actions.money import add_expense, add_payment, add_refund, received_from
from training.actions.settlement import settlement_of
from training.filters.duties import PaymentFilter, RefundFilter
from training.flow import EXPENSE_FLOW, PAYMENT_FLOW, REFUND_FLOW
from training.forms.duties import ExpenseForm, PaymentForm, RefundForm
from training.models import Expense, Payment, Proposal, Refund, Trainee

TRAINEE = ("trainee__training_class__proposal__unit", "trainee__identity")


class PaymentList(ListPage):
    """Receipts, the latest first."""

    model = Payment
    filterset_class = PaymentFilter
    order_by = ("-received_on", "-pk")
    columns = [
        Column("reference", gettext_lazy("Receipt"), link=True),
        Column("trainee", gettext_lazy("Trainee"), value=lambda row: str(row.trainee)),
        Column("class", gettext_lazy("Class"), value=lambda row: str(row.trainee.training_class)),
        Column("amount_cny", gettext_lazy("CNY"), kind="number"),
        Column("received_on", gettext_lazy("Received on")),
        Column("status", gettext_lazy("Status")),
    ]
    export_columns = columns
    export_permission = "training.export_payment"
    empty_title = gettext_lazy("No receipt yet")
    empty_text = gettext_lazy("Finance enters receipts from the page of a trainee who was admitted.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*TRAINEE)


class PaymentDetail(DetailPage):
    """One receipt."""

    model = Payment
    flow = PAYMENT_FLOW
    template_name = "training/money_detail.html"

    def get_template_names(self) -> list[str]:
        return ["training/money_detail.html"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*TRAINEE, "entered_by", "confirmed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        facts = [
            (gettext_lazy("Amount"), f"{record.amount:,.2f} {record.currency}"),
            (gettext_lazy("Amount in CNY"), f"{record.amount_cny:,.2f}"),
            (gettext_lazy("Received on"), record.received_on),
            (gettext_lazy("Way of payment"), record.get_method_display()),
            (gettext_lazy("Receipt or transaction number"), record.reference),
            (gettext_lazy("Entered by"), record.entered_by),
            (gettext_lazy("Confirmed by"), record.confirmed_by or ""),
        ]
        if record.currency != "CNY":
            facts.insert(1, (gettext_lazy("Exchange rate"), f"{record.rate} · {record.rate_date}"))
        return super().get_context_data(facts=facts, trainee=record.trainee, **kwargs)


class ForTrainee:
    """A form about the money of one trainee the person may see."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        trainees = Trainee.objects.visible_to(request.user).select_related(
            "training_class__proposal__unit", "identity"
        )
        self.trainee = get_object_or_404(trainees, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, record: Any) -> None:
        record.trainee = self.trainee

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            trainee=self.trainee,
            received=received_from(self.trainee),
            cancel_url=self.trainee.get_absolute_url(),
            **kwargs,
        )


class RaisesErrors:
    """What the action refuses is shown at the form."""

    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                for name, errors in error.error_dict.items():
                    form.add_error(name if name in form.fields else None, errors)
            else:
                form.add_error(None, error)
            response = self.form_invalid(form)
            response.status_code = 422
            return response


class PaymentCreate(RaisesErrors, ForTrainee, CreatePage):
    """Finance enters a receipt of a trainee."""

    model = Payment
    form_class = PaymentForm
    template_name = "training/money_form.html"
    extra_context = {"page_title": gettext_lazy("Enter a receipt")}

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.trainee.fee_due or None}

    def save(self, form: Any) -> Payment:
        return add_payment(form.instance, by=self.request.user)


class RefundList(ListPage):
    """Refunds, the latest first."""

    model = Refund
    filterset_class = RefundFilter
    columns = [
        Column("trainee", gettext_lazy("Trainee"), link=True, value=lambda row: str(row.trainee)),
        Column("class", gettext_lazy("Class"), value=lambda row: str(row.trainee.training_class)),
        Column("amount_cny", gettext_lazy("CNY"), kind="number"),
        Column("status", gettext_lazy("Status")),
        Column("reason", gettext_lazy("Reason")),
        Column("paid_out_on", gettext_lazy("Paid out on")),
    ]
    export_columns = columns
    export_permission = "training.export_payment"
    empty_title = gettext_lazy("No refund yet")
    empty_text = gettext_lazy("A unit asks for a refund from the page of a trainee who has paid.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*TRAINEE)


class RefundDetail(DetailPage):
    """One refund with the way it takes."""

    model = Refund
    flow = REFUND_FLOW

    def get_template_names(self) -> list[str]:
        return ["training/money_detail.html"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(*TRAINEE, "requested_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        facts = [
            (gettext_lazy("Amount"), f"{record.amount:,.2f} {record.currency}"),
            (gettext_lazy("Received from this trainee so far, CNY"), f"{received_from(record.trainee):,.2f}"),
            (gettext_lazy("Reason"), record.reason),
            (gettext_lazy("Asked for by"), record.requested_by),
            (gettext_lazy("Paid out on"), record.paid_out_on or ""),
        ]
        return super().get_context_data(facts=facts, trainee=record.trainee, **kwargs)


class RefundCreate(RaisesErrors, ForTrainee, CreatePage):
    """The unit asks to give money back."""

    model = Refund
    form_class = RefundForm
    template_name = "training/money_form.html"
    permission = "training.add_refund"
    extra_context = {"page_title": gettext_lazy("Ask for a refund")}

    def check_permission(self, record: Any = None) -> None:
        super().check_permission(self.trainee)

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_initial(self) -> dict[str, Any]:
        return {"amount": received_from(self.trainee) or None}

    def save(self, form: Any) -> Refund:
        return add_refund(form.instance, by=self.request.user)


class SettlementPage(Scoped, DetailView):
    """Budget against what became of it, with the variance, and the bookings behind it."""

    model = Proposal
    template_name = "training/settlement.html"

    def get_queryset(self) -> Any:
        # Finance sees the money of every approved project, others what they may see anyway.
        mine = super().get_queryset().select_related("unit")
        if self.request.user.has_perm("training.add_expense"):
            approved = Proposal.objects.filter(approved_at__isnull=False).select_related("unit")
            return mine.distinct() | approved.distinct()
        return mine

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        expenses = list(
            self.object.expenses.select_related("entered_by", "confirmed_by").order_by("-spent_on", "-pk")[
                :200
            ]
        )
        for expense in expenses:
            expense.steps = EXPENSE_FLOW.open_to(user, expense)
        may_add = user.has_perm("training.add_expense")
        return super().get_context_data(
            record=self.object,
            settlement=settlement_of(self.object),
            expenses=expenses,
            add_url=reverse("expense-create", args=[self.object.pk]) if may_add else "",
            **kwargs,
        )


class ExpenseCreate(RaisesErrors, CreatePage):
    """Finance books an expense of a project."""

    model = Expense
    form_class = ExpenseForm
    extra_context = {"page_title": gettext_lazy("Book an amount")}

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        approved = Proposal.objects.filter(approved_at__isnull=False)
        self.proposal = get_object_or_404(approved, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, record: Any) -> None:
        record.proposal = self.proposal

    def save(self, form: Any) -> Expense:
        return add_expense(form.instance, by=self.request.user)
