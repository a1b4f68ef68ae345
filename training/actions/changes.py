"""A change of an approved project: written, weighed, decided on its way, applied (变更)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.flow import StepNotAllowed
from core.history import save_with_history, take_snapshot
from core.models import Snapshot
from notifications.actions import notify
from training.actions.change_content import changed_content, changed_proposal, partner_row
from training.actions.change_grades import grade_of, verdicts_of
from training.actions.cosign import areas_of, ask_cosigns
from training.actions.desks import admins_of, holders, pass_on
from training.actions.risks import flags_of, record_flags
from training.flow import CHANGE_FLOW, COSIGN_FLOW
from training.models import ChangeRequest, Instructor, Proposal
from training.models.change_fields import FROZEN_BY_PAYMENT, read
from training.models.content import content_of

S = ChangeRequest.Status
G = ChangeRequest.Grade


@transaction.atomic
def begin_change(change: ChangeRequest, *, by: Any) -> ChangeRequest:
    """The unit begins a change; one at a time for each project."""
    proposal = Proposal.objects.select_for_update().get(pk=change.proposal_id)
    if not by.has_perm("training.add_changerequest") or not by.has_perm(
        "training.submit_changerequest", change
    ):
        raise PermissionDenied
    if proposal.status not in Proposal.IN_FORCE:
        raise StepNotAllowed(_("Only a project in force can be changed."))
    if proposal.changes.open().exists():
        raise ValidationError(_("A change of this project is already under way: one at a time."))
    change.author = by
    change.change_no = (proposal.changes.aggregate(last=Max("change_no"))["last"] or 0) + 1
    change.base_version = proposal.version
    _weigh(change)
    return save_with_history(change, by=by)


@transaction.atomic
def save_change(change: ChangeRequest, *, by: Any, version: int | None = None) -> ChangeRequest:
    """The unit writes at its change; the class is computed anew."""
    if not by.has_perm(
        "training.change_changerequest", ChangeRequest.objects.select_for_update().get(pk=change.pk)
    ):
        raise PermissionDenied
    _weigh(change)
    return save_with_history(change, by=by, version=version)


def _weigh(change: ChangeRequest) -> None:
    change.grade = grade_of(verdicts_of(change.proposal, change.content))


def check_change(change: ChangeRequest) -> None:
    """What stands against the change: nothing changes, paid trainees, dates the wrong way, a forbidden result."""
    if not change.content:
        raise ValidationError(_("Nothing changes yet: change at least one field."), code="empty")
    frozen = FROZEN_BY_PAYMENT & set(change.content)
    if frozen and change.proposal.is_fee_frozen:
        raise ValidationError(
            _("Title and fee cannot change any more: somebody has paid. Propose a new project instead."),
            code="frozen",
        )
    would_be = changed_proposal(change)
    if would_be.start_on and would_be.end_on and would_be.end_on < would_be.start_on:
        raise ValidationError(_("The last day lies before the first."), code="dates")
    if (would_be.planned_quota_min or 0) > (would_be.planned_quota_max or 0):
        raise ValidationError(_("The least intake is above the greatest."), code="quota")
    if "unit" in change.content and not would_be.unit.can_run_training:
        raise ValidationError(
            _("This unit may not run training in the name of the school (TR-03)."), code="unit"
        )
    known = {flag.code for flag in flags_of(change.proposal) if flag.blocks}
    blocked = [flag for flag in flags_of(would_be) if flag.blocks and flag.code not in {*known, "R-17"}]
    if blocked:
        raise ValidationError([ValidationError(f"{flag.code} {flag.message}") for flag in blocked])
    _check_classes(change, would_be)


def _check_classes(change: ChangeRequest, would_be: Proposal) -> None:
    """Classes that are planned or running must lie inside the changed window."""
    if not {"start_on", "end_on"} & set(change.content):
        return
    classes = change.proposal.classes.exclude(status__in=["cancelled"])
    outside = classes.exclude(start_on__gte=would_be.start_on, end_on__lte=would_be.end_on)
    if outside.exists():
        numbers = "、".join(str(row.class_no) for row in outside)
        raise ValidationError(
            _("Class %(numbers)s would lie outside the project.") % {"numbers": numbers}, code="classes"
        )


@transaction.atomic
def submit_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The change is complete: before and after are kept as one version, and the unit's head has it (GN-06)."""
    change.proposal = Proposal.objects.select_for_update().get(pk=change.proposal_id)
    CHANGE_FLOW.move(change, "submit", by=by, note=note, version=version)
    if change.proposal.status not in Proposal.IN_FORCE:
        raise StepNotAllowed(_("Only a project in force can be changed."))
    check_change(change)
    _weigh(change)
    content = {"before": content_of(change.proposal), "after": changed_content(change)}
    take_snapshot(change, content, by=by)
    pass_on(
        change,
        "change_waits",
        submitted_at=timezone.now(),
        grade=change.grade,
        base_version=change.proposal.version,
    )
    return change


