"""Who exchanges agreement files, orders dossiers and looks after coordinators (§3.2, §3.7, §7.2)."""

from __future__ import annotations

from typing import Any

import rules

from accounts.roles import is_director, is_partnerships_desk
from core.permissions import permit
from partnerships.models.institution_queries import institution_ids_of
from partnerships.permissions.institution import of_the_house

permit("partnerships.exchange_agreement", is_partnerships_desk)
permit("partnerships.order_dossier_agreement", is_partnerships_desk | is_director)


@rules.predicate
def coordinates_it(user: Any, record: Any = None) -> bool:
    """The person is the coordinator of this institution today."""
    return record is not None and record.pk in institution_ids_of(user)


permit("partnerships.invite_institution", is_partnerships_desk)
permit("partnerships.propose_institution", coordinates_it)
permit("partnerships.accept_profileproposal", is_partnerships_desk)
permit("partnerships.reject_profileproposal", is_partnerships_desk)
# Whoever comes from outside reads no internal file of the records the person may see.
for kind in (
    "renewaldossier",
    "balancestatement",
    "balanceentry",
    "amendment",
    "termination",
    "cooperativeprogramme",
):
    permit(f"partnerships.read_internal_{kind}", of_the_house)
