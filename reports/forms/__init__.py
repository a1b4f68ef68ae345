"""What people may type in reports."""

from reports.forms.figure import FigureForm
from reports.forms.run import ReportForm, ScheduleForm
from reports.forms.statement import StatementForm, StatementStartForm

__all__ = ["FigureForm", "ReportForm", "ScheduleForm", "StatementForm", "StatementStartForm"]
