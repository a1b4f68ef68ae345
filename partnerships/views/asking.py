"""Pages of partnerships that ask something about one record and take no step of a workflow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin

from core.flow import FlowError
from core.views import Guarded, Scoped


class AskPage(Guarded, Scoped, SingleObjectMixin, FormView):
    """A form about one record; what is typed reaches the action as keyword arguments."""

    model: Any = None
    template_name = "partnerships/ask.html"
    title: Any = ""
    lead: Any = ""
    label: Any = ""
    action: Any = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        self.check_permission(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"record": self.object}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.take(form.cleaned_data)
        except ValidationError as error:
            named = getattr(error, "error_dict", {})
            form.add_error(None, error if set(named) <= set(form.fields) else error.messages)
            return self.form_invalid(form)
        except FlowError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def take(self, cleaned: dict[str, Any]) -> None:
        """Call the action."""
        self.action(self.object, by=self.request.user, **cleaned)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object,
            page_title=self.title,
            help=self.lead,
            submit_label=self.label or self.title,
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )


class DoPage(Guarded, Scoped, SingleObjectMixin, FormView):
    """A button that does one thing and comes back."""

    model: Any = None
    action: Any = None
    done: Any = ""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_object()
        self.check_permission(record)
        try:
            self.action(record, by=request.user)
        except FlowError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, self.done or _("Saved."))
        return redirect(record.get_absolute_url())


class RowsPage(Guarded, Scoped, UpdateView):
    """The rows of a record, edited as one table."""

    template_name = "partnerships/rows.html"
    rows: Any = None
    title: Any = ""
    help: Any = ""

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        if not self.request.user.has_perm(self.permission, record):
            raise PermissionDenied
        return record

    def get_form_class(self) -> Any:
        return self.rows

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            type(self.object)._base_manager.select_for_update().get(pk=self.object.pk)
            form.save()
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        item = {"formset": kwargs["form"], "title": self.title, "help": self.help}
        return super().get_context_data(record=self.object, item=item, page_title=self.title, **kwargs)


class TakesUser:
    """Hands the person to the form, which offers only what that person may choose."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}  # type: ignore[misc]  # mixed into a view
