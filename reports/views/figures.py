"""Every figure opens to its rows (ST-04)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.models import Role
from accounts.roles import roles_of, units_of
from core.exports import stream_csv, write_workbook
from core.templatetags.portal import shown
from core.views import Guarded
from core.work import title_of
from reports.documents.tables import figure_definitions
from reports.figures import FIGURES, Figure, Reading, figures_for
from reports.figures.registry import EVERYTHING
from reports.forms import FigureForm
from reports.models import StatSnapshot

ROWS_PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def units_read_by(user: Any, figure: Figure | None = None) -> set[int] | None:
    """The units whose figures the person reads; None for all."""
    roles = roles_of(user)
    if roles & EVERYTHING or (figure is not None and roles & figure.readers):
        return None
    return units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)


def scope_of(user: Any, figure: Figure) -> dict[str, Any]:
    """The filter that keeps a unit's people to their own unit (§7.2: R u)."""
    units = units_read_by(user, figure)
    return {} if units is None else {"unit": sorted(units)}


def asked(request: Any, figure: Figure | None = None) -> FigureForm:
    """The form of the page, filled; what makes no sense falls back to today."""
    form = FigureForm(request.GET or {}, figure=figure, units=units_read_by(request.user, figure))
    if not form.is_valid():
        form.cleaned_data = {"as_of": timezone.localdate(), "mode": "rolling"}
    return form


class FigureList(Guarded, TemplateView):
    """All figures a person reads, as of a day, each beside the year before."""

    permission = "reports.read_figure"
    template_name = "reports/figure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.check_permission()
        form = asked(self.request)
        values = form.cleaned_data
        readings = [
            figure.read(
                values["as_of"],
                mode=values["mode"],
                filters=self._filters(figure, form.filters),
            )
            for figure in figures_for(roles_of(self.request.user))
            if not form.filters or "unit" in figure.filters
        ]
        return super().get_context_data(
            form=form, readings=readings, as_of=values["as_of"], query=self.request.GET.urlencode(), **kwargs
        )

    def _filters(self, figure: Figure, chosen: dict[str, Any]) -> dict[str, Any]:
        return chosen or scope_of(self.request.user, figure)


class FigureDetail(Guarded, TemplateView):
    """One figure: its value, its definition, what was published, and every row behind it."""

    permission = "reports.read_figure"
    template_name = "reports/figure_detail.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.check_permission()
        self.figure = self.find(kwargs["code"])
        self.form = asked(request, self.figure)
        filters = self.form.filters or scope_of(request.user, self.figure)
        values = self.form.cleaned_data
        self.reading = self.figure.read(values["as_of"], mode=values["mode"], filters=filters)
        if request.GET.get("export") in {"xlsx", "csv"} and request.user.has_perm("reports.export_figure"):
            return exported(self.reading, request.GET["export"])
        return super().get(request, *args, **kwargs)

    def find(self, code: str) -> Figure:
        figure = FIGURES.get(code)
        if figure is None or not figure.is_read_by(roles_of(self.request.user)):
            raise Http404
        return figure

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = Paginator(self.reading.rows.order_by("-pk"), ROWS_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            figure=self.figure,
            reading=self.reading,
            form=self.form,
            page=page,
            rows=[
                [(cell, cell_text(cell.read(row)), row) for cell in self.figure.cells]
                for row in page.object_list
            ],
            frozen=StatSnapshot.objects.of_figure(self.figure.id).select_related("statement", "approved_by")[
                :10
            ],
            may_export=self.request.user.has_perm("reports.export_figure"),
            query=query.urlencode(),
            **kwargs,
        )


def exported(reading: Reading, kind: str) -> HttpResponse | StreamingHttpResponse:
    """The rows as a file, with the definition before them."""
    figure = reading.figure
    header = [str(cell.label) for cell in figure.cells]
    rows = (
        [_plain(cell.read(row)) for cell in figure.cells] for row in reading.rows.iterator(chunk_size=2000)
    )
    name = f"{figure.id}-{reading.window.as_of:%Y%m%d}.{kind}"
    response: HttpResponse | StreamingHttpResponse
    if kind == "csv":
        response = StreamingHttpResponse(stream_csv(header, rows), content_type="text/csv")
    else:
        content = write_workbook(
            header, rows, definitions=figure_definitions(reading), sheet_name=str(figure.name)
        )
        response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(value: Any) -> Any:
    """A value as a workbook takes it: records by their name or title."""
    return title_of(value) if isinstance(value, Model) else value


def cell_text(value: Any) -> Any:
    """A cell in the reader's language: records by their name or title."""
    return title_of(value) if isinstance(value, Model) else shown(value)
