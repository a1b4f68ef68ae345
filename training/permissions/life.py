"""Who may suspend, resume, terminate, close, change projects, vet partners and keep contracts and rules (§7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models.role import CosignArea
from accounts.roles import (
    administers_unit,
    cosign_areas_of,
    is_auditor,
    is_department_admin,
    is_department_head,
    is_director,
    is_finance,
    is_leader,
    is_training_desk,
)
from core.permissions import permit
from training.models import ChangeRequest, Closing, Contract, PartnerVetting, SettlementPlan
from training.permissions.proposal import reviews_for_unit


def _at(*statuses: str) -> rules.Predicate:
    name = "is_at_" + "_or_".join(str(status) for status in statuses)
    return rules.predicate(
        lambda user, record=None: record is not None and record.status in statuses, name=name
    )


@rules.predicate
def is_open_to_edits(user: Any, record: Any = None) -> bool:
    return record is not None and record.is_editable


@rules.predicate
def wrote_it(user: Any, record: Any = None) -> bool:
    return record is not None and record.author_id == user.pk


@rules.predicate
def answers_for_law(user: Any, record: Any = None) -> bool:
    """The person answers for legal affairs."""
    return getattr(user, "is_authenticated", False) and CosignArea.LEGAL in cosign_areas_of(user)


@rules.predicate
def plan_is_agreed(user: Any, record: Any = None) -> bool:
    """The director has agreed to a settlement plan of the project (P17)."""
    return record is not None and record.settlement_plans.filter(status="agreed").exists()


@rules.predicate
def director_may_decide_change(user: Any, record: Any = None) -> bool:
    """A medium change, or a major one without a reason for the leader (P8, P9)."""
    return record is not None and not record.goes_to_leader


governing = is_training_desk | is_director

permit("training.suspend_proposal", is_director)
permit("training.resume_proposal", is_director)
permit("training.terminate_proposal", is_leader & plan_is_agreed)
for verb in ("lapse", "begin_closing", "reopen", "close"):
    permit(f"training.{verb}_proposal", rules.always_false)
for verb in ("abandon", "archive"):
    permit(f"training.{verb}_trainingclass", rules.always_false)
permit("training.propose_suspension_proposal", is_training_desk)

permit("training.drop_suspension", is_director)
for verb in ("order", "lift", "end"):
    permit(f"training.{verb}_suspension", rules.always_false)

P = SettlementPlan.Status
permit("training.add_settlementplan", is_department_admin | is_training_desk)
permit("training.change_settlementplan", wrote_it & is_open_to_edits)
permit("training.submit_settlementplan", wrote_it)
permit("training.withdraw_settlementplan", wrote_it)
permit("training.agree_settlementplan", is_director)
permit("training.return_settlementplan", (is_director & _at(P.SUBMITTED)) | (is_leader & _at(P.AGREED)))
permit("training.carry_out_settlementplan", rules.always_false)

C = Closing.Status
permit("training.add_closing", administers_unit)
permit("training.change_closing", administers_unit & is_open_to_edits)
permit("training.submit_closing", administers_unit)
permit("training.confirm_settlement_closing", is_finance)
permit("training.check_closing", is_training_desk)
permit("training.accept_closing", is_director)
permit(
    "training.return_closing",
    (is_finance & _at(C.FINANCE)) | (is_training_desk & _at(C.OFFICE)) | (is_director & _at(C.DIRECTOR)),
)
permit("training.remake_archive_closing", is_training_desk | is_director)

H = ChangeRequest.Status
permit("training.add_changerequest", is_department_admin)
permit("training.change_changerequest", administers_unit & is_open_to_edits)
permit("training.submit_changerequest", administers_unit)
permit("training.withdraw_changerequest", administers_unit)
permit("training.endorse_changerequest", reviews_for_unit)
permit("training.accept_changerequest", is_training_desk)
permit("training.approve_changerequest", is_director & director_may_decide_change)
permit("training.escalate_changerequest", is_director & ~director_may_decide_change)
permit("training.authorise_changerequest", is_leader)
permit(
    "training.return_changerequest",
    (reviews_for_unit & _at(H.UNIT_REVIEW))
    | (is_training_desk & _at(H.OFFICE_REVIEW))
    | (is_director & _at(H.DIRECTOR_REVIEW))
    | (is_leader & _at(H.LEADER_REVIEW)),
)
permit(
    "training.reject_changerequest",
    (is_director & _at(H.OFFICE_REVIEW, H.DIRECTOR_REVIEW)) | (is_leader & _at(H.LEADER_REVIEW)),
)
for verb in ("clear_cosign", "object", "lapse"):
    permit(f"training.{verb}_changerequest", rules.always_false)

V = PartnerVetting.Status
permit("training.add_partnervetting", is_department_admin)
permit("training.change_partnervetting", administers_unit & is_open_to_edits)
permit("training.submit_partnervetting", administers_unit)
permit("training.renew_partnervetting", administers_unit)
permit("training.endorse_partnervetting", reviews_for_unit)
permit("training.accept_partnervetting", is_training_desk)
permit("training.conclude_partnervetting", answers_for_law)
permit(
    "training.return_partnervetting",
    (reviews_for_unit & _at(V.UNIT_REVIEW))
    | (is_training_desk & _at(V.OFFICE_REVIEW))
    | (answers_for_law & _at(V.LEGAL_REVIEW)),
)
for verb in ("expire", "replace"):
    permit(f"training.{verb}_partnervetting", rules.always_false)
permit("training.export_partnervetting", governing | is_auditor | is_department_admin | is_department_head)

K = Contract.Status
permit("training.add_contract", is_department_admin)
permit("training.change_contract", administers_unit & is_open_to_edits)
permit("training.submit_contract", administers_unit)
permit("training.endorse_contract", reviews_for_unit)
permit("training.clear_legal_contract", answers_for_law)
permit("training.clear_finance_contract", is_finance)
permit("training.sign_contract", governing)
permit("training.scan_contract", administers_unit | is_training_desk)
permit("training.complete_contract", administers_unit)
permit("training.terminate_contract", is_director)
permit(
    "training.return_contract",
    (reviews_for_unit & _at(K.UNIT_REVIEW))
    | (answers_for_law & _at(K.LEGAL))
    | (is_finance & _at(K.FINANCE))
    | (governing & _at(K.OFFICE)),
)
for verb in ("perform", "finish", "end"):
    permit(f"training.{verb}_contract", rules.always_false)
permit(
    "training.export_contract", governing | is_auditor | is_finance | is_department_admin | is_department_head
)

permit("training.add_rule", governing)
permit("training.change_rule", governing & _at("draft"))
permit("training.adopt_rule", is_director)
permit("training.discard_rule", is_director)
