"""Shapes these pages share: forms with rows, a small form that calls one action, and files made on demand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import inlineformset_factory
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.flow import FlowError
from core.views import EditPage, Scoped

MOST_ROWS = 60


class RowsMixin:
    """An edit page with one table of rows below the form."""

    row_model: Any = None
    row_form: Any = None
    row_title: Any = ""
    row_help: Any = ""
    row_parent_model: Any = None
    extra_rows = 1

    def row_parent(self) -> Any:
        """The record the rows belong to."""
        return self.object  # type: ignore[attr-defined]

    def make_rows(self, data: Any = None) -> Any:
        parent = self.row_parent()
        made = inlineformset_factory(
            self.row_parent_model or type(parent), self.row_model, form=self.row_form, extra=self.extra_rows,
            max_num=MOST_ROWS, absolute_max=MOST_ROWS, can_delete=True,
        )  # fmt: skip
        return made(data, instance=parent, prefix="rows")

    def changed_rows(self, rows: Any) -> tuple[list[Any], list[Any]]:
        """The rows to keep and those to remove."""
        kept = rows.save(commit=False)
        return kept, list(rows.deleted_objects)


class RowsPage(RowsMixin, EditPage):
    """Edits a record together with its rows."""

    autosaves = False

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form, self.rows = self.get_form(), self.make_rows(request.POST)
        if form.is_valid() and self.rows.is_valid():
            try:
                return self.form_valid(form)
            except ValidationError as error:
                form.add_error(None, error)
            except FlowError as refused:
                form.add_error(None, refused.message)
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = getattr(self, "rows", None)
        rows = self.make_rows() if rows is None else rows
        item = {"formset": rows, "title": self.row_title, "help": self.row_help, "prefix": "rows"}
        return super().get_context_data(formsets=[item], cancel_url=self.object.get_absolute_url(), **kwargs)


class TaskPage(Scoped, SingleObjectMixin, FormView):
    """A small form about one record that calls one action; refusals are told beside the form."""

    model: Any = None
    permission = ""
    template_name = "programmes/task.html"
    title: Any = ""
    help: Any = ""
    submit_label: Any = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        if self.permission and not request.user.has_perm(self.permission, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> Any:
        """Call the action with what was typed."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            known = set(getattr(error, "error_dict", ())) <= set(form.fields)
            form.add_error(None, error if known else error.messages)
        except FlowError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(self.request, _("Saved."))
            return redirect(self.get_success_url())
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            page_title=self.title,
            help=self.help,
            submit_label=self.submit_label or self.title,
            cancel_url=self.get_success_url(),
            **kwargs,
        )


class PressPage(Scoped, SingleObjectMixin, View):
    """A button that calls one action."""

    model: Any = None

    def act(self, record: Any) -> Any:
        """Call the action."""
        raise NotImplementedError

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_object()
        try:
            made = self.act(record)
        except (ValidationError, FlowError) as refused:
            text = " ".join(getattr(refused, "messages", None) or [str(refused)])
            messages.error(request, text)
            return redirect(record.get_absolute_url())
        return HttpResponseRedirect(self.target(record, made))

    def target(self, record: Any, made: Any) -> str:
        """Where the press leads."""
        return record.get_absolute_url()


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF as a download."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
