"""Budget against settlement, item by item (决算)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from core.policy import policy
from training.models import BudgetLine, Expense, Payment, Proposal, Refund

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class SettlementRow:
    """One budget item: what was planned, what became of it."""

    direction: str
    category: str
    label: str
    planned: Decimal
    actual: Decimal

    @property
    def difference(self) -> Decimal:
        return self.actual - self.planned

    @property
    def percent(self) -> Decimal | None:
        """The difference in per cent of the plan; None where nothing was planned."""
        return self.difference * HUNDRED / self.planned if self.planned else None

    @property
    def needs_reason(self) -> bool:
        """More than the allowed variance away from the plan, or never planned at all."""
        if not self.planned:
            return bool(self.actual)
        return abs(self.difference) * HUNDRED / self.planned > policy("training.variance_percent")


@dataclass(frozen=True)
class Settlement:
    """All items of a project with their sums."""

    rows: list[SettlementRow]

    def _sum(self, direction: str, name: str) -> Decimal:
        return sum((getattr(row, name) for row in self.rows if row.direction == direction), ZERO)

    @property
    def income_planned(self) -> Decimal:
        return self._sum("in", "planned")

    @property
    def income(self) -> Decimal:
        return self._sum("in", "actual")

    @property
    def expense_planned(self) -> Decimal:
        return self._sum("out", "planned")

    @property
    def expense(self) -> Decimal:
        return self._sum("out", "actual")

    @property
    def surplus_planned(self) -> Decimal:
        return self.income_planned - self.expense_planned

    @property
    def surplus(self) -> Decimal:
        return self.income - self.expense

    @property
    def unexplained(self) -> list[SettlementRow]:
        return [row for row in self.rows if row.needs_reason]


def settlement_of(proposal: Proposal) -> Settlement:
    """Fees received less refunds, and confirmed expenses, beside the budget (§1.8)."""
    planned = {
        (row["direction"], row["category"]): row["total"]
        for row in proposal.budget.order_by().values("direction", "category").annotate(total=Sum("amount"))
    }
    actual: dict[tuple[str, str], Decimal] = {("in", "fees"): fees_of(proposal)}
    # A contract's money is booked as an expense item never is: by its category, on the side of the income.
    income_items = {BudgetLine.Category.CONTRACT, BudgetLine.Category.FEES}
    booked = (
        Expense.objects.confirmed().filter(proposal=proposal).values("category").annotate(total=Sum("amount"))
    )
    for row in booked.order_by():
        side = "in" if row["category"] in income_items else "out"
        actual[side, row["category"]] = actual.get((side, row["category"]), ZERO) + row["total"]
    order = [*BudgetLine.Category.values]
    keys = sorted(
        {key for key in {*planned, *actual} if planned.get(key) or actual.get(key)},
        key=lambda key: (key[0], order.index(key[1])),
    )
    return Settlement(
        [
            SettlementRow(
                direction,
                category,
                str(BudgetLine.Category(category).label),
                planned.get((direction, category), ZERO),
                actual.get((direction, category), ZERO),
            )
            for direction, category in keys
        ]
    )


def fees_of(proposal: Proposal) -> Decimal:
    """Confirmed fees of all trainees of the project, less refunds paid out (M6)."""
    paid = Payment.objects.confirmed().filter(trainee__training_class__proposal=proposal).total()
    back = Refund.objects.paid_out().filter(trainee__training_class__proposal=proposal).total()
    return paid - back
