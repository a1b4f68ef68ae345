"""What exists among visitors: delegations and their reception; experts, trips, conferences, contests."""

from visitors.models.choices import BudgetCategory, Counterpart, ItemKind, Level, Lodging, Purpose
from visitors.models.delegation import Delegation
from visitors.models.filing import FilingRule
from visitors.models.filing_day import FilingDay, add_months, latest_filing_day, strictest_of
from visitors.models.hospitality import DelegationBudgetLine, DelegationGift
from visitors.models.itinerary import Clash, ItineraryItem, clashes_of, names_in
from visitors.models.member import DelegationMember
from visitors.models.reception import PaperKind, ReceptionPack, ReceptionPaper

__all__ = [
    "BudgetCategory",
    "Clash",
    "Counterpart",
    "Delegation",
    "DelegationBudgetLine",
    "DelegationGift",
    "DelegationMember",
    "FilingDay",
    "FilingRule",
    "ItemKind",
    "ItineraryItem",
    "Level",
    "Lodging",
    "PaperKind",
    "Purpose",
    "ReceptionPack",
    "ReceptionPaper",
    "add_months",
    "clashes_of",
    "latest_filing_day",
    "names_in",
    "strictest_of",
]
