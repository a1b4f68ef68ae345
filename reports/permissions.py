"""Who may read statistics, write the profile and order reports (§7.2, Statistics)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import (
    is_auditor,
    is_department_admin,
    is_department_head,
    is_director,
    is_finance,
    is_inbound_desk,
    is_leader,
    is_office_staff,
)
from core.permissions import permit


@rules.predicate
def is_statement_editable(user: Any, record: Any = None) -> bool:
    return record is None or record.is_editable


@rules.predicate
def is_statement_author(user: Any, record: Any = None) -> bool:
    return record is not None and record.author_id == user.pk


@rules.predicate
def is_own_run(user: Any, record: Any = None) -> bool:
    return record is None or getattr(record, "requested_by_id", getattr(record, "owner_id", None)) == user.pk


reads_statistics = (
    is_office_staff | is_leader | is_auditor | is_finance | is_department_admin | is_department_head
)
exports_statistics = is_office_staff | is_leader

permit("reports.read_figure", reads_statistics)
permit("reports.export_figure", (is_office_staff & ~is_inbound_desk) | is_director | is_leader)
permit("reports.add_profilestatement", is_office_staff)
permit("reports.change_profilestatement", is_statement_author & is_statement_editable)
permit("reports.submit_profilestatement", is_statement_author)
permit("reports.withdraw_profilestatement", is_statement_author)
permit("reports.return_profilestatement", is_director)
permit("reports.approve_profilestatement", is_director)
permit("reports.publish_profilestatement", is_director)
permit("reports.supersede_profilestatement", rules.always_false)
permit("reports.add_reportrun", exports_statistics)
permit("reports.change_reportrun", exports_statistics & is_own_run)
permit("reports.add_reportschedule", exports_statistics)
permit("reports.change_reportschedule", exports_statistics & is_own_run)
