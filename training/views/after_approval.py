"""What the page of a project shows and offers once it is approved."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from training.flow import PROPOSAL_FLOW, SUSPENSION_FLOW
from training.models import Closing, Proposal, SettlementPlan, Suspension

S = Proposal.Status


def after_approval(proposal: Proposal, user: Any) -> dict[str, Any]:
    """Suspensions, changes, plan and closing of the project, and the pages this person may open."""
    if proposal.submitted_at is None:
        return {}
    suspensions = list(proposal.suspensions.select_related("ticket", "ordered_by").order_by("-pk"))
    proposed = next((row for row in suspensions if row.status == Suspension.Status.PROPOSED), None)
    closing = Closing.objects.filter(proposal=proposal).first()
    return {
        "suspensions": suspensions,
        "proposed": proposed,
        "proposed_steps": SUSPENSION_FLOW.open_to(user, proposed) if proposed else [],
        "project_changes": list(proposal.changes.order_by("-pk")[:10]),
        "project_contracts": list(proposal.contracts.order_by("-pk")[:10]),
        "plans": list(proposal.settlement_plans.order_by("-pk")[:3]),
        "closing": closing,
        "doors": _doors(proposal, user, closing),
        "may_open_closing": closing is None
        and proposal.status == S.EXECUTING
        and user.has_perm("training.add_closing", proposal),
    }


def _doors(proposal: Proposal, user: Any, closing: Closing | None) -> list[tuple[str, str]]:
    """Label and address of what else can be begun here."""
    is_in_force = proposal.status in Proposal.IN_FORCE
    can_end = proposal.status in PROPOSAL_FLOW.steps["terminate"].sources
    has_plan = proposal.settlement_plans.filter(status__in=SettlementPlan.OPEN).exists()
    administers = user.has_perm("training.submit_proposal", proposal)
    wanted = [
        (
            _("Change the project"),
            "changerequest-create",
            is_in_force and administers and not proposal.changes.open().exists(),
        ),
        (
            _("Propose a suspension"),
            "proposal-propose-suspension",
            is_in_force
            and user.has_perm("training.propose_suspension_proposal", proposal)
            and not proposal.suspensions.open().exists(),
        ),
        (
            _("End the project early"),
            "settlementplan-create",
            can_end and not has_plan and user.has_perm("training.add_settlementplan"),
        ),
    ]
    return [(label, reverse(name, args=[proposal.pk])) for label, name, holds in wanted if holds]
