"""What changes accounts, roles and delegations, and who has seen an identity number."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Delegation, IdentityDocument, Role, RoleGrant, Unit, User
from core.flow import remember
from core.history import save_with_history

SHORTEST_REASON = 4


def _require(by: User, permission: str, record: object = None) -> None:
    if not by.has_perm(permission, record):
        raise PermissionDenied(permission)


@transaction.atomic
def create_user(user: User, *, by: User) -> User:
    """Open an account; the person sets the password by the link of “Forgot your password?”."""
    _require(by, "accounts.add_user")
    user.set_unusable_password()
    user.save()
    remember(user, "create", by=by)
    return user


@transaction.atomic
def change_user(user: User, *, by: User, version: int | None = None) -> User:
    """Correct an account; a disabled person loses access on the next request."""
    _require(by, "accounts.change_user", user)
    if user.pk == by.pk and not user.is_active:
        raise ValidationError(_("You cannot disable your own account."))
    return save_with_history(user, by=by, version=version)


@transaction.atomic
def change_profile(user: User, *, by: User, version: int | None = None) -> User:
    """Let a person set the own name, language and mail habit."""
    if user.pk != by.pk:
        raise PermissionDenied
    return save_with_history(user, by=by, version=version)


@transaction.atomic
def grant_role(
    user: User,
    *,
    by: User,
    role: str,
    unit: Unit | None = None,
    area: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleGrant:
    """Let a person hold a role, for a unit and a time; nobody grants a role to himself (SOD-7)."""
    grant = RoleGrant(
        user=user, role=role, unit=unit, area=area, starts_on=starts_on, ends_on=ends_on, granted_by=by
    )
    if user.pk == by.pk:
        raise PermissionDenied(_("Nobody grants a role to himself or herself."))
    _require(by, "accounts.add_rolegrant", grant)
    # A grant that has run out makes room for the new one.
    RoleGrant.objects.filter(
        user=user, role=role, unit=unit, area=area, revoked_at=None, ends_on__lt=timezone.localdate()
    ).update(revoked_at=timezone.now())
    grant.full_clean(exclude=["user", "granted_by"])
    grant.save()
    _open_admin(user)
    remember(user, "grant", by=by, payload={"role": role, "unit": unit.code if unit else "", "area": area})
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User, note: str = "") -> RoleGrant:
    """Take a role back; it stops counting with the person's next request (SOD-7)."""
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=grant.pk)
    _require(by, "accounts.end_rolegrant", grant)
    if grant.revoked_at is None:
        grant.revoked_at = timezone.now()
        grant.save(update_fields=["revoked_at"])
        _open_admin(grant.user)
        payload = {"role": grant.role, "unit": grant.unit.code if grant.unit else "", "area": grant.area}
        remember(grant.user, "end", by=by, note=note, payload=payload)
    return grant


def _open_admin(user: User) -> None:
    """The administration site is open to system administrators and to nobody else."""
    user.is_staff = RoleGrant.objects.in_force().filter(user=user, role=Role.SYSTEM).exists()
    User.objects.filter(pk=user.pk).update(is_staff=user.is_staff)


@transaction.atomic
def create_delegation(
    delegator: User, *, by: User, deputy: User, role: str, starts_on: date, ends_on: date, reason: str = ""
) -> Delegation:
    """Hand approval to a deputy for a time.

    SOD-9 holds where it matters: the flow refuses the deputy on whatever the deputy or the delegator wrote.
    """
    _require(by, "accounts.add_delegation")
    own = {grant.role for grant in RoleGrant.objects.in_force().filter(user=by)}
    if delegator.pk != by.pk or by.acting_for is not None or role not in own & set(Delegation.DELEGABLE):
        raise PermissionDenied(_("You can hand on only a role you hold yourself."))
    delegation = Delegation(
        delegator=delegator, deputy=deputy, role=role, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    delegation.full_clean()
    delegation.save()
    remember(delegation, "delegate", by=by, note=reason)
    return delegation


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: User, note: str = "") -> Delegation:
    """End a delegation at once."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    _require(by, "accounts.revoke_delegation", delegation)
    if delegation.revoked_at is None:
        delegation.revoked_at = timezone.now()
        delegation.save(update_fields=["revoked_at"])
        remember(delegation, "revoke", by=by, note=note)
    return delegation


@transaction.atomic
def reveal_number(document: IdentityDocument, *, by: User, reason: str) -> str:
    """The whole number, for a desk in whose area the person is; who saw it and why is remembered (§7.2)."""
    _require(by, "accounts.reveal_identitydocument", document)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ValidationError(_("Say why you need the whole number."))
    remember(document, "reveal", by=by, note=reason)
    return document.number
