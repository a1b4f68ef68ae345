"""Pages of the desk for international students: residence, duties, terms, leads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.views import Column, CreatePage, ListPage
from programmes import actions
from programmes.forms.inbound import LeadForm, PoliceForm, ResidenceForm, TermForm
from programmes.models import InboundStudent, Lead
from programmes.views.shapes import PressPage, TaskPage


class ResidenceKeep(TaskPage):
    """Residence permit, insurance and address."""

    model = InboundStudent
    permission = "programmes.keep_residence_inboundstudent"
    form_class = ResidenceForm
    title = _("Residence and insurance")
    submit_label = _("Save")

    def get_initial(self) -> dict[str, Any]:
        names = ("residence_number", "residence_until", "insured_until", "address_in_china", "off_campus")
        return {name: getattr(self.object, name) for name in names}

    def act(self, form: Any) -> Any:
        return actions.keep_residence(self.object, by=self.request.user, **form.cleaned_data)


class PoliceQuery(TaskPage):
    """A doubtful nationality is put to the exit-entry police."""

    model = InboundStudent
    permission = "programmes.query_police_inboundstudent"
    form_class = PoliceForm
    title = _("Query to the exit-entry police")
    submit_label = _("Save")

    def act(self, form: Any) -> Any:
        return actions.query_police(self.object, by=self.request.user, **form.cleaned_data)


class DutyFinish(PressPage):
    """A duty after arrival is done."""

    model = InboundStudent

    def act(self, record: InboundStudent) -> Any:
        return actions.finish_duty(
            get_object_or_404(record.duties, pk=self.kwargs["duty"]), by=self.request.user
        )


class TermRegister(FormView):
    """Registers everybody who is at the university for a term."""

    form_class = TermForm
    template_name = "programmes/term_register.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("programmes.register_inboundstudent"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def students(self) -> QuerySet:
        here = InboundStudent.objects.visible_to(self.request.user)
        return here.filter(status__in=InboundStudent.IN_SCHOOL).order_by("surname", "pk")

    def form_valid(self, form: Any) -> HttpResponse:
        keys = [int(key) for key in self.request.POST.getlist("rows") if key.isdecimal()]
        chosen = self.students().filter(pk__in=keys)
        made = actions.register_term(chosen, by=self.request.user, term=form.cleaned_data["term"].code)
        text = ngettext("%(count)s student registered.", "%(count)s students registered.", made)
        messages.success(self.request, text % {"count": made})
        return redirect("inboundstudent-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        students = list(self.students().select_related("nationality", "unit")[:500])
        return super().get_context_data(
            students=students, page_title=gettext("Register for a term"), **kwargs
        )


class LeadList(ListPage):
    """People abroad who asked."""

    model = Lead
    order_by = ("-pk",)
    title = _("Leads")
    create_url_name = "lead-create"
    create_permission = "programmes.add_lead"
    empty_title = _("Nobody has asked yet")
    empty_text = _("Note down who asked at a fair or by mail, with their consent.")
    columns = [  # noqa: RUF012
        Column("name", _("Name")),
        Column("email", _("E-mail")),
        Column("interest", _("interested in")),
        Column("source", _("source")),
        Column("created_at", _("created at")),
    ]

    def get_queryset(self) -> QuerySet:
        if not self.request.user.has_perm("programmes.change_lead"):
            return Lead.objects.none()
        return Lead.objects.all()


class LeadCreate(CreatePage):
    """Notes down a lead."""

    model = Lead
    form_class = LeadForm

    def prepare(self, record: Lead) -> None:
        record.consented_at = timezone.now()

    def get_success_url(self) -> str:
        return reverse("lead-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_title=_("New lead"), cancel_url=reverse("lead-list"), **kwargs)
