"""Every change in reports: the profile, the reports that are made, their timetables."""

from reports.actions.statement import (
    approve_profilestatement,
    draft_statement,
    publish_profilestatement,
    return_profilestatement,
    submit_profilestatement,
    withdraw_profilestatement,
)

__all__ = [
    "approve_profilestatement",
    "draft_statement",
    "publish_profilestatement",
    "return_profilestatement",
    "submit_profilestatement",
    "withdraw_profilestatement",
]
