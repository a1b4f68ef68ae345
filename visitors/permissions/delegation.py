"""Who may file, review and host visits (§4.1, §7.2)."""

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
    is_finance,
    is_leader,
    is_staff_member,
    is_visitors_desk,
)
from core.permissions import permit
from visitors.models import Delegation

S = Delegation.Status


def _visit(record: Any) -> Any:
    """The visit itself, or that of a guest, gift or paper."""
    return getattr(record, "delegation", record)


def _at(*statuses: str) -> rules.Predicate:
    name = "at_" + "_or_".join(str(status.value) for status in statuses)
    return rules.predicate(
        lambda user, record=None: record is not None and _visit(record).status in statuses, name=name
    )


@rules.predicate
def is_author(user: Any, record: Any = None) -> bool:
    return record is not None and _visit(record).author_id == user.pk


@rules.predicate
def is_editable(user: Any, record: Any = None) -> bool:
    return record is not None and _visit(record).is_editable


@rules.predicate
def is_adjustable(user: Any, record: Any = None) -> bool:
    return record is not None and _visit(record).is_adjustable


@rules.predicate
def clears_talks(user: Any, record: Any = None) -> bool:
    """The publicity department, where a talk needs it and has not been cleared."""
    return record is not None and "publicity" in cosign_areas_of(user) and record.has_public_talks


@rules.predicate
def wants_money_confirmed(user: Any, record: Any = None) -> bool:
    return record is not None and record.needs_finance


@rules.predicate
def wants_check(user: Any, record: Any = None) -> bool:
    return record is not None and record.needs_check


@rules.predicate
def leader_decides(user: Any, record: Any = None) -> bool:
    return record is not None and bool(record.leader_reasons)


@rules.predicate
def has_no_other_head(user: Any, record: Any = None) -> bool:
    """Every head of the unit is among the authors, so the director decides (SOD-1, EC-81)."""
    if record is None:
        return False
    heads = User.objects.holding(Role.DEPARTMENT_HEAD, unit=record.unit_id)
    return not heads.exclude(pk__in=record.authors).exists()


owns = is_author | administers_unit
hosts = owns | is_visitors_desk
reviews_for_unit = heads_unit | (is_director & has_no_other_head)

permit("visitors.add_delegation", is_department_admin | is_staff_member | is_visitors_desk)
permit("visitors.change_delegation", hosts & is_editable)
permit("visitors.adjust_delegation", hosts & is_adjustable)
permit("visitors.record_gifts_delegation", hosts & _at(*Delegation.AGREED, S.DRAFT, S.RETURNED))
permit("visitors.record_spending_delegation", hosts & _at(S.HOSTING, S.SUMMARY_DUE))
permit("visitors.note_province_delegation", is_visitors_desk & _at(S.IO_REVIEW, S.LEADER_REVIEW))
permit(
    "visitors.make_papers_delegation",
    (hosts | heads_unit | is_director) & ~_at(S.DRAFT, S.RETURNED, S.REJECTED, S.CANCELLED),
)
permit("visitors.print_delegation", hosts & _at(*Delegation.AGREED))
permit("visitors.check_in_delegationmember", hosts & _at(S.APPROVED, S.HOSTING))
permit("visitors.register_lodging_delegation", hosts & _at(S.APPROVED, S.HOSTING, S.SUMMARY_DUE))
permit("visitors.read_front_desk", is_visitors_desk | is_director)

permit("visitors.submit_delegation", owns)
permit("visitors.resubmit_delegation", owns)
permit("visitors.endorse_delegation", reviews_for_unit)
permit("visitors.check_delegation", is_visitors_desk & wants_check)
permit("visitors.confirm_money_delegation", is_finance & wants_money_confirmed)
permit("visitors.clear_talks_delegation", clears_talks)
permit("visitors.approve_delegation", is_director & ~leader_decides)
permit("visitors.escalate_delegation", (is_visitors_desk | is_director) & leader_decides)
permit("visitors.authorise_delegation", is_leader)
permit(
    "visitors.return_delegation",
    (reviews_for_unit & _at(S.UNIT_REVIEW))
    | ((is_visitors_desk | is_director) & _at(S.IO_REVIEW))
    | (is_leader & _at(S.LEADER_REVIEW)),
)
permit("visitors.reject_delegation", (is_director & _at(S.IO_REVIEW)) | (is_leader & _at(S.LEADER_REVIEW)))
permit("visitors.begin_delegation", rules.always_false)
permit("visitors.finish_delegation", rules.always_false)
permit("visitors.close_delegation", hosts)
permit("visitors.cancel_delegation", hosts)
permit("visitors.reopen_delegation", hosts)
permit(
    "visitors.export_delegation",
    is_visitors_desk | is_director | is_auditor | is_department_admin | is_department_head,
)
permit(
    "visitors.read_confidential_delegation",
    hosts | heads_unit | is_director | is_leader | is_auditor,
)
