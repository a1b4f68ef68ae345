"""Predicates about roles; the only place that knows how a role is stored."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models import Role


def roles_of(user: Any) -> set[str]:
    """The role codes that count for this person now."""
    return user.role_codes if getattr(user, "is_authenticated", False) and user.is_active else set()


def units_of(user: Any, *roles: str) -> set[int]:
    """The units in which the person holds one of the roles (any role if none is named)."""
    return {
        grant.unit_id
        for grant in (user.active_grants if getattr(user, "is_authenticated", False) else [])
        if grant.unit_id and (not roles or grant.role in roles)
    }


def cosign_areas_of(user: Any) -> set[str]:
    """The matters on which the person cosigns; finance cosigns on money."""
    areas = {grant.area for grant in user.active_grants if grant.role == Role.COSIGNER}
    return areas | ({"finance"} if Role.FINANCE in roles_of(user) else set())


def _holds(*codes: str) -> rules.Predicate:
    name = "holds_" + "_".join(str(code).lower() for code in codes)
    return rules.predicate(lambda user, record=None: bool(roles_of(user) & set(codes)), name=name)


is_student = _holds(Role.STUDENT)
is_staff_member = _holds(Role.TEACHER)
is_department_admin = _holds(Role.DEPARTMENT_ADMIN)
is_department_head = _holds(Role.DEPARTMENT_HEAD)
is_partnerships_desk = _holds(Role.PARTNERSHIPS_DESK)
is_student_desk = _holds(Role.STUDENT_DESK)
is_training_desk = _holds(Role.TRAINING_DESK)
is_visitors_desk = _holds(Role.VISITORS_DESK)
is_inbound_desk = _holds(Role.INBOUND_DESK)
is_director = _holds(Role.DIRECTOR)
is_finance = _holds(Role.FINANCE)
is_cosigner = _holds(Role.COSIGNER, Role.FINANCE)
is_leader = _holds(Role.LEADER)
is_auditor = _holds(Role.AUDITOR)
is_coordinator = _holds(Role.COORDINATOR)
is_applicant = _holds(Role.APPLICANT)
is_system_administrator = _holds(Role.SYSTEM)
is_office_staff = _holds(
    Role.PARTNERSHIPS_DESK,
    Role.STUDENT_DESK,
    Role.TRAINING_DESK,
    Role.VISITORS_DESK,
    Role.INBOUND_DESK,
    Role.DIRECTOR,
)
sees_everything = _holds(Role.DIRECTOR, Role.LEADER, Role.AUDITOR)


def _unit_id(record: Any) -> int | None:
    return getattr(record, "unit_id", None)


@rules.predicate
def in_same_unit(user: Any, record: Any = None) -> bool:
    return record is not None and _unit_id(record) in units_of(user)


@rules.predicate
def administers_unit(user: Any, record: Any = None) -> bool:
    return record is not None and _unit_id(record) in units_of(user, Role.DEPARTMENT_ADMIN)


@rules.predicate
def heads_unit(user: Any, record: Any = None) -> bool:
    return record is not None and _unit_id(record) in units_of(user, Role.DEPARTMENT_HEAD)
