"""What exists in programmes: calls, applications, stays, credits and international students."""

from programmes.models.application import Application, Choice, ConsentRecord, DocumentVerdict
from programmes.models.choices import (
    COUNTED_TYPES,
    DegreeMode,
    Direction,
    GpaScale,
    LanguageTest,
    ProgrammeType,
    RiskLevel,
    StudyLevel,
    Verdict,
)
from programmes.models.conditions import (
    DocumentKind,
    DocumentSlot,
    EligibilityCheck,
    EligibilityException,
    EligibilityRule,
)
from programmes.models.credits import ConversionTable, CreditLine, CreditPlan, CreditRecognition
from programmes.models.inbound import InboundStudent
from programmes.models.inbound_parts import ArrivalDuty, Lead, TermRegistration
from programmes.models.mobility import ChecklistItem, Mobility
from programmes.models.nomination import Nomination, Objection
from programmes.models.programme import Programme, RegionRisk
from programmes.models.review import AllocationRun, Assessor, Interview
from programmes.models.round import Offering, Round, SubQuota
from programmes.models.safety import CheckIn, EmergencyContact, Incident
from programmes.models.student import LanguageScore, StudentProfile

__all__ = [
    "COUNTED_TYPES",
    "AllocationRun",
    "Application",
    "ArrivalDuty",
    "Assessor",
    "CheckIn",
    "ChecklistItem",
    "Choice",
    "ConsentRecord",
    "ConversionTable",
    "CreditLine",
    "CreditPlan",
    "CreditRecognition",
    "DegreeMode",
    "Direction",
    "DocumentKind",
    "DocumentSlot",
    "DocumentVerdict",
    "EligibilityCheck",
    "EligibilityException",
    "EligibilityRule",
    "EmergencyContact",
    "GpaScale",
    "InboundStudent",
    "Incident",
    "Interview",
    "LanguageScore",
    "LanguageTest",
    "Lead",
    "Mobility",
    "Nomination",
    "Objection",
    "Offering",
    "Programme",
    "ProgrammeType",
    "RegionRisk",
    "RiskLevel",
    "Round",
    "StudentProfile",
    "StudyLevel",
    "SubQuota",
    "TermRegistration",
    "Verdict",
]
