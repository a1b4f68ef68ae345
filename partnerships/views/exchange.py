"""Pages of agreement files of European partners, and of renewal dossiers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.flow import remember
from core.views import Guarded, Scoped
from partnerships.actions.dossier import order_dossier
from partnerships.actions.iia import adopt_iia, compare_iia
from partnerships.forms.exchange import DossierForm, IiaFileForm
from partnerships.iia import response_of
from partnerships.models import Agreement
from partnerships.views.asking import AskPage


class AgreementIia(AskPage):
    """The agreement as European partners exchange it: written, compared with theirs, taken over."""

    model = Agreement
    permission = "partnerships.exchange_agreement"
    form_class = IiaFileForm
    template_name = "partnerships/agreement_iia.html"

    def form_valid(self, form: Any) -> HttpResponse:
        content = form.cleaned_data["file"].read()
        try:
            if "adopt" in self.request.POST:
                return self.adopt(content)
            _iia, found = compare_iia(self.object, content, by=self.request.user)
        except ValidationError as error:
            form.add_error("file", error.messages)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, compared=True, differences=found))

    def adopt(self, content: bytes) -> HttpResponse:
        left_out = adopt_iia(self.object, content, by=self.request.user)
        messages.success(self.request, _("The partner's identifiers were taken over."))
        if left_out:
            messages.info(
                self.request, _("Movements the portal does not keep: %(count)s.") % {"count": left_out}
            )
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            response_of(self.object)
            missing: list[str] = []
        except ValidationError as error:
            missing = error.messages
        return super().get_context_data(missing=missing, **kwargs)


class AgreementIiaFile(Guarded, Scoped, DetailView):
    """The agreement as a file that the official schema accepts."""

    model = Agreement
    permission = "partnerships.exchange_agreement"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        agreement = self.get_object()
        self.check_permission(agreement)
        try:
            content = response_of(agreement)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect("agreement-iia", pk=agreement.pk)
        remember(agreement, "download", by=request.user, payload={"file": "iia"})
        response = HttpResponse(content, content_type="application/xml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="iia-{agreement.label.strip("#")}.xml"'
        response["Cache-Control"] = "private, no-store"
        return response


class AgreementDossier(AskPage):
    """Order the dossier for a renewal, and fetch those made before."""

    model = Agreement
    permission = "partnerships.order_dossier_agreement"
    form_class = DossierForm
    template_name = "partnerships/agreement_dossier.html"
    title = gettext_lazy("Renewal dossier")

    def form_valid(self, form: Any) -> HttpResponse:
        order_dossier(self.object, by=self.request.user, recommendation=form.cleaned_data["recommendation"])
        messages.success(self.request, _("The dossier is being made."))
        return redirect("agreement-dossier", pk=self.object.pk)

    def get_template_names(self) -> list[str]:
        return ["partnerships/_dossiers.html"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dossiers = list(
            self.object.dossiers.select_related("ordered_by").prefetch_related("attachments")[:20]
        )
        return super().get_context_data(
            dossiers=dossiers, is_working=any(one.is_unfinished for one in dossiers), **kwargs
        )
