"""What happens to one certificate: struck, delivered, corrected, issued again, handed to its holder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from certificates.actions.request import tell_desk
from certificates.flow import CERTIFICATE_FLOW
from certificates.models import Certificate, CertificateBatch, CertificateDownload, CertificateTemplate
from core.flow import remember
from core.policy import policy

LINK_SALT = "certificates.download"
# What a correction may put right; everything else is taken over as it was printed.
ROW_FIELDS = ("name_zh", "name_latin", "last4", "dob", "nationality_zh", "nationality_en")
SUBJECT_FIELDS = ("title_zh", "title_en", "start_on", "end_on", "hours")


@transaction.atomic
def strike_certificate(
    certificate: Certificate, *, by: User, note: str = "", version: int | None = None
) -> Certificate:
    """Take one row out of a batch that is still being checked, saying why."""
    CERTIFICATE_FLOW.move(certificate, "strike", by=by, note=note, version=version)
    Certificate.objects.filter(pk=certificate.pk).update(reason=note[:400], status_on=timezone.localdate())
    batch = CertificateBatch.objects.select_for_update().get(pk=certificate.batch_id)
    batch.total = batch.certificates.living().count()
    batch.version += 1
    batch.save(update_fields=["total", "version"])
    return certificate


@transaction.atomic
def deliver_certificate(
    certificate: Certificate,
    *,
    by: User,
    delivery: str,
    delivered_on: date,
    receipt: str = "",
    copies: int = 1,
    note: str = "",
    version: int | None = None,
) -> Certificate:
    """Record how, when and to whom the certificate was handed over."""
    CERTIFICATE_FLOW.move(certificate, "deliver", by=by, note=note, version=version)
    Certificate.objects.filter(pk=certificate.pk).update(
        delivery=delivery,
        delivered_on=delivered_on,
        receipt=receipt,
        copies=copies,
        status_on=timezone.localdate(),
    )
    return certificate


@transaction.atomic
def correct_certificate(
    certificate: Certificate, *, by: User, note: str, **corrected: Any
) -> CertificateBatch:
    """Ask for a corrected certificate: a new number, and the old one gives way when it is made (CT-13)."""
    changed = {name: value for name, value in corrected.items() if value != _printed(certificate, name)}
    if not changed:
        raise ValidationError(_("Nothing is different from the certificate as it was issued."), code="same")
    return _replace(certificate, CertificateBatch.Kind.CORRECTION, changed, by=by, note=note)


@transaction.atomic
def reissue_certificate(certificate: Certificate, *, by: User, note: str) -> CertificateBatch:
    """Ask for the same certificate again after a loss: a new number, once in twelve months (CT-13, 补发)."""
    months = policy("certificates.reissue_months")
    since = timezone.localdate() - timedelta(days=months * 365 // 12)
    if _chain_reissued_since(certificate, since):
        raise ValidationError(
            _("This certificate was already issued again within the last %(months)s months."),
            code="too_soon",
            params={"months": months},
        )
    return _replace(certificate, CertificateBatch.Kind.LOSS, {}, by=by, note=note)


def _printed(certificate: Certificate, name: str) -> Any:
    return getattr(certificate if name in ROW_FIELDS else certificate.batch, name)


def _chain_reissued_since(certificate: Certificate, since: date) -> bool:
    """Whether this certificate itself is a re-issue after loss made since that day."""
    current: Certificate | None = certificate
    while current is not None and current.replaces_id:
        if (
            current.batch.kind == CertificateBatch.Kind.LOSS
            and current.issued_on
            and current.issued_on >= since
        ):
            return True
        current = current.replaces
    return False


def _replace(
    old: Certificate, kind: str, changed: dict[str, Any], *, by: User, note: str
) -> CertificateBatch:
    """A batch of one that goes the way of every batch: three people, a new number."""
    verb = "correct" if kind == CertificateBatch.Kind.CORRECTION else "reissue"
    if not by.has_perm(CERTIFICATE_FLOW.permission(verb), old):
        raise PermissionDenied(_("Your role may not request certificates of this type."))
    Unit.objects.select_for_update().get(pk=old.unit_id)
    old.refresh_from_db()
    if not old.is_valid:
        raise ValidationError(_("Only a valid certificate can be replaced."), code="not_valid")
    if old.replacements.living().exists():
        raise ValidationError(_("A replacement has already been asked for."), code="already")
    batch = CertificateBatch.objects.select_related("certificate_type").get(pk=old.batch_id)
    batch = _copied_batch(batch, kind, {n: v for n, v in changed.items() if n in SUBJECT_FIELDS}, by)
    row = Certificate(
        batch=batch,
        certificate_type_id=old.certificate_type_id,
        unit_id=old.unit_id,
        source_key=old.source_key,
        position=1,
        identity_number=old.identity_number,
        details=dict(old.details),
        replaces=old,
        **{name: changed.get(name, getattr(old, name)) for name in ROW_FIELDS},
    )
    row.save()
    remember(batch, "request", by=by, note=note, payload={"replaces": old.number, "rows": 1})
    remember(old, verb, by=by, note=note, payload={"batch": batch.pk})
    tell_desk(batch)
    return batch


def _copied_batch(old: CertificateBatch, kind: str, changed: dict[str, Any], by: User) -> CertificateBatch:
    copied = ("unit_id", "source", "unit_zh", "unit_en", "details", "is_bilingual", "certificate_type_id")
    return CertificateBatch.objects.create(
        kind=kind,
        template=CertificateTemplate.objects.in_force(old.certificate_type),
        requested_by=by,
        total=1,
        **{name: getattr(old, name) for name in copied},
        **{name: changed.get(name, getattr(old, name)) for name in SUBJECT_FIELDS},
    )


@transaction.atomic
def record_paper_returned(certificate: Certificate, *, by: User, on: date) -> Certificate:
    """Note that the paper of a replaced or revoked certificate came back."""
    if not by.has_perm("certificates.deliver_certificate", certificate):
        raise PermissionDenied
    Certificate.objects.filter(pk=certificate.pk).update(paper_returned_on=on)
    remember(certificate, "paper_returned", by=by, payload={"on": on.isoformat()})
    return certificate


@transaction.atomic
def share_certificate(certificate: Certificate, *, by: User) -> str:
    """A signed text that opens the PDF to its holder until it expires; the sharing is remembered (CT-15)."""
    if not certificate.is_valid:
        raise ValidationError(_("Only a valid certificate can be handed out."), code="not_valid")
    remember(certificate, "share", by=by, payload={"days": policy("certificates.link_days")})
    return signing.dumps(certificate.pk, salt=LINK_SALT)


def days_of_link() -> int:
    """How long such a link is open."""
    return policy("certificates.link_days")


def open_link(signed: str) -> Certificate | None:
    """The certificate behind a link, or nothing when the link is broken, has expired, or no longer counts."""
    try:
        pk = signing.loads(signed, salt=LINK_SALT, max_age=timedelta(days=policy("certificates.link_days")))
    except signing.BadSignature:
        return None
    found = Certificate.objects.filter(pk=pk).first()
    return found if found is not None and found.is_valid else None


def record_download(certificate: Certificate, *, by: User | None, address_hash: str) -> CertificateDownload:
    """Remember who took the original PDF (CT-15)."""
    return CertificateDownload.objects.create(certificate=certificate, by=by, address_hash=address_hash)
