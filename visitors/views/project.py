"""Pages about foreign-expert projects."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import Column, CreatePage, EditPage, ListPage
from visitors import actions
from visitors.actions.project import budget_state
from visitors.filters.people import ExpertProjectFilter
from visitors.flow import PROJECT_FLOW
from visitors.forms.project import (
    AdjustmentForm,
    BudgetFormSet,
    ExpenditureForm,
    ExpertProjectForm,
    ReceiptForm,
)
from visitors.models import Expert, ExpertProject
from visitors.views.choices import OffersUnits, staff_for
from visitors.views.page import (
    MOST,
    ActsOnSave,
    Cell,
    Part,
    QuestionPage,
    RecordPage,
    RowsPage,
    status_cell,
    text_cells,
)


class ExpertProjectList(ListPage):
    """All projects the person may see, with how much of the money is spent."""

    model = ExpertProject
    filterset_class = ExpertProjectFilter
    order_by = ("-start_on", "-pk")
    columns = [
        Column("number", gettext_lazy("Number")),
        Column("title", gettext_lazy("Title"), link=True, kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("level", gettext_lazy("Level"), value=lambda row: row.get_level_display()),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("approved_amount", gettext_lazy("Approved amount, CNY"), kind="number"),
        Column("execution_rate", gettext_lazy("Spent, per cent"), kind="number"),
        Column("end_on", gettext_lazy("Last day")),
    ]
    export_columns = columns
    create_url_name = "expertproject-create"
    create_permission = "visitors.add_expertproject"
    create_label = gettext_lazy("File a project")
    empty_title = gettext_lazy("No project yet")
    empty_text = gettext_lazy("Projects that pay for foreign experts, with budget, spending and report.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit").with_sums()


class ExpertProjectDetail(RecordPage):
    """One project: budget, spending, adjustments, experts."""

    model = ExpertProject
    flow = PROJECT_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit", "leader", "author")

    def facts(self, record: ExpertProject) -> list[tuple[Any, Any]]:
        rate = record.execution_rate
        return [
            (_("Programme"), record.get_programme_name_display()),
            (_("Level"), record.get_level_display()),
            (_("Year"), str(record.year)),
            (_("Project leader"), record.leader),
            (_("First day"), record.start_on),
            (_("Last day"), record.end_on),
            (_("Amount applied for, CNY"), record.applied_amount),
            (_("Approved amount, CNY"), record.approved_amount),
            (_("Approved on"), record.approved_on),
            (_("Received, CNY"), record.received),
            (_("Spent, CNY"), record.spent),
            (_("Execution rate"), f"{rate} %" if rate is not None else ""),
            (_("Returned funds, CNY"), record.returned_amount or ""),
            (_("Aims"), record.aims),
        ]

    def warnings(self, record: ExpertProject) -> list[str]:
        return [
            _("“%(category)s” is spent beyond its budget.") % {"category": row["label"]}
            for row in budget_state(record)
            if row["is_over"]
        ]

    def parts(self, record: ExpertProject) -> list[Part]:
        parts = [
            self.budget(record),
            self.spending(record),
            self.receipts(record),
            self.adjustments(record),
            self.experts(record),
        ]
        if record.report:
            parts.append(Part("report", _("Summary report"), text=record.report))
        return parts

    def budget(self, record: ExpertProject) -> Part:
        rows = [
            [
                Cell(row["label"]),
                Cell(row["planned"], is_number=True),
                Cell(row["spent"], is_number=True),
                Cell(
                    f"{row['rate']} %" if row["rate"] is not None else "",
                    tone="red" if row["is_over"] else "green",
                ),
            ]
            for row in budget_state(record)
        ]
        links = []
        if record.status in {"applied", "approved"}:
            links = self.link_if("budget", _("Edit the budget"), "expertproject-budget", "pencil")
        if record.status == "executing":
            links += self.link_if("spend", _("Ask for an adjustment"), "expertproject-adjust")
        return Part("budget", _("Budget"), [_("Category"), _("Budget"), _("Spent"), _("Rate")], rows, links)

    def spending(self, record: ExpertProject) -> Part:
        rows = [
            [*text_cells(each.on, each.get_category_display()), Cell(each.amount, is_number=True),
             *text_cells(each.voucher, each.expert, each.by)]
            for each in record.expenditures.select_related("expert__person", "by").order_by("-on", "-pk")[:MOST]
        ]  # fmt: skip
        links = (
            self.link_if("spend", _("Enter spending"), "expertproject-spend")
            if record.status == "executing"
            else []
        )
        headers = [_("Day"), _("Category"), _("Amount"), _("Voucher"), _("Expert"), _("Entered by")]
        return Part("spending", _("Spending"), headers, rows, links)

    def receipts(self, record: ExpertProject) -> Part:
        rows = [
            [Cell(each.on), Cell(each.amount, is_number=True), *text_cells(each.source, each.by)]
            for each in record.receipts.select_related("by").order_by("-on", "-pk")[:MOST]
        ]
        links = self.link_if("receive", _("Enter a receipt"), "expertproject-receive")
        return Part(
            "receipts", _("Receipts"), [_("Day"), _("Amount"), _("From"), _("Entered by")], rows, links
        )

    def adjustments(self, record: ExpertProject) -> Part:
        may = self.request.user.has_perm("visitors.decide_adjustments")
        rows = []
        for each in record.adjustments.select_related("author").order_by("-pk")[:MOST]:
            url = reverse("adjustment-approve", args=[each.pk]) if may and each.status == "asked" else ""
            refuse = reverse("adjustment-refuse", args=[each.pk]) if url else ""
            rows.append(
                [
                    *text_cells(each.get_from_category_display(), each.get_to_category_display()),
                    Cell(each.amount, is_number=True),
                    *text_cells(each.reason, each.author),
                    status_cell(each),
                    Cell(_("Approve") if url else "", url=url),
                    Cell(_("Refuse") if refuse else "", url=refuse),
                ]
            )
        headers = [
            _("Out of"),
            _("Into"),
            _("Amount"),
            _("Reason"),
            _("Asked by"),
            _("Status"),
            _("Decide"),
            "",
        ]
        return Part("adjustments", _("Adjustments"), headers, rows)

    def experts(self, record: ExpertProject) -> Part:
        rows = [
            [Cell(each, url=each.get_absolute_url()), Cell(each.home_institution)]
            for each in record.experts.select_related("person").order_by("pk")[:MOST]
        ]
        return Part("experts", _("Experts"), [_("Name"), _("Home institution")], rows)


class OffersPeople(OffersUnits):
    """Hands units, colleagues and experts to the form."""

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user  # type: ignore[attr-defined]
        experts = Expert.objects.visible_to(user).select_related("person").order_by("pk")
        return super().get_form_kwargs() | {"staff": staff_for(user), "experts": experts}

    def further_initial(self) -> dict[str, Any]:
        return {"leader": self.request.user.pk}  # type: ignore[attr-defined]


class ExpertProjectCreate(OffersPeople, ActsOnSave, CreatePage):
    """Filing an application."""

    model = ExpertProject
    form_class = ExpertProjectForm
    extra_context = {"page_title": gettext_lazy("File a project")}

    def act(self, form: ExpertProjectForm) -> ExpertProject:
        project = actions.apply_expertproject(form.instance, by=self.request.user)
        form.save_m2m()
        return project


class ExpertProjectEdit(OffersPeople, EditPage):
    """Correcting an application."""

    model = ExpertProject
    form_class = ExpertProjectForm

    def get_initial(self) -> dict[str, Any]:
        return {}

    def save(self, form: Any) -> Any:
        project = super().save(form)
        form.save_m2m()
        return project


class BudgetRows(RowsPage):
    """The budget of a project, before it is carried out."""

    model = ExpertProject
    form_class = BudgetFormSet
    permission = "visitors.budget_expertproject"
    title = gettext_lazy("Budget")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(status__in=("applied", "approved"))


class Spend(QuestionPage):
    """Money spent."""

    model = ExpertProject
    form_class = ExpenditureForm
    permission = "visitors.spend_expertproject"
    title = gettext_lazy("Enter spending")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": self.object}

    def act(self, form: Any) -> Any:
        return actions.record_expenditure(self.object, form.instance, by=self.request.user)


class Receive(QuestionPage):
    """Money received."""

    model = ExpertProject
    form_class = ReceiptForm
    permission = "visitors.receive_expertproject"
    title = gettext_lazy("Enter a receipt")

    def act(self, form: Any) -> Any:
        return actions.record_receipt(self.object, form.instance, by=self.request.user)


class Adjust(QuestionPage):
    """An adjustment asked for."""

    model = ExpertProject
    form_class = AdjustmentForm
    permission = "visitors.spend_expertproject"
    title = gettext_lazy("Ask for an adjustment")

    def act(self, form: Any) -> Any:
        return actions.ask_adjustment(self.object, form.instance, by=self.request.user)
