"""The tables of a visit, each on a page: guests, programme, budget, gifts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView

from core.views import Scoped
from visitors import actions
from visitors.forms import rows
from visitors.models import Delegation


class TablePage(Scoped, UpdateView):
    """A table of rows that are checked and saved together."""

    model = Delegation
    template_name = "visitors/table.html"
    part = ""
    permission = ""
    help_text: Any = ""

    def get_object(self, queryset: Any = None) -> Delegation:
        record = super().get_object(queryset)
        if not self.request.user.has_perm(self.permission, record):
            raise PermissionDenied
        return record

    def save(self, formset: Any) -> None:
        """Call the action of this table."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.save(form)
        except ValidationError as error:
            form._non_form_errors = form.error_class([str(message) for message in error.messages])
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(f"{self.object.get_absolute_url()}#{self.part}")

    def form_invalid(self, form: Any) -> HttpResponse:
        # What was typed stays on the page, and the record is as it is stored.
        self.object = super().get_queryset().get(pk=self.object.pk)
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        title = rows.TITLES[self.part]
        item = {"formset": kwargs["form"], "title": title, "help": self.help_text}
        return super().get_context_data(record=self.object, item=item, table_title=title, **kwargs)


class Guests(TablePage):
    """The guests, in both scripts."""

    part = "guests"
    permission = "visitors.adjust_delegation"
    form_class = rows.MemberFormSet
    help_text = gettext_lazy(
        "Each guest by both names, as they are printed on badges, seat cards and letters."
    )

    def save(self, formset: Any) -> None:
        actions.save_guests(self.object, formset.rows, formset.removed, by=self.request.user)


class Programme(TablePage):
    """The programme, checked for people and rooms in two places."""

    part = "programme"
    permission = "visitors.adjust_delegation"
    form_class = rows.ItemFormSet
    help_text = gettext_lazy("A programme in which a guest, a host or a room is in two places is not saved.")

    def save(self, formset: Any) -> None:
        items = [(form.instance, list(form.cleaned_data["members"])) for form in formset.live_forms]
        actions.save_programme(self.object, items, formset.removed, by=self.request.user)


class Budget(TablePage):
    """The budget, under the caps of the office; after the approval what was spent."""

    part = "budget"

    @property
    def spending(self) -> bool:
        return not self.object.is_editable

    def get_object(self, queryset: Any = None) -> Delegation:
        self.object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        self.permission = (
            "visitors.record_spending_delegation" if self.spending else "visitors.change_delegation"
        )
        return super().get_object(queryset)

    def get_form_class(self) -> Any:
        return rows.SpendingFormSet if self.spending else rows.BudgetFormSet

    def save(self, formset: Any) -> None:
        actions.save_budget(self.object, formset.rows, formset.removed, by=self.request.user)


class Gifts(TablePage):
    """Gifts given and received."""

    part = "gifts"
    permission = "visitors.record_gifts_delegation"
    form_class = rows.GiftFormSet
    help_text = gettext_lazy(
        "From 200 CNY on, or while the value is not known, a gift received is declared and handed over within a month."
    )

    def save(self, formset: Any) -> None:
        actions.save_gifts(self.object, formset.rows, formset.removed, by=self.request.user)
