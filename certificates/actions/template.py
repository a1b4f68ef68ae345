"""Changing the pages certificates are printed on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from certificates.documents import check_template
from certificates.flow import TEMPLATE_FLOW
from certificates.models import CertificateTemplate, CertificateType
from core.flow import remember
from core.models import Attachment
from notifications.actions import notify


@transaction.atomic
def revise_template(template: CertificateTemplate, *, by: User) -> CertificateTemplate:
    """Begin a new version from an existing one; versions in use are never changed (§5.3)."""
    if not by.has_perm("certificates.add_certificatetemplate", template):
        raise PermissionDenied
    kind = CertificateType.objects.select_for_update().get(pk=template.certificate_type_id)
    open_version = kind.templates.filter(status__in=["draft", "returned", "in_review"]).first()
    if open_version:
        return open_version
    last = kind.templates.aggregate(last=Max("number"))["last"]
    new = CertificateTemplate.objects.create(
        certificate_type=kind, number=last + 1, html=template.html, css=template.css, author=by
    )
    copy_pictures(template, new)
    remember(new, "create", by=by, payload={"from": template.number})
    return new


def copy_pictures(old: CertificateTemplate, new: CertificateTemplate) -> None:
    """The new version keeps its own list of pictures; the files themselves never change."""
    for picture in Attachment.objects.of(old).current().filter(category="picture"):
        picture.pk, picture._state.adding = None, True
        picture.object_id = new.pk
        picture.save()


@transaction.atomic
def submit_template(
    template: CertificateTemplate, *, by: User, note: str = "", version: int | None = None
) -> CertificateTemplate:
    """Ask the director to put the version into force; a page that breaks a rule is not sent."""
    TEMPLATE_FLOW.move(template, "submit", by=by, note=note, version=version)
    problems = check_template(template)
    if problems:
        raise ValidationError(problems)
    notify(User.objects.holding("DIR"), "certificates.certificatetemplate_submitted", about=template)
    return template


@transaction.atomic
def approve_template(
    template: CertificateTemplate, *, by: User, note: str = "", version: int | None = None
) -> CertificateTemplate:
    """Put the version into force for new batches; the one before retires, its certificates keep it."""
    problems = check_template(template)
    if problems:
        raise ValidationError(problems)
    kind = CertificateType.objects.select_for_update().get(pk=template.certificate_type_id)
    before = CertificateTemplate.objects.in_force(kind)
    if before and before.pk != template.pk and template.status == CertificateTemplate.Status.IN_REVIEW:
        TEMPLATE_FLOW.move(before, "retire", by=None)
    TEMPLATE_FLOW.move(template, "approve", by=by, note=note, version=version)
    notify([template.author], "certificates.certificatetemplate_approved", about=template)
    return template


@transaction.atomic
def return_template(
    template: CertificateTemplate, *, by: User, note: str = "", version: int | None = None
) -> CertificateTemplate:
    """Send the version back to its author."""
    TEMPLATE_FLOW.move(template, "return", by=by, note=note, version=version)
    notify([template.author], "certificates.certificatetemplate_returned", about=template, note=note)
    return template
