"""Every change in reports: the profile, the reports that are made, their timetables."""

from reports.actions.run import cancel_report, make_report, order_report, order_report_again, parameters_of
from reports.actions.schedule import order_due_reports, schedule_report, stop_schedule
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
    "cancel_report",
    "draft_statement",
    "make_report",
    "order_due_reports",
    "order_report",
    "order_report_again",
    "parameters_of",
    "publish_profilestatement",
    "return_profilestatement",
    "schedule_report",
    "stop_schedule",
    "submit_profilestatement",
    "withdraw_profilestatement",
]
