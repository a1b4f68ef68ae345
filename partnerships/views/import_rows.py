"""Pages about single rows of an import: another institution for one, and the sheet of those with problems."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.flow import FlowError
from core.spreadsheets import CellProblem, error_workbook
from core.views import Scoped
from partnerships.actions import imports
from partnerships.forms.imports import ImportRowForm
from partnerships.models import ImportBatch, Institution, InstitutionName
from partnerships.models.names import name_key
from partnerships.reading.reader import MOST_BYTES
from partnerships.views.imports import ImportPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOUND_AT_MOST = 20


class ImportRowEdit(Scoped, FormView):
    """Another institution for one row, found by any of its names."""

    model = ImportBatch
    form_class = ImportRowForm
    template_name = "partnerships/importrow_form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.batch = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        self.row = get_object_or_404(self.batch.rows.select_related("match"), number=kwargs["number"])
        if not request.user.has_perm("partnerships.decide_importbatch", self.batch):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def words(self) -> str:
        return (self.request.GET.get("q") or self.row.name)[:100]

    @cached_property
    def found(self) -> Any:
        key = name_key(self.words)
        held = (
            InstitutionName.objects.filter(key__contains=key)
            if len(key) > 1
            else InstitutionName.objects.none()
        )
        pks = [one["id"] for one in self.row.candidates if one.get("id")]
        pks += list(held.values_list("institution", flat=True)[:FOUND_AT_MOST])
        return (
            Institution.objects.standing()
            .filter(pk__in=pks)
            .select_related("region")
            .order_by("name_en", "pk")
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "found": self.found,
            "initial": {"institution": self.row.match_id},
        }

    def form_valid(self, form: Any) -> HttpResponse:
        chosen = form.cleaned_data["institution"]
        try:
            imports.decide_rows(
                self.batch, by=self.request.user, decisions={self.row.pk: ("update", chosen.pk)}
            )
        except FlowError as refused:
            messages.info(self.request, refused.message)
        else:
            messages.success(self.request, _("Rows decided: %(count)s.") % {"count": 1})
        return redirect(f"{self.batch.get_absolute_url()}?rows=update")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            batch=self.batch, row=self.row, words=self.words, found=self.found,
            cancel_url=self.batch.get_absolute_url(), **kwargs,
        )  # fmt: skip


class ImportProblems(ImportPage):
    """The sheet given back, with the reason beside each bad row (EC-68)."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        batch = self.object = self.get_object()
        if not self.may("decide") or not batch.file or not batch.counts.get("problems"):
            raise PermissionDenied
        problems = [
            CellProblem(**problem)
            for row in batch.rows.exclude(problems=[]).iterator()
            for problem in row.problems
        ]
        content = error_workbook(
            io.BytesIO(imports.content_of(batch)),
            problems,
            filename=batch.file_name,
            header_row=batch.header_row or 1,
            sheet=batch.sheet,
            max_bytes=MOST_BYTES,
        )
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="problems.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response
