"""What exists among visitors: delegations and their reception; experts, trips, conferences, contests."""

from visitors.models.filing import FilingRule
from visitors.models.filing_day import FilingDay, add_months, latest_filing_day, strictest_of

__all__ = [
    "FilingDay",
    "FilingRule",
    "add_months",
    "latest_filing_day",
    "strictest_of",
]
