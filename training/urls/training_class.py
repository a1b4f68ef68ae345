"""The addresses of classes, rosters and results."""

from django.urls import path

from core.views import step
from training import actions
from training.flow import CLASS_FLOW, TRAINEE_FLOW
from training.forms.training_class import ConfirmForm
from training.views import results, roster, trainee, training_class

CLASSES = {"plural": "training/classes"}
TRAINEES = {"plural": "training/trainees"}

urlpatterns = [
    path("training/classes/", training_class.TrainingClassList.as_view(), name="trainingclass-list"),
    path("training/classes/new/", training_class.TrainingClassCreate.as_view(), name="trainingclass-create"),
    path(
        "training/classes/<int:pk>/",
        training_class.TrainingClassDetail.as_view(),
        name="trainingclass-detail",
    ),
    path(
        "training/classes/<int:pk>/edit/",
        training_class.TrainingClassEdit.as_view(),
        name="trainingclass-edit",
    ),
    path(
        "training/classes/<int:pk>/timetable/",
        training_class.Timetable.as_view(),
        name="trainingclass-timetable",
    ),
    path(
        "training/classes/<int:pk>/certificates/",
        training_class.CertificateRequest.as_view(),
        name="trainingclass-request-certificates",
    ),
    step(CLASS_FLOW, "open_enrolment", actions.open_enrolment_trainingclass, **CLASSES),
    step(CLASS_FLOW, "confirm", actions.confirm_trainingclass, ConfirmForm, **CLASSES),
    step(CLASS_FLOW, "start", actions.start_trainingclass, **CLASSES),
    step(CLASS_FLOW, "finish", actions.finish_trainingclass, **CLASSES),
    step(CLASS_FLOW, "complete", actions.complete_trainingclass, **CLASSES),
    step(CLASS_FLOW, "reopen_attendance", actions.reopen_attendance_trainingclass, **CLASSES),
    step(CLASS_FLOW, "close", actions.close_trainingclass, **CLASSES),
    step(CLASS_FLOW, "cancel", actions.cancel_trainingclass, **CLASSES),
    path("training/classes/<int:pk>/roster/", roster.RosterUpload.as_view(), name="roster-upload"),
    path(
        "training/classes/<int:pk>/roster/template/", roster.RosterTemplate.as_view(), name="roster-template"
    ),
    path("training/rosters/<int:pk>/", roster.RosterDetail.as_view(), name="rosterimport-detail"),
    path("training/rosters/<int:pk>/apply/", roster.RosterApply.as_view(), name="rosterimport-apply"),
    path("training/rosters/<int:pk>/check/", roster.RosterCheck.as_view(), name="rosterimport-check"),
    path(
        "training/rosters/<int:pk>/problems/", roster.RosterProblems.as_view(), name="rosterimport-problems"
    ),
    path("training/trainees/", trainee.TraineeList.as_view(), name="trainee-list"),
    path("training/trainees/find/", trainee.TraineeFind.as_view(), name="trainee-find"),
    path("training/trainees/<int:pk>/", roster.TraineeDetail.as_view(), name="trainee-detail"),
    path("training/trainees/<int:pk>/edit/", roster.TraineeEdit.as_view(), name="trainee-edit"),
    path(
        "training/trainees/<int:pk>/ask-override/",
        roster.TraineeAskOverride.as_view(),
        name="trainee-ask-override",
    ),
    step(TRAINEE_FLOW, "withdraw", actions.withdraw_trainee, **TRAINEES),
    step(TRAINEE_FLOW, "expel", actions.expel_trainee, **TRAINEES),
    step(TRAINEE_FLOW, "override", actions.override_trainee, **TRAINEES),
    path(
        "training/classes/<int:pk>/attendance/<int:session>/",
        results.AttendanceEntry.as_view(),
        name="trainingclass-attendance",
    ),
    path("training/classes/<int:pk>/results/", results.ResultsEntry.as_view(), name="trainingclass-results"),
    path(
        "training/classes/<int:pk>/results/check/",
        results.ResultsCheck.as_view(),
        name="trainingclass-results-check",
    ),
]
