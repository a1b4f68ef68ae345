"""Workflows as readable tables, and the one move that performs every step."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.models import Event

MIN_NOTE = 2


class FlowError(Exception):
    """A step that cannot be taken, with the reason in the reader's language."""

    def __init__(self, message: str, event: Event | None = None):
        super().__init__(message)
        self.message = message
        self.event = event


class StepNotAllowed(FlowError):
    """The record's status does not permit the step."""


class AlreadyDone(StepNotAllowed):
    """The step was already taken; pressing twice is harmless (GN-10)."""


class StaleVersion(FlowError):
    """The record has changed since it was read (GN-09, EC-82)."""


class SeparationOfDuties(FlowError, PermissionDenied):
    """The person may not take this step on this record, whatever role is held (SOD-1, SOD-2)."""


@dataclass(frozen=True)
class Step:
    """One arrow of a workflow.

    `target` is a status, or a set of them when the action chooses. `decides` marks a decision, to which the
    separation of duties applies; `automatic` a step that only the portal itself takes.
    """

    verb: str
    sources: Set[str]
    target: str | Set[str]
    label: str | Promise
    needs_note: bool = False
    decides: bool = False
    automatic: bool = False
    tone: str = "primary"
    help: str | Promise = ""

    @property
    def targets(self) -> frozenset[str]:
        return frozenset({self.target}) if isinstance(self.target, str) else frozenset(self.target)


class Flow:
    """The workflow of one model: which steps lead from where to where."""

    registry: dict[type[models.Model], Flow] = {}

    def __init__(self, model: type[models.Model], *steps: Step):
        self.model = model
        self.steps = {step.verb: step for step in steps}
        Flow.registry[model] = self

    def permission(self, verb: str) -> str:
        return f"{self.model._meta.app_label}.{verb}_{self.model._meta.model_name}"

    def move(
        self,
        record: models.Model,
        verb: str,
        *,
        by: Any,
        note: str = "",
        to: str | None = None,
        version: int | None = None,
        snapshot_sha256: str = "",
        payload: dict[str, Any] | None = None,
    ) -> Event:
        """Take the step: lock the row, check status, version, permission and duties, save, write one event.

        Raises AlreadyDone, StepNotAllowed, StaleVersion, SeparationOfDuties or PermissionDenied; then nothing
        has changed. Runs inside the transaction of the action (GN-05).
        """
        step = self.steps[verb]
        locked: Any = self.model._base_manager.select_for_update().get(pk=record.pk)
        self._check_status(step, locked)
        if version is not None and version != locked.version:
            raise StaleVersion(_("This record has changed since you opened it. Read it again, then decide."))
        self._check_person(step, locked, by)
        if step.needs_note and len(note.strip()) < MIN_NOTE:
            raise StepNotAllowed(_("Say why: this step needs a comment."))
        return self._write(step, locked, record, by, note.strip(), to, snapshot_sha256, payload or {})

    def move_many(
        self, records: models.QuerySet, verb: str, *, note: str = "", payload: dict | None = None
    ) -> int:
        """Take an automatic step on all of the records that stand where it begins; one event each."""
        step = self.steps[verb]
        if not step.automatic or not isinstance(step.target, str):
            raise ValueError(f"{verb} is taken one record at a time")
        locked = list(
            records.filter(status__in=step.sources)
            .order_by("pk")
            .select_for_update()
            .values_list("pk", "status")
        )
        moved = self.model._base_manager.filter(pk__in=[pk for pk, _status in locked])
        moved.update(status=step.target, version=models.F("version") + 1, updated_at=timezone.now())
        kind = ContentType.objects.get_for_model(self.model)
        Event.objects.bulk_create(
            [
                Event(
                    content_type=kind,
                    object_id=pk,
                    verb=verb,
                    from_status=before,
                    to_status=step.target,
                    note=note,
                    payload=payload or {},
                )
                for pk, before in locked
            ],
            batch_size=500,
        )
        return len(locked)

    def open_to(self, user: Any, record: models.Model) -> list[Step]:
        """The steps this person may take now: a button shown is a step allowed."""
        return [step for step in self.steps.values() if self.allows(user, record, step)]

    def allows(self, user: Any, record: Any, step: Step) -> bool:
        if step.automatic or record.status not in step.sources:
            return False
        return user.has_perm(self.permission(step.verb), record) and not duty_conflict(step, record, user)

    def _check_status(self, step: Step, locked: Any) -> None:
        if locked.status in step.sources:
            return
        last = Event.objects.of(locked).exclude(to_status=models.F("from_status")).last()
        if last and last.verb == step.verb:
            raise AlreadyDone(
                _("Already done by %(who)s at %(when)s.") % {"who": who(last), "when": when(last)}, event=last
            )
        message = _("This step is not possible: the status is now “%(status)s”.") % {
            "status": locked.get_status_display()
        }
        if last:
            message += " " + _("Last step by %(who)s at %(when)s.") % {"who": who(last), "when": when(last)}
        raise StepNotAllowed(message, event=last)

    def _check_person(self, step: Step, locked: models.Model, by: Any) -> None:
        if by is None:
            if not step.automatic:
                raise PermissionDenied(step.verb)
            return
        if step.automatic or not by.has_perm(self.permission(step.verb), locked):
            raise PermissionDenied(_("Your role does not include this step."))
        conflict = duty_conflict(step, locked, by)
        if conflict:
            raise SeparationOfDuties(conflict)

    def _write(
        self,
        step: Step,
        locked: Any,
        record: Any,
        by: Any,
        note: str,
        to: str | None,
        snapshot_sha256: str,
        payload: dict[str, Any],
    ) -> Event:
        target = to if to is not None else step.target
        if target not in step.targets:
            raise ValueError(f"{step.verb} does not lead to {target}")
        before = locked.status
        # The record handed in and the locked row are the same thing to the caller from here on.
        locked.status = target
        locked.version += 1
        locked.updated_at = timezone.now()
        locked.save(update_fields=["status", "version", "updated_at"])
        record.status, record.version, record.updated_at = locked.status, locked.version, locked.updated_at
        return Event.objects.create(
            record=record,
            verb=step.verb,
            from_status=before,
            to_status=target,
            by=by,
            acting_for=getattr(by, "acting_for", None),
            note=note,
            decides=step.decides,
            snapshot_sha256=snapshot_sha256,
            payload=payload,
        )


