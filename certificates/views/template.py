"""Pages on which officers keep the pages certificates are printed on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from certificates import actions
from certificates.documents import PLACEHOLDERS, check_template, proof_of
from certificates.flow import TEMPLATE_FLOW
from certificates.forms import CertificateTemplateForm
from certificates.models import CertificateTemplate
from core.pdf import PdfError
from core.views import Column, DetailPage, EditPage, ListPage, Scoped


class CertificateTemplateList(ListPage):
    """All versions of all pages."""

    model = CertificateTemplate
    columns = [
        Column("name", gettext_lazy("Version"), link=True, value=str),
        Column("certificate_type__name", gettext_lazy("Type"), kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("changes", gettext_lazy("What is different")),
        Column("updated_at", gettext_lazy("Last change")),
    ]
    empty_title = gettext_lazy("No template yet")
    empty_text = gettext_lazy("The set-up puts the first versions in.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("certificate_type")


class CertificateTemplateDetail(DetailPage):
    """One version: its text, what is wrong with it, a proof."""

    model = CertificateTemplate
    flow = TEMPLATE_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("certificate_type", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, self.request.user
        return super().get_context_data(
            problems=check_template(record) if record.is_editable or record.status == "in_review" else [],
            may_edit=user.has_perm("certificates.change_certificatetemplate", record),
            may_revise=not record.is_editable
            and record.status != "in_review"
            and user.has_perm("certificates.add_certificatetemplate", record),
            **kwargs,
        )


class CertificateTemplateEdit(EditPage):
    """Writing a new version; what breaks a rule is told beside the text."""

    model = CertificateTemplate
    form_class = CertificateTemplateForm

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("certificate_type")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(placeholders=PLACEHOLDERS.items(), **kwargs)


class CertificateTemplateRevise(Scoped, SingleObjectMixin, View):
    """Begins a new version from this one."""

    model = CertificateTemplate

    def post(self, request: Any, pk: int) -> HttpResponse:
        version = actions.revise_template(self.get_object(), by=request.user)
        return redirect(
            "certificatetemplate-edit" if version.is_editable else "certificatetemplate-detail", version.pk
        )


class CertificateTemplateProof(Scoped, SingleObjectMixin, View):
    """A proof with a holder who does not exist, as a PDF no script or network can touch."""

    model = CertificateTemplate

    def get(self, request: Any, pk: int) -> HttpResponse:
        template = self.get_object()
        if not request.user.has_perm("certificates.read_confidential_certificatetemplate", template):
            raise PermissionDenied
        try:
            content = proof_of(template)
        except PdfError as error:
            return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=422)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="proof.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
