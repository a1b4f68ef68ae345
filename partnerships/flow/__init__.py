"""The workflows of partnerships: institutions, agreements and what belongs to them."""

from partnerships.flow.agreement import AGREEMENT_FLOW, COSIGN_FLOW
from partnerships.flow.coordinators import PROFILE_FLOW
from partnerships.flow.imports import IMPORT_FLOW
from partnerships.flow.institution import FOLLOWUP_FLOW, INSTITUTION_FLOW
from partnerships.flow.laboratory import LABORATORY_FLOW, PROGRAMME_FLOW
from partnerships.flow.parts import AMENDMENT_FLOW, CORRECTION_FLOW, TERMINATION_FLOW

__all__ = [
    "AGREEMENT_FLOW",
    "AMENDMENT_FLOW",
    "CORRECTION_FLOW",
    "COSIGN_FLOW",
    "FOLLOWUP_FLOW",
    "IMPORT_FLOW",
    "INSTITUTION_FLOW",
    "LABORATORY_FLOW",
    "PROFILE_FLOW",
    "PROGRAMME_FLOW",
    "TERMINATION_FLOW",
]
