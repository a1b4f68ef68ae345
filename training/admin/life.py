"""What follows approval, in the administration site: to be read; changes go through the portal's own pages."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from training.models import ChangeRequest, Closing, Contract, PartnerVetting, Rule, SettlementPlan, Suspension


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    """Versions of rules."""

    list_display = ["code", "grade", "number", "effect", "status", "in_force_from", "in_force_to"]
    list_filter = ["status", "effect", "topic"]
    search_fields = ["code", "text_zh", "text_en"]


@admin.register(Suspension, SettlementPlan, Closing, ChangeRequest, Contract)
class OfProposalAdmin(ReadOnlyAdmin):
    """Records of projects."""

    list_display = ["__str__", "proposal", "status"]
    list_select_related = ["proposal"]


@admin.register(PartnerVetting)
class PartnerVettingAdmin(ReadOnlyAdmin):
    """Vettings of partners."""

    list_display = ["name", "uscc", "unit", "status", "valid_until"]
    list_select_related = ["unit"]
    search_fields = ["name", "uscc"]
