"""Pages about batches: list, progress, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView

from certificates import actions
from certificates.documents import dry_run
from certificates.filters import CertificateBatchFilter
from certificates.flow import BATCH_FLOW, CERTIFICATE_FLOW
from certificates.models import BatchFile, CertificateBatch
from core.paging import page_of
from core.views import Column, DetailPage, ListPage, Scoped, StepPage

ROWS = 100


class CertificateBatchList(ListPage):
    """All batches the person may see, the latest first."""

    model = CertificateBatch
    filterset_class = CertificateBatchFilter
    columns = [
        Column("title", gettext_lazy("Title"), link=True, kind="bilingual"),
        Column("certificate_type__name", gettext_lazy("Type"), kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("kind", gettext_lazy("Occasion"), value=lambda row: row.get_kind_display()),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("total", gettext_lazy("Certificates"), kind="number"),
        Column("created_at", gettext_lazy("Requested")),
    ]
    empty_title = gettext_lazy("No batch yet")
    empty_text = gettext_lazy(
        "When a class is finished, its department asks for certificates on the page of the class."
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("certificate_type", "unit")


def seconds_left(batch: CertificateBatch) -> int | None:
    """A guess from the pace so far; nothing before the first certificates are made."""
    made = batch.done + batch.failed
    if not batch.is_unfinished or made < 3 or not batch.queued_at:
        return None
    elapsed = (timezone.now() - batch.queued_at).total_seconds()
    return max(1, round(elapsed / made * (batch.total - made)))


class CertificateBatchDetail(DetailPage):
    """One batch: what is asked for, how far it is, its rows, its files."""

    model = CertificateBatch
    flow = BATCH_FLOW

    def get_queryset(self) -> Any:
        people = ("requested_by", "checked_by", "approved_by", "issued_by")
        return super().get_queryset().select_related("certificate_type", "template", "unit", *people)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch, user = self.object, self.request.user
        rows = batch.certificates.select_related("replaces", "certificate_type")
        page = page_of(rows, ("position", "pk"), self.request.GET.get("page", ""), ROWS)
        for row in page.rows:
            row.batch = batch
            row.may_strike = CERTIFICATE_FLOW.allows(user, row, CERTIFICATE_FLOW.steps["strike"])
        return super().get_context_data(
            page=page,
            seconds_left=seconds_left(batch),
            files=list(batch.files.all()[:6]),
            is_making_file=batch.files.unfinished().exists(),
            may_retry=batch.status == batch.Status.ISSUING
            and (batch.failed > 0 or batch.run_state == batch.RunState.FAILED)
            and not batch.is_unfinished
            and user.has_perm("certificates.retry_certificatebatch", batch),
            may_print=batch.certificates.exclude(sha256="").exists()
            and user.has_perm("certificates.print_certificatebatch", batch),
            problem_rows=batch.certificates.exclude(problem="").count(),
            **kwargs,
        )


class BatchProgress(Scoped, DetailView):
    """How far the batch is, as a fragment that asks again by itself."""

    model = CertificateBatch
    template_name = "certificates/_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            seconds_left=seconds_left(self.object),
            files=list(self.object.files.all()[:6]),
            is_making_file=self.object.files.unfinished().exists(),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if not self.object.is_unfinished and not context["is_making_file"]:
            # The rows, buttons and files have changed too: show the whole page anew.
            response["HX-Refresh"] = "true"
        return response


class BatchCheck(StepPage):
    """The dry run beside the button that confirms it (CT-14)."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = dry_run(self.object) if self.request.method == "GET" else None
        return super().get_context_data(report=report, **kwargs)


class BatchRetry(Scoped, DetailView):
    """Tries the failed certificates of a batch again."""

    model = CertificateBatch

    def post(self, request: Any, pk: int) -> HttpResponse:
        batch = self.get_object()
        if not request.user.has_perm("certificates.retry_certificatebatch", batch):
            raise PermissionDenied
        return done_or_told(
            request,
            batch,
            lambda: actions.retry_batch(batch, by=request.user),
            _("The certificates are tried again."),
        )


class BatchFileCreate(Scoped, DetailView):
    """Has one ZIP or one PDF made of a batch."""

    model = CertificateBatch

    def post(self, request: Any, pk: int) -> HttpResponse:
        batch = self.get_object()
        kind = request.POST.get("kind", "")
        return done_or_told(
            request,
            batch,
            lambda: actions.request_batch_file(batch, kind=kind, by=request.user),
            _("The file is being made."),
        )


def done_or_told(request: Any, record: Any, act: Any, message: str) -> HttpResponse:
    """Act, and go back to the record with what happened or why not."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, message)
    return redirect(record.get_absolute_url())


class BatchFileDownload(View):
    """The finished file of a batch, for those who see the batch and may print it."""

    def get(self, request: Any, pk: int) -> FileResponse:
        wanted = get_object_or_404(BatchFile.objects.visible_to(request.user).select_related("batch"), pk=pk)
        if not request.user.has_perm("certificates.print_certificatebatch", wanted.batch):
            raise PermissionDenied
        if not wanted.file:
            raise Http404
        for certificate in wanted.batch.certificates.exclude(sha256=""):
            actions.record_download(certificate, by=request.user, address_hash="")
        response = FileResponse(wanted.file.open("rb"), as_attachment=True, filename=wanted.download_name)
        return as_private(response)


def as_private(response: HttpResponse) -> HttpResponse:
    """A file no cache keeps and no browser executes."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
