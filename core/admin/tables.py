"""The foundation's own tables in the administration site."""

from __future__ import annotations

from typing import Any

from auditlog.models import LogEntry
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin.repair import PortalAdmin, ReadOnlyAdmin, RepairForm
from core.models import (
    AcademicTerm,
    Attachment,
    AuditSeal,
    Counter,
    Event,
    PolicySetting,
    Region,
    RegionAlias,
    Snapshot,
    WorkCalendarDay,
)
from core.policy import CASTS, REGISTRY


@admin.register(Region)
class RegionAdmin(PortalAdmin):
    """Countries and regions; names of HK, MO and TW are forced (GN-21)."""

    list_display = ["alpha2", "name_zh", "name_en", "kind", "is_belt_and_road"]
    list_filter = ["kind", "continent", "is_belt_and_road"]
    search_fields = ["alpha2", "alpha3", "name_zh", "name_en"]


@admin.register(RegionAlias)
class RegionAliasAdmin(PortalAdmin):
    """Spellings under which files name a region."""

    list_display = ["alias", "region"]
    list_select_related = ["region"]
    search_fields = ["alias"]
    autocomplete_fields = ["region"]
    may_delete = True


@admin.register(WorkCalendarDay)
class WorkCalendarDayAdmin(PortalAdmin):
    """Holidays and make-up days."""

    list_display = ["date", "is_workday", "note"]
    list_filter = ["is_workday"]
    date_hierarchy = "date"
    may_delete = True


@admin.register(AcademicTerm)
class AcademicTermAdmin(PortalAdmin):
    """Terms of the academic year."""

    list_display = ["code", "academic_year", "start_on", "end_on"]


class PolicySettingForm(RepairForm):
    """A setting whose value must be of its declared kind."""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        declared = REGISTRY.get(values.get("key", ""))
        if declared is None:
            self.add_error("key", _("No rule asks for this key."))
            return values
        try:
            CASTS[declared.kind](values.get("value"))
        except (TypeError, ValueError, ArithmeticError):
            self.add_error("value", _("This value does not fit the setting."))
        return values


@admin.register(PolicySetting)
class PolicySettingAdmin(PortalAdmin):
    """The office's own numbers."""

    form = PolicySettingForm
    list_display = ["key", "value", "reason"]
    search_fields = ["key"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened; written once."""

    list_display = ["at", "content_type", "object_id", "verb", "from_status", "to_status", "by", "acting_for"]
    list_select_related = ["content_type", "by", "acting_for"]
    list_filter = ["verb", "content_type"]


@admin.register(Snapshot, Counter, AuditSeal)
class KeptAdmin(ReadOnlyAdmin):
    """Rows the portal keeps for itself."""


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files of records."""

    list_display = ["original_name", "category", "mime", "size", "visibility", "uploaded_by", "uploaded_at"]
    list_select_related = ["uploaded_by"]
    exclude = ["file"]


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """The field history of every record."""

    list_display = ["timestamp", "content_type", "object_repr", "action", "actor"]
    list_select_related = ["content_type", "actor"]
    list_filter = ["action", "content_type"]
