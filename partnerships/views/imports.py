"""Pages of the import: file, columns, check, done; and back out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView

from core.flow import FlowError
from core.models import Event
from core.paging import Page, page_of
from core.views import Column, ListPage, Scoped
from partnerships.actions import imports
from partnerships.flow.imports import IMPORT_FLOW
from partnerships.forms.imports import (
    ImportColumnsForm,
    ImportRowsForm,
    ImportUploadForm,
)
from partnerships.models import ImportBatch
from partnerships.reading import label_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = {"uploaded": 2, "mapped": 3, "matched": 3, "applied": 4, "undone": 4, "discarded": 4}
# Which rows a tab shows, and what it is called.
TABS = {
    "problems": (gettext_lazy("Problems"), ~Q(problems=[])),
    "open": (gettext_lazy("To be decided"), Q(decision="open", problems=[])),
    "update": (gettext_lazy("Known institutions"), Q(decision="update")),
    "create": (gettext_lazy("New institutions"), Q(decision="create")),
    "skip": (gettext_lazy("Left out"), Q(decision="skip")),
}
FOUND_AT_MOST = 20


class ImportList(ListPage):
    """Every list that was brought in, the latest first."""

    model = ImportBatch
    order_by = ("-pk",)
    columns = [
        Column("file_name", gettext_lazy("File"), link=True),
        Column("status", gettext_lazy("Status")),
        Column("rows", gettext_lazy("Rows"), kind="number", value=lambda batch: batch.counts.get("rows", "")),
        Column("author", gettext_lazy("Brought in by")),
        Column("created_at", gettext_lazy("On")),
        Column("applied_at", gettext_lazy("Taken over on")),
    ]
    create_url_name = "importbatch-create"
    create_permission = "partnerships.add_importbatch"
    create_label = gettext_lazy("Import a list")
    empty_title = gettext_lazy("No list was imported yet")
    empty_text = gettext_lazy(
        "A list of institutions as .xlsx, .csv or .json enters the register in four steps."
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("author")


class ImportUpload(FormView):
    """Step one of four: the file."""

    form_class = ImportUploadForm
    template_name = "partnerships/importbatch_form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm("partnerships.add_importbatch"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        batch = imports.upload_import(
            form.cleaned_data["file"], duplicates=form.cleaned_data["duplicates"], by=self.request.user
        )
        return redirect(batch.get_absolute_url())


class ImportPage(Scoped, DetailView):
    """A page about one import."""

    model = ImportBatch
    context_object_name = "batch"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("author", "ordered_by")

    def may(self, verb: str) -> bool:
        return self.request.user.has_perm(f"partnerships.{verb}_importbatch", self.object)


class ImportDetail(ImportPage):
    """Where the import stands: columns, rows to decide, done."""

    template_name = "partnerships/importbatch_detail.html"

    def get_template_names(self) -> list[str]:
        return ["partnerships/_importbatch_state.html"] if self.request.htmx else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.object
        if not batch.is_unfinished and batch.status in {"uploaded", "mapped"}:
            kwargs.setdefault("form", self.columns_form())
        if not batch.is_unfinished and batch.status == "matched":
            kwargs |= self.rows_context()
        mapping = batch.counts.get("mapping", {})
        return super().get_context_data(
            record=batch,
            current=STEPS[batch.status],
            hindrance=imports.hindrance_of(batch) if batch.status == "matched" else "",
            mapping=[(label_of(key), place) for key, place in mapping.items()],
            open_steps=[] if batch.is_unfinished else self.steps(),
            events=list(Event.objects.of(batch).select_related("by", "acting_for")),
            may_work=self.may("decide"),
            **kwargs,
        )

    def steps(self) -> list[Any]:
        """The buttons beside the form: taking over only when nothing hinders it."""
        shown = {"undo", "discard"}
        if self.object.status == "matched" and not imports.hindrance_of(self.object):
            shown.add("apply")
        return [step for step in IMPORT_FLOW.open_to(self.request.user, self.object) if step.verb in shown]

    def columns_form(self) -> ImportColumnsForm | None:
        if not self.object.counts.get("headings") or not self.may("map"):
            return None
        return ImportColumnsForm(batch=self.object)

    @cached_property
    def tab(self) -> str:
        asked = self.request.GET.get("rows", "")
        counts = self.object.counts
        first = next((key for key in TABS if counts.get(key)), "create")
        return asked if asked in TABS else first

    @cached_property
    def page(self) -> Page:
        rows = self.object.rows.filter(TABS[self.tab][1]).select_related("match__region")
        return page_of(rows, ("number",), self.request.GET.get("page", ""), 50)

    def rows_context(self) -> dict[str, Any]:
        form = ImportRowsForm(rows=self.page.rows) if self.may("decide") else None
        counts = self.object.counts
        tabs = [
            {"label": label, "url": f"?rows={key}", "active": key == self.tab, "count": counts.get(key, 0)}
            for key, (label, _rows) in TABS.items()
        ]
        pairs = [(row, form[f"row_{row.pk}"] if form else None) for row in self.page.rows]
        return {
            "tabs": tabs,
            "tab": self.tab,
            "pairs": pairs,
            "count_text": f"{self.page.count:,}{'+' if self.page.is_capped else ''}",
            "newer_url": f"?rows={self.tab}&page={self.page.newer}" if self.page.newer else "",
            "older_url": f"?rows={self.tab}&page={self.page.older}" if self.page.older else "",
        }


class ImportColumns(ImportDetail):
    """Step two of four: what the headings mean; then every row is matched."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not self.object.counts.get("headings") or not self.may("map"):
            return redirect(self.object.get_absolute_url())
        return self.render_to_response(self.get_context_data(form=self.columns_form(), current=2))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"current": 2, "choosing": True}

    def post(self, request: Any, pk: int) -> HttpResponse:
        self.object = self.get_object()
        form = ImportColumnsForm(request.POST, batch=self.object)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            imports.assign_columns(
                self.object,
                by=request.user,
                columns=form.columns_chosen,
                duplicates=form.cleaned_data["duplicates"],
                version=form.cleaned_data["version"],
            )
        except FlowError as refused:
            messages.info(request, refused.message)
        return redirect(self.object.get_absolute_url())


class ImportDecide(ImportDetail):
    """Step three of four: whom the rows mean, a page of them at a time."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        self.object = self.get_object()
        sent = [int(key[4:]) for key in request.POST if key.startswith("row_") and key[4:].isdigit()][:200]
        rows = list(self.object.rows.filter(pk__in=sent).select_related("match").order_by("number"))
        form = ImportRowsForm(request.POST, rows=rows)
        back = f"{self.object.get_absolute_url()}?rows={request.GET.get('rows', '')}"
        if not form.is_valid():
            messages.error(request, _("Choose one of the answers offered."))
            return redirect(back)
        try:
            changed = imports.decide_rows(self.object, by=request.user, decisions=form.decisions)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except FlowError as refused:
            messages.info(request, refused.message)
        else:
            messages.success(request, _("Rows decided: %(count)s.") % {"count": changed})
        return redirect(back)
