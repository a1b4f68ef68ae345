"""Tags that put an event of a record into words."""

from __future__ import annotations

from typing import Any

from django import template

from core.flow import Flow
from core.work import event_words

register = template.Library()


@register.simple_tag
def event_label(event: Any) -> str:
    """The step of an event in the words of its workflow."""
    flow = Flow.registry.get(event.content_type.model_class())
    step = flow.steps.get(event.verb) if flow else None
    return str(step.label) if step else event_words(event.content_type.app_label, event.verb)


@register.simple_tag
def event_status(event: Any) -> str:
    """The status an event led to, in words."""
    model = event.content_type.model_class()
    statuses = getattr(model, "Status", None)
    return str(dict(statuses.choices).get(event.to_status, event.to_status)) if statuses else event.to_status