@transaction.atomic
def endorse_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The unit stands behind it."""
    CHANGE_FLOW.move(change, "endorse", by=by, note=note, version=version)
    pass_on(change, "change_waits")
    return change


@transaction.atomic
def accept_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """A minor change is in force at once, a medium one goes to the director, a major one to the cosigners (P4)."""
    grade = G(ChangeRequest.objects.values_list("grade", flat=True).get(pk=change.pk))
    target = {G.MINOR: S.APPLIED, G.MEDIUM: S.DIRECTOR_REVIEW, G.MAJOR: S.COSIGN}[grade]
    CHANGE_FLOW.move(change, "accept", by=by, note=note, to=target, version=version, payload={"grade": grade})
    if target == S.APPLIED:
        return apply_change(change, by=by)
    pass_on(change)
    if target == S.COSIGN:
        number = Snapshot.objects.of(change).count() or 1
        ask_cosigns(change.proposal, areas_of(changed_proposal(change)), number, change=change)
        lead_on_change(change)
    else:
        notify(holders(change), "training.change_waits", about=change)
    return change


def lead_on_change(change: ChangeRequest) -> None:
    """All offices have agreed: the director has it (P6)."""
    if change.cosigns.waiting().exists():
        return
    CHANGE_FLOW.move(change, "clear_cosign", by=None)
    pass_on(change, "change_waits")


def object_to_change(change: ChangeRequest, note: str, payload: dict[str, Any]) -> None:
    """One office objects: the change goes back (P7)."""
    COSIGN_FLOW.move_many(change.cosigns.waiting(), "cancel", note=note)
    CHANGE_FLOW.move(change, "object", by=None, note=note, payload=payload)
    pass_on(change)
    notify([change.author, *admins_of(change)], "training.record_returned", about=change, note=note)


@transaction.atomic
def approve_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The director approves: the change is in force (P8)."""
    CHANGE_FLOW.move(change, "approve", by=by, note=note, version=version)
    return apply_change(change, by=by)


@transaction.atomic
def escalate_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The school leader decides, for the reasons of P9."""
    reasons = sorted(changed_proposal(change).leader_reasons)
    CHANGE_FLOW.move(change, "escalate", by=by, note=note, version=version, payload={"reasons": reasons})
    pass_on(change, "change_waits")
    return change


@transaction.atomic
def authorise_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The school leader approves: the change is in force (P10)."""
    CHANGE_FLOW.move(change, "authorise", by=by, note=note, version=version)
    return apply_change(change, by=by)


@transaction.atomic
def return_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The unit has it again."""
    CHANGE_FLOW.move(change, "return", by=by, note=note, version=version)
    pass_on(change)
    notify([change.author, *admins_of(change)], "training.record_returned", about=change, note=note)
    return change


@transaction.atomic
def reject_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The project stays as it was approved."""
    CHANGE_FLOW.move(change, "reject", by=by, note=note, version=version)
    pass_on(change)
    notify([change.author, *admins_of(change)], "training.change_decided", about=change, note=note)
    return change


@transaction.atomic
def withdraw_changerequest(
    change: ChangeRequest, *, by: Any, note: str = "", version: int | None = None
) -> ChangeRequest:
    """The unit takes its change back."""
    CHANGE_FLOW.move(change, "withdraw", by=by, note=note, version=version)
    COSIGN_FLOW.move_many(change.cosigns.waiting(), "cancel", note=note)
    pass_on(change)
    return change


def apply_change(change: ChangeRequest, *, by: Any) -> ChangeRequest:
    """The proposal takes the new values as its next version; certificates and classes follow it (GN-06)."""
    proposal = Proposal.objects.select_for_update().get(pk=change.proposal_id)
    if proposal.status not in Proposal.IN_FORCE:
        raise StepNotAllowed(_("The project is not in force: nothing of it can be changed."))
    change.proposal = proposal
    check_change(change)
    for name, value in change.content.items():
        if name not in {"instructor", "partner"}:
            setattr(proposal, name, read(name, value))
    if "instructor" in change.content:
        row = dict(change.content["instructor"])
        Instructor.objects.filter(pk=row.pop("replaces"), proposal=proposal).update(**row)
    if "partner" in change.content:
        proposal.has_partner = True
        proposal.partners.create(**partner_row(change), position=proposal.partners.count())
    save_with_history(proposal, by=by)
    record_flags(proposal)
    take_snapshot(proposal, content_of(proposal), by=by)
    pass_on(change, applied_on=timezone.localdate())
    notify([change.author, *admins_of(change)], "training.change_decided", about=change)
    return change
