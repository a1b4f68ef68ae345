"""Repairs with a reason: what every admin class of the portal keeps to."""

from __future__ import annotations

from typing import Any

from auditlog.models import LogEntry
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.exports import stream_csv, write_workbook
from core.fields import EncryptedTextField
from core.flow import Flow, remember
from core.forms import CleanTextMixin
from core.history import save_with_history
from core.models import Event, Record

PERMISSION = "core.repair_record"
STATUS_FIELDS = ("status", "run_state")
SHORTEST_REASON = 4


def is_settled(record: Any) -> bool:
    """Whether the record has left its first status, so that changing it wants a reason (GN-04, GN-06)."""
    flow = Flow.registry.get(type(record))
    if flow is None:
        return False
    status: Any = flow.model._meta.get_field("status")
    return record.status != status.default


class RepairForm(CleanTextMixin, forms.ModelForm):
    """A repair: the fields, why they change, and the version that was read (GN-09)."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Kept in the history. Needed when the record is submitted, approved or issued."),
    )
    # Not called version: the field of that name is never edited.
    read_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, Record) and self.instance.pk and "read_version" in self.fields:
            self.fields["read_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if is_settled(self.instance) and len(values.get("reason") or "") < SHORTEST_REASON:
            self.add_error("reason", _("Say why this record is changed."))
        version = values.get("read_version")
        if version is not None and isinstance(self.instance, Record) and self.instance.pk:
            saved = (
                type(self.instance)
                ._base_manager.filter(pk=self.instance.pk)
                .values_list("version", flat=True)
            )
            if saved.first() != version:
                raise ValidationError(_("Somebody else has changed this record while you were editing it."))
        return values


class PortalAdmin(admin.ModelAdmin):
    """Repairs of one kind of record: statuses read-only, a reason kept, only for system administrators."""

    keeps_the_rules = True
    form = RepairForm
    actions = ["export_workbook", "export_text"]
    may_add = True
    may_change = True
    may_delete = False
    export_fields: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: Any) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_add_permission(self, request: Any) -> bool:
        return self.may_add and self.model not in Flow.registry and request.user.has_perm(PERMISSION)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.may_change and request.user.has_perm(PERMISSION)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        # GN-04: what was submitted is never deleted.
        return self.may_delete and not is_settled(obj) and request.user.has_perm(PERMISSION)

    @property
    def secret_fields(self) -> list[str]:
        return [
            field.name
            for field in self.model._meta.fields
            if isinstance(field, EncryptedTextField) or field.name == "password"
        ]

    def get_exclude(self, request: Any, obj: Any = None) -> list[str]:
        return [*(super().get_exclude(request, obj) or []), *self.secret_fields]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        names = {field.name for field in self.model._meta.fields}
        statuses = [name for name in STATUS_FIELDS if name in names]
        return list(dict.fromkeys([*super().get_readonly_fields(request, obj), *statuses]))

    def get_fieldsets(self, request: Any, obj: Any = None) -> list[Any]:
        """The record's own fields, then, for a change, the reason and the version that was read."""
        fieldsets = []
        for title, options in super().get_fieldsets(request, obj):
            fields = [name for name in options["fields"] if name not in {"reason", "read_version"}]
            fieldsets.append((title, {**options, "fields": fields}))
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets.append((_("Why"), {"fields": ["reason", "read_version"]}))
        return fieldsets

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if change and isinstance(obj, Record):
            save_with_history(obj, by=request.user, version=form.cleaned_data.get("read_version"))
        else:
            super().save_model(request, obj, form, change)
        if change and form.changed_data:
            fields = [name for name in form.changed_data if name not in {"reason", "read_version"}]
            reason = form.cleaned_data.get("reason") or ""
            remember(obj, "repair", by=request.user, note=reason, payload={"fields": fields})

    def history_view(self, request: Any, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Every step and every changed field of the record, newest first."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.model._meta, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        entries = LogEntry.objects.get_for_object(obj).select_related("actor").order_by("-timestamp")[:200]
        own = {field.verbose_name for field in self.model._meta.concrete_fields}
        changes = [
            (entry, field, *values)
            for entry in entries
            for field, values in entry.changes_display_dict.items()
            if field in own and isinstance(values, list | tuple)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History: %(record)s") % {"record": obj},
            "object": obj,
            "opts": self.model._meta,
            "events": Event.objects.of(obj).select_related("by", "acting_for").reverse()[:200],
            "changes": changes,
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    @admin.action(description=_("Export the selected rows as a workbook"))
    def export_workbook(self, request: Any, queryset: Any) -> HttpResponse:
        header, rows = self._table(request, queryset, "xlsx")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return self._download(HttpResponse(write_workbook(header, rows), content_type=kind), "xlsx")

    @admin.action(description=_("Export the selected rows as text (CSV)"))
    def export_text(self, request: Any, queryset: Any) -> StreamingHttpResponse:
        header, rows = self._table(request, queryset, "csv")
        return self._download(StreamingHttpResponse(stream_csv(header, rows), content_type="text/csv"), "csv")

    def _table(self, request: Any, queryset: Any, kind: str) -> tuple[list[str], Any]:
        secret = set(self.secret_fields)
        names = self.export_fields or [field.name for field in self.model._meta.fields]
        names = [name for name in names if name not in secret]
        payload = {"model": self.model._meta.label, "format": kind, "rows": queryset.count()}
        remember(request.user, "export", by=request.user, payload=payload)
        related = [name for name in names if self.model._meta.get_field(name).is_relation]
        rows = queryset.select_related(*related) if related else queryset
        return names, ([_cell(row, name) for name in names] for row in rows.iterator(chunk_size=500))

    def _download(self, response: Any, kind: str) -> Any:
        response["Content-Disposition"] = f'attachment; filename="{self.model._meta.model_name}.{kind}"'
        return response


def _cell(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, models.Model):
        return getattr(value, "code", None) or str(value)
    return str(value) if isinstance(value, dict | list) else value


class ReadOnlyAdmin(PortalAdmin):
    """Rows that may be looked at and nothing else."""

    may_add = may_change = False
