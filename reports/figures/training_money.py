"""What the school kept of fees and refunds, trainee by trainee (M6)."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from reports.figures.windows import Window
from training.models import Payment, Refund, Trainee

AMOUNT: DecimalField = DecimalField(max_digits=14, decimal_places=2)


def _of_trainee(rows: QuerySet) -> Coalesce:
    total = rows.filter(trainee=OuterRef("pk")).order_by().values("trainee")
    return Coalesce(
        Subquery(total.annotate(total=Sum("amount_cny")).values("total")), Decimal(0), output_field=AMOUNT
    )


def income_of_trainees(window: Window) -> QuerySet:
    """Everyone who paid or was paid back in the window, with what the school kept (M6)."""
    paid = Payment.objects.confirmed().filter(received_on__range=window.days)
    back = Refund.objects.paid_out().filter(paid_out_on__range=window.days)
    touched = Q(Exists(paid.filter(trainee=OuterRef("pk")))) | Q(Exists(back.filter(trainee=OuterRef("pk"))))
    rows = Trainee.objects.filter(touched).annotate(net_income=_of_trainee(paid) - _of_trainee(back))
    return rows.select_related("training_class__proposal__unit")
