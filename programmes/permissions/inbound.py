"""Who may review and keep international students (§2.9, §7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import (
    administers_unit,
    heads_unit,
    is_applicant,
    is_auditor,
    is_director,
    is_inbound_desk,
)
from core.permissions import permit
from programmes.models import InboundStudent

S = InboundStudent.Status


@rules.predicate
def is_own_application(user: Any, record: Any = None) -> bool:
    return record is not None and record.applicant_id == user.pk


@rules.predicate
def is_open_to_applicant(user: Any, record: Any = None) -> bool:
    return record is not None and record.is_editable


def _at(*statuses: str) -> rules.Predicate:
    return rules.predicate(
        lambda user, record=None: record is not None and record.status in statuses,
        name="at_" + "_or_".join(str(status.value) for status in statuses),  # type: ignore[attr-defined]
    )


permit("programmes.add_inboundstudent", is_applicant | is_inbound_desk)
permit("programmes.change_inboundstudent", is_own_application & is_open_to_applicant)
for verb in ("submit", "resubmit", "accept_offer"):
    permit(f"programmes.{verb}_inboundstudent", is_own_application)
permit("programmes.withdraw_inboundstudent", is_own_application | is_inbound_desk)
permit("programmes.forward_inboundstudent", is_inbound_desk)
permit("programmes.endorse_inboundstudent", administers_unit | heads_unit)
for verb in ("admit", "admit_on_condition", "defer", "expel"):
    permit(f"programmes.{verb}_inboundstudent", is_director)
permit(
    "programmes.reject_inboundstudent",
    (is_inbound_desk & _at(S.SUBMITTED))
    | (heads_unit & _at(S.ACADEMIC_REVIEW))
    | (is_director & _at(S.IO_REVIEW, S.DEFERRED)),
)
permit(
    "programmes.return_inboundstudent",
    (is_inbound_desk & _at(S.SUBMITTED))
    | ((administers_unit | heads_unit) & _at(S.ACADEMIC_REVIEW))
    | (is_director & _at(S.IO_REVIEW)),
)
for verb in (
    "issue_jw", "obtain_visa", "arrive", "register", "begin", "grant_leave", "suspend", "graduate",
    "keep_residence", "query_police",
):  # fmt: skip
    permit(f"programmes.{verb}_inboundstudent", is_inbound_desk)
permit("programmes.export_inboundstudent", is_inbound_desk | is_director)
permit(
    "programmes.read_confidential_inboundstudent",
    is_own_application | is_inbound_desk | is_director | is_auditor | administers_unit,
)
permit("programmes.add_lead", is_inbound_desk)
permit("programmes.change_lead", is_inbound_desk)
