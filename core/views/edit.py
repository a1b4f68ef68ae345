"""Making and editing a record, losing nothing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import CreateView, UpdateView

from core.flow import StaleVersion
from core.history import save_with_history
from core.models import FormToken
from core.views.guard import Guarded, Scoped


class SavesRecord(Guarded):
    """Saves the form's record with its history, once per form sent."""

    def prepare(self, record: Any) -> None:
        """Fill in what the form does not ask; pages override this."""

    def save(self, form: Any) -> Any:
        """Save the record; pages whose saving does more call an action here."""
        return save_with_history(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version")
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked before anything is checked: what was saved once must not look wrong the second time (GN-10).
        try:
            sent = self.sent_before(uuid.UUID(request.POST.get("form_token", "")))
        except ValueError:
            sent = None
        if sent:
            return HttpResponseRedirect(sent.result_url)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]  # mixed into a view

    def sent_before(self, token: uuid.UUID) -> FormToken | None:
        return FormToken.objects.filter(token=token, user=self.request.user).first()

    def form_valid(self, form: Any) -> HttpResponse:
        token = form.cleaned_data.get("form_token") or uuid.uuid4()
        self.prepare(form.instance)
        try:
            with transaction.atomic():
                self.object = self.save(form)
                url = self.get_success_url()
                FormToken.objects.create(token=token, user=self.request.user, result_url=url)
        except StaleVersion as stale:
            return self.show_conflict(form, stale)
        except IntegrityError:
            # The same form arrived twice at once; the other one was saved.
            sent = self.sent_before(token)
            if sent is None:
                raise
            return HttpResponseRedirect(sent.result_url)
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(url)

    def show_conflict(self, form: Any, stale: StaleVersion) -> HttpResponse:
        """Refuse the stale form, showing both versions and keeping what was typed (GN-09)."""
        differences = form.differs_from_saved
        data = form.data.copy()
        current = type(form.instance)._base_manager.get(pk=form.instance.pk)
        data["version"] = current.version
        form.data = data
        context = self.get_context_data(form=form, differences=differences, message=stale.message)
        return render(self.request, "core/conflict.html", context, status=409)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_template_names(self) -> list[str]:
        meta = self.model._meta
        return [f"{meta.app_label}/{meta.model_name}_form.html", "core/form.html"]


class CreatePage(SavesRecord, CreateView):
    """A page on which a record is made."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        meta = self.model._meta
        self.permission = self.permission or f"{meta.app_label}.add_{meta.model_name}"
        if not request.user.is_authenticated:
            raise PermissionDenied
        self.check_permission()
        return super().dispatch(request, *args, **kwargs)


class EditPage(SavesRecord, Scoped, UpdateView):
    """A page on which a record is edited."""

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        meta = self.model._meta
        self.permission = self.permission or f"{meta.app_label}.change_{meta.model_name}"
        self.check_permission(record)
        return record
