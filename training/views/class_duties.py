"""What a unit does about one class: applications, sheets, the code on the wall, the survey, one trainee by hand."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView, TemplateView

from core.policy import policy
from core.views import Column, DetailPage, ListPage, Scoped
from training.actions import check_in as check_in_actions
from training.actions.enrolment import admit_all
from training.actions.feedback import open_survey, result_of
from training.actions.record_sheets import attendance_sheet, import_attendance, import_results, results_sheet
from training.actions.single import add_trainee
from training.filters.duties import ApplicationFilter, SurveyFilter
from training.forms.duties import SheetForm, SingleTraineeForm
from training.models import ClassSession, Survey, Trainee, TrainingClass
from training.views.enrolment import told
from training.views.roster import XLSX, OfClass

SHEETS = {
    "attendance": (attendance_sheet, import_attendance, gettext_lazy("Attendance by spreadsheet")),
    "results": (results_sheet, import_results, gettext_lazy("Results by spreadsheet")),
}


class ApplicationList(ListPage):
    """Those who registered online and whom the unit has not decided on."""

    model = Trainee
    title = gettext_lazy("Applications of trainees")
    filterset_class = ApplicationFilter
    order_by = ("-applied_at", "-pk")
    columns = [
        Column("name", gettext_lazy("Name"), link=True, value=str),
        Column("identity__masked", gettext_lazy("Document")),
        Column("status", gettext_lazy("Status")),
        Column("real_name", gettext_lazy("Real-name check"), value=lambda row: row.get_real_name_display()),
        Column("employer", gettext_lazy("Employer")),
        Column("class", gettext_lazy("Class"), value=lambda row: str(row.training_class)),
        Column("applied_at", gettext_lazy("Applied at")),
    ]
    empty_title = gettext_lazy("Nobody is waiting")
    empty_text = gettext_lazy("Who registers on the public page of an enrolling class appears here.")

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(applied_at__isnull=False)
        return rows.select_related("training_class__proposal", "identity")


class AdmitAll(Scoped, View):
    """Admits everybody of a class whose name and number agree."""

    model = TrainingClass

    def post(self, request: Any, pk: int) -> HttpResponse:
        record = get_object_or_404(self.get_queryset().select_related("proposal"), pk=pk)
        count = admit_all(record, by=request.user)
        text = ngettext("%(count)s person was admitted.", "%(count)s people were admitted.", count)
        messages.success(request, text % {"count": count})
        return redirect(f"{record.get_absolute_url()}#roster")


class OfSheet(OfClass):
    """A page about the sheet of attendance or of results."""

    permission = "training.record_trainingclass"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["kind"] not in SHEETS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Sheet(OfSheet, FormView):
    """Uploads a filled-in sheet of attendance or results; all of it is taken or nothing."""

    form_class = SheetForm
    template_name = "training/sheet.html"

    def form_valid(self, form: Any) -> HttpResponse:
        _make, take, _title = SHEETS[self.kwargs["kind"]]
        try:
            take(self.training_class, form.cleaned_data["file"], by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            response = self.form_invalid(form)
            response.status_code = 422
            return response
        messages.success(self.request, _("Saved."))
        return redirect(f"{self.training_class.get_absolute_url()}#roster")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.kwargs["kind"]
        return super().get_context_data(
            page_title=SHEETS[kind][2],
            template_url=reverse("trainingclass-sheet-template", args=[self.training_class.pk, kind]),
            cancel_url=self.training_class.get_absolute_url(),
            **kwargs,
        )


class SheetTemplate(OfSheet, View):
    """The sheet with the roster, to be filled in."""

    def get(self, request: Any, pk: int, kind: str) -> HttpResponse:
        response = HttpResponse(SHEETS[kind][0](self.training_class), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response


class TraineeAdd(OfClass, FormView):
    """Puts one person on the roster."""

    permission = "training.import_trainingclass"
    form_class = SingleTraineeForm
    template_name = "training/trainee_add.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"training_class": self.training_class}

    def get_initial(self) -> dict[str, Any]:
        return {"form_token": uuid.uuid4(), "is_leading_cadre": "no", "doc_type": "cn_id"}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            trainee = add_trainee(self.training_class, form.applicant, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(trainee.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.training_class.get_absolute_url(), **kwargs)


class CheckInWall(OfClass, TemplateView):
    """The code on the wall: a page for the projector that renews itself every few seconds."""

    permission = "training.show_code_trainingclass"
    template_name = "training/check_in_wall.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = ClassSession.objects.select_related("training_class__proposal")
        session = get_object_or_404(sessions, pk=self.kwargs["session"], training_class=self.training_class)
        is_open = check_in_actions.is_open(session)
        token = check_in_actions.token_of(session, check_in_actions.step_now())
        address = settings.SITE_URL + reverse("training-check-in", args=[session.pk, token])
        present = self.training_class.trainees.present().count()
        drawing = segno.make(address, error="m").svg_inline(scale=8, border=2) if is_open else ""
        return super().get_context_data(
            **kwargs | {"session": session},
            is_open=is_open,
            address=address,
            code=SafeString(drawing),  # nosec B703 - drawn here, from an address of ours
            checked_in=session.attendance.filter(checked_in_at__isnull=False).count(),
            present=present,
            window=check_in_actions.window_of(session),
            may_close=self.request.user.has_perm("training.record_trainingclass", self.training_class),
        )

    def get_template_names(self) -> list[str]:
        return ["training/_check_in_code.html"] if self.request.htmx else [self.template_name]


class CheckInClose(OfClass, View):
    """Whoever has not checked in is marked absent."""

    permission = "training.record_trainingclass"

    def post(self, request: Any, pk: int, session: int) -> HttpResponse:
        lesson = get_object_or_404(self.training_class.sessions, pk=session)
        try:
            count = check_in_actions.close_check_in(lesson, by=request.user)
        except ValidationError as error:
            told(request, error)
        else:
            text = ngettext(
                "%(count)s person is marked absent.", "%(count)s people are marked absent.", count
            )
            messages.success(request, text % {"count": count})
        return redirect("trainingclass-attendance", self.training_class.pk, lesson.pk)


class SurveyOpen(OfClass, View):
    """Opens the survey of a class."""

    permission = "training.open_survey_trainingclass"

    def post(self, request: Any, pk: int) -> HttpResponse:
        try:
            survey = open_survey(self.training_class, by=request.user)
        except ValidationError as error:
            told(request, error)
            return redirect(self.training_class.get_absolute_url())
        return redirect(survey.get_absolute_url())


class SurveyList(ListPage):
    """The surveys of all classes the person may see."""

    model = Survey
    filterset_class = SurveyFilter
    columns = [
        Column("class", gettext_lazy("Class"), link=True, value=lambda row: str(row.training_class)),
        Column("training_class__proposal__unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("opens_on", gettext_lazy("Open from")),
        Column("closes_on", gettext_lazy("Open until")),
        Column("asked", gettext_lazy("Asked"), kind="number"),
        Column("answered", gettext_lazy("Answered"), kind="number"),
    ]
    empty_title = gettext_lazy("No survey yet")
    empty_text = gettext_lazy("The survey of a class opens by itself when the class is finished.")

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related("training_class__proposal__unit")
            .annotate(asked=Count("tokens"), answered=Count("tokens", filter=Q(tokens__is_used=True)))
        )


class SurveyDetail(DetailPage):
    """What the answers say, once there are enough of them."""

    model = Survey

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("training_class__proposal__unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            result=result_of(self.object),
            least=policy("training.survey_min_answers"),
            may_print=self.request.user.has_perm(
                "training.print_codes_trainingclass", self.object.training_class
            ),
            **kwargs,
        )


class SurveySlips(Scoped, View):
    """Unused codes on slips to cut and hand out face down, in a random order and without names."""

    model = Survey

    def get(self, request: Any, pk: int) -> HttpResponse:
        survey = get_object_or_404(
            self.get_queryset().select_related("training_class__proposal__unit"), pk=pk
        )
        if not request.user.has_perm("training.print_codes_trainingclass", survey.training_class):
            raise PermissionDenied
        codes = survey.tokens.filter(is_used=False).order_by("code").values_list("code", flat=True)
        address = settings.SITE_URL + reverse("training-survey-code")
        context = {"survey": survey, "record": survey, "codes": list(codes), "address": address}
        response = render(request, "training/survey_slips.html", context)
        response["Cache-Control"] = "private, no-store"
        return response
