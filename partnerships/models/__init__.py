"""What exists in partnerships: institutions, agreements, laboratories, programmes, the balance."""

from partnerships.models.activity import Activity, FollowUp
from partnerships.models.agreement import Agreement
from partnerships.models.agreement_parts import (
    AgreementPartner,
    AgreementPeriod,
    AgreementReminder,
    Amendment,
    CooperationCondition,
    Termination,
)
from partnerships.models.balance import BalanceEntry, BalanceStatement
from partnerships.models.calendar_feed import CalendarFeed
from partnerships.models.choices import AgreementKind, Direction, Level, Side, StudyLevel, TaughtBy
from partnerships.models.coordinators import Coordinator, ProfileProposal
from partnerships.models.cosign import AgreementCosign
from partnerships.models.course import (
    CourseStatus,
    GlobalCompetenceCourse,
    GlobalCompetenceRun,
    IntroducedCourse,
    IntroducedCourseRun,
)
from partnerships.models.dossier import RenewalDossier
from partnerships.models.imports import ImportBatch, ImportMapping, ImportRow
from partnerships.models.institution import Institution
from partnerships.models.institution_parts import Contact, InstitutionName, Ranking
from partnerships.models.laboratory import LabFunding, LabMember, Laboratory, LabOutput, LabReport
from partnerships.models.programme import CooperativeProgramme, CoursePlan, PlanCourse

__all__ = [
    "Activity",
    "Agreement",
    "AgreementCosign",
    "AgreementKind",
    "AgreementPartner",
    "AgreementPeriod",
    "AgreementReminder",
    "Amendment",
    "BalanceEntry",
    "BalanceStatement",
    "CalendarFeed",
    "Contact",
    "CooperationCondition",
    "CooperativeProgramme",
    "Coordinator",
    "CoursePlan",
    "CourseStatus",
    "Direction",
    "FollowUp",
    "GlobalCompetenceCourse",
    "GlobalCompetenceRun",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Institution",
    "InstitutionName",
    "IntroducedCourse",
    "IntroducedCourseRun",
    "LabFunding",
    "LabMember",
    "LabOutput",
    "LabReport",
    "Laboratory",
    "Level",
    "PlanCourse",
    "ProfileProposal",
    "Ranking",
    "RenewalDossier",
    "Side",
    "StudyLevel",
    "TaughtBy",
    "Termination",
]
