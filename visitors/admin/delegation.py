"""Visits, their rows and the filing rules in the administration site."""

from __future__ import annotations

from django.contrib import admin

from core.admin import PortalAdmin, ReadOnlyAdmin
from visitors.models import (
    Delegation,
    DelegationBudgetLine,
    DelegationGift,
    DelegationMember,
    FilingRule,
    ItineraryItem,
    ReceptionPack,
    ReceptionPaper,
)


@admin.register(FilingRule)
class FilingRuleAdmin(PortalAdmin):
    """Lead times with their sources; the office changes them here, with a reason."""

    list_display = ["code", "subject", "name_zh", "lead", "lead_unit", "direction", "is_active"]
    list_filter = ["subject", "is_active"]
    search_fields = ["code", "name_zh", "name_en"]


@admin.register(Delegation)
class DelegationAdmin(PortalAdmin):
    """Visits; a submitted one is repaired with a reason."""

    list_display = ["number", "title_zh", "unit", "status", "start_on", "is_late"]
    list_filter = ["status", "level", "purpose"]
    list_select_related = ["unit"]
    search_fields = ["number", "title_zh", "title_en", "visiting_org_zh", "visiting_org_en"]
    autocomplete_fields = ["unit", "co_hosts", "author"]


@admin.register(DelegationMember)
class DelegationMemberAdmin(PortalAdmin):
    """Guests."""

    list_display = ["name_zh", "name_latin", "delegation", "nationality"]
    list_select_related = ["delegation", "nationality"]
    search_fields = ["name_zh", "name_latin"]
    autocomplete_fields = ["delegation"]


@admin.register(ItineraryItem, DelegationBudgetLine, DelegationGift)
class RowAdmin(PortalAdmin):
    """Rows of a visit."""

    list_display = ["__str__", "delegation"]
    list_select_related = ["delegation"]
    autocomplete_fields = ["delegation"]


@admin.register(ReceptionPack, ReceptionPaper)
class PaperAdmin(ReadOnlyAdmin):
    """The papers of a visit and their making."""

    list_display = ["__str__", "delegation"]
    list_select_related = ["delegation"]
