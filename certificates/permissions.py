"""Who may do what with certificates (§7.2): a line a verb."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import (
    administers_unit,
    is_director,
    is_leader,
    is_office_staff,
    is_student_desk,
    is_training_desk,
    is_visitors_desk,
    roles_of,
    sees_everything,
)
from core.permissions import permit

DESKS = {"training": is_training_desk, "visitors": is_visitors_desk, "students": is_student_desk}
APPROVERS = {"director": is_director, "leader": is_leader}


def _type_of(record: Any) -> Any:
    record = getattr(record, "certificate", record)
    return getattr(record, "certificate_type", None)


@rules.predicate
def may_request_type(user: Any, record: Any = None) -> bool:
    kind = _type_of(record)
    return kind is not None and bool(roles_of(user) & set(kind.request_roles))


@rules.predicate
def keeps_type(user: Any, record: Any = None) -> bool:
    """The desk that checks and issues this type."""
    kind = _type_of(record)
    return kind is not None and DESKS[kind.desk](user)


@rules.predicate
def approves_type(user: Any, record: Any = None) -> bool:
    kind = _type_of(record)
    return kind is not None and APPROVERS[kind.approver](user)


@rules.predicate
def requested_it(user: Any, record: Any = None) -> bool:
    return record is not None and record.requested_by_id == user.pk


@rules.predicate
def wrote_it(user: Any, record: Any = None) -> bool:
    return record is not None and record.author_id == user.pk


@rules.predicate
def is_editable(user: Any, record: Any = None) -> bool:
    return record is None or record.is_editable


@rules.predicate
def is_checked_or_later(user: Any, record: Any = None) -> bool:
    return record is not None and record.status != "requested"


is_a_desk = is_training_desk | is_visitors_desk | is_student_desk
works_for_it = administers_unit | is_office_staff

permit("certificates.request_certificatebatch", may_request_type & works_for_it)
permit("certificates.check_certificatebatch", keeps_type)
permit("certificates.approve_certificatebatch", approves_type)
permit(
    "certificates.return_certificatebatch",
    keeps_type & ~is_checked_or_later | approves_type & is_checked_or_later,
)
permit("certificates.issue_certificatebatch", keeps_type)
permit("certificates.retry_certificatebatch", keeps_type)
permit("certificates.resubmit_certificatebatch", requested_it & may_request_type)
permit("certificates.cancel_certificatebatch", keeps_type | approves_type | requested_it & may_request_type)
permit("certificates.print_certificatebatch", works_for_it)

permit("certificates.strike_certificate", keeps_type)
permit("certificates.deliver_certificate", keeps_type | administers_unit)
permit("certificates.correct_certificate", may_request_type & works_for_it)
permit("certificates.reissue_certificate", may_request_type & works_for_it)
permit("certificates.download_certificate", works_for_it | sees_everything)
permit("certificates.share_certificate", works_for_it)
permit("certificates.export_certificate", is_a_desk | is_director)

permit("certificates.add_revocation", keeps_type)
permit("certificates.approve_revocation", is_director)
permit("certificates.decline_revocation", is_director)
permit("certificates.withdraw_revocation", requested_it & keeps_type)

permit("certificates.add_certificatetemplate", is_a_desk)
permit("certificates.change_certificatetemplate", keeps_type & is_editable)
permit("certificates.submit_certificatetemplate", keeps_type)
permit("certificates.approve_certificatetemplate", is_director)
permit("certificates.return_certificatetemplate", is_director)
permit("certificates.read_confidential_certificatetemplate", is_a_desk | is_director)
