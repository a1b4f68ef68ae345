"""What exists among visitors: delegations and their reception; experts, trips, conferences, contests."""

from visitors.models.conference import Conference, ConferenceParticipants, ConferenceReply
from visitors.models.contest import AwardQuota, ContestEdition, Criterion, Group, Judge, Level, Round
from visitors.models.contest_entry import ContestEntry, JudgingSheet
from visitors.models.engagement import Engagement, Lecture, Teaching
from visitors.models.expert import Expert, Permit, Snooze
from visitors.models.filing import FilingRule
from visitors.models.filing_day import FilingDay, add_months, latest_filing_day, strictest_of
from visitors.models.project import Adjustment, Expenditure, ExpertProject, ProjectBudget, Receipt, Spending
from visitors.models.trip import StaffTrip, TripMember, TripOpinion, TripStop
from visitors.models.trip_after import ScholarReport, TripChange

__all__ = [
    "Adjustment",
    "AwardQuota",
    "Conference",
    "ConferenceParticipants",
    "ConferenceReply",
    "ContestEdition",
    "ContestEntry",
    "Criterion",
    "Engagement",
    "Expenditure",
    "Expert",
    "ExpertProject",
    "FilingDay",
    "FilingRule",
    "Group",
    "Judge",
    "JudgingSheet",
    "Lecture",
    "Level",
    "Permit",
    "ProjectBudget",
    "Receipt",
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
    "latest_filing_day",
    "strictest_of",
]
