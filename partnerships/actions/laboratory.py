"""Joint laboratories, cooperative programmes and international courses are kept (§3.3, §3.6)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.history import save_with_history
from partnerships.actions.telling import tell
from partnerships.flow import LABORATORY_FLOW, PROGRAMME_FLOW
from partnerships.models import CooperativeProgramme, CoursePlan, Institution, Laboratory


@transaction.atomic
def save_record(record: Any, *, by: Any, version: int | None = None) -> Any:
    """A laboratory, programme or course is kept by those who keep its unit's records."""
    meta = record._meta
    is_new = record.pk is None
    current = record if is_new else type(record)._base_manager.select_for_update().get(pk=record.pk)
    if not by.has_perm(f"partnerships.{'add' if is_new else 'change'}_{meta.model_name}", current):
        raise PermissionDenied
    # The unit chosen must be one of the person's own, too.
    if not by.has_perm(f"partnerships.change_{meta.model_name}", record):
        raise PermissionDenied(_("Choose a unit for which you keep records."))
    return save_with_history(record, by=by, version=version)


@transaction.atomic
def save_laboratory(
    laboratory: Laboratory, *, by: Any, partners: list[Institution], version: int | None = None
) -> Laboratory:
    """A laboratory is kept with its partners."""
    if not partners:
        raise ValidationError({"partners": _("Name at least one partner.")})
    save_record(laboratory, by=by, version=version)
    laboratory.partners.set(partners)
    return laboratory


@transaction.atomic
def open_laboratory(
    laboratory: Laboratory, *, by: Any, note: str = "", version: int | None = None
) -> Laboratory:
    """It is at work from its day of foundation on, and counts (F13)."""
    LABORATORY_FLOW.move(laboratory, "open", by=by, note=note, version=version)
    if laboratory.founded_on is None:
        raise ValidationError(_("Enter the day of foundation first."), code="founded")
    return laboratory


@transaction.atomic
def review_laboratory(
    laboratory: Laboratory, *, by: Any, note: str = "", version: int | None = None
) -> Laboratory:
    """A review begins; the director is told."""
    LABORATORY_FLOW.move(laboratory, "review", by=by, note=note, version=version)
    tell(laboratory, "laboratory_review", User.objects.holding(Role.DIRECTOR))
    return laboratory


@transaction.atomic
def renew_laboratory(
    laboratory: Laboratory, *, by: Any, note: str = "", version: int | None = None
) -> Laboratory:
    """It has passed and goes on."""
    LABORATORY_FLOW.move(laboratory, "renew", by=by, note=note, version=version)
    return laboratory


@transaction.atomic
def close_laboratory(
    laboratory: Laboratory, *, by: Any, note: str = "", version: int | None = None
) -> Laboratory:
    """It has ended and no longer counts."""
    LABORATORY_FLOW.move(laboratory, "close", by=by, note=note, version=version)
    laboratory.ended_on = timezone.localdate()
    laboratory.save(update_fields=["ended_on"])
    return laboratory


@transaction.atomic
def start_cooperativeprogramme(
    programme: CooperativeProgramme, *, by: Any, note: str = "", version: int | None = None
) -> CooperativeProgramme:
    """It admits students; without the state's approval it cannot (§3.6)."""
    PROGRAMME_FLOW.move(programme, "start", by=by, note=note, version=version)
    number = programme.approval_no or programme.licence_no
    if not (number and programme.valid_from and programme.valid_until):
        raise ValidationError(_("Enter the approval number and its period first."), code="approval")
    return programme


@transaction.atomic
def pause_cooperativeprogramme(
    programme: CooperativeProgramme, *, by: Any, note: str = "", version: int | None = None
) -> CooperativeProgramme:
    """Nobody new is admitted."""
    PROGRAMME_FLOW.move(programme, "pause", by=by, note=note, version=version)
    return programme


@transaction.atomic
def resume_cooperativeprogramme(
    programme: CooperativeProgramme, *, by: Any, note: str = "", version: int | None = None
) -> CooperativeProgramme:
    """Students are admitted again."""
    PROGRAMME_FLOW.move(programme, "resume", by=by, note=note, version=version)
    return programme


@transaction.atomic
def finish_cooperativeprogramme(
    programme: CooperativeProgramme, *, by: Any, note: str = "", version: int | None = None
) -> CooperativeProgramme:
    """It has ended."""
    PROGRAMME_FLOW.move(programme, "finish", by=by, note=note, version=version)
    return programme


@transaction.atomic
def add_plan(programme: CooperativeProgramme, *, by: Any, name: str, year: int) -> CoursePlan:
    """A new version of the plan of studies."""
    if not by.has_perm("partnerships.change_cooperativeprogramme", programme):
        raise PermissionDenied
    plan = CoursePlan(programme=programme, name=name, year=year)
    plan.full_clean()
    plan.save()
    return plan
