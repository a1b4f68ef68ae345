"""What of an approved project can change, and how each value is written down and read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Fields that change together, as the form shows them."""

    title: str | Promise
    fields: tuple[str, ...]


GROUPS = (
    Group(_("Who and what"), ("unit", "title_zh", "title_en", "category", "audience", "audience_detail")),
    Group(_("When and how long"), ("start_on", "end_on", "days", "hours_total")),
    Group(_("Where and how"), ("delivery", "mode", "location_type", "venue", "venue_capacity")),
    Group(_("How many"), ("planned_quota_min", "planned_quota_max", "classes_planned")),
    Group(_("Fee"), ("fee_per_person", "fee_basis")),
    Group(
        _("Certificate"),
        ("certificate_title_zh", "certificate_title_en", "attendance_min_percent", "score_min"),
    ),
    Group(_("People"), ("contact_name", "contact_phone")),
)
FIELDS = tuple(name for group in GROUPS for name in group.fields)
# Kept under their own keys: one instructor replaced by another, one partner that joins.
INSTRUCTOR = ("name", "employer", "title_rank", "is_external", "fee_per_hour", "cv")
FROZEN_BY_PAYMENT = frozenset({"title_zh", "title_en", "fee_per_person"})


def field_of(name: str) -> Any:
    """The field of the proposal that is called so."""
    return apps.get_model("training", "Proposal")._meta.get_field(name)


def written(value: Any) -> Any:
    """A value as it is kept in the request."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def read(name: str, value: Any) -> Any:
    """The value that was kept, as the proposal holds it."""
    field = field_of(name)
    if isinstance(field, models.ForeignKey):
        model: Any = field.related_model
        return model.objects.filter(pk=value).first()
    return field.to_python(value)


def current(proposal: Any, name: str) -> Any:
    """What the proposal says now, written the same way."""
    return written(getattr(proposal, name))
