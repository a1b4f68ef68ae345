"""Partners and their papers in the administration site: repaired with a reason, statuses read-only."""

from __future__ import annotations

from django.contrib import admin

from core.admin import ImportingAdmin, PortalAdmin, ReadOnlyAdmin
from partnerships.models import (
    Activity,
    Agreement,
    AgreementCosign,
    AgreementPartner,
    AgreementPeriod,
    AgreementReminder,
    Amendment,
    BalanceEntry,
    BalanceStatement,
    Contact,
    CooperationCondition,
    CooperativeProgramme,
    Coordinator,
    CoursePlan,
    FollowUp,
    GlobalCompetenceCourse,
    ImportBatch,
    ImportMapping,
    Institution,
    InstitutionName,
    IntroducedCourse,
    LabFunding,
    LabMember,
    Laboratory,
    LabOutput,
    LabReport,
    PlanCourse,
    ProfileProposal,
    Ranking,
    RenewalDossier,
    Termination,
)
from partnerships.resources import InstitutionResource


@admin.register(Institution)
class InstitutionAdmin(ImportingAdmin):
    """Institutions."""

    resource_classes = [InstitutionResource]
    list_display = ["name_zh", "name_en", "kind", "region", "status"]
    list_filter = ["status", "kind"]
    list_select_related = ["region"]
    search_fields = ["name_zh", "name_en", "ror_id", "domain"]
    autocomplete_fields = ["parent", "successor", "unit", "officer"]


@admin.register(InstitutionName, Contact, Ranking)
class InstitutionRowAdmin(PortalAdmin):
    """Rows of an institution."""

    list_display = ["__str__", "institution"]
    list_select_related = ["institution"]
    search_fields = ["institution__name_zh", "institution__name_en"]
    autocomplete_fields = ["institution"]


@admin.register(Agreement)
class AgreementAdmin(PortalAdmin):
    """Agreements; a submitted or signed one is repaired with a reason."""

    list_display = ["number", "title_zh", "kind", "unit", "status", "effective_on", "holds_until"]
    list_filter = ["status", "kind", "level"]
    list_select_related = ["unit"]
    search_fields = ["number", "title_zh", "title_en"]
    autocomplete_fields = ["unit", "author", "predecessor"]


@admin.register(AgreementPartner, CooperationCondition)
class AgreementRowAdmin(PortalAdmin):
    """Rows of an agreement."""

    list_display = ["__str__", "agreement"]
    list_select_related = ["agreement"]
    autocomplete_fields = ["agreement"]


@admin.register(Amendment, Termination)
class AgreementPartAdmin(PortalAdmin):
    """Addenda and terminations."""

    list_display = ["__str__", "agreement", "status"]
    list_filter = ["status"]
    list_select_related = ["agreement"]
    autocomplete_fields = ["agreement", "author"]


@admin.register(AgreementCosign)
class AgreementCosignAdmin(ReadOnlyAdmin):
    """Answers of cosigners."""

    list_display = ["agreement", "area", "round_no", "status", "answered_by"]
    list_filter = ["status", "area"]
    list_select_related = ["agreement", "answered_by"]


@admin.register(AgreementPeriod, AgreementReminder, BalanceStatement)
class KeptByPortalAdmin(ReadOnlyAdmin):
    """What the portal itself writes down."""

    list_display = ["__str__", "agreement"]
    list_select_related = ["agreement"]


