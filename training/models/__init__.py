"""What exists in training: proposals with their plans, risks and cosigns; classes and trainees."""

from training.models.choices import (
    AssessmentMethod,
    Audience,
    Category,
    Delivery,
    Location,
    Mode,
    PartnerRole,
    RejectReason,
    RiskLevel,
    TitleRank,
)
from training.models.cosign import Cosign
from training.models.plan import (
    BudgetLine,
    CourseModule,
    FeeItem,
    Instructor,
    ProposalPartner,
    Textbook,
)
from training.models.proposal import Proposal
from training.models.risk import RiskItem
from training.models.roster import RosterImport
from training.models.terms import BlockedTerm, ReservedTitle
from training.models.trainee import Assessment, Attendance, Trainee
from training.models.training_class import ClassSession, TrainingClass

__all__ = [
    "Assessment",
    "AssessmentMethod",
    "Attendance",
    "Audience",
    "BlockedTerm",
    "BudgetLine",
    "Category",
    "ClassSession",
    "Cosign",
    "CourseModule",
    "Delivery",
    "FeeItem",
    "Instructor",
    "Location",
    "Mode",
    "PartnerRole",
    "Proposal",
    "ProposalPartner",
    "RejectReason",
    "ReservedTitle",
    "RiskItem",
    "RiskLevel",
    "RosterImport",
    "Textbook",
    "TitleRank",
    "Trainee",
    "TrainingClass",
]
