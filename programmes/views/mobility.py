"""Stays: list, one stay with its checklist, check-ins, incidents, the crisis list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.exports import write_workbook
from core.flow import Flow
from core.text import bilingual
from core.views import Column, DetailPage, Fresh, ListPage
from programmes import actions
from programmes.actions.stays import crisis_rows
from programmes.filters import MobilityFilter
from programmes.flow import INCIDENT_FLOW, MOBILITY_FLOW
from programmes.forms.mobility import CheckInForm, ContactRow, CrisisForm, IncidentForm, ItemForm, StayForm
from programmes.models import ChecklistItem, EmergencyContact, Mobility, RegionRisk
from programmes.views.shapes import PressPage, RowsPage, TaskPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MobilityList(ListPage):
    """All stays the person may see."""

    model = Mobility
    filterset_class = MobilityFilter
    order_by = ("-planned_from", "-pk")
    title = _("Stays")
    export_permission = "programmes.export_mobility"
    empty_title = _("No stay here")
    empty_text = _("A stay begins when the host has admitted a student and the checklist is opened.")
    columns = [  # noqa: RUF012
        Column("student", _("Student"), link=True),
        Column("unit__name", _("College"), kind="bilingual"),
        Column("programme__title", _("Programme"), kind="bilingual"),
        Column("region__name", _("Country or region"), kind="bilingual"),
        Column("status", _("Status")),
        Column("planned_from", _("planned from")),
        Column("planned_until", _("planned until")),
    ]
    export_columns = [  # noqa: RUF012
        Column("student__name_zh", _("Name (Chinese)")),
        Column("student__student_number", _("Student number")),
        Column("unit__name_zh", _("College")),
        Column("programme__title_zh", _("Programme")),
        Column("get_type_display", _("Type")),
        Column("get_level_display", _("Level of study")),
        Column("region__name_zh", _("Country or region")),
        Column("academic_year", _("Academic year")),
        Column("get_funding_display", _("Funding")),
        Column("gender", _("Gender")),
        Column("get_status_display", _("Status")),
        Column("departed_on", _("departed on")),
        Column("returned_on", _("returned on")),
    ]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("student", "unit", "programme", "region")


class MobilityDetail(DetailPage):
    """One stay: what is open before leaving, how it goes, what comes after."""

    model = Mobility
    flow: Flow = MOBILITY_FLOW

    def get_queryset(self) -> QuerySet:
        related = ("student", "unit", "programme__partner", "region", "agreement", "application")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stay, user = self.object, self.request.user
        items = list(stay.checklist.select_related("verified_by"))
        may_change = user.has_perm("programmes.change_mobility", stay)
        is_own = stay.student_id == user.pk
        check_ins = list(stay.check_ins.all()[:24])
        today = timezone.localdate()
        is_open = stay.status == Mobility.Status.PRE_DEPARTURE
        return super().get_context_data(
            page_title=str(stay.student),
            items=[(item, ItemForm(prefix=item.kind) if is_open and may_change else None) for item in items],
            done_count=sum(item.done_at is not None for item in items if item.is_mandatory),
            mandatory_count=sum(item.is_mandatory for item in items),
            contacts=list(stay.contacts.all()),
            check_ins=check_ins,
            next_check_in=next(
                (one for one in reversed(check_ins) if one.answered_at is None and one.due_on <= today), None
            ),
            incidents=[
                (one, INCIDENT_FLOW.open_to(user, one))
                for one in stay.incidents.select_related("reported_by")
            ],
            plan=getattr(stay, "credit_plan", None),
            recognition=getattr(stay, "recognition", None),
            risk=RegionRisk.objects.filter(region=stay.region).first(),
            is_own=is_own,
            may_change=may_change,
            may_verify=user.has_perm("programmes.verify_mobility", stay) and is_open,
            may_report=user.has_perm("programmes.report_incident_mobility", stay),
            may_read_medical=user.has_perm("programmes.read_medical_mobility", stay),
            **kwargs,
        )


class StayEdit(RowsPage):
    """Address, insurance and emergency contacts."""

    model = Mobility
    form_class = StayForm
    row_model, row_form = EmergencyContact, ContactRow
    row_title = _("Emergency contacts")
    row_help = _("At least one in China and one abroad.")
    template_name = "programmes/rows.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def save(self, form: Any) -> Mobility:
        kept, removed = self.changed_rows(self.rows)
        return actions.save_stay(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version"), contacts=kept,
            removed=removed,
        )  # fmt: skip


class ItemFinish(TaskPage):
    """The student says an item of the checklist is done."""

    model = Mobility
    permission = "programmes.change_mobility"
    form_class = ItemForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        items = ChecklistItem.objects.select_related("mobility")
        self.item = get_object_or_404(items, pk=kwargs["item"], mobility=kwargs["pk"])
        self.title = str(self.item)
        return super().dispatch(request, *args, **kwargs)

    def get_prefix(self) -> str:
        return self.item.kind

    def act(self, form: Any) -> Any:
        return actions.finish_item(self.item, by=self.request.user, **form.cleaned_data)


class ItemVerify(PressPage):
    """The desk has seen the paper."""

    model = Mobility

    def act(self, record: Mobility) -> Any:
        item = get_object_or_404(record.checklist, pk=self.kwargs["item"])
        return actions.verify_item(item, by=self.request.user)


class CheckInAnswer(TaskPage):
    """The monthly answer of a student abroad."""

    model = Mobility
    permission = "programmes.answer_check_in_mobility"
    form_class = CheckInForm
    title = _("How are you?")
    submit_label = _("Send")

    def act(self, form: Any) -> Any:
        check_in = get_object_or_404(self.object.check_ins, pk=self.kwargs["check_in"])
        return actions.answer_check_in(check_in, by=self.request.user, **form.cleaned_data)


class IncidentCreate(TaskPage):
    """Something happened abroad."""

    model = Mobility
    permission = "programmes.report_incident_mobility"
    form_class = IncidentForm
    title = _("Report an incident")

    def act(self, form: Any) -> Any:
        return actions.report_incident(self.object, by=self.request.user, **form.cleaned_data)


class CrisisList(Fresh, FormView):
    """Who is in a country now, with phones and policies; taking the list out is remembered (§2.6)."""

    form_class = CrisisForm
    template_name = "programmes/crisis_list.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_read:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    @property
    def may_read(self) -> bool:
        """Of the cosigners, the security office alone."""
        return self.request.user.has_perm("programmes.export_crisis_list")

    def region(self) -> Any:
        key = self.request.GET.get("region", "")
        regions = self.form_class.base_fields["region"].queryset
        return regions.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None

    def get_initial(self) -> dict[str, Any]:
        return {"region": self.region()}

    def form_valid(self, form: Any) -> HttpResponse:
        region, reason = form.cleaned_data["region"], form.cleaned_data["reason"]
        rows = actions.export_crisis_list(region, by=self.request.user, reason=reason)
        header = [
            gettext("Country or region"), gettext("Student"), gettext("Student number"), gettext("College"),
            gettext("Host institution"), gettext("Phone abroad"), gettext("Mobile phone"), gettext("Address abroad"),
            gettext("Insurer"), gettext("Policy number"), gettext("Emergency contacts"), gettext("planned until"),
        ]  # fmt: skip
        response = HttpResponse(write_workbook(header, map(crisis_row, rows)), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="crisis-list.xlsx"'
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        region = self.region()
        rows = crisis_rows(region) if self.may_read else []
        counts: dict[Any, int] = {}
        if region is None:
            for row in rows:
                counts[row.region] = counts.get(row.region, 0) + 1
        return super().get_context_data(
            may_read=self.may_read,
            rows=rows if region else [],
            total=len(rows),
            region=region,
            counts=sorted(counts.items(), key=lambda pair: -pair[1]),
            page_title=gettext("Crisis list"),
            here=reverse("crisis-list"),
            **kwargs,
        )


def crisis_row(stay: Mobility) -> list[Any]:
    """One student of the list."""
    contacts = "; ".join(f"{one.name} ({one.relation}) {one.phone}" for one in stay.contacts.all())
    return [
        bilingual(stay.region, "name"), str(stay.student), stay.student.student_number,
        bilingual(stay.unit, "name"), bilingual(stay.programme.partner, "name"), stay.phone_abroad,
        stay.student.phone, stay.address_abroad, stay.insurer, stay.policy_number, contacts, stay.ends_on,
    ]  # fmt: skip
