"""What exists in training: proposals with their plans, risks and cosigns; classes and trainees."""

from training.models.changes import ChangeRequest
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
from training.models.closing import Closing
from training.models.contracts import Contract
from training.models.cosign import Cosign
from training.models.feedback import Complaint, Survey, SurveyAnswer, SurveyToken
from training.models.filing import AnnualFiling, PerformanceFigure
from training.models.life import SettlementPlan, Suspension
from training.models.money import Expense, Payment, Refund
from training.models.partners import PartnerVetting
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
from training.models.rules import Rule
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
    "ChangeRequest",
    "ClassSession",
    "Closing",
    "Complaint",
    "Contract",
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
    "PartnerVetting",
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
    "Rule",
    "Sampling",
    "SettlementPlan",
    "SpotCheck",
    "Survey",
    "SurveyAnswer",
    "SurveyToken",
    "Suspension",
    "Textbook",
    "TitleRank",
    "Trainee",
    "TrainingClass",
]
