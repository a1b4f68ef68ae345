"""Revoking certificates."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.flow import CERTIFICATE_FLOW, REVOCATION_FLOW
from certificates.models import Certificate, Revocation
from core.flow import remember
from notifications.actions import notify


@transaction.atomic
def request_revocation(certificate: Certificate, *, by: User, reason: str, explanation: str) -> Revocation:
    """Ask the director to take a certificate back, with the reason (CT-12)."""
    wanted = Revocation(certificate=certificate, reason=reason, explanation=explanation, requested_by=by)
    if not by.has_perm("certificates.add_revocation", wanted):
        raise PermissionDenied(_("Your role does not include this step."))
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not current.is_valid:
        raise ValidationError(_("Only a valid certificate can be revoked."), code="not_valid")
    if current.revocations.filter(status=Revocation.Status.REQUESTED).exists():
        raise ValidationError(_("A revocation has already been asked for."), code="already")
    wanted.save()
    remember(wanted, "request", by=by, note=explanation, payload={"reason": reason})
    remember(current, "ask_revoke", by=by, payload={"revocation": wanted.pk})
    notify(
        User.objects.holding("DIR"),
        "certificates.revocation_requested",
        about=wanted,
        number=current.number,
    )
    return wanted


@transaction.atomic
def approve_revocation(
    revocation: Revocation, *, by: User, note: str = "", version: int | None = None
) -> Revocation:
    """Revoke the certificate and tell both parties; the public page says so at once (CT-12)."""
    REVOCATION_FLOW.move(revocation, "approve", by=by, note=note, version=version)
    certificate = revocation.certificate
    CERTIFICATE_FLOW.move(
        certificate, "revoke", by=None, payload={"revocation": revocation.pk, "decided_by": by.pk}
    )
    Certificate.objects.filter(pk=certificate.pk).update(
        status_on=timezone.localdate(), reason=str(Revocation.Reason(revocation.reason).label)
    )
    unit = certificate.unit
    both = [
        revocation.requested_by,
        certificate.batch.requested_by,
        *User.objects.holding("DA", unit=unit),
        *User.objects.holding("IOT"),
    ]
    notify(both, "certificates.certificate_revoked", about=certificate, number=certificate.number)
    return revocation


@transaction.atomic
def decline_revocation(
    revocation: Revocation, *, by: User, note: str = "", version: int | None = None
) -> Revocation:
    """Leave the certificate valid and say why."""
    REVOCATION_FLOW.move(revocation, "decline", by=by, note=note, version=version)
    notify(
        [revocation.requested_by],
        "certificates.revocation_declined",
        about=revocation,
        number=revocation.certificate.number,
        note=note,
    )
    return revocation


@transaction.atomic
def withdraw_revocation(
    revocation: Revocation, *, by: User, note: str = "", version: int | None = None
) -> Revocation:
    """Take the request back."""
    REVOCATION_FLOW.move(revocation, "withdraw", by=by, note=note, version=version)
    return revocation
