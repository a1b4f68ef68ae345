"""Taking in files."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction

from core.models import Attachment
from core.uploads import DOCUMENTS, inspect_upload


@transaction.atomic
def attach(
    record: models.Model,
    upload: Any,
    *,
    category: str,
    by: Any,
    visibility: str = Attachment.Visibility.INTERNAL,
    allowed: frozenset[str] = DOCUMENTS,
    replaces: Attachment | None = None,
) -> Attachment:
    """Keep the file with the record: sniffed, bounded, renamed (GN-07); the same file twice is kept once (EC-73).

    Raises ValidationError, in the reader's language, when the file is not acceptable.
    """
    seen = inspect_upload(upload, allowed=allowed)
    same = Attachment.objects.of(record).current().filter(sha256=seen.sha256, category=category).first()
    if same:
        return same
    attachment = Attachment(
        record=record,
        category=category,
        original_name=seen.safe_name,
        mime=seen.mime,
        size=seen.size,
        sha256=seen.sha256,
        visibility=visibility,
        uploaded_by=by,
    )
    attachment.file.save(seen.safe_name, ContentFile(seen.content), save=False)
    attachment.save()
    if replaces:
        replaces.replaced_by = attachment
        replaces.save(update_fields=["replaced_by"])
    return attachment
