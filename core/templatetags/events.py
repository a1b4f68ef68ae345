"""Tags that put an event of a record into words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.flow import Flow

register = template.Library()

# Events that are no step of a workflow.
EVENT_WORDS = {
    "comment": gettext_noop("Comment"),
    "reveal": gettext_noop("Number revealed"),
    "download": gettext_noop("Downloaded"),
    "repair": gettext_noop("Repaired in the administration"),
    "import": gettext_noop("Roster taken over"),
    "attendance": gettext_noop("Attendance recorded"),
    "results": gettext_noop("Results entered"),
    "check_results": gettext_noop("Results confirmed"),
    "request": gettext_noop("Requested"),
    "request_certificates": gettext_noop("Certificates asked for"),
    "ask_override": gettext_noop("Exception asked for"),
    "ask_revoke": gettext_noop("Revocation asked for"),
    "create": gettext_noop("Made"),
    "delegate": gettext_noop("Delegated"),
    "end": gettext_noop("Ended"),
    "export": gettext_noop("Exported"),
    "grant": gettext_noop("Granted"),
    "print": gettext_noop("Files for printing ordered"),
    "reset_second_factor": gettext_noop("Second factor reset"),
    "retry": gettext_noop("Tried again"),
    "unlock_start": gettext_noop("Late submission unlocked"),
    "name_fields": gettext_noop("Fields to change named"),
}


@register.simple_tag
def event_label(event: Any) -> str:
    """The step of an event in the words of its workflow."""
    flow = Flow.registry.get(event.content_type.model_class())
    step = flow.steps.get(event.verb) if flow else None
    return str(step.label) if step else _(EVENT_WORDS.get(event.verb, event.verb))


@register.simple_tag
def event_status(event: Any) -> str:
    """The status an event led to, in words."""
    model = event.content_type.model_class()
    statuses = getattr(model, "Status", None)
    return str(dict(statuses.choices).get(event.to_status, event.to_status)) if statuses else event.to_status
