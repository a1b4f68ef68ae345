"""Flags from fees and budget: R-06 and R-22."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from core.policy import policy
from training.actions.figures import HUNDRED, Figures
from training.actions.flags import FINANCE_2016, Flag
from training.models import BudgetLine, Instructor, Proposal, RiskItem, TitleRank

C = RiskItem.Category
LARGE_SURPLUS = 40
CAPS: dict[str, str] = {
    TitleRank.ASSOCIATE: "training.lecture_cap_associate",
    TitleRank.FULL: "training.lecture_cap_full",
    TitleRank.ACADEMICIAN: "training.lecture_cap_academician",
}


def money_flags(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    """What follows from the fee, the budget and the lecture fees."""
    yield from _fee(proposal, figures)
    faults = []
    if figures.balance < 0:
        faults.append(_("the budget shows a deficit"))
    elif figures.income and figures.balance * HUNDRED / figures.income > LARGE_SURPLUS:
        faults.append(_("the surplus is above %(percent)s %%") % {"percent": LARGE_SURPLUS})
    dear = [person.name for person in figures.instructors if is_above_cap(person)]
    if dear:
        faults.append(_("lecture fees above the cap: %(names)s") % {"names": "、".join(dear)})
    if faults:
        message = _("Check the money: %(faults)s.") % {"faults": "; ".join(faults)}
        yield Flag("R-22", "medium", "instructors" if dear else "budget", message, C.FINANCE, FINANCE_2016)


def _fee(proposal: Proposal, figures: Figures) -> Iterator[Flag]:
    fee = proposal.fee_per_person
    if fee is None:
        return
    per_day = fee / proposal.days if proposal.days else Decimal(0)
    if fee > policy("training.fee_flag_per_person") or per_day > policy("training.fee_flag_per_day"):
        yield Flag("R-06", "medium", "fee_per_person", _("The fee per person or per day is high."), C.FINANCE)
    paid = any(line.category == BudgetLine.Category.PARTNER and line.amount for line in figures.budget)
    if fee == 0 and paid:
        message = _("The training is free, but a partner is paid.")
        yield Flag("R-06", "medium", "fee_per_person", message, C.FINANCE)


def cap_of(person: Instructor) -> Decimal:
    """The most that may be paid for an hour, after tax; other ranks have the lowest cap."""
    return policy(CAPS.get(person.title_rank, "training.lecture_cap_associate"))


def is_above_cap(person: Instructor) -> bool:
    """Whether the lecture fee exceeds the cap of the rank."""
    return person.fee_per_hour is not None and person.fee_per_hour > cap_of(person)
