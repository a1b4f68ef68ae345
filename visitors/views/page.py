"""The pages that experts, projects, trips, conferences and contests share: a record with its parts, rows, one question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from core.flow import FlowError
from core.templatetags.portal import dash, shown
from core.views import DetailPage, Scoped

Words = str | Promise
# So many rows of one part stand on the page of a record; the lists have them all.
MOST = 100


@dataclass(frozen=True)
class Cell:
    """One cell of a part: text, perhaps a link, perhaps a badge."""

    text: Any
    url: str = ""
    tone: str = ""
    is_number: bool = False

    @property
    def words(self) -> Any:
        """Dates, amounts and truths as lists show them; nothing as a dash."""
        return dash(None) if self.text in (None, "") else shown(self.text)


@dataclass(frozen=True)
class Link:
    """A button; `post` sends a form instead of opening a page."""

    label: Words
    url: str
    icon: str = "pencil"
    is_post: bool = False
    value: str = ""


@dataclass
class Part:
    """A part of a record's page: a table, or a text, with its buttons."""

    anchor: str
    title: Words
    headers: Sequence[Words] = ()
    rows: list[list[Cell]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    text: str = ""
    empty: Words = ""

    @property
    def headings(self) -> list[tuple[Words, bool]]:
        """Each heading, and whether numbers stand below it."""
        numeric = [cell.is_number for cell in self.rows[0]] if self.rows else []
        return list(zip(self.headers, numeric, strict=False))

    @property
    def labelled_rows(self) -> list[list[tuple[Words, Cell]]]:
        """Each cell with the heading of its column, which small screens show beside it."""
        return [list(zip(self.headers, row, strict=True)) for row in self.rows]


def text_cells(*values: Any) -> list[Cell]:
    """Plain cells."""
    return [Cell(value) for value in values]


def status_cell(record: Any) -> Cell:
    """The status of a record as a badge."""
    tone = getattr(record, "STATUS_TONES", {}).get(record.status, "blue")
    return Cell(record.get_status_display(), tone=tone)


class RecordPage(DetailPage):
    """A record: facts, warnings, parts, files, history."""

    def get_template_names(self) -> list[str]:
        return ["visitors/record.html"]

    def facts(self, record: Any) -> list[tuple[Words, Any]]:
        """Label and value of what the page shows first."""
        return []

    def warnings(self, record: Any) -> list[str]:
        """What the reader should know before anything else."""
        return []

    def parts(self, record: Any) -> list[Part]:
        """The tables below."""
        return []

    def may(self, verb: str) -> bool:
        """Whether the reader may do this with the record."""
        return self.request.user.has_perm(f"visitors.{verb}_{self.model._meta.model_name}", self.object)

    def link_if(self, verb: str, label: Words, url_name: str, icon: str = "plus") -> list[Link]:
        """The button of a page about this record, for those who may use it."""
        return [Link(label, reverse(url_name, args=[self.object.pk]), icon)] if self.may(verb) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        name = self.model._meta.model_name
        edit_url = reverse(f"{name}-edit", args=[record.pk]) if self.may("change") else ""
        return super().get_context_data(
            facts=[(label, shown(value)) for label, value in self.facts(record) if value not in (None, "")],
            warnings=self.warnings(record),
            parts=self.parts(record),
            edit_url=edit_url,
            file_url=reverse(f"{name}-file", args=[record.pk]) if self.may("attach") else "",
            **kwargs,
        )


class RowsPage(Scoped, UpdateView):
    """The rows of one kind that belong to a record, edited together."""

    permission = ""
    title: Words = ""
    help: Words = ""
    template_name = "visitors/rows.html"

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        if not self.request.user.has_perm(self.permission, record):
            raise PermissionDenied
        return record

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            self.model.objects.select_for_update().get(pk=self.object.pk)
            form.save()
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        item = {"formset": kwargs["form"], "title": self.title, "help": self.help}
        return super().get_context_data(record=self.object, item=item, page_title=self.title, **kwargs)


class QuestionPage(Scoped, SingleObjectMixin, FormView):
    """One question about a record, answered by an action that may refuse."""

    permission = ""
    title: Words = ""
    help: Words = ""
    submit_label: Words = ""
    template_name = "visitors/question.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        if not request.user.has_perm(self.permission, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> Any:
        """Call the action with what was typed."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            add_errors(form, error)
        except FlowError as refused:
            form.add_error(None, refused.message)
        if form.errors:
            response = self.form_invalid(form)
            response.status_code = 422
            return response
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            page_title=self.title,
            help=self.help,
            submit_label=self.submit_label or _("Save"),
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )


def add_errors(form: Any, error: ValidationError) -> None:
    """Put each message beside its field, or above the form where the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ActsOnSave:
    """A form page whose saving is an action that may refuse."""

    def act(self, form: Any) -> models.Model:
        """Save through the action."""
        raise NotImplementedError

    def save(self, form: Any) -> Any:
        return self.act(form)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]  # mixed into a form page
        except ValidationError as error:
            add_errors(form, error)
            response = self.form_invalid(form)  # type: ignore[attr-defined]
            response.status_code = 422
            return response
