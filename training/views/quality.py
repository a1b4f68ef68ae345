"""Inspections, tickets, and complaints as the office sees them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from core.flow import remember
from core.views import Column, CreatePage, DetailPage, ListPage, Scoped
from training.actions.inspection import draw_inspections, open_ticket, plan_inspection
from training.filters.duties import ComplaintFilter, InspectionFilter, TicketFilter
from training.flow import COMPLAINT_FLOW, INSPECTION_FLOW, TICKET_FLOW
from training.forms.quality import DrawForm, InspectionForm, TicketForm
from training.models import Complaint, Inspection, RectificationTicket, Sampling
from training.views.money import RaisesErrors
from training.views.training_class import TakesUser


class InspectionList(ListPage):
    """Visits planned and made."""

    model = Inspection
    filterset_class = InspectionFilter
    order_by = ("-planned_on", "-pk")
    columns = [
        Column("class", gettext_lazy("Class"), link=True, value=lambda row: str(row.training_class)),
        Column("training_class__proposal__unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("planned_on", gettext_lazy("Planned for")),
        Column("source", gettext_lazy("Why"), value=lambda row: row.get_source_display()),
        Column("status", gettext_lazy("Status")),
        Column("conclusion", gettext_lazy("Conclusion"), value=lambda row: row.get_conclusion_display()),
    ]
    export_columns = columns
    create_url_name = "inspection-create"
    create_permission = "training.add_inspection"
    create_label = gettext_lazy("Plan an inspection")
    empty_title = gettext_lazy("No inspection yet")
    empty_text = gettext_lazy("Draw the classes of the quarter, or plan a single visit.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("training_class__proposal__unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_draw = self.request.user.has_perm("training.draw_inspection")
        return super().get_context_data(draw_url=reverse("inspection-draw") if may_draw else "", **kwargs)


class InspectionCreate(RaisesErrors, TakesUser, CreatePage):
    """Planning a visit."""

    model = Inspection
    form_class = InspectionForm
    extra_context = {"page_title": gettext_lazy("Plan an inspection")}

    def get_initial(self) -> dict[str, Any]:
        return {"training_class": self.request.GET.get("class"), "planned_on": timezone.localdate()}

    def save(self, form: Any) -> Inspection:
        return plan_inspection(form.instance, by=self.request.user)


class InspectionDetail(DetailPage):
    """One visit with checklist, photos and the tickets that followed."""

    model = Inspection
    flow = INSPECTION_FLOW

    def get_queryset(self) -> Any:
        return (
            super().get_queryset().select_related("training_class__proposal__unit", "inspector", "sampling")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            items=self.object.items.all(), tickets=self.object.tickets.order_by("pk"), **kwargs
        )


class InspectionDraw(FormView):
    """Draws the classes of a quarter, and shows earlier draws with their seeds."""

    form_class = DrawForm
    template_name = "training/inspection_draw.html"

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"year": today.year, "quarter": (today.month + 2) // 3}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            sampling = draw_inspections(**form.cleaned_data, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("%(count)s classes were drawn.") % {"count": len(sampling.drawn)})
        return redirect("inspection-draw")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draws = list(Sampling.objects.select_related("drawn_by").order_by("-year", "-quarter")[:12])
        return super().get_context_data(draws=draws, cancel_url=reverse("inspection-list"), **kwargs)


class TicketList(ListPage):
    """Faults to be put right."""

    model = RectificationTicket
    filterset_class = TicketFilter
    order_by = ("due_on", "pk")
    columns = [
        Column("title", gettext_lazy("What is wrong"), link=True),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("severity", gettext_lazy("Severity"), value=lambda row: row.get_severity_display()),
        Column("source", gettext_lazy("Found by"), value=lambda row: row.get_source_display()),
        Column("status", gettext_lazy("Status")),
        Column("due_on", gettext_lazy("To be put right by")),
    ]
    export_columns = columns
    create_url_name = "rectificationticket-create"
    create_permission = "training.add_rectificationticket"
    create_label = gettext_lazy("Open a ticket")
    empty_title = gettext_lazy("Nothing to put right")
    empty_text = gettext_lazy(
        "Inspections, surveys, complaints and spot checks lead here when something is wrong."
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit")


class TicketCreate(RaisesErrors, TakesUser, CreatePage):
    """The office opens a ticket."""

    model = RectificationTicket
    form_class = TicketForm
    extra_context = {"page_title": gettext_lazy("Open a ticket")}

    def save(self, form: Any) -> RectificationTicket:
        return open_ticket(form.instance, by=self.request.user)


class TicketDetail(DetailPage):
    """One fault with what the unit did about it."""

    model = RectificationTicket
    flow = TICKET_FLOW

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related(
                "unit", "proposal__unit", "training_class__proposal", "inspection", "opened_by", "answered_by"
            )
        )


class ComplaintList(ListPage):
    """Complaints and when their replies are due."""

    model = Complaint
    filterset_class = ComplaintFilter
    columns = [
        Column("subject", gettext_lazy("About"), link=True, value=lambda row: row.get_subject_display()),
        Column("project_name", gettext_lazy("Training")),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("created_at", gettext_lazy("Received")),
        Column("due_on", gettext_lazy("Reply due")),
    ]
    empty_title = gettext_lazy("No complaint")
    empty_text = gettext_lazy("What anybody writes on the public page appears here.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit")


class ComplaintDetail(DetailPage):
    """One complaint; the contact is shown only when asked for, and that is kept."""

    model = Complaint
    flow = COMPLAINT_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit", "training_class__proposal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        may_read = bool(self.object.contact) and user.has_perm("training.read_contact_complaint", self.object)
        return super().get_context_data(may_read_contact=may_read, contact="", **kwargs)


class ComplaintContact(Scoped, View):
    """Shows how to reach whoever complained; the event says who looked."""

    model = Complaint

    def post(self, request: Any, pk: int) -> HttpResponse:
        complaint = get_object_or_404(self.get_queryset(), pk=pk)
        if not request.user.has_perm("training.read_contact_complaint", complaint):
            raise PermissionDenied
        remember(complaint, "read_contact", by=request.user)
        messages.info(request, _("Contact: %(contact)s") % {"contact": complaint.contact})
        return redirect(complaint.get_absolute_url())
