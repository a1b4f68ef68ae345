"""Renewal dossiers: ordered by a person, made in the background, kept with their fingerprint."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from core.attachments import attach
from core.background import start_run
from core.flow import remember
from core.pdf import PdfError
from core.uploads import PDF
from partnerships.documents import render_dossier
from partnerships.models import Agreement, RenewalDossier


@transaction.atomic
def order_dossier(agreement: Agreement, *, by: Any, recommendation: str = "") -> RenewalDossier:
    """Have the dossier made of what the portal knows today."""
    if not by.has_perm("partnerships.order_dossier_agreement", agreement):
        raise PermissionDenied
    dossier = RenewalDossier.objects.create(agreement=agreement, recommendation=recommendation, ordered_by=by)
    remember(agreement, "order_dossier", by=by, payload={"dossier": dossier.pk})
    start_run(dossier, total=1)
    return dossier


def keep_dossier(dossier: RenewalDossier) -> None:
    """The PDF is there; what cannot be printed is told with the run."""
    name = f"dossier-{dossier.agreement.label}-{dossier.created_at:%Y-%m-%d}.pdf"
    try:
        content = render_dossier(dossier)
    except PdfError as error:
        RenewalDossier.objects.all().finish(dossier.pk, error=str(error))
        return
    upload = ContentFile(content, name=name)
    attach(dossier, upload, category="renewal_dossier", by=dossier.ordered_by, allowed=frozenset({PDF}))
    RenewalDossier.objects.all().finish(dossier.pk, done=1)
