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
from training.models.feedback import Complaint, Survey, SurveyAnswer, SurveyToken
from training.models.filing import AnnualFiling, PerformanceFigure
from training.models.money import Expense, Payment, Refund
from training.models.plan import (
    BudgetLine,
    CourseModule,
    FeeItem,
    Instructor,
    ProposalPartner,
    Textbook,
)
from training.models.proposal import Proposal
from training.models.publicity import PublicityItem, SpotCheck
from training.models.quality import Inspection, InspectionItem, Sampling
from training.models.risk import RiskItem
from training.models.roster import RosterImport
from training.models.terms import BlockedTerm, ReservedTitle
from training.models.tickets import RectificationTicket
from training.models.trainee import Assessment, Attendance, Trainee
from training.models.training_class import ClassSession, TrainingClass

__all__ = [
    "AnnualFiling",
    "Assessment",
    "AssessmentMethod",
    "Attendance",
    "Audience",
    "BlockedTerm",
    "BudgetLine",
    "Category",
    "ClassSession",
    "Complaint",
    "Cosign",
    "CourseModule",
    "Delivery",
    "Expense",
    "FeeItem",
    "Inspection",
    "InspectionItem",
    "Instructor",
    "Location",
    "Mode",
    "PartnerRole",
    "Payment",
    "PerformanceFigure",
    "Proposal",
    "ProposalPartner",
    "PublicityItem",
    "RectificationTicket",
    "Refund",
    "RejectReason",
    "ReservedTitle",
    "RiskItem",
    "RiskLevel",
    "RosterImport",
    "Sampling",
    "SpotCheck",
    "Survey",
    "SurveyAnswer",
    "SurveyToken",
    "Textbook",
    "TitleRank",
    "Trainee",
    "TrainingClass",
]
