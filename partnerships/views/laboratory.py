"""Joint laboratories, cooperative programmes, plans of studies and international courses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from partnerships import actions
from partnerships.filters import LaboratoryFilter
from partnerships.flow import LABORATORY_FLOW
from partnerships.forms import laboratory as forms
from partnerships.models import (
    Laboratory,
    LabOutput,
)
from partnerships.views.asking import RowsPage, TakesUser


class Keeps(TakesUser):
    """Saves a record of a unit through its action; what the action refuses stands in the form."""

    def save(self, form: Any) -> Any:
        return actions.save_record(
            form.instance,
            by=self.request.user,  # type: ignore[attr-defined]  # mixed into a page
            version=form.cleaned_data.get("version"),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # mixed into a page
        except ValidationError as error:
            form.add_error(None, error.messages)
        except PermissionDenied as error:
            form.add_error("unit", str(error))
        return self.form_invalid(form)  # type: ignore[attr-defined]  # as above


class LaboratoryList(ListPage):
    """The laboratories the person may see."""

    model = Laboratory
    filterset_class = LaboratoryFilter
    order_by = ("name_zh", "pk")
    title = _("Joint laboratories")
    create_url_name = "laboratory-create"
    create_permission = "partnerships.add_laboratory"
    create_label = _("New laboratory")
    empty_title = _("No laboratory here")
    empty_text = _("Laboratories run together with partners are kept here.")
    export_permission = "partnerships.export_laboratory"
    columns = [  # noqa: RUF012
        Column("name", _("Name"), link=True, kind="bilingual"),
        Column(
            "partners",
            _("Partners"),
            value=lambda row: "、".join(str(partner) for partner in row.partners.all()),
        ),
        Column("unit__name", _("College"), kind="bilingual"),
        Column("founded_on", _("Founded on")),
        Column("status", _("Status")),
        Column("output_count", _("Results"), kind="number"),
    ]
    export_columns = columns

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset().select_related("unit").prefetch_related("partners")
        return rows.annotate(output_count=Count("outputs", distinct=True))


class KeepsLaboratory(Keeps):
    """Saves a laboratory with its partners."""

    model = Laboratory
    form_class = forms.LaboratoryForm

    def save(self, form: Any) -> Laboratory:
        return actions.save_laboratory(
            form.instance,
            by=self.request.user,  # type: ignore[attr-defined]  # mixed into a page
            partners=form.cleaned_data["partners"],
            version=form.cleaned_data.get("version"),
        )


class LaboratoryCreate(KeepsLaboratory, CreatePage):
    """A new laboratory."""

    extra_context = {"page_title": _("New laboratory")}  # noqa: RUF012


class LaboratoryEdit(KeepsLaboratory, EditPage):
    """Changing a laboratory."""


class LaboratoryDetail(DetailPage):
    """One laboratory: partners, people, money, results by kind and year, reports."""

    model = Laboratory
    flow = LABORATORY_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit", "agreement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, self.request.user
        outputs = list(record.outputs.all())
        counts: dict[str, int] = {}
        for output in outputs:
            counts[output.kind] = counts.get(output.kind, 0) + 1
        may_edit = user.has_perm("partnerships.change_laboratory", record)
        rows = [(key, title) for key, (title, _rows) in forms.LAB_ROWS.items()]
        return super().get_context_data(
            page_title=str(record),
            partners=list(record.partners.select_related("region")),
            members=list(record.members.all()),
            funding=list(record.funding.all()),
            funding_total=sum(line.amount_cny for line in record.funding.all()),
            outputs=outputs,
            output_counts=[(LabOutput.Kind(kind).label, count) for kind, count in counts.items()],
            reports=list(record.reports.all()),
            may_edit=may_edit,
            edit_url=reverse("laboratory-edit", args=[record.pk]) if may_edit else "",
            row_pages=[(title, reverse("laboratory-rows", args=[record.pk, key])) for key, title in rows]
            if may_edit
            else [],
            is_external=not user.has_perm("partnerships.read_internal_laboratory", record),
            **kwargs,
        )


class LaboratoryRows(RowsPage):
    """Members, funding, results or reports of a laboratory."""

    model = Laboratory
    permission = "partnerships.change_laboratory"

    def get_form_class(self) -> Any:
        if self.kwargs["rows"] not in forms.LAB_ROWS:
            raise Http404
        self.title, found = forms.LAB_ROWS[self.kwargs["rows"]]
        return found
