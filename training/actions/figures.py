"""The figures of a proposal that its checks and its totals share."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

from training.models import BudgetLine, Instructor, PartnerRole, Proposal

ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Figures:
    """Sums and shares of one proposal, each read once."""

    def __init__(self, proposal: Proposal):
        self.proposal = proposal

    @cached_property
    def files(self) -> set[str]:
        return set(self.proposal.attachments.filter(replaced_by=None).values_list("category", flat=True))

    @cached_property
    def modules(self) -> list:
        return list(self.proposal.course_plan.select_related("instructor"))

    @cached_property
    def instructors(self) -> list[Instructor]:
        return list(self.proposal.instructors.select_related("nationality"))

    @cached_property
    def partners(self) -> list:
        return list(self.proposal.partners.all())

    @cached_property
    def hours(self) -> Decimal:
        """Σ hours of the course plan."""
        return sum((module.hours for module in self.modules), ZERO)

    @cached_property
    def fee_items(self) -> Decimal:
        return sum((item.amount for item in self.proposal.fee_items.all()), ZERO)

    @cached_property
    def budget(self) -> list[BudgetLine]:
        return list(self.proposal.budget.all())

    @cached_property
    def income(self) -> Decimal:
        return sum(
            (line.amount for line in self.budget if line.direction == BudgetLine.Direction.INCOME), ZERO
        )

    @cached_property
    def expense(self) -> Decimal:
        return sum(
            (line.amount for line in self.budget if line.direction == BudgetLine.Direction.EXPENSE), ZERO
        )

    @property
    def balance(self) -> Decimal:
        return self.income - self.expense

    @cached_property
    def partner_share(self) -> Decimal:
        """Payments to partners in per cent of the income."""
        paid = sum(
            (line.amount for line in self.budget if line.category == BudgetLine.Category.PARTNER), ZERO
        )
        return paid * HUNDRED / self.income if self.income else (HUNDRED if paid else ZERO)

    @cached_property
    def external_share(self) -> Decimal:
        """Hours taught by people from outside, in per cent of those that have an instructor."""
        return self._share(lambda person: person.is_external)

    @cached_property
    def largest_employer_share(self) -> Decimal:
        """The largest share of hours that one outside organisation teaches, in per cent."""
        names = {person.employer for person in self.instructors if person.is_external and person.employer}
        shares = [
            self._share(lambda person, name=name: person.is_external and person.employer == name)
            for name in names
        ]
        return max(shares, default=ZERO)

    def _share(self, counts: Callable[..., bool]) -> Decimal:
        taught = [module for module in self.modules if module.instructor_id]
        total = sum((module.hours for module in taught), ZERO)
        return (
            sum((module.hours for module in taught if counts(module.instructor)), ZERO) * HUNDRED / total
            if total
            else ZERO
        )

    @property
    def partner_does_everything(self) -> bool:
        """One partner teaches, houses and looks after: 疑似整体外包 (R-09)."""
        everything = {PartnerRole.TEACHING, PartnerRole.VENUE, PartnerRole.LOGISTICS}
        roles: dict[str, set[str]] = {}
        for partner in self.partners:
            roles.setdefault(partner.name, set()).add(partner.role)
        return any(everything <= held for held in roles.values())
