"""Accounts, units and persons in the administration site, and their import from spreadsheets."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin

from accounts.imports import StaffResource, StudentResource, UnitResource
from accounts.models import Delegation, IdentityDocument, Person, RoleGrant, Unit, User
from core.admin import ImportingAdmin, PortalAdmin, ReadOnlyAdmin
from core.flow import remember


@admin.register(User)
class UserAdmin(ImportingAdmin):
    """People who sign in. Roles are granted on the page “Users and roles”, by somebody else (SOD-7)."""

    resource_classes = [StaffResource, StudentResource]
    list_display = ["email", "name_zh", "name_en", "staff_number", "student_number", "unit", "is_active"]
    list_select_related = ["unit"]
    list_filter = ["is_active", "unit"]
    search_fields = ["email", "name_zh", "name_en", "staff_number", "student_number"]
    fields = [
        "email",
        "name_zh",
        "name_en",
        "staff_number",
        "student_number",
        "unit",
        "phone",
        "language",
        "wants_digest",
        "is_active",
        "is_staff",
        "last_login",
    ]
    readonly_fields = ["is_staff", "last_login"]
    export_fields = ("email", "name_zh", "name_en", "staff_number", "student_number", "unit", "is_active")
    autocomplete_fields = ["unit"]


@admin.register(Unit)
class UnitAdmin(ImportingAdmin):
    """Colleges, offices, laboratories."""

    resource_classes = [UnitResource]
    list_display = [
        "code",
        "name_zh",
        "name_en",
        "kind",
        "can_run_training",
        "is_governing_office",
        "active_to",
    ]
    list_filter = ["kind", "can_run_training"]
    search_fields = ["code", "name_zh", "name_en"]
    autocomplete_fields = ["parent", "succeeded_by"]
    export_fields = (
        "code",
        "name_zh",
        "name_en",
        "kind",
        "is_substantive",
        "can_run_training",
        "parent",
        "active_from",
        "active_to",
    )


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    """Roles held; granted and ended on the pages made for it."""

    list_display = ["user", "role", "unit", "area", "starts_on", "ends_on", "granted_by", "revoked_at"]
    list_select_related = ["user", "unit", "granted_by"]
    list_filter = ["role", "unit"]
    search_fields = ["user__email", "user__name_zh"]


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """Approval handed on."""

    list_display = ["delegator", "deputy", "role", "starts_on", "ends_on", "revoked_at"]
    list_select_related = ["delegator", "deputy"]


@admin.register(Person)
class PersonAdmin(PortalAdmin):
    """Human beings the office deals with."""

    list_display = ["name_zh", "surname_latin", "given_latin", "kind", "nationality"]
    list_select_related = ["nationality"]
    list_filter = ["kind"]
    search_fields = ["name_zh", "surname_latin", "given_latin", "passport_name"]
    autocomplete_fields = ["nationality", "merged_into"]


@admin.register(IdentityDocument)
class IdentityDocumentAdmin(ReadOnlyAdmin):
    """Identity documents, masked: SYS has no business with the whole number (§7.2)."""

    list_display = ["person", "doc_type", "masked", "state", "expires_on"]
    list_select_related = ["person"]
    list_filter = ["doc_type", "state"]
    exclude = ["number_hash"]


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second factors: taken away when a device is lost, so that the person can set up a new one."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    exclude = ["data"]
    may_delete = True

    def delete_model(self, request: Any, obj: Any) -> None:
        remember(obj.user, "reset_second_factor", by=request.user, payload={"type": obj.type})
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        for authenticator in queryset:
            self.delete_model(request, authenticator)
