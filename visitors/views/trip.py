"""Pages about staff trips."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import bilingual
from core.views import Column, ListPage
from visitors.actions.trip_checks import trip_filing_days, trip_problems
from visitors.filters.people import StaffTripFilter
from visitors.flow import TRIP_FLOW
from visitors.models import StaffTrip
from visitors.views.page import (
    Cell,
    Part,
    RecordPage,
    status_cell,
    text_cells,
)


class StaffTripList(ListPage):
    """All trips the person may see, the latest first."""

    model = StaffTrip
    filterset_class = StaffTripFilter
    order_by = ("-start_on", "-pk")
    columns = [
        Column("number", gettext_lazy("Number")),
        Column("title", gettext_lazy("Title"), link=True, kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("traveller", gettext_lazy("Traveller")),
        Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("start_on", gettext_lazy("Departure")),
        Column("end_on", gettext_lazy("Return")),
    ]
    export_columns = columns
    create_url_name = "stafftrip-create"
    create_permission = "visitors.add_stafftrip"
    create_label = gettext_lazy("File a trip")
    empty_title = gettext_lazy("No trip yet")
    empty_text = gettext_lazy("Trips on duty and stays as visiting scholar, from application to report.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit", "traveller")


class StaffTripDetail(RecordPage):
    """One trip: route, group, last days, opinions, reports."""

    model = StaffTrip
    flow = TRIP_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit", "traveller", "author")

    def facts(self, record: StaffTrip) -> list[tuple[Any, Any]]:
        scholar = record.kind == StaffTrip.Kind.SCHOLAR
        return [
            (_("Kind"), record.get_kind_display()),
            (_("Purpose"), record.get_activity_display()),
            (_("Traveller"), record.traveller),
            (_("Inviting institution"), record.host),
            (_("Departure"), record.start_on),
            (_("Return"), record.end_on),
            (_("Days, both ends counted"), record.days),
            (_("Budget, CNY"), record.budget_amount or ""),
            (_("Source of funds"), record.fund_source),
            (_("Sponsor"), record.get_sponsor_display() if scholar else ""),
            (_("Supervisor abroad"), record.host_supervisor),
            (_("Duty of service until"), record.service_until),
            (_("Public notice"), self._span(record.publicity_from, record.publicity_until)),
            (_("Number of the trip approval"), record.permit_no),
            (_("Trip approved on"), record.permit_on),
            (_("Departed on"), record.departed_on),
            (_("Returned on"), record.returned_on),
            (_("Passport due on"), record.passport_due_on),
            (_("Passport handed in on"), record.passport_in_on),
            (_("Report due on"), record.report_due_on),
            (_("Report handed in on"), record.report_handed_in_on),
            (_("Talk held on"), record.talk_on),
            (_("Refunded, CNY"), record.refund_amount),
            (_("Opinion of the organisation department"), record.organisation_note),
        ]

    def _span(self, first: Any, last: Any) -> str:
        return f"{first} – {last}" if first and last else ""

    def warnings(self, record: StaffTrip) -> list[str]:
        warnings = trip_problems(record) if record.status == StaffTrip.Status.DRAFT else []
        if record.is_late:
            warnings.append(_("Filed after the last day."))
        if record.overstayed_days:
            warnings.append(
                _("%(days)s days longer than approved: their cost is not reimbursed.")
                % {"days": record.overstayed_days}
            )
        return warnings

    def parts(self, record: StaffTrip) -> list[Part]:
        parts = [
            Part("tasks", _("Tasks abroad"), text=record.purpose),
            self.route(record),
            self.group(record),
        ]
        if record.status in StaffTrip.BEFORE_APPROVAL:
            parts.append(self.last_days(record))
        parts += [self.opinions(record), self.changes(record)]
        if record.kind == StaffTrip.Kind.SCHOLAR:
            parts.append(self.scholar_reports(record))
        if record.report:
            parts.append(Part("report", _("Report"), text=record.report))
        return parts

    def route(self, record: StaffTrip) -> Part:
        rows = [
            text_cells(
                bilingual(stop.region, "name"), stop.city, stop.arrive_on, stop.leave_on, stop.programme
            )
            for stop in record.stops.select_related("region")
        ]
        headers = [_("Country or region"), _("City"), _("From"), _("Until"), _("What is done there")]
        links = self.link_if("change", _("Edit the route"), "stafftrip-route", "pencil")
        return Part("route", _("Route"), headers, rows, links)

    def group(self, record: StaffTrip) -> Part:
        rows = [text_cells(each.user, each.task) for each in record.members.select_related("user")]
        links = self.link_if("change", _("Edit the group"), "stafftrip-group", "pencil")
        return Part("group", _("Others in the group"), [_("Name"), _("Task")], rows, links)

    def last_days(self, record: StaffTrip) -> Part:
        rows = [
            [
                *text_cells(found.rule, found.rule.lead_text),
                Cell(found.day),
                Cell(
                    _("provisional") if found.is_provisional else "",
                    tone="amber" if found.is_provisional else "",
                ),
                Cell(bilingual(found.rule, "consequence")),
            ]
            for found in trip_filing_days(record)
        ]
        headers = [_("Rule"), _("Lead"), _("Last day to file"), _("Calendar"), _("If it is missed")]
        return Part("last-days", _("Last days"), headers, rows)

    def opinions(self, record: StaffTrip) -> Part:
        rows = [
            [Cell(each.get_area_display()),
             Cell(_("agrees") if each.agrees else _("does not agree"), tone="green" if each.agrees else "red"),
             *text_cells(each.text, each.by)]
            for each in record.opinions.select_related("by")
        ]  # fmt: skip
        links = []
        if record.status == StaffTrip.Status.IO_REVIEW and self.request.user.pk not in record.authors:
            links = self.link_if("give_opinion", _("Give an opinion"), "stafftrip-opinion", "pencil")
        return Part("opinions", _("Opinions"), [_("Matter"), _("Opinion"), _("Reason"), _("By")], rows, links)

    def changes(self, record: StaffTrip) -> Part:
        may = self.request.user.has_perm("visitors.decide_tripchanges")
        rows = []
        for each in record.changes.select_related("author").order_by("-pk"):
            open_ = may and each.status == "asked"
            rows.append(
                [
                    *text_cells(each.new_end_on, each.new_route, each.reason, each.author),
                    status_cell(each),
                    Cell(
                        _("Approve") if open_ else "",
                        url=reverse("tripchange-approve", args=[each.pk]) if open_ else "",
                    ),
                    Cell(
                        _("Refuse") if open_ else "",
                        url=reverse("tripchange-refuse", args=[each.pk]) if open_ else "",
                    ),
                ]
            )
        links = []
        if record.status == StaffTrip.Status.ABROAD:
            links = self.link_if("ask_change", _("Ask for a change"), "stafftrip-change")
        headers = [
            _("New day of return"),
            _("New route"),
            _("Reason"),
            _("Asked by"),
            _("Status"),
            _("Decide"),
            "",
        ]
        return Part("changes", _("Changes on the way"), headers, rows, links)

    def scholar_reports(self, record: StaffTrip) -> Part:
        may = self.may("report")
        rows = [
            [Cell(each.due_on), Cell(each.handed_in_on),
             Cell(_("Write") if may else "", url=reverse("scholarreport-write", args=[each.pk]) if may else "")]
            for each in record.scholar_reports.all()
        ]  # fmt: skip
        return Part("reports", _("Reports from abroad"), [_("Due on"), _("Handed in on"), ""], rows)
