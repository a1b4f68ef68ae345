"""Statements and frozen figures, reports and their timetables, the texts of the public face."""

from reports.models.public import DeskContact, NewsItem, PageText
from reports.models.run import ReportRun, ReportSchedule
from reports.models.statement import FrozenFigure, ProfileStatement, StatSnapshot

__all__ = [
    "DeskContact",
    "FrozenFigure",
    "NewsItem",
    "PageText",
    "ProfileStatement",
    "ReportRun",
    "ReportSchedule",
    "StatSnapshot",
]
