"""The yearly filing: list, draft, sheet and public part (§1.11)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from core.exports import write_workbook
from core.views import Column, DetailPage, ListPage, Scoped
from training.actions.filing import adjustments_of, make_filing, public_rows
from training.documents import render_filing_sheet
from training.flow import FILING_FLOW
from training.forms.quality import FilingYearForm
from training.models import AnnualFiling
from training.models.filing import COLUMNS
from training.views.enrolment import told
from training.views.roster import XLSX


class FilingList(ListPage):
    """The years that were or are to be filed."""

    model = AnnualFiling
    order_by = ("-year",)
    columns = [
        Column("year", gettext_lazy("Year"), link=True, value=lambda row: row.year),
        Column("status", gettext_lazy("Status")),
        Column("classes", gettext_lazy("Classes"), kind="number", value=lambda row: len(row.rows)),
        Column("frozen_at", gettext_lazy("Frozen at")),
        Column("filed_on", gettext_lazy("Handed in on")),
    ]
    create_url_name = "annualfiling-create"
    create_permission = "training.add_annualfiling"
    create_label = gettext_lazy("Draw up a year's list")
    empty_title = gettext_lazy("No list yet")
    empty_text = gettext_lazy(
        "The list of all classes of a year is drawn up here and handed in each January."
    )


class FilingCreate(FormView):
    """Draws up the list of a year, or brings its draft up to date."""

    form_class = FilingYearForm
    template_name = "training/filing_form.html"

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"year": today.year if today.month == 12 else today.year - 1}

    def form_valid(self, form: Any) -> HttpResponse:
        filing = make_filing(form.cleaned_data["year"], by=self.request.user)
        return redirect(filing.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=reverse("annualfiling-list"), **kwargs)


class FilingDetail(DetailPage):
    """The list with its fingerprint, what came in late, and the files."""

    model = AnnualFiling
    flow = FILING_FLOW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        return super().get_context_data(
            columns=COLUMNS,
            cells=[[row.get(key, "") for key, _label in COLUMNS] for row in record.rows[:200]],
            adjustments=adjustments_of(record),
            may_refresh=record.status == AnnualFiling.Status.DRAFT
            and self.request.user.has_perm("training.add_annualfiling"),
            **kwargs,
        )


class FilingRefresh(Scoped, View):
    """Brings a draft up to date."""

    model = AnnualFiling

    def post(self, request: Any, pk: int) -> HttpResponse:
        filing = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            make_filing(filing.year, by=request.user)
        except ValidationError as error:
            told(request, error)
        return redirect(filing.get_absolute_url())


class FilingFile(Scoped, View):
    """The official sheet as a workbook or PDF, from the rows as kept."""

    model = AnnualFiling

    def get(self, request: Any, pk: int, kind: str) -> HttpResponse:
        filing = get_object_or_404(self.get_queryset(), pk=pk)
        if kind == "pdf":
            response = HttpResponse(render_filing_sheet(filing), content_type="application/pdf")
        elif kind == "xlsx":
            rows = ([row.get(key, "") for key, _label in COLUMNS] for row in filing.rows)
            content = write_workbook(
                [label for _key, label in COLUMNS], rows, sheet_name=f"{filing.year}办学情况明细"
            )
            response = HttpResponse(content, content_type=XLSX)
        else:
            raise Http404
        response["Content-Disposition"] = f'attachment; filename="filing-{filing.year}.{kind}"'
        return response


@method_decorator(login_not_required, name="dispatch")
class Disclosure(TemplateView):
    """The public part of a filed year: titles, units, hours, fees, dates (信息公开)."""

    template_name = "training/disclosure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filing = get_object_or_404(AnnualFiling, year=self.kwargs["year"], status=AnnualFiling.Status.FILED)
        years = AnnualFiling.objects.filter(status=AnnualFiling.Status.FILED).order_by("-year")
        return super().get_context_data(
            filing=filing,
            rows=public_rows(filing),
            years=list(years.values_list("year", flat=True)),
            **kwargs,
        )
