"""Proposals, their rows and the office's blocked terms in the administration site."""

from __future__ import annotations

from django.contrib import admin

from core.admin import PortalAdmin, ReadOnlyAdmin
from training.models import (
    BlockedTerm,
    BudgetLine,
    Cosign,
    CourseModule,
    FeeItem,
    Instructor,
    Proposal,
    ProposalPartner,
    ReservedTitle,
    RiskItem,
    Textbook,
)


@admin.register(Proposal)
class ProposalAdmin(PortalAdmin):
    """Proposals; a submitted or approved one is repaired with a reason."""

    list_display = ["title_zh", "unit", "status", "risk_level", "approved_no", "submitted_at"]
    list_filter = ["status", "risk_level", "category"]
    list_select_related = ["unit"]
    search_fields = ["title_zh", "title_en", "approved_no"]
    autocomplete_fields = ["unit", "author", "responsible", "responsible_leader"]


@admin.register(Instructor)
class InstructorAdmin(PortalAdmin):
    """Instructors of projects."""

    list_display = ["name", "employer", "title_rank", "proposal"]
    list_select_related = ["proposal"]
    search_fields = ["name", "employer"]
    autocomplete_fields = ["proposal"]


@admin.register(CourseModule, Textbook, FeeItem, BudgetLine, ProposalPartner)
class RowAdmin(PortalAdmin):
    """Rows of a proposal."""

    list_display = ["__str__", "proposal"]
    list_select_related = ["proposal"]
    autocomplete_fields = ["proposal"]


@admin.register(RiskItem)
class RiskItemAdmin(PortalAdmin):
    """The risk register."""

    list_display = ["code", "category", "proposal", "state"]
    list_filter = ["category", "state"]
    list_select_related = ["proposal"]
    autocomplete_fields = ["proposal"]


@admin.register(Cosign)
class CosignAdmin(ReadOnlyAdmin):
    """Answers of cosigners."""

    list_display = ["proposal", "area", "status"]
    list_select_related = ["proposal"]


@admin.register(BlockedTerm)
class BlockedTermAdmin(PortalAdmin):
    """Terms that proposals, publicity and certificates may not hold; officers edit them here."""

    list_display = ["pattern", "mode", "severity", "rule", "is_active"]
    list_filter = ["severity", "mode", "is_active"]
    search_fields = ["pattern", "rule"]


@admin.register(ReservedTitle)
class ReservedTitleAdmin(PortalAdmin):
    """Names of degree programmes, to which no training may come close (R-05)."""

    list_display = ["__str__"]
