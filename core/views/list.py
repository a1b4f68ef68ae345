"""Lists: filtered, paged by key, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.generic import TemplateView

from core.exports import stream_csv, write_workbook
from core.paging import page_of
from core.views.guard import Guarded, Scoped


@dataclass(frozen=True)
class Column:
    """A column of a list: an attribute path, or a function of the row."""

    key: str
    label: str | Promise
    link: bool = False
    kind: str = "text"
    value: Callable[[Any], Any] | None = None

    @property
    def name(self) -> str:
        return self.key

    @property
    def numeric(self) -> bool:
        return self.kind == "number"

    def of(self, row: Any) -> Any:
        """The cell of this row; a pair `<key>_zh`/`<key>_en` is shown in the reader's language."""
        if self.value:
            return self.value(row)
        if self.kind == "bilingual":
            return self._in_language(row)
        for part in self.key.split("__"):
            row = getattr(row, part, None)
            if row is None:
                return ""
        return row() if callable(row) else row

    def _in_language(self, row: Any) -> str:
        *path, name = self.key.split("__")
        for part in path:
            row = getattr(row, part, None)
            if row is None:
                return ""
        chinese, english = getattr(row, f"{name}_zh"), getattr(row, f"{name}_en", "")
        return (english or chinese) if get_language() == "en" else chinese


class ListPage(Guarded, Scoped, TemplateView):
    """All records of a kind that the person may see."""

    model: Any = None
    columns: list[Column] = []
    filterset_class: type | None = None
    order_by: tuple[str, ...] = ("-pk",)
    page_size = 50
    create_url_name = ""
    create_permission = ""
    export_columns: list[Column] = []
    export_permission = ""
    title: str | Promise = ""
    create_label: str | Promise = ""
    empty_title: str | Promise = ""
    empty_text: str | Promise = ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.check_permission()
        self.filterset = self.make_filterset()
        if self.may_export and request.GET.get("export") in {"xlsx", "csv"}:
            return self.export(request.GET["export"])
        return super().get(request, *args, **kwargs)

    def make_filterset(self) -> Any:
        if self.filterset_class is None:
            return None
        return self.filterset_class(
            self.request.GET or None, queryset=self.get_queryset(), request=self.request
        )

    @property
    def filtered(self) -> QuerySet:
        return self.filterset.qs if self.filterset is not None else self.get_queryset()

    @property
    def may_export(self) -> bool:
        return bool(self.export_columns) and (
            not self.export_permission or self.request.user.has_perm(self.export_permission)
        )

    def get_template_names(self) -> list[str]:
        meta = self.model._meta
        return [f"{meta.app_label}/{meta.model_name}_list.html", "core/list.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = page_of(self.filtered, self.order_by, self.request.GET.get("page", ""), self.page_size)
        user = self.request.user
        may_create = self.create_url_name and (
            not self.create_permission or user.has_perm(self.create_permission)
        )
        return super().get_context_data(
            **{
                "page": page,
                "records": page.rows,
                "count_text": f"{page.count:,}+" if page.is_capped else f"{page.count:,}",
                "newer_url": self._with(page=page.newer) if page.newer else "",
                "older_url": self._with(page=page.older) if page.older else "",
                "columns": self.columns,
                "filter": self.filterset,
                "page_title": self.title or self.model._meta.verbose_name_plural,
                "create_url": reverse(self.create_url_name) if may_create else "",
                "create_label": self.create_label,
                "export_urls": self._export_urls(),
                "empty_title": self.empty_title,
                "empty_text": self.empty_text,
                **kwargs,
            }
        )

    def _with(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for key, value in changes.items():
            query[key] = value
        return f"?{query.urlencode()}"

    def _export_urls(self) -> list[dict[str, str]]:
        if not self.may_export:
            return []
        return [{"label": kind.upper(), "url": self._with(export=kind)} for kind in ("xlsx", "csv")]

    def export(self, kind: str) -> HttpResponse | StreamingHttpResponse:
        """The filtered list as a file, nothing executable in it (EC-70)."""
        header = [str(column.label) for column in self.export_columns]
        name = self.model._meta.model_name
        response: HttpResponse | StreamingHttpResponse
        if kind == "csv":
            response = StreamingHttpResponse(stream_csv(header, self.export_rows()), content_type="text/csv")
        else:
            content = write_workbook(header, self.export_rows())
            response = HttpResponse(
                content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            )
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        return response

    def export_rows(self) -> Iterator[list[Any]]:
        for row in self.filtered.order_by(*self.order_by).iterator(chunk_size=2000):
            yield [column.of(row) for column in self.export_columns]
