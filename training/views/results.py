"""Pages about attendance and results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from core.flow import FlowError
from training import actions
from training.forms.training_class import AttendanceForm, ResultsForm
from training.views.roster import OfClass


class AttendanceEntry(OfClass, FormView):
    """Who was at one lesson."""

    permission = "training.record_trainingclass"
    form_class = AttendanceForm
    template_name = "training/trainingclass_attendance.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.lesson_pk = kwargs["session"]
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.lesson = get_object_or_404(self.training_class.sessions, pk=self.lesson_pk)
        trainees = list(self.training_class.trainees.present().select_related("identity").order_by("pk"))
        return super().get_form_kwargs() | {"session": self.lesson, "trainees": trainees}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            actions.record_attendance(self.lesson, form.marks, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(f"{self.training_class.get_absolute_url()}#timetable")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"lesson": self.lesson, "cancel_url": self.training_class.get_absolute_url()}


class ResultsEntry(OfClass, FormView):
    """The results of all trainees of a class."""

    permission = "training.record_trainingclass"
    form_class = ResultsForm
    template_name = "training/trainingclass_results.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        trainees = list(
            self.training_class.trainees.present().select_related("identity", "assessment").order_by("pk")
        )
        return super().get_form_kwargs() | {"training_class": self.training_class, "trainees": trainees}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            actions.record_results(self.training_class, form.results, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(f"{self.training_class.get_absolute_url()}#roster")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.training_class.get_absolute_url(), **kwargs)


class ResultsCheck(OfClass, View):
    """Another person of the unit confirms the results."""

    permission = "training.check_results_trainingclass"

    def post(self, request: Any, pk: int) -> HttpResponse:
        try:
            count = actions.check_results(self.training_class, by=request.user)
        except FlowError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("%(count)s results are checked.") % {"count": count})
        return redirect(f"{self.training_class.get_absolute_url()}#roster")
