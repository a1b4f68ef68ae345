"""Pages about classes: list, class with its parts, form and timetable."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, UpdateView

from certificates.models import CertificateBatch
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage, Scoped
from training import actions
from training.actions.certificates import source_of
from training.actions.results import attendance_percent
from training.filters.training_class import TrainingClassFilter
from training.flow import CLASS_FLOW
from training.forms.training_class import SessionFormSet, TrainingClassForm
from training.models import (
    Assessment,
    Attendance,
    Inspection,
    RectificationTicket,
    Survey,
    TrainingClass,
)

# So many trainees fit on the page of their class; the list of trainees has them all.
SHOWN = 200


class TrainingClassList(ListPage):
    """All classes the person may see, the latest first."""

    model = TrainingClass
    filterset_class = TrainingClassFilter
    order_by = ("-start_on", "-pk")
    only = (
        "class_no", "status", "start_on", "end_on", "quota", "proposal__title_zh", "proposal__title_en",
        "proposal__unit__name_zh", "proposal__unit__name_en",
    )  # fmt: skip
    columns = [
        Column("proposal__title", gettext_lazy("Title"), link=True, kind="bilingual", value=None),
        Column("class_no", gettext_lazy("Class"), kind="number"),
        Column("status", gettext_lazy("Status")),
        Column("proposal__unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("start_on", gettext_lazy("First day")),
        Column("end_on", gettext_lazy("Last day")),
        Column("quota", gettext_lazy("Places"), kind="number"),
    ]
    export_columns = columns
    create_url_name = "trainingclass-create"
    create_permission = "training.add_trainingclass"
    create_label = gettext_lazy("Plan a class")
    empty_title = gettext_lazy("No class yet")
    empty_text = gettext_lazy("Once a project is approved, its classes are planned here.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("proposal__unit")


class TrainingClassDetail(DetailPage):
    """One class with timetable, roster, attendance, results and certificates."""

    model = TrainingClass
    flow = CLASS_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("proposal__unit", "proposal__certificate_type")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, self.request.user
        percents = attendance_percent(record)
        trainees = list(
            record.trainees.select_related(
                "identity", "assessment__entered_by", "assessment__checked_by"
            ).order_by("pk")[:SHOWN]
        )
        for trainee in trainees:
            trainee.attendance_percent = percents.get(trainee.pk)
        return super().get_context_data(
            sessions=record.sessions.select_related("instructor"),
            recorded=set(
                Attendance.objects.filter(session__training_class=record).values_list("session_id", flat=True)
            ),
            trainees=trainees,
            trainee_count=record.trainees.count() if len(trainees) == SHOWN else len(trainees),
            taken=record.trainees.present().count(),
            unchecked=Assessment.objects.filter(trainee__training_class=record, checked_by=None).count(),
            batches=CertificateBatch.objects.from_source(source_of(record)),
            imports=record.roster_imports.order_by("-pk")[:5],
            may_edit=user.has_perm("training.change_trainingclass", record),
            applying=record.trainees.applying().count(),
            may_admit=user.has_perm("training.admit_trainee", record),
            survey=Survey.objects.filter(training_class=record).first(),
            may_survey=record.status in {record.Status.RUNNING, record.Status.FINISHED}
            and user.has_perm("training.open_survey_trainingclass", record),
            inspections=Inspection.objects.visible_to(user)
            .filter(training_class=record)
            .order_by("-planned_on"),
            tickets=RectificationTicket.objects.visible_to(user)
            .filter(training_class=record)
            .order_by("-pk"),
            may_import=user.has_perm("training.import_trainingclass", record),
            may_record=user.has_perm("training.record_trainingclass", record),
            may_check=user.has_perm("training.check_results_trainingclass", record),
            may_request=record.status in {record.Status.FINISHED, record.Status.CLOSED}
            and user.has_perm("training.request_certificates_trainingclass", record),
            **kwargs,
        )


class TakesUser:
    """Hands the person to the form, which offers only what that person may choose."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}


class TrainingClassCreate(TakesUser, CreatePage):
    """Planning a class of an approved project."""

    model = TrainingClass
    form_class = TrainingClassForm
    extra_context = {
        "page_title": gettext_lazy("Plan a class"),
        "submit_label": gettext_lazy("Plan the class"),
    }

    def get_initial(self) -> dict[str, Any]:
        return {"proposal": self.request.GET.get("proposal")}

    def save(self, form: Any) -> TrainingClass:
        if not self.request.user.has_perm("training.change_trainingclass", form.instance):
            raise PermissionDenied
        return actions.add_class(form.instance, by=self.request.user)


class TrainingClassEdit(TakesUser, EditPage):
    """Changing dates, place or the people in charge."""

    model = TrainingClass
    form_class = TrainingClassForm

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("proposal")


class Timetable(Scoped, UpdateView):
    """The lessons of a class, checked for clashes."""

    model = TrainingClass
    form_class = SessionFormSet
    template_name = "training/trainingclass_timetable.html"

    def get_object(self, queryset: Any = None) -> TrainingClass:
        record = super().get_object(queryset)
        if not self.request.user.has_perm("training.change_trainingclass", record):
            raise PermissionDenied
        return record

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            TrainingClass.objects.select_for_update().get(pk=self.object.pk)
            form.save()
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        item = {
            "formset": kwargs["form"],
            "title": _("Lessons"),
            "totals": [
                {
                    "label": _("Class hours planned"),
                    "target": "sessions-*-hours",
                    "value": self.object.hours_planned,
                }
            ],
        }
        return super().get_context_data(record=self.object, item=item, **kwargs)


class CertificateRequest(Scoped, DetailView):
    """Asks for the certificates of everybody who has completed."""

    model = TrainingClass

    def post(self, request: Any, pk: int) -> HttpResponse:
        record = self.get_object()
        try:
            batch = actions.request_certificates_trainingclass(record, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect(record.get_absolute_url())
        messages.success(request, _("The certificates have been asked for."))
        return redirect(reverse("certificatebatch-detail", args=[batch.pk]))
