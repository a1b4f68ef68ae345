"""Who has a visit on the desk now, and telling people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from core.policy import policy
from core.working_days import add_working_days
from notifications.actions import notify
from visitors.models import Delegation

S = Delegation.Status


def holders_of(delegation: Delegation) -> Any:
    """The people who can take the next step."""
    everybody = User.objects.all()
    if delegation.status == S.UNIT_REVIEW:
        heads = everybody.holding(Role.DEPARTMENT_HEAD, unit=delegation.unit).exclude(
            pk__in=delegation.authors
        )
        return heads if heads.exists() else everybody.holding(Role.DIRECTOR)
    if delegation.status == S.IO_REVIEW:
        if delegation.needs_check and not delegation.checked_by_id:
            return everybody.holding(Role.VISITORS_DESK)
        return everybody.holding(Role.DIRECTOR)
    if delegation.status == S.LEADER_REVIEW:
        return everybody.holding(Role.LEADER)
    return owners_of(delegation)


def owners_of(delegation: Delegation) -> Any:
    """Whoever wrote it and the admins of the host unit."""
    admins = User.objects.holding(Role.DEPARTMENT_ADMIN, unit=delegation.unit)
    return (admins | User.objects.active().filter(pk=delegation.author_id)).distinct()


def cosigners_of(delegation: Delegation) -> list[User]:
    """The offices beside the line: finance for the money, publicity for the talks."""
    asked: list[User] = []
    if delegation.needs_finance and not delegation.money_confirmed_by_id:
        asked += User.objects.holding(Role.FINANCE)
    if delegation.has_public_talks and not delegation.talks_cleared_by_id:
        asked += User.objects.holding(Role.COSIGNER, area="publicity")
    return asked


def desk_of() -> Any:
    """The visitors desk."""
    return User.objects.holding(Role.VISITORS_DESK)


def hand_on(delegation: Delegation, **changes: Any) -> None:
    """Write what the step changed, with the new day by which somebody has to decide."""
    due = None
    if delegation.status in Delegation.IN_REVIEW:
        due = add_working_days(timezone.localdate(), policy("visitors.sla_workdays"))
    for name, value in {**changes, "due_on": due}.items():
        setattr(delegation, name, value)
    delegation.save(update_fields=[*changes, "due_on"])


def tell(delegation: Delegation, kind: str, people: Iterable[Any], **context: Any) -> None:
    """Tell people about the visit, by its name in both languages."""
    notify(
        people,
        f"visitors.{kind}",
        about=delegation,
        title_zh=delegation.title_zh,
        title_en=delegation.title_en,
        **context,
    )
