"""People at the partner: invited for a time and one institution, proposing what the desk then decides (§3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, RoleGrant, User
from core.attachments import attach
from core.flow import remember
from core.models import Attachment
from core.policy import policy
from partnerships.actions.institution import save_institution
from partnerships.actions.telling import tell
from partnerships.flow.coordinators import PROFILE_FLOW
from partnerships.models import Coordinator, Institution, ProfileProposal

# What a coordinator may propose; everything else is the office's own.
PROPOSABLE = ("name_en", "name_local", "city_en", "website", "intro_en")


def last_day() -> date:
    """When an account given today ends."""
    return timezone.localdate() + timedelta(days=policy("partnerships.coordinator_days"))


@transaction.atomic
def invite_coordinator(
    institution: Institution, *, by: Any, email: str, name: str, language: str = "en"
) -> Coordinator:
    """Open an account for a person at the partner and write to them; the account ends by itself."""
    if not by.has_perm("partnerships.invite_institution", institution):
        raise PermissionDenied
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email=email, name_en=name, language=language)
    elif user.coordinator_accounts.filter(ended_at=None).exists():
        raise ValidationError({"email": _("This person is a coordinator already.")})
    elif RoleGrant.objects.in_force().filter(user=user).exists():
        raise ValidationError({"email": _("This address belongs to somebody of the house.")})
    expires_on = last_day()
    coordinator = Coordinator.objects.create(
        user=user, institution=institution, expires_on=expires_on, invited_by=by
    )
    RoleGrant.objects.create(user=user, role=Role.COORDINATOR, ends_on=expires_on, granted_by=by)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    remember(
        institution, "invite", by=by, payload={"coordinator": coordinator.pk, "until": expires_on.isoformat()}
    )
    address = f"{settings.SITE_URL}{reverse('account_reset_password')}"
    tell(coordinator, "coordinator_invited", [user], address=address, until=expires_on.isoformat())
    return coordinator


@transaction.atomic
def accept_invitation(sender: Any = None, *, user: Any, **_signal: Any) -> None:
    """The person has signed in for the first time: noted once."""
    for coordinator in Coordinator.objects.filter(user=user, accepted_at=None, ended_at=None):
        coordinator.accepted_at = timezone.now()
        coordinator.save(update_fields=["accepted_at", "updated_at"])
        remember(coordinator, "accept_invitation", by=user)


@transaction.atomic
def extend_coordinator(coordinator: Coordinator, *, by: Any) -> Coordinator:
    """Another term from today."""
    locked = _open_account(coordinator, by)
    locked.expires_on = last_day()
    locked.save(update_fields=["expires_on", "updated_at"])
    grants = RoleGrant.objects.filter(user=locked.user, role=Role.COORDINATOR, revoked_at=None)
    if not grants.update(ends_on=locked.expires_on):
        RoleGrant.objects.create(
            user=locked.user, role=Role.COORDINATOR, ends_on=locked.expires_on, granted_by=by
        )
    remember(locked, "extend_account", by=by, payload={"until": locked.expires_on.isoformat()})
    return locked


@transaction.atomic
def end_coordinator(coordinator: Coordinator, *, by: Any, note: str = "") -> Coordinator:
    """The account ends now; access stops with the person's next request."""
    locked = _open_account(coordinator, by)
    now = timezone.now()
    locked.ended_at = now
    locked.save(update_fields=["ended_at", "updated_at"])
    RoleGrant.objects.filter(user=locked.user, role=Role.COORDINATOR, revoked_at=None).update(revoked_at=now)
    remember(locked, "end_account", by=by, note=note)
    return locked


def _open_account(coordinator: Coordinator, by: Any) -> Coordinator:
    locked = (
        Coordinator.objects.select_for_update().select_related("user", "institution").get(pk=coordinator.pk)
    )
    if not by.has_perm("partnerships.invite_institution", locked.institution):
        raise PermissionDenied
    if locked.ended_at is not None:
        raise ValidationError(_("This account has ended already."))
    return locked


@transaction.atomic
def propose_profile(
    institution: Institution, *, by: Any, changes: Mapping[str, str], comment: str = ""
) -> ProfileProposal:
    """Ask the desk to change what the portal says of one's own institution."""
    if not by.has_perm("partnerships.propose_institution", institution):
        raise PermissionDenied
    wanted = {
        field: value
        for field, value in changes.items()
        if field in PROPOSABLE and value != getattr(institution, field)
    }
    if not wanted:
        raise ValidationError(_("Nothing differs from what the portal says already."))
    changed = Institution(**{field: value for field, value in wanted.items() if field in PROPOSABLE})
    changed.clean_fields(exclude={field.name for field in Institution._meta.fields} - set(wanted))
    proposal = ProfileProposal.objects.create(
        institution=institution,
        author=by,
        comment=comment,
        changes={field: [getattr(institution, field), value] for field, value in wanted.items()},
    )
    tell(proposal, "profile_proposed", User.objects.holding(Role.PARTNERSHIPS_DESK))
    return proposal


@transaction.atomic
def accept_profileproposal(
    proposal: ProfileProposal, *, by: Any, note: str = "", version: int | None = None
) -> ProfileProposal:
    """What the coordinator proposed becomes the profile; the person is told."""
    PROFILE_FLOW.move(proposal, "accept", by=by, note=note, version=version)
    institution = Institution.objects.select_for_update().get(pk=proposal.institution_id)
    for field, (_before, after) in proposal.changes.items():
        if field in PROPOSABLE:
            setattr(institution, field, after)
    save_institution(institution, by=by)
    tell(proposal, "profile_decided", [proposal.author])
    return proposal


@transaction.atomic
def reject_profileproposal(
    proposal: ProfileProposal, *, by: Any, note: str = "", version: int | None = None
) -> ProfileProposal:
    """The profile stays as it is; the person is told why."""
    PROFILE_FLOW.move(proposal, "reject", by=by, note=note, version=version)
    tell(proposal, "profile_decided", [proposal.author], note=note)
    return proposal


@transaction.atomic
def upload_partner_file(institution: Institution, *, by: Any, file: Any, category: str) -> Attachment:
    """A factsheet, a calendar, a letter: from the partner to the desk."""
    if not by.has_perm("partnerships.propose_institution", institution):
        raise PermissionDenied
    kept = attach(institution, file, category=category, by=by)
    payload = {"file": kept.original_name, "category": category}
    remember(institution, "partner_file", by=by, payload=payload)
    tell(institution, "partner_file", User.objects.holding(Role.PARTNERSHIPS_DESK), lead=f"file:{kept.pk}")
    return kept
