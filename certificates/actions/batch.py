"""Checking, approving, returning and cancelling batches."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.actions.request import APPROVER_ROLES, DESK_ROLES, tell_desk
from certificates.documents import dry_run
from certificates.flow import BATCH_FLOW, CERTIFICATE_FLOW
from certificates.models import Certificate, CertificateBatch, CertificateTemplate
from core.history import canonical
from core.models import BackgroundRun
from notifications.actions import notify


def checksum_of(batch: CertificateBatch) -> str:
    """A fingerprint of everything that will be printed, so that what was checked is what is approved (CT-10)."""
    rows = batch.certificates.living().order_by("position", "pk")
    names = ("pk", "name_zh", "name_latin", "last4", "dob", "nationality_zh", "nationality_en", "details")
    subject = (
        "title_zh",
        "title_en",
        "unit_zh",
        "unit_en",
        "start_on",
        "end_on",
        "hours",
        "details",
        "template_id",
    )
    content = {
        "subject": {name: str(getattr(batch, name)) for name in subject},
        "rows": [[str(value) for value in row] for row in rows.values_list(*names)],
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _tell(recipients: Any, kind: str, batch: CertificateBatch, **context: Any) -> None:
    notify(
        recipients,
        f"certificates.certificatebatch_{kind}",
        about=batch,
        title_zh=batch.title_zh,
        title_en=batch.title_en or batch.title_zh,
        rows=batch.total,
        **context,
    )


@transaction.atomic
def check_batch(
    batch: CertificateBatch, *, by: User, note: str = "", version: int | None = None
) -> CertificateBatch:
    """Confirm that every row can be printed as it stands; a row with a problem stops the batch (CT-14)."""
    BATCH_FLOW.move(batch, "check", by=by, note=note, version=version)
    batch.template = CertificateTemplate.objects.in_force(batch.certificate_type)
    report = dry_run(batch)
    if report.problems:
        raise ValidationError(
            _("%(count)s problems stand in the way: strike those rows or return the batch."),
            code="problems",
            params={"count": len(report.problems)},
        )
    CERTIFICATE_FLOW.move_many(batch.certificates.all(), "check")
    batch.checked_by = by
    batch.total = report.rows
    batch.checksum = checksum_of(batch)
    batch.save(update_fields=["template", "checked_by", "checksum", "total"])
    _tell(User.objects.holding(APPROVER_ROLES[batch.certificate_type.approver]), "checked", batch)
    return batch


@transaction.atomic
def approve_batch(
    batch: CertificateBatch, *, by: User, note: str = "", version: int | None = None
) -> CertificateBatch:
    """Approve exactly the rows that were checked; the checksum proves it (CT-10)."""
    BATCH_FLOW.move(batch, "approve", by=by, note=note, version=version, payload={"checksum": batch.checksum})
    if checksum_of(batch) != batch.checksum:
        raise ValidationError(_("The rows have changed since the check: return the batch."), code="changed")
    CERTIFICATE_FLOW.move_many(batch.certificates.all(), "approve")
    batch.approved_by = by
    batch.save(update_fields=["approved_by"])
    _tell(User.objects.holding(DESK_ROLES[batch.certificate_type.desk]), "approved", batch)
    return batch


@transaction.atomic
def return_batch(
    batch: CertificateBatch, *, by: User, note: str = "", version: int | None = None
) -> CertificateBatch:
    """Send the batch back to whoever asked for it, saying why."""
    BATCH_FLOW.move(batch, "return", by=by, note=note, version=version)
    CERTIFICATE_FLOW.move_many(batch.certificates.all(), "reopen")
    _tell([batch.requested_by], "returned", batch, note=note)
    return batch


@transaction.atomic
def resubmit_batch(
    batch: CertificateBatch, *, by: User, note: str = "", version: int | None = None
) -> CertificateBatch:
    """Submit a returned batch again as it stands, with an answer to the checker."""
    BATCH_FLOW.move(batch, "resubmit", by=by, note=note, version=version)
    tell_desk(batch)
    return batch


@transaction.atomic
def cancel_batch(
    batch: CertificateBatch, *, by: User, note: str = "", version: int | None = None
) -> CertificateBatch:
    """Stop the batch; numbers already given stay in the register as void, with the reason (CT-03)."""
    BATCH_FLOW.move(batch, "cancel", by=by, note=note, version=version)
    unmade = batch.certificates.exclude(status__in=Certificate.PUBLIC_STATUSES)
    doomed = list(unmade.living().values_list("pk", flat=True))
    CERTIFICATE_FLOW.move_many(unmade, "void", note=note)
    batch.certificates.filter(pk__in=doomed).update(
        reason=note[:400], status_on=timezone.localdate(), claimed_at=None
    )
    CertificateBatch.objects.unfinished().filter(pk=batch.pk).update(
        run_state=BackgroundRun.RunState.CANCELLED, finished_at=timezone.now()
    )
    batch.refresh_from_db()
    _tell([batch.requested_by], "cancelled", batch, note=note)
    return batch
