"""Asking for certificates: the one door for every app that wants some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from certificates.flow import BATCH_FLOW, CERTIFICATE_FLOW
from certificates.models import Certificate, CertificateBatch, CertificateTemplate, CertificateType
from certificates.models.certificate import searchable
from core.flow import remember
from notifications.actions import notify

DESK_ROLES = {"training": "IOT", "visitors": "IOV", "students": "IOS"}
APPROVER_ROLES = {"director": "DIR", "leader": "LDR"}


@dataclass(frozen=True)
class Holder:
    """The person a certificate is for, as it will be printed; `source_key` names the row it comes from."""

    source_key: str
    name_zh: str = ""
    name_latin: str = ""
    identity_number: str = ""
    last4: str = ""
    dob: date | None = None
    nationality_zh: str = ""
    nationality_en: str = ""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """What the certificates of a batch are about, as it will be printed."""

    title_zh: str
    title_en: str = ""
    unit_zh: str = ""
    unit_en: str = ""
    start_on: date | None = None
    end_on: date | None = None
    hours: Decimal | int | None = None
    extra: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def request_batch(
    *,
    type_code: str,
    unit: Unit,
    subject: Subject,
    holders: Sequence[Holder],
    source: str,
    language_pair: bool = True,
    by: User,
) -> CertificateBatch:
    """Ask for one certificate for each holder; whoever has one already is left out (CT-11, CT-14).

    Asking twice gives the same batch. A batch that came back is filled anew and submitted again.
    """
    kind = _type_in_use(type_code)
    wanted = CertificateBatch(certificate_type=kind, unit=unit, requested_by=by)
    if not by.has_perm(BATCH_FLOW.permission("request"), wanted):
        raise PermissionDenied(_("Your role may not request certificates of this type."))
    Unit.objects.select_for_update().get(pk=unit.pk)  # two requests for one class wait for each other
    returned = CertificateBatch.objects.from_source(source).filter(
        certificate_type=kind, status=CertificateBatch.Status.RETURNED
    ).first()  # fmt: skip
    if returned:
        CERTIFICATE_FLOW.move_many(
            returned.certificates.all(), "void", note=_("Filled anew after the return")
        )
    new = _without_certificate(kind, holders)
    if not new:
        latest = CertificateBatch.objects.from_source(source).filter(certificate_type=kind).first()
        if latest is None:
            raise ValidationError(_("There is nobody to certify."), code="nobody")
        return latest
    batch = returned or wanted
    _describe(batch, subject, source, language_pair)
    batch.template = CertificateTemplate.objects.in_force(kind)
    batch.total = len(new)
    batch.save()
    add_rows(batch, new)
    if returned:
        BATCH_FLOW.move(batch, "resubmit", by=by)
    else:
        remember(batch, "request", by=by, payload={"rows": len(new)})
    tell_desk(batch)
    return batch


def _type_in_use(code: str) -> CertificateType:
    kind = CertificateType.objects.active().filter(code=code).first()
    if kind is None:
        raise ValidationError(
            _("There is no certificate type “%(code)s”."), code="unknown_type", params={"code": code}
        )
    return kind


def _without_certificate(kind: CertificateType, holders: Sequence[Holder]) -> list[Holder]:
    keys = {holder.source_key: holder for holder in holders}
    if len(keys) != len(holders):
        raise ValidationError(_("The same person is on the list twice."), code="twice")
    have = set(
        Certificate.objects.living()
        .filter(certificate_type=kind, source_key__in=keys)
        .values_list("source_key", flat=True)
    )
    return [holder for holder in holders if holder.source_key not in have]


def _describe(batch: CertificateBatch, subject: Subject, source: str, is_bilingual: bool) -> None:
    batch.source = source
    batch.is_bilingual = is_bilingual
    batch.title_zh, batch.title_en = subject.title_zh, subject.title_en
    batch.unit_zh = subject.unit_zh or batch.unit.name_zh
    batch.unit_en = subject.unit_en or batch.unit.name_en
    batch.start_on, batch.end_on, batch.hours = subject.start_on, subject.end_on, subject.hours
    batch.details = dict(subject.extra)


def add_rows(batch: CertificateBatch, holders: Sequence[Holder]) -> None:
    """One row a holder, in the order given."""
    Certificate.objects.bulk_create(
        [
            Certificate(
                batch=batch,
                certificate_type_id=batch.certificate_type_id,
                unit_id=batch.unit_id,
                source_key=holder.source_key,
                position=position,
                name_zh=holder.name_zh,
                name_latin=holder.name_latin,
                identity_number=holder.identity_number,
                last4=holder.last4 or holder.identity_number[-4:],
                dob=holder.dob,
                nationality_zh=holder.nationality_zh,
                nationality_en=holder.nationality_en,
                details=dict(holder.extra),
                search_text=f"{searchable(holder.name_zh)} {searchable(holder.name_latin)}",
            )
            for position, holder in enumerate(holders, start=1)
        ],
        batch_size=500,
    )


def tell_desk(batch: CertificateBatch) -> None:
    """Tell the desk of the type that a batch waits to be checked."""
    role = DESK_ROLES[batch.certificate_type.desk]
    notify(
        User.objects.holding(role),
        "certificates.certificatebatch_requested",
        about=batch,
        title_zh=batch.title_zh,
        title_en=batch.title_en or batch.title_zh,
        rows=batch.total,
    )
