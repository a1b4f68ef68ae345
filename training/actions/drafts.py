"""Writing a proposal: a draft begins with a few fields and grows section by section (§1.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from core.attachments import attach
from core.history import save_with_history
from core.models import Attachment
from training.actions.risks import record_flags
from training.models import BudgetLine, CourseModule, Proposal


@transaction.atomic
def begin_proposal(proposal: Proposal, *, by: Any) -> Proposal:
    """A new draft exists, written by this person for a unit he or she administers."""
    proposal.author = by
    if not by.has_perm("training.add_proposal") or not by.has_perm("training.submit_proposal", proposal):
        raise PermissionDenied
    save_with_history(proposal, by=by)
    record_flags(proposal)
    return proposal


@transaction.atomic
def save_section(
    proposal: Proposal,
    *,
    by: Any,
    version: int | None = None,
    rows: dict[str, list[models.Model]] | None = None,
    removed: list[models.Model] | None = None,
    uploads: dict[str, Any] | None = None,
) -> Proposal:
    """A section is kept with its rows and files; refused when somebody else saved meanwhile (GN-09)."""
    if not by.has_perm("training.change_proposal", Proposal.objects.select_for_update().get(pk=proposal.pk)):
        raise PermissionDenied
    save_with_history(proposal, by=by, version=version)
    for row in removed or []:
        row.delete()
    for kept in (rows or {}).values():
        for position, row in enumerate(kept):
            _keep_row(proposal, row, position)
    for category, upload in (uploads or {}).items():
        before = Attachment.objects.of(proposal).current().filter(category=category).last()
        replaces = before if category != "supporting" else None
        made = attach(proposal, upload, category=category, by=by, visibility=Attachment.Visibility.INTERNAL)
        if replaces and made.pk != replaces.pk:
            replaces.replaced_by = made
            replaces.save(update_fields=["replaced_by"])
    record_flags(proposal)
    return proposal


def _keep_row(proposal: Proposal, row: Any, position: int) -> None:
    row.proposal, row.position = proposal, position
    if isinstance(row, BudgetLine):
        row.amount = (row.quantity * row.unit_price).quantize(Decimal("0.01"))
    if isinstance(row, CourseModule):
        name = getattr(row, "instructor_name", "")
        row.instructor = proposal.instructors.filter(name=name).first() if name else None
    row.save()
