"""The approval sheet is made once and kept with the project."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile

from core.attachments import attach
from core.models import Attachment
from core.uploads import PDF
from training.documents import render_approval_sheet
from training.models import Proposal

MOST_AT_ONCE = 50


def keep_approval_sheet(proposal: Proposal) -> Attachment | None:
    """The sheet is there, with its fingerprint; made once however often it is asked for."""
    if not proposal.approved_no:
        return None
    kept = Attachment.objects.of(proposal).current().filter(category="approval_sheet").first()
    if kept:
        return kept
    upload = ContentFile(render_approval_sheet(proposal), name=f"{proposal.approved_no}.pdf")
    return attach(proposal, upload, category="approval_sheet", by=None, allowed=frozenset({PDF}))


def make_missing_sheets() -> int:
    """Every approved project has its sheet, even if the queue lost the order; returns how many were made."""
    kept = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(Proposal), category="approval_sheet"
    )
    missing = Proposal.objects.exclude(approved_no="").exclude(pk__in=kept.values("object_id"))
    return sum(keep_approval_sheet(proposal) is not None for proposal in missing[:MOST_AT_ONCE])
