"""Lists: filtered, paged by key, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import resolve, reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.views.generic import TemplateView

from core.access import may_reach
from core.exports import stream_csv, write_workbook
from core.flow import Flow
from core.models import SavedQuery
from core.paging import page_of
from core.views.guard import Guarded, Scoped

# The parameter that names the columns one wants to see; no filter is called so.
COLUMNS = "columns"


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
        display = getattr(row, f"get_{self.key}_display", None)
        if display:
            return display()
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
    # The fields the columns read, where the records hold long texts no list shows.
    only: tuple[str, ...] = ()
    create_url_name = ""
    create_permission = ""
    export_columns: list[Column] = []
    export_permission = ""
    title: str | Promise = ""
    create_label: str | Promise = ""
    empty_title: str | Promise = ""
    empty_text: str | Promise = ""
    bulk_url_name = ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.check_permission()
        self.filterset = self.make_filterset()
        if self.may_export and request.GET.get("export") in {"xlsx", "csv"}:
            return self.export(request.GET["export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def offered(self) -> list[Column]:
        """The columns one may choose from: those shown at first, then those only exports hold."""
        shown = {column.key for column in self.columns}
        more = self.export_columns if self.may_export else []
        return [*self.columns, *(column for column in more if column.key not in shown)]

    @cached_property
    def chosen(self) -> list[Column]:
        """The columns the person asked for, in the order of the offer; none when nothing was asked."""
        wanted = set(self.request.GET.getlist(COLUMNS))
        return [column for column in self.offered if column.key in wanted]

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
        rows = self.filtered.only(*self.only) if self.only and not self.chosen else self.filtered
        page = page_of(rows, self.order_by, self.request.GET.get("page", ""), self.page_size)
        user: Any = self.request.user
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
                "columns": [replace(col, label=str(col.label)) for col in self.chosen or self.columns],
                "column_choices": self._column_choices(),
                "kept_filters": self._kept_filters(),
                "queries": self._queries(),
                "page_name": self._page_name,
                "current_query": self.request.GET.urlencode(),
                "bulk_url": self._bulk_url() if page.rows else "",
                "bulk_choices": self._bulk_choices(),
                "roles_held": user.roles_held,
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

    def _column_choices(self) -> list[dict[str, Any]]:
        shown = {column.key for column in self.chosen or self.columns}
        return [{"key": col.key, "label": col.label, "shown": col.key in shown} for col in self.offered]

    def _kept_filters(self) -> list[tuple[str, str]]:
        """What choosing columns must not lose."""
        passing = {COLUMNS, "page", "export"}
        return [
            (key, value) for key, values in self.request.GET.lists() if key not in passing for value in values
        ]

    @property
    def _page_name(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else ""

    def _queries(self) -> list[SavedQuery]:
        return list(SavedQuery.objects.visible_to(self.request.user).of_page(self._page_name))

    def _bulk_url(self) -> str:
        return reverse(self.bulk_url_name) if self._bulk_choices() else ""

    def _bulk_choices(self) -> list[Any]:
        """The steps that can be taken on several rows, of those the person's roles open at all."""
        user = self.request.user
        if not self.bulk_url_name or not may_reach(self.bulk_url_name, user):
            return []
        actions = resolve(reverse(self.bulk_url_name)).func.view_initkwargs["actions"]
        noun = self.model._meta.model_name
        return [
            step
            for verb, step in Flow.registry[self.model].steps.items()
            if verb in actions and may_reach(f"{noun}-{verb.replace('_', '-')}", user)
        ]

    def _export_urls(self) -> list[dict[str, str]]:
        if not self.may_export:
            return []
        return [{"label": kind.upper(), "url": self._with(export=kind)} for kind in ("xlsx", "csv")]

    def export(self, kind: str) -> HttpResponse | StreamingHttpResponse:
        """The filtered list as a file, nothing executable in it (EC-70)."""
        header = [str(column.label) for column in self.chosen or self.export_columns]
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
            yield [column.of(row) for column in self.chosen or self.export_columns]
