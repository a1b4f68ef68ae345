"""Handing out files to those who may see their record."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

import rules
from django.db.models import Model
from django.http import FileResponse, Http404
from django.views import View

from core.flow import remember
from core.models import Attachment


class AttachmentDownload(View):
    """A file, as a download that no browser executes; somebody else's is a 404 (GN-07)."""

    def get(self, request: Any, pk: int) -> FileResponse:
        attachment = Attachment.objects.filter(pk=pk).select_related("content_type").first()
        if attachment is None or not self.is_visible(attachment):
            raise Http404
        if attachment.visibility == Attachment.Visibility.CONFIDENTIAL or self.is_from_outside(attachment):
            record = cast(Model, attachment.record)  # there, or it would not be visible
            remember(record, "download", by=request.user, payload={"attachment": attachment.pk})
        response = FileResponse(attachment.file.open("rb"), content_type=attachment.mime)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.original_name)}"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cache-Control"] = "private, no-store"
        return response

    def is_visible(self, attachment: Attachment) -> bool:
        """Whoever sees the record sees its files; confidential ones want the record's own permission too."""
        model: Any = attachment.content_type.model_class()
        if model is None or not hasattr(model.objects, "visible_to"):
            return False
        record = model.objects.visible_to(self.request.user).filter(pk=attachment.object_id).first()
        if record is None:
            return False
        if attachment.visibility == Attachment.Visibility.CONFIDENTIAL:
            return self.request.user.has_perm(
                f"{model._meta.app_label}.read_confidential_{model._meta.model_name}", record
            )
        is_own = attachment.uploaded_by_id == self.request.user.pk
        is_public = attachment.visibility == Attachment.Visibility.PUBLIC
        return is_own or is_public or not self.is_from_outside(attachment)

    def is_from_outside(self, attachment: Attachment) -> bool:
        """Whether the kind of record has an inside, and the person is not of it: such downloads are logged."""
        permission = f"{attachment.content_type.app_label}.read_internal_{attachment.content_type.model}"
        return rules.perm_exists(permission) and not self.request.user.has_perm(permission, attachment.record)
