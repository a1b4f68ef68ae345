"""Who may draft, review, sign and end agreements, and keep their balance (§3.2, §3.4, §7.2)."""

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
    is_director,
    is_leader,
    is_partnerships_desk,
)
from core.permissions import permit
from partnerships.models import Agreement, Level

S = Agreement.Status


def _at(*statuses: str) -> rules.Predicate:
    """Whether the agreement stands at one of the statuses."""
    name = "at_" + "_or_".join(str(status) for status in statuses)
    return rules.predicate(
        lambda user, record=None: record is not None and record.status in statuses, name=name
    )


@rules.predicate
def wrote_it(user: Any, record: Any = None) -> bool:
    """This person drafted it."""
    return record is not None and record.author_id == user.pk


@rules.predicate
def has_no_other_head(user: Any, record: Any = None) -> bool:
    """The unit has no head besides the authors, so the director decides in the unit's place (SOD-1)."""
    if record is None:
        return False
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=record.unit_id)
    return not heads.exclude(pk__in=record.authors).exists()


@rules.predicate
def is_college_level(user: Any, record: Any = None) -> bool:
    """It binds a college only."""
    return record is not None and record.level == Level.COLLEGE


@rules.predicate
def answers_for_the_matter(user: Any, record: Any = None) -> bool:
    """The person cosigns on this task's matter."""
    return record is not None and record.area in cosign_areas_of(user)


@rules.predicate
def keeps_its_agreement(user: Any, record: Any = None) -> bool:
    """The person administers the unit of the agreement to which the record belongs."""
    return record is not None and administers_unit.test(user, record.agreement)


drafts = administers_unit | is_partnerships_desk
office = is_partnerships_desk | is_director
reviews_for_unit = heads_unit | (is_director & has_no_other_head)
decides_last = is_leader | (is_director & is_college_level)

permit("partnerships.add_agreement", is_department_admin | is_partnerships_desk)
permit("partnerships.change_agreement", drafts & _at(S.DRAFTING, S.RETURNED))
permit("partnerships.attach_agreement", drafts & ~_at(S.CANCELLED, S.REJECTED))
permit("partnerships.submit_agreement", drafts)
permit("partnerships.resubmit_agreement", drafts)
permit("partnerships.cancel_agreement", drafts & (~_at(S.APPROVED_TO_SIGN) | is_partnerships_desk))
permit("partnerships.endorse_agreement", reviews_for_unit)
permit("partnerships.accept_agreement", office)
permit("partnerships.clear_cosign_agreement", rules.always_false)
permit("partnerships.object_agreement", rules.always_false)
permit("partnerships.approve_agreement", decides_last)
permit(
    "partnerships.return_agreement",
    (reviews_for_unit & _at(S.UNIT_REVIEW))
    | (office & _at(S.OFFICE_REVIEW))
    | (decides_last & _at(S.LEADER_APPROVAL)),
)
permit(
    "partnerships.reject_agreement",
    (is_director & _at(S.OFFICE_REVIEW)) | (decides_last & _at(S.LEADER_APPROVAL)),
)
permit("partnerships.sign_agreement", is_partnerships_desk)
permit("partnerships.register_agreement", is_partnerships_desk)
for verb in ("take_effect", "near_end", "expire", "supersede", "renew", "terminate", "wait"):
    permit(f"partnerships.{verb}_agreement", rules.always_false)

permit("partnerships.record_notice_agreement", is_partnerships_desk)
permit("partnerships.archive_agreement", is_partnerships_desk)
permit("partnerships.amend_agreement", office | administers_unit)
permit("partnerships.end_agreement", office)
permit("partnerships.keep_balance_agreement", is_partnerships_desk)
permit("partnerships.order_statement_agreement", office)
permit("partnerships.waive_imbalance_agreement", is_director)
permit("partnerships.export_agreement", office | is_auditor)
permit("partnerships.read_confidential_agreement", drafts | heads_unit | is_director | is_leader | is_auditor)

for verb in ("agree", "agree_with_conditions", "object"):
    permit(f"partnerships.{verb}_agreementcosign", answers_for_the_matter)
permit("partnerships.cancel_agreementcosign", rules.always_false)

permit("partnerships.approve_amendment", is_director)
permit("partnerships.reject_amendment", is_director)
permit("partnerships.sign_amendment", is_partnerships_desk)
permit("partnerships.cancel_amendment", is_partnerships_desk | wrote_it)
permit("partnerships.confirm_termination", is_director)
permit("partnerships.cancel_termination", is_partnerships_desk | wrote_it)
permit("partnerships.confirm_balanceentry", is_director)
permit("partnerships.reject_balanceentry", is_director)
permit("partnerships.read_confidential_balancestatement", office | is_auditor)
