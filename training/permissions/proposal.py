"""Who may write, review and decide proposals (§1.4, §7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models import Role, User
from accounts.roles import (
    administers_unit,
    cosign_areas_of,
    heads_unit,
    is_auditor,
    is_department_admin,
    is_department_head,
    is_director,
    is_leader,
    is_training_desk,
)
from core.permissions import permit
from training.models import Proposal

S = Proposal.Status


def _at(*statuses: str) -> rules.Predicate:
    """Whether the proposal stands at one of the statuses."""
    name = "at_" + "_or_".join(str(status.value) for status in statuses)
    return rules.predicate(
        lambda user, record=None: record is not None and record.status in statuses,
        name=name,
    )


@rules.predicate
def may_be_approved_by_director(user: Any, record: Any = None) -> bool:
    """No reason of P9 stands against the director's approval (P8)."""
    return record is not None and not record.leader_reasons


@rules.predicate
def has_no_other_head(user: Any, record: Any = None) -> bool:
    """Every head of the unit is among the authors, so the governing director decides (SOD-1, EC-81)."""
    if record is None:
        return False
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=record.unit_id)
    return not heads.exclude(pk__in=record.authors).exists()


@rules.predicate
def answers_for_the_matter(user: Any, record: Any = None) -> bool:
    """The person cosigns on this task's matter."""
    return record is not None and record.area in cosign_areas_of(user)


reviews_for_unit = heads_unit | (is_director & has_no_other_head)

permit("training.add_proposal", is_department_admin)
permit("training.change_proposal", administers_unit & _at(S.DRAFT, S.RETURNED))
permit("training.submit_proposal", administers_unit)
permit("training.resubmit_proposal", administers_unit)
permit("training.withdraw_proposal", administers_unit)
permit("training.endorse_proposal", reviews_for_unit)
permit("training.accept_proposal", is_training_desk)
permit("training.clear_cosign_proposal", rules.always_false)
permit("training.object_proposal", rules.always_false)
permit("training.start_proposal", rules.always_false)
permit("training.approve_proposal", is_director & may_be_approved_by_director)
permit("training.escalate_proposal", is_director & ~may_be_approved_by_director)
permit("training.authorise_proposal", is_leader)
permit(
    "training.return_proposal",
    (reviews_for_unit & _at(S.UNIT_REVIEW))
    | (is_training_desk & _at(S.OFFICE_REVIEW))
    | (is_director & _at(S.DIRECTOR_REVIEW))
    | (is_leader & _at(S.LEADER_REVIEW)),
)
permit(
    "training.reject_proposal",
    (is_director & _at(S.OFFICE_REVIEW, S.DIRECTOR_REVIEW)) | (is_leader & _at(S.LEADER_REVIEW)),
)
# P7: after an objection the training desk says what has to change.
permit("training.name_fields_proposal", is_training_desk)
# R-17, EC-83
permit("training.unlock_start_proposal", is_director)
permit(
    "training.comment_proposal",
    administers_unit | heads_unit | is_training_desk | is_director | is_leader,
)
permit(
    "training.export_proposal",
    is_training_desk | is_director | is_auditor | is_department_admin | is_department_head,
)
permit(
    "training.read_confidential_proposal",
    administers_unit | heads_unit | is_training_desk | is_director | is_leader | is_auditor,
)

permit("training.agree_cosign", answers_for_the_matter)
permit("training.agree_with_conditions_cosign", answers_for_the_matter)
permit("training.object_cosign", answers_for_the_matter)
permit("training.cancel_cosign", rules.always_false)
