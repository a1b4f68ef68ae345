"""The workflows of visitors."""

from visitors.flow.conference import CONFERENCE_FLOW
from visitors.flow.contest import EDITION_FLOW, ENTRY_FLOW
from visitors.flow.delegation import DELEGATION_FLOW
from visitors.flow.engagement import ENGAGEMENT_FLOW, LECTURE_FLOW
from visitors.flow.project import ADJUSTMENT_FLOW, PROJECT_FLOW
from visitors.flow.trip import CHANGE_FLOW, TRIP_FLOW

__all__ = [
    "ADJUSTMENT_FLOW",
    "CHANGE_FLOW",
    "CONFERENCE_FLOW",
    "DELEGATION_FLOW",
    "EDITION_FLOW",
    "ENGAGEMENT_FLOW",
    "ENTRY_FLOW",
    "LECTURE_FLOW",
    "PROJECT_FLOW",
    "TRIP_FLOW",
]
