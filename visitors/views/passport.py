"""The forms of an expert: filing by the passport, renewed passports, permits, reminders put off."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import CreatePage, EditPage
from visitors import actions
from visitors.actions.deadlines import deadlines_of
from visitors.forms.expert import ExpertForm, PassportForm, PermitForm, SnoozeForm
from visitors.models import Expert
from visitors.views.choices import OffersUnits
from visitors.views.page import (
    ActsOnSave,
    QuestionPage,
)


class ReadsZonePage:
    """“Read the zone” fills the form and shows it again; nothing is saved."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "read_zone" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.object = getattr(self, "object", None)
        form = self.get_form()  # type: ignore[attr-defined]
        try:
            data = form.read()
        except ValidationError as error:
            form.full_clean()
            form._errors.clear()
            form.add_error("zone", error)
            context = self.get_context_data(form=form)  # type: ignore[attr-defined]
            return self.render_to_response(context, status=422)  # type: ignore[attr-defined]
        form.is_bound = False
        form.initial = {**form.initial, **{name: form.data.get(name) for name in form.fields}}
        return self.render_to_response(  # type: ignore[attr-defined]
            self.get_context_data(form=form, zone_read=data)  # type: ignore[attr-defined]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        button = {"name": "read_zone", "value": "1", "label": _("Read the zone")}
        return super().get_context_data(secondary_buttons=[button], **kwargs)  # type: ignore[misc]


class ExpertCreate(ReadsZonePage, OffersUnits, ActsOnSave, CreatePage):
    """Filing an expert, by the passport if it is at hand."""

    model = Expert
    form_class = ExpertForm
    extra_context = {
        "page_title": gettext_lazy("File an expert"),
        "submit_label": gettext_lazy("File the expert"),
    }

    def get_template_names(self) -> list[str]:
        return ["visitors/passport_form.html"]

    def act(self, form: ExpertForm) -> Expert:
        return actions.file_expert(form.instance, form.person, passport=form.passport, by=self.request.user)


class ExpertEdit(OffersUnits, ActsOnSave, EditPage):
    """Correcting what is known of an expert."""

    model = Expert
    form_class = ExpertForm

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("person")

    def act(self, form: ExpertForm) -> Expert:
        version = form.cleaned_data.get("version")
        return actions.change_expert(form.instance, form.person, by=self.request.user, version=version)


class PassportAdd(ReadsZonePage, QuestionPage):
    """A renewed passport; the old one stays on file (EC-28)."""

    model = Expert
    form_class = PassportForm
    permission = "visitors.add_passport_expert"
    title = gettext_lazy("Add a passport")
    help = gettext_lazy(
        "The passport before stays on file; permits go on pointing to the one they were given for."
    )
    template_name = "visitors/passport_form.html"

    def act(self, form: PassportForm) -> Any:
        return actions.add_passport_expert(self.object, by=self.request.user, **form.passport)


class PermitAdd(QuestionPage):
    """A permit given or renewed."""

    model = Expert
    form_class = PermitForm
    permission = "visitors.add_permit_expert"
    title = gettext_lazy("Add a permit or certificate")
    help = gettext_lazy("The one of the same kind before is kept as superseded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": self.model.permits.rel.related_model(expert=self.object)
        }

    def act(self, form: PermitForm) -> Any:
        return actions.add_permit_expert(form.instance, by=self.request.user)


class SnoozeAdd(QuestionPage):
    """A reminder put off, with the reason."""

    model = Expert
    form_class = SnoozeForm
    permission = "visitors.snooze_expert"
    title = gettext_lazy("Put a reminder off")
    help = gettext_lazy(
        "Until that day nobody is reminded of this document; what was due meanwhile is not sent after."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"deadlines": deadlines_of(self.object)}

    def act(self, form: SnoozeForm) -> Any:
        values = form.cleaned_data
        return actions.snooze_expert(
            self.object,
            kind=values["kind"],
            due_on=form.days[values["kind"]],
            until=values["until"],
            reason=values["reason"],
            by=self.request.user,
        )
