"""Pages about the roster: upload, check, take over; and one trainee."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView

from core.exports import write_workbook
from core.flow import FlowError
from core.views import DetailPage, EditPage, Scoped
from training import actions
from training.actions.money import received_from
from training.actions.roster import problem_sheet_of
from training.actions.roster_columns import COLUMNS
from training.flow import TRAINEE_FLOW
from training.forms.training_class import OverrideForm, RosterCheckForm, RosterUploadForm, TraineeForm
from training.models import RosterImport, Trainee, TrainingClass

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfClass:
    """A page that belongs to one class the person may see; somebody else's is a 404."""

    permission = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        classes = TrainingClass.objects.visible_to(request.user).select_related("proposal__unit")
        self.training_class = get_object_or_404(classes, pk=kwargs["pk"])
        if not request.user.has_perm(self.permission, self.training_class):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.training_class, training_class=self.training_class, **kwargs
        )


class RosterUpload(OfClass, FormView):
    """Step one of four: the file."""

    permission = "training.import_trainingclass"
    form_class = RosterUploadForm
    template_name = "training/roster_upload.html"

    def form_valid(self, form: Any) -> HttpResponse:
        roster = actions.upload_roster(
            self.training_class,
            form.cleaned_data["file"],
            duplicates=form.cleaned_data["duplicates"],
            by=self.request.user,
        )
        return redirect(roster.get_absolute_url())


class RosterTemplate(OfClass, View):
    """An empty workbook with the columns of a roster."""

    permission = "training.import_trainingclass"

    def get(self, request: Any, pk: int) -> HttpResponse:
        content = write_workbook(
            [column.label for column in COLUMNS], [], definitions=instructions(), sheet_name=_("Roster")
        )
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="roster.xlsx"'
        return response


def instructions() -> list[tuple[str, str]]:
    """What the sheet beside the empty roster says about each column."""
    rows = []
    for column in COLUMNS:
        meaning = [gettext("required") if column.required else gettext("optional")]
        meaning.append(gettext("also called: %(names)s") % {"names": "、".join(column.labels[1:])})
        if column.choices:
            words = "、".join(choice[0] for choice in column.choices.values())
            meaning.append(gettext("one of: %(words)s") % {"words": words})
        if column.kind == "identity":
            meaning.append(gettext("format the cells as text before typing, or the last digits are lost"))
        if column.kind == "date":
            meaning.append(gettext("year first: 2026-11-23"))
        rows.append((column.label, "; ".join(meaning)))
    return rows


class RosterDetail(Scoped, DetailView):
    """Steps two to four: the columns found, the check, and what was taken over."""

    model = RosterImport
    template_name = "training/roster_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("training_class__proposal__unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roster = self.object
        may_apply = self.request.user.has_perm("training.import_trainingclass", roster.training_class)
        return super().get_context_data(
            record=roster.training_class,
            roster=roster,
            may_work=may_apply and roster.applied_at is None and not roster.is_unfinished,
            may_apply=may_apply and roster.can_be_applied,
            form=RosterCheckForm(
                roster=roster, initial={"duplicates": roster.duplicates}, columns=roster.unknown_columns
            ),
            **kwargs,
        )

    def get_template_names(self) -> list[str]:
        return ["training/_roster_state.html"] if self.request.htmx else [self.template_name]


class RosterApply(Scoped, DetailView):
    """Has the checked roster taken over, all of it or nothing."""

    model = RosterImport

    def post(self, request: Any, pk: int) -> HttpResponse:
        roster = self.get_object()
        try:
            actions.take_over_roster(roster, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        except FlowError as refused:
            messages.info(request, refused.message)
        return redirect(roster.get_absolute_url())


class RosterCheck(Scoped, DetailView):
    """Has the same file read again, with other answers about its columns or about known people."""

    model = RosterImport

    def post(self, request: Any, pk: int) -> HttpResponse:
        roster = self.get_object()
        form = RosterCheckForm(request.POST, roster=roster, columns=roster.unknown_columns)
        if not form.is_valid():
            messages.error(request, _("Choose one of the answers offered."))
            return redirect(roster.get_absolute_url())
        try:
            actions.check_roster_again(
                roster,
                by=request.user,
                duplicates=form.cleaned_data["duplicates"],
                columns_chosen=form.columns_chosen,
            )
        except FlowError as refused:
            messages.info(request, refused.message)
        return redirect(roster.get_absolute_url())


class RosterProblems(Scoped, DetailView):
    """The sheet given back, with the reason beside each bad row (EC-68)."""

    model = RosterImport

    def get(self, request: Any, pk: int) -> HttpResponse:
        roster = self.get_object()
        if (
            not request.user.has_perm("training.import_trainingclass", roster.training_class)
            or not roster.problem_sheet
            or roster.applied_at
        ):
            raise PermissionDenied
        content = problem_sheet_of(roster)
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="problems.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response


class TraineeDetail(DetailPage):
    """One trainee of one class."""

    model = Trainee
    flow = TRAINEE_FLOW

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related("training_class__proposal__unit", "identity", "nationality", "assessment")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, trainee = self.request.user, self.object
        wants = trainee.status == Trainee.Status.NOT_COMPLETED and not trainee.is_override_wanted
        return super().get_context_data(
            marks=trainee.attendance.select_related("session").order_by(
                "session__date", "session__starts_at"
            ),
            may_edit=user.has_perm("training.change_trainee", trainee),
            may_reveal=user.has_perm("accounts.reveal_identitydocument", trainee.identity),
            may_ask=wants and user.has_perm("training.ask_override_trainee", trainee),
            payments=trainee.payments.order_by("-received_on", "-pk"),
            refunds=trainee.refunds.order_by("-pk"),
            received=received_from(trainee),
            may_pay=trainee.status not in {"applied", "declined"} and user.has_perm("training.add_payment"),
            may_refund=received_from(trainee) > 0 and user.has_perm("training.add_refund", trainee),
            **kwargs,
        )


class TraineeEdit(EditPage):
    """Correcting what was written down about a trainee."""

    model = Trainee
    form_class = TraineeForm
    extra_context = {"page_title": gettext_lazy("Correct the entry")}


class TraineeAskOverride(Scoped, FormView):
    """The unit asks that somebody may complete against the rule."""

    model = Trainee
    form_class = OverrideForm
    template_name = "training/trainee_ask_override.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        if not request.user.has_perm("training.ask_override_trainee", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            actions.ask_override_trainee(
                self.object, by=self.request.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The office has been asked."))
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object, cancel_url=self.object.get_absolute_url(), **kwargs
        )
