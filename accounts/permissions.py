"""Who may do what with accounts, roles, delegations and identity numbers."""

import rules

from accounts.models import IdentityDocument, Person, Role, User
from accounts.roles import is_department_head, is_director, is_leader, is_system_administrator, roles_of
from core.permissions import permit

# Whose identity numbers a desk works with (§7.2); the director may ask for any.
AREAS = {
    Role.TRAINING_DESK: {Person.Kind.TRAINEE},
    Role.STUDENT_DESK: {Person.Kind.STUDENT},
    Role.VISITORS_DESK: {Person.Kind.FOREIGNER, Person.Kind.STAFF},
    Role.INBOUND_DESK: {Person.Kind.FOREIGNER, Person.Kind.STUDENT},
}


@rules.predicate
def is_own_area(user: User, document: IdentityDocument | None = None) -> bool:
    return document is not None and any(
        document.person.kind in kinds for role, kinds in AREAS.items() if role in roles_of(user)
    )


@rules.predicate
def is_own_delegation(user: User, delegation: object = None) -> bool:
    return delegation is not None and delegation.delegator_id == user.pk


@rules.predicate
def is_grant_of_another(user: User, grant: object = None) -> bool:
    # SOD-7: nobody changes the roles held by himself.
    return grant is None or grant.user_id != user.pk


permit("core.repair_record", is_system_administrator)
permit("accounts.add_user", is_system_administrator)
permit("accounts.change_user", is_system_administrator)
permit("accounts.add_rolegrant", is_system_administrator & is_grant_of_another)
permit("accounts.end_rolegrant", is_system_administrator & is_grant_of_another)
permit("accounts.add_delegation", is_department_head | is_director | is_leader)
permit("accounts.revoke_delegation", is_own_delegation)
permit("accounts.reveal_identitydocument", is_own_area | is_director)