@admin.register(BalanceEntry)
class BalanceEntryAdmin(PortalAdmin):
    """Rows of the exchange balance."""

    list_display = ["agreement", "academic_year", "direction", "semesters", "kind", "status"]
    list_filter = ["kind", "status", "direction"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__number", "source"]
    autocomplete_fields = ["agreement", "author"]


@admin.register(Laboratory)
class LaboratoryAdmin(PortalAdmin):
    """Joint laboratories."""

    list_display = ["name_zh", "unit", "status", "founded_on"]
    list_filter = ["status", "approved_by"]
    list_select_related = ["unit"]
    search_fields = ["name_zh", "name_en"]
    autocomplete_fields = ["agreement", "unit", "partners"]


@admin.register(LabMember, LabFunding, LabOutput, LabReport)
class LabRowAdmin(PortalAdmin):
    """Rows of a laboratory."""

    list_display = ["__str__", "laboratory"]
    list_select_related = ["laboratory"]
    autocomplete_fields = ["laboratory"]


@admin.register(CooperativeProgramme)
class CooperativeProgrammeAdmin(PortalAdmin):
    """Cooperative programmes."""

    list_display = ["name_zh", "partner", "approval_no", "valid_until", "status"]
    list_filter = ["status", "kind"]
    list_select_related = ["partner"]
    search_fields = ["name_zh", "name_en", "approval_no"]
    autocomplete_fields = ["partner", "agreement", "unit"]


@admin.register(CoursePlan)
class CoursePlanAdmin(PortalAdmin):
    """Plans of studies."""

    list_display = ["name", "programme", "year"]
    list_select_related = ["programme"]
    search_fields = ["name", "programme__name_zh"]
    autocomplete_fields = ["programme"]


@admin.register(PlanCourse)
class PlanCourseAdmin(PortalAdmin):
    """Courses of plans."""

    list_display = ["name_zh", "plan", "hours", "is_core", "is_introduced", "taught_by"]
    list_select_related = ["plan__programme"]
    autocomplete_fields = ["plan"]


@admin.register(IntroducedCourse)
class IntroducedCourseAdmin(PortalAdmin):
    """Introduced courses."""

    list_display = ["name_zh", "partner", "unit", "is_core", "status"]
    list_filter = ["status", "is_core"]
    list_select_related = ["partner", "unit"]
    search_fields = ["name_zh", "name_en", "code"]
    autocomplete_fields = ["partner", "programme", "unit"]


@admin.register(GlobalCompetenceCourse)
class GlobalCompetenceCourseAdmin(PortalAdmin):
    """Courses of global competence."""

    list_display = ["name_zh", "unit", "credits", "status"]
    list_filter = ["status"]
    list_select_related = ["unit"]
    search_fields = ["name_zh", "name_en", "code"]
    autocomplete_fields = ["unit"]


@admin.register(Activity)
class ActivityAdmin(PortalAdmin):
    """The log of what happens with partners."""

    list_display = ["on", "institution", "kind", "title_zh"]
    list_filter = ["kind"]
    list_select_related = ["institution"]
    search_fields = ["title_zh", "institution__name_zh"]
    autocomplete_fields = ["institution", "agreement", "laboratory", "author"]


@admin.register(FollowUp)
class FollowUpAdmin(PortalAdmin):
    """What was promised."""

    list_display = ["title_zh", "owner", "due_on", "status"]
    list_filter = ["status"]
    list_select_related = ["owner"]
    autocomplete_fields = ["activity", "owner"]


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Lists of institutions that were imported."""

    list_display = ["file_name", "status", "author", "applied_at"]
    list_select_related = ["author"]
    exclude = ["file"]


@admin.register(ImportMapping)
class ImportMappingAdmin(PortalAdmin):
    """Columns remembered for layouts of lists."""

    list_display = ["header_key", "used_at"]
    may_add = False


@admin.register(Coordinator)
class CoordinatorAdmin(ReadOnlyAdmin):
    """Coordinators of partners; invited and ended on the portal's own pages."""

    list_display = ["user", "institution", "expires_on", "ended_at"]
    list_select_related = ["user", "institution"]


@admin.register(ProfileProposal)
class ProfileProposalAdmin(ReadOnlyAdmin):
    """Changes of profiles that coordinators proposed."""

    list_display = ["institution", "status", "author", "created_at"]
    list_select_related = ["institution", "author"]


@admin.register(RenewalDossier)
class RenewalDossierAdmin(ReadOnlyAdmin):
    """Dossiers made for renewals."""

    list_display = ["agreement", "run_state", "ordered_by", "created_at"]
    list_select_related = ["agreement", "ordered_by"]