def duty_conflict(step: Step, record: models.Model, user: Any) -> str:
    """Why this person's duties bar the step, or an empty text.

    SOD-1: who wrote or submitted a record never decides on it. SOD-2: nobody takes two decisions in a row.
    Further bars (SOD-3 and others) come from the record's own `barred_from(step, user)`.
    """
    if step.decides:
        persons = {user.pk, getattr(getattr(user, "acting_for", None), "pk", None)} - {None}
        if persons & set(getattr(record, "authors", ())):
            return _("You wrote or submitted this: somebody else must decide (separation of duties).")
        # Comments and downloads between two decisions change nothing about who decided last.
        steps_taken = Event.objects.of(record).exclude(to_status=models.F("from_status"))
        last = steps_taken.exclude(by=None).last()
        if last and last.decides and last.by_id == user.pk:
            return _(
                "You took the previous decision: somebody else must take this one (separation of duties)."
            )
    barred_from = getattr(record, "barred_from", None)
    return (barred_from(step, user) or "") if barred_from else ""


def remember(
    record: models.Model, verb: str, *, by: Any, note: str = "", payload: dict | None = None
) -> Event:
    """Write an event that changes no status, such as a reveal, a comment or a download."""
    return Event.objects.create(
        record=record,
        verb=verb,
        by=by,
        acting_for=getattr(by, "acting_for", None),
        note=note,
        payload=payload or {},
        from_status=getattr(record, "status", ""),
        to_status=getattr(record, "status", ""),
    )


def who(event: Event) -> str:
    """Who took the step, in words."""
    return str(event.by) if event.by_id else _("the portal")


def when(event: Event) -> str:
    """The moment of the step, in the reader's language."""
    return date_format(timezone.localtime(event.at), "DATETIME_FORMAT")
