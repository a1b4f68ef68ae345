"""Who keeps the register of partners and the log of what happens with them (§7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import (
    is_auditor,
    is_cosigner,
    is_department_admin,
    is_department_head,
    is_director,
    is_leader,
    is_office_staff,
    is_partnerships_desk,
    is_staff_member,
    is_visitors_desk,
)
from core.permissions import permit


@rules.predicate
def owns_follow_up(user: Any, record: Any = None) -> bool:
    """It is this person who promised it."""
    return record is not None and record.owner_id == user.pk


@rules.predicate
def wrote_activity(user: Any, record: Any = None) -> bool:
    """This person wrote the entry."""
    return record is not None and record.author_id == user.pk


# Everybody of the house who may come to these pages; an external coordinator is none of them.
of_the_house = (
    is_office_staff
    | is_staff_member
    | is_department_admin
    | is_department_head
    | is_leader
    | is_auditor
    | is_cosigner
)
keeps_register = is_partnerships_desk | is_director

permit("partnerships.read_internal_institution", of_the_house)
permit("partnerships.read_internal_agreement", of_the_house)
permit("partnerships.read_internal_laboratory", of_the_house)
permit("partnerships.add_institution", is_partnerships_desk)
permit("partnerships.change_institution", is_partnerships_desk)
permit("partnerships.merge_institution", keeps_register)
permit("partnerships.export_institution", keeps_register | is_auditor)
permit("partnerships.read_risks_institution", keeps_register | is_auditor)
permit(
    "partnerships.read_contacts_institution",
    is_department_admin | is_department_head | keeps_register | is_visitors_desk | is_auditor,
)
permit("partnerships.read_confidential_institution", keeps_register | is_auditor)
permit("partnerships.negotiate_institution", is_partnerships_desk)
permit("partnerships.activate_institution", keeps_register)
permit("partnerships.rest_institution", is_partnerships_desk)
permit("partnerships.end_institution", keeps_register)
permit("partnerships.suspend_institution", is_director)
permit("partnerships.readmit_institution", is_director)
permit("partnerships.take_over_institution", rules.always_false)

permit("partnerships.add_activity", keeps_register | is_department_admin | is_visitors_desk)
permit("partnerships.change_activity", is_partnerships_desk | wrote_activity)
permit("partnerships.add_followup", keeps_register | is_department_admin | is_visitors_desk)
permit("partnerships.finish_followup", owns_follow_up | is_partnerships_desk)
permit("partnerships.drop_followup", owns_follow_up | is_partnerships_desk)
