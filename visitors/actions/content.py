"""What a submitted or approved version of a visit consists of (GN-06)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from visitors.models import Delegation

# Working state and secrets are no content: the passport stays with the person.
NOT_COMPARED = {
    "id", "delegation", "position", "version", "created_at", "updated_at", "status", "badge_token", "identity",
    "checked_in_at", "checked_in_by", "lodging_registered_on", "due_on", "returned_from", "checked_by",
    "money_confirmed_by", "talks_cleared_by", "approved_at", "closed_at", "submitted_at", "actual",
}  # fmt: skip


def content_of(delegation: Delegation) -> dict[str, Any]:
    """The visit with its rows as plain values."""
    content = _row(delegation)
    content["co_hosts"] = sorted(unit.name_zh for unit in delegation.co_hosts.all())
    content["members"] = [_row(member) for member in delegation.members.select_related("nationality")]
    content["items"] = [
        _row(item) | {"guests": sorted(str(member) for member in item.members.all())}
        for item in delegation.items.prefetch_related("members")
    ]
    content["budget"] = [_row(line) for line in delegation.budget.all()]
    content["gifts"] = [_row(gift) for gift in delegation.gifts.all()]
    return content


def _row(record: models.Model) -> dict[str, Any]:
    return {
        field.name: plain_value(record, field)
        for field in record._meta.concrete_fields
        if field.name not in NOT_COMPARED
    }


def plain_value(record: models.Model, field: models.Field) -> Any:
    """A value as it is stored, or the name of what a key points to."""
    value = getattr(record, field.name)
    if isinstance(field, models.ForeignKey):
        return getattr(value, "name_zh", "") or str(value) if value is not None else None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | time) else value
