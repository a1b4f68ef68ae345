"""What every part of the portal shares: events, files, numbers, calendar, regions, settings."""

from core.models.attachment import Attachment
from core.models.background import BackgroundRun
from core.models.calendar import AcademicTerm, WorkCalendarDay
from core.models.counter import Counter
from core.models.event import AuditSeal, Event, Snapshot
from core.models.form_token import FormToken
from core.models.record import Record
from core.models.region import Region, RegionAlias
from core.models.saved_query import SavedQuery
from core.models.setting import PolicySetting

__all__ = [
    "AcademicTerm",
    "Attachment",
    "AuditSeal",
    "BackgroundRun",
    "Counter",
    "Event",
    "FormToken",
    "PolicySetting",
    "Record",
    "Region",
    "RegionAlias",
    "SavedQuery",
    "Snapshot",
    "WorkCalendarDay",
]
