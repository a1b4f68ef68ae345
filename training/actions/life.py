"""An approved project is suspended, goes on, or ends early (P15–P17)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from core.attachments import attach
from core.flow import StepNotAllowed, remember
from core.history import save_with_history
from notifications.actions import notify
from training.actions.desks import admins_of, pass_on
from training.actions.handover import hand_on, heads_of, tell
from training.actions.money import received_from
from training.actions.publicity import take_down_publicity_of
from training.flow import (
    CHANGE_FLOW,
    CLASS_FLOW,
    CONTRACT_FLOW,
    PROPOSAL_FLOW,
    SETTLEMENT_FLOW,
    SUSPENSION_FLOW,
)
from training.models import (
    Proposal,
    RectificationTicket,
    Refund,
    SettlementPlan,
    Suspension,
    Trainee,
    TrainingClass,
)

S = Proposal.Status


def people_of_unit(proposal: Proposal) -> list[User]:
    """The admins and heads of the running unit, with the project's author."""
    return [proposal.author, *admins_of(proposal), *heads_of(proposal)]


@transaction.atomic
def propose_suspension(
    proposal: Proposal, *, by: Any, reason_code: str, evidence: str, rectify_by: date, files: Any = ()
) -> Suspension:
    """The training desk found something grave: the director is asked to suspend the project (P15)."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not by.has_perm("training.propose_suspension_proposal", locked):
        raise PermissionDenied
    if locked.status not in Proposal.IN_FORCE:
        raise StepNotAllowed(_("Only a project in force can be suspended."))
    if locked.suspensions.open().exists():
        raise ValidationError(_("A suspension of this project is already proposed."))
    _check_deadline(rectify_by)
    suspension = save_with_history(
        Suspension(
            proposal=locked, reason_code=reason_code, evidence=evidence, rectify_by=rectify_by, proposed_by=by
        ),
        by=by,
    )
    for file in files:
        attach(suspension, file, category="evidence", by=by)
    remember(locked, "propose_suspension", by=by, note=evidence, payload={"suspension": suspension.pk})
    notify(
        User.objects.holding(Role.DIRECTOR),
        "training.suspension_proposed",
        about=locked,
        lead=f"s{suspension.pk}",
    )
    return suspension


@transaction.atomic
def drop_suspension(
    suspension: Suspension, *, by: Any, note: str = "", version: int | None = None
) -> Suspension:
    """The director does not suspend the project, and says why."""
    SUSPENSION_FLOW.move(suspension, "drop", by=by, note=note, version=version)
    remember(suspension.proposal, "drop_suspension", by=by, note=note)
    return suspension


@transaction.atomic
def suspend_proposal(
    proposal: Proposal,
    *,
    by: Any,
    note: str = "",
    version: int | None = None,
    reason_code: str = Suspension.Reason.OTHER,
    rectify_by: date | None = None,
    evidence: Any = (),
) -> Proposal:
    """The director stops the project: enrolment and new certificates freeze, the unit has a deadline (P15, TR-16)."""
    PROPOSAL_FLOW.move(
        proposal, "suspend", by=by, note=note, version=version, payload={"reason": reason_code}
    )
    if rectify_by is None:
        raise ValidationError(_("Set the day by which it has to be put right."), code="deadline")
    _check_deadline(rectify_by)
    suspension = proposal.suspensions.filter(status=Suspension.Status.PROPOSED).first() or Suspension(
        proposal=proposal, evidence=note
    )
    suspension.reason_code, suspension.rectify_by = reason_code, rectify_by
    suspension.ordered_by, suspension.ordered_on = by, timezone.localdate()
    suspension.ticket = RectificationTicket.objects.create(
        unit=proposal.unit,
        proposal=proposal,
        severity=RectificationTicket.Severity.MAJOR,
        title=_("Suspended: %(reason)s") % {"reason": suspension.get_reason_code_display()},
        description=suspension.evidence,
        due_on=rectify_by,
        opened_by=by,
    )
    save_with_history(suspension, by=by)
    SUSPENSION_FLOW.move(suspension, "order", by=None)
    for file in evidence:
        attach(suspension, file, category="evidence", by=by)
    hand_on(proposal)
    others = [*User.objects.holding(Role.FINANCE), *User.objects.holding(Role.LEADER)]
    tell(proposal, "proposal_suspended", people_of_unit(proposal), others, note=note, until=str(rectify_by))
    return proposal


@transaction.atomic
def resume_proposal(proposal: Proposal, *, by: Any, note: str = "", version: int | None = None) -> Proposal:
    """The faults are put right and verified: the project goes on from where it stood (P16)."""
    started = proposal.classes.exclude(status__in=TrainingClass.BEFORE_RUNNING).exclude(
        status=TrainingClass.Status.CANCELLED
    )
    target = S.EXECUTING if started.exists() else S.APPROVED
    PROPOSAL_FLOW.move(proposal, "resume", by=by, note=note, to=target, version=version)
    suspension = proposal.suspensions.filter(status=Suspension.Status.IN_FORCE).select_related("ticket").get()
    if suspension.ticket is None or suspension.ticket.status != RectificationTicket.Status.CLOSED:
        raise ValidationError(
            _("The rectification ticket is not closed yet: somebody has to verify it first.")
        )
    if not suspension.ticket.attachments.exists():
        raise ValidationError(_("The rectification ticket has no evidence attached."))
    SUSPENSION_FLOW.move(suspension, "lift", by=None)
    suspension.lifted_on = timezone.localdate()
    suspension.save(update_fields=["lifted_on"])
    hand_on(proposal)
    tell(
        proposal, "proposal_resumed", people_of_unit(proposal), User.objects.holding(Role.FINANCE), note=note
    )
    return proposal


def _check_deadline(day: date) -> None:
    if day <= timezone.localdate():
        raise ValidationError({"rectify_by": _("The day has to lie in the future.")})


@transaction.atomic
def add_settlementplan(plan: SettlementPlan, *, by: Any) -> SettlementPlan:
    """The unit or the training desk writes how the trainees of a project that ends are settled (P17)."""
    proposal = Proposal.objects.select_for_update().get(pk=plan.proposal_id)
    if not by.has_perm("training.add_settlementplan") or not (
        Proposal.objects.visible_to(by).filter(pk=proposal.pk).exists()
    ):
        raise PermissionDenied
    if proposal.status not in PROPOSAL_FLOW.steps["terminate"].sources:
        raise StepNotAllowed(_("Only an approved project that is not over can be terminated."))
    if proposal.settlement_plans.filter(status__in=SettlementPlan.OPEN).exists():
        raise ValidationError(_("There is already a settlement plan for this project."))
    plan.author = by
    return save_with_history(plan, by=by)


@transaction.atomic
def submit_settlementplan(
    plan: SettlementPlan, *, by: Any, note: str = "", version: int | None = None
) -> SettlementPlan:
    """The plan is with the director."""
    SETTLEMENT_FLOW.move(plan, "submit", by=by, note=note, version=version)
    pass_on(plan, "settlement_waits", submitted_at=timezone.now())
    return plan


@transaction.atomic
def agree_settlementplan(
    plan: SettlementPlan, *, by: Any, note: str = "", version: int | None = None
) -> SettlementPlan:
    """The director agrees; the leader terminates the project (P17)."""
    SETTLEMENT_FLOW.move(plan, "agree", by=by, note=note, version=version)
    pass_on(plan, "settlement_waits")
    return plan


@transaction.atomic
def return_settlementplan(
    plan: SettlementPlan, *, by: Any, note: str = "", version: int | None = None
) -> SettlementPlan:
    """The plan is not good enough yet."""
    SETTLEMENT_FLOW.move(plan, "return", by=by, note=note, version=version)
    pass_on(plan)
    notify([plan.author], "training.record_returned", about=plan, note=note)
    return plan


@transaction.atomic
def withdraw_settlementplan(
    plan: SettlementPlan, *, by: Any, note: str = "", version: int | None = None
) -> SettlementPlan:
    """The project goes on after all."""
    SETTLEMENT_FLOW.move(plan, "withdraw", by=by, note=note, version=version)
    pass_on(plan)
    return plan


@transaction.atomic
def terminate_proposal(
    proposal: Proposal, *, by: Any, note: str = "", version: int | None = None
) -> Proposal:
    """The leader ends the project after the director agreed to the plan: classes, refunds, publicity (P17, EC-84)."""
    PROPOSAL_FLOW.move(proposal, "terminate", by=by, note=note, version=version)
    plan = proposal.settlement_plans.select_for_update().get(status=SettlementPlan.Status.AGREED)
    SETTLEMENT_FLOW.move(plan, "carry_out", by=None, note=note)
    plan.carried_out_on = timezone.localdate()
    pass_on(plan, carried_out_on=plan.carried_out_on)
    for suspension in proposal.suspensions.open():
        SUSPENSION_FLOW.move(suspension, "end", by=None)
    refunds = 0
    for training_class in proposal.classes.filter(status__in=TrainingClass.UNDER_WAY).order_by("pk"):
        refunds += _ask_refunds(training_class, plan)
    CLASS_FLOW.move_many(proposal.classes.all(), "abandon", note=note)
    CONTRACT_FLOW.move_many(proposal.contracts.all(), "end", note=note)
    take_down_publicity_of(proposal, note=note)
    for change in proposal.changes.open():
        CHANGE_FLOW.move(change, "lapse", by=None, note=note)
        pass_on(change)
    hand_on(proposal)
    finance = User.objects.holding(Role.FINANCE)
    tell(proposal, "proposal_terminated", people_of_unit(proposal), finance, note=note, refunds=refunds)
    return proposal


def _ask_refunds(training_class: TrainingClass, plan: SettlementPlan) -> int:
    """One refund for everybody whose money is with the school, asked for by whoever wrote the plan."""
    count = 0
    trainees = Trainee.objects.filter(training_class=training_class, payments__isnull=False).distinct()
    for trainee in trainees.order_by("pk"):
        left = received_from(trainee)
        if left > 0 and not trainee.refunds.open().exists():
            reason = _("The project was terminated: %(reason)s") % {"reason": plan.reason}
            refund = Refund(trainee=trainee, amount=left, reason=reason[:500], requested_by=plan.author)
            save_with_history(refund, by=plan.author)
            count += 1
    return count
