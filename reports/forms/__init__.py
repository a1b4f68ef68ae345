"""What people may type in reports."""

from reports.forms.figure import FigureForm
from reports.forms.statement import StatementForm, StatementStartForm

__all__ = ["FigureForm", "StatementForm", "StatementStartForm"]
