"""The later sections of an application: documents from the phone, consents, check and submit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView, TemplateView

from core.models import Attachment
from programmes import actions
from programmes.actions.consents import consent_texts, wanted_consents
from programmes.actions.missing import missing_of, slots_of
from programmes.flow import APPLICATION_FLOW
from programmes.forms.application import ConsentsForm, DocumentForm
from programmes.models import Application, DocumentKind
from programmes.views.apply import ChoicesSection, FactsSection, OwnDraft, next_section


class DocumentsSection(OwnDraft, TemplateView):
    """Every document asked for in its slot, with what the reviewer said and what it replaced."""

    section = "documents"
    template_name = "programmes/application_documents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application()
        files: dict[str, list[Attachment]] = {}
        for file in Attachment.objects.of(application):
            files.setdefault(file.category, []).append(file)
        verdicts = {row.attachment_id: row for row in application.verdicts.all()}
        slots = []
        for slot in slots_of(application):
            own = files.get(slot.kind.code, [])
            current = next((file for file in own if file.replaced_by_id is None), None)
            slots.append(
                {
                    "slot": slot,
                    "file": current,
                    "verdict": verdicts.get(current.pk) if current else None,
                    "earlier": [file for file in own if file.replaced_by_id],
                    "form": DocumentForm(prefix=slot.kind.code),
                }
            )
        next_url = next_section(application, self.section)
        return super().get_context_data(slots=slots, next_url=next_url, **self.frame(application), **kwargs)


class DocumentUpload(OwnDraft, FormView):
    """Takes one document into its slot."""

    section = "documents"
    form_class = DocumentForm
    template_name = "programmes/application_document.html"

    def get_prefix(self) -> str:
        return self.kind.code

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.draft = self.application()
        self.kind = get_object_or_404(DocumentKind, code=kwargs["kind"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            actions.attach_document(
                self.draft, self.kind, form.cleaned_data["file"], by=self.request.user,
                dated_on=form.cleaned_data["dated_on"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        return redirect(self.back)

    @property
    def back(self) -> str:
        return reverse("application-section", args=[self.draft.pk, "documents"]) + f"#slot-{self.kind.code}"

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = self.frame(self.draft) | {
            "page_title": str(self.kind), "submit_label": _("Upload"), "cancel_url": self.back
        }  # fmt: skip
        return super().get_context_data(**frame, **kwargs)


class ConsentsSection(OwnDraft, FormView):
    """Each consent for itself."""

    section = "consents"
    form_class = ConsentsForm
    template_name = "programmes/application_section.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.draft = self.application()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {
            f"{consent.purpose}-{consent.recipient_id or 0}"
            for consent in self.draft.consents.filter(withdrawn_at=None)
        }
        return super().get_form_kwargs() | {
            "wanted": wanted_consents(self.draft), "texts": consent_texts(self.draft), "given": given
        }  # fmt: skip

    def form_valid(self, form: Any) -> HttpResponse:
        actions.give_consents(self.draft, form.ticked, by=self.request.user)
        return redirect(next_section(self.draft, self.section))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = self.frame(self.draft) | {
            "help": _(
                "You agree to each purpose by itself, and can withdraw what you agreed to at any time here."
            )
        }
        return super().get_context_data(**frame, **kwargs)


class CheckSection(OwnDraft, DetailView):
    """What is still missing, and the button that sends it."""

    section = "check"
    template_name = "programmes/application_check.html"

    def get_object(self, queryset: Any = None) -> Application:
        return self.application()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.object
        verbs = ("submit", "resubmit")
        steps = [
            step for step in APPLICATION_FLOW.open_to(self.request.user, application) if step.verb in verbs
        ]
        frame = self.frame(application)
        return super().get_context_data(missing=missing_of(application), open_steps=steps, **frame, **kwargs)


class ApplicationSection(View):
    """Leads to the page of the section."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        pages = {
            "facts": FactsSection, "choices": ChoicesSection, "documents": DocumentsSection,
            "consents": ConsentsSection, "check": CheckSection,
        }  # fmt: skip
        if kwargs["section"] not in pages:
            raise Http404
        return pages[kwargs["section"]].as_view()(request, *args, **kwargs)
