"""Keeping and forgetting the filters of a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.forms import PortalForm
from core.models import SavedQuery
from core.saved_queries import list_page, remove_query, save_query


class SavedQueryForm(PortalForm):
    """The name under which a list is kept, with whom it is shared, and whether it is watched."""

    page = forms.CharField(max_length=80)
    query = forms.CharField(max_length=2000, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    role = forms.CharField(max_length=3, required=False)
    is_watched = forms.BooleanField(required=False)


class SavedQueryCreate(View):
    """Keeps the list one looks at."""

    def post(self, request: Any) -> HttpResponse:
        form = SavedQueryForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Give the query a name of at most 60 characters."))
            return redirect(self.way_back(form))
        try:
            saved = save_query(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(self.way_back(form))
        messages.success(request, _("Kept as “%(name)s”.") % {"name": saved.name})
        return redirect(saved.get_absolute_url())

    def way_back(self, form: SavedQueryForm) -> str:
        page = str(form.data.get("page", ""))
        return reverse(page) if list_page(page) else reverse("home")


class SavedQueryRemove(View):
    """Forgets a query of one's own."""

    def post(self, request: Any, pk: int) -> HttpResponse:
        saved = get_object_or_404(SavedQuery.objects.filter(owner=request.user), pk=pk)
        page = saved.page
        remove_query(saved, by=request.user)
        messages.success(request, _("The query is forgotten."))
        return redirect(reverse(page))
