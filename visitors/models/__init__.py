"""What exists among visitors: delegations and their reception; experts, trips, conferences, contests."""

from visitors.models.choices import BudgetCategory, Counterpart, ItemKind, Level, Lodging, Purpose
from visitors.models.conference import Conference, ConferenceParticipants, ConferenceReply
from visitors.models.contest import AwardLevel, AwardQuota, ContestEdition, Criterion, Group, Judge, Round
from visitors.models.contest_entry import ContestEntry, JudgingSheet
from visitors.models.delegation import Delegation
from visitors.models.engagement import Engagement, Lecture, Teaching
from visitors.models.expert import Expert, Permit, Snooze
from visitors.models.filing import FilingRule
from visitors.models.filing_day import FilingDay, add_months, latest_filing_day, strictest_of
from visitors.models.hospitality import DelegationBudgetLine, DelegationGift
from visitors.models.itinerary import Clash, ItineraryItem, clashes_of, names_in
from visitors.models.member import DelegationMember
from visitors.models.project import Adjustment, Expenditure, ExpertProject, ProjectBudget, Receipt, Spending
from visitors.models.reception import PaperKind, ReceptionPack, ReceptionPaper
from visitors.models.trip import StaffTrip, TripMember, TripOpinion, TripStop
from visitors.models.trip_after import ScholarReport, TripChange

__all__ = [
    "Adjustment",
    "AwardLevel",
    "AwardQuota",
    "BudgetCategory",
    "Clash",
    "Conference",
    "ConferenceParticipants",
    "ConferenceReply",
    "ContestEdition",
    "ContestEntry",
    "Counterpart",
    "Criterion",
    "Delegation",
    "DelegationBudgetLine",
    "DelegationGift",
    "DelegationMember",
    "Engagement",
    "Expenditure",
    "Expert",
    "ExpertProject",
    "FilingDay",
    "FilingRule",
    "Group",
    "ItemKind",
    "ItineraryItem",
    "Judge",
    "JudgingSheet",
    "Lecture",
    "Level",
    "Lodging",
    "PaperKind",
    "Permit",
    "ProjectBudget",
    "Purpose",
    "Receipt",
    "ReceptionPack",
    "ReceptionPaper",
    "Round",
    "ScholarReport",
    "Snooze",
    "Spending",
    "StaffTrip",
    "Teaching",
    "TripChange",
    "TripMember",
    "TripOpinion",
    "TripStop",
    "add_months",
    "clashes_of",
    "latest_filing_day",
    "names_in",
    "strictest_of",
]
