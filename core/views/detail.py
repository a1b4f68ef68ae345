"""One record on a page."""

from __future__ import annotations

from typing import Any

from django.views.generic import DetailView

from core.flow import Flow
from core.models import Attachment, Event
from core.views.guard import Guarded, Scoped


class DetailPage(Guarded, Scoped, DetailView):
    """A record with its status, its open steps, its files and its history."""

    flow: Flow | None = None

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        self.check_permission(record)
        return record

    def get_template_names(self) -> list[str]:
        meta = self.model._meta
        return [f"{meta.app_label}/{meta.model_name}_detail.html", "core/detail.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        steps = self.flow.open_to(self.request.user, record) if self.flow else []
        return super().get_context_data(
            record=record,
            open_steps=steps,
            events=list(Event.objects.of(record).select_related("by", "acting_for")),
            attachments=list(Attachment.objects.of(record).current()),
            **kwargs,
        )
