"""The workflows of programmes."""

from programmes.flow.application import APPLICATION_FLOW, EXCEPTION_FLOW
from programmes.flow.credits import PLAN_FLOW, RECOGNITION_FLOW
from programmes.flow.inbound import INBOUND_FLOW
from programmes.flow.mobility import INCIDENT_FLOW, MOBILITY_FLOW, NOMINATION_FLOW, OBJECTION_FLOW
from programmes.flow.programme import PROGRAMME_FLOW, ROUND_FLOW
from programmes.flow.review import ALLOCATION_FLOW, INTERVIEW_FLOW

__all__ = [
    "ALLOCATION_FLOW",
    "APPLICATION_FLOW",
    "EXCEPTION_FLOW",
    "INBOUND_FLOW",
    "INCIDENT_FLOW",
    "INTERVIEW_FLOW",
    "MOBILITY_FLOW",
    "NOMINATION_FLOW",
    "OBJECTION_FLOW",
    "PLAN_FLOW",
    "PROGRAMME_FLOW",
    "RECOGNITION_FLOW",
    "ROUND_FLOW",
]
