"""Pages about single certificates: the register, one certificate, its PDF, its changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from certificates import actions
from certificates.documents import REGISTER_COLUMNS, verification_url
from certificates.filters import CertificateFilter
from certificates.flow import CERTIFICATE_FLOW
from certificates.forms import CorrectionForm, PaperForm, ReasonForm
from certificates.models import Certificate
from certificates.views.batch import as_private
from certificates.views.verify import address_of
from core.views import Column, DetailPage, ListPage, Scoped
from core.views.fresh import Fresh


class CertificateList(ListPage):
    """The register: every number ever given, voided ones included (CT-03)."""

    model = Certificate
    title = gettext_lazy("Certificate register")
    filterset_class = CertificateFilter
    columns = [
        Column("number", gettext_lazy("Number"), link=True),
        Column("name_zh", gettext_lazy("Name (Chinese)")),
        Column("name_latin", gettext_lazy("Name (Latin letters)")),
        Column("batch__title", gettext_lazy("Title"), kind="bilingual"),
        Column("certificate_type__code", gettext_lazy("Type")),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("issued_on", gettext_lazy("Date of issue")),
        Column("status", gettext_lazy("Status")),
    ]
    export_columns = [
        Column(f"column{place}", label, value=read) for place, (label, read) in enumerate(REGISTER_COLUMNS)
    ]
    export_permission = "certificates.export_certificate"
    empty_title = gettext_lazy("No certificate has a number yet")
    empty_text = gettext_lazy("Numbers are given when an approved batch is issued.")

    def get_queryset(self) -> Any:
        people = ("batch__requested_by", "batch__checked_by", "batch__approved_by", "batch__issued_by")
        rows = super().get_queryset().numbered().select_related("certificate_type", "batch", "unit")
        return (
            rows.select_related(*people, "template")
            if {"export", "columns"} & set(self.request.GET)
            else rows
        )


class CertificateDetail(DetailPage):
    """One certificate: what is printed, where it stands, what may happen to it."""

    model = Certificate
    flow = CERTIFICATE_FLOW

    def get_queryset(self) -> Any:
        related = ("batch__certificate_type", "certificate_type", "template", "unit", "replaces")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user

        def may(verb: str) -> bool:
            return user.has_perm(f"certificates.{verb}_certificate", row)

        replaced_by = row.replaced_by
        is_open = row.is_valid and replaced_by is None
        return super().get_context_data(
            replaced_by=replaced_by,
            revocations=list(row.revocations.all()),
            downloads=list(row.downloads.select_related("by")[:5]),
            may_download=bool(row.sha256) and may("download"),
            may_share=row.is_valid and may("share"),
            may_correct=is_open and may("correct"),
            may_reissue=is_open and may("reissue"),
            may_revoke=row.is_valid and user.has_perm("certificates.add_revocation", row),
            may_note_paper=row.status in {"revoked", "superseded"}
            and row.paper_returned_on is None
            and may("deliver"),
            verify_url=verification_url(row) if row.is_public else "",
            **kwargs,
        )


class CertificatePdf(Scoped, SingleObjectMixin, View):
    """The original PDF; each download is remembered (CT-15)."""

    model = Certificate

    def get(self, request: Any, pk: int) -> HttpResponse:
        row = self.get_object()
        if not request.user.has_perm("certificates.download_certificate", row):
            raise PermissionDenied
        if not row.sha256:
            raise Http404
        actions.record_download(row, by=request.user, address_hash=actions.address_key(address_of(request)))
        return pdf_response(row)


@method_decorator(login_not_required, name="dispatch")
class LinkDownload(View):
    """The original PDF for its holder, through a link that expires (CT-15)."""

    def get(self, request: Any, signed: str) -> HttpResponse:
        row = actions.open_link(signed)
        if row is None:
            return render(request, "certificates/link_expired.html", status=410)
        actions.record_download(row, by=None, address_hash=actions.address_key(address_of(request)))
        response = pdf_response(row)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def pdf_response(row: Certificate) -> HttpResponse:
    """The stored bytes, as a download."""
    response = FileResponse(row.pdf.open("rb"), as_attachment=True, filename=f"{row.number}.pdf")
    return as_private(response)


class CertificateFormPage(Fresh, Scoped, SingleObjectMixin, FormView):
    """A page that asks something about one certificate and then acts."""

    model = Certificate
    template_name = "core/form.html"
    permission = ""
    submit_label = ""
    what_happens = ""
    page_title = ""
    # What the page does with the answers; the page of what it returns is shown.
    action: Any = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not request.user.has_perm(self.permission, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            page_title=f"{self.page_title} · {self.object.number}",
            submit_label=self.submit_label,
            what_happens=self.what_happens,
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            record = self.action(self.object, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            response = self.form_invalid(form)
            response.status_code = 422
            return response
        messages.success(self.request, _("Done."))
        return redirect(record.get_absolute_url())


class CertificateCorrect(CertificateFormPage):
    """Asks for a corrected certificate (CT-13)."""

    form_class = CorrectionForm
    permission = "certificates.correct_certificate"
    page_title = gettext_lazy("Correct and issue anew")
    submit_label = gettext_lazy("Ask for the corrected certificate")
    what_happens = gettext_lazy(
        "The corrected certificate is checked, approved and issued like any other and gets a new number; "
        "from then on this one counts as superseded."
    )

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        own = {name: getattr(row, name) for name in ("name_zh", "name_latin", "last4")}
        shared = {
            name: getattr(row.batch, name) for name in ("title_zh", "title_en", "start_on", "end_on", "hours")
        }
        return own | shared

    action = staticmethod(actions.correct_certificate)


class CertificateReissue(CertificateFormPage):
    """Asks for the same certificate after a loss (CT-13, 补发)."""

    form_class = ReasonForm
    permission = "certificates.reissue_certificate"
    page_title = gettext_lazy("Issue again after loss")
    submit_label = gettext_lazy("Ask for the re-issue")
    what_happens = gettext_lazy(
        "The content stays the same; the new certificate has a new number and a note with the first date of issue."
    )

    action = staticmethod(actions.reissue_certificate)


class CertificatePaper(CertificateFormPage):
    """Notes that the old paper came back."""

    form_class = PaperForm
    permission = "certificates.deliver_certificate"
    page_title = gettext_lazy("Old paper returned")
    submit_label = gettext_lazy("Record the return")

    action = staticmethod(actions.record_paper_returned)


class CertificateShare(Scoped, SingleObjectMixin, View):
    """Makes a download link for the holder and shows it."""

    model = Certificate

    def post(self, request: Any, pk: int) -> HttpResponse:
        row = self.get_object()
        if not request.user.has_perm("certificates.share_certificate", row):
            raise PermissionDenied
        try:
            signed = actions.share_certificate(row, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(row.get_absolute_url())
        link = request.build_absolute_uri(reverse("certificate-link", args=[signed]))
        days = actions.days_of_link()
        return render(
            request, "certificates/certificate_share.html", {"record": row, "link": link, "days": days}
        )
