"""The addresses of laboratories, cooperative programmes and courses."""

from django.urls import path

from core.views import step
from partnerships import actions
from partnerships.flow import LABORATORY_FLOW, PROGRAMME_FLOW
from partnerships.views import course, laboratory, programme

LABS = "partnerships/laboratories/"
PROGRAMMES = "partnerships/cooperative-programmes/"
INTRODUCED = "partnerships/introduced-courses/"
COMPETENCE = "partnerships/competence-courses/"
LAB_STEPS = {"plural": "partnerships/laboratories"}
PROGRAMME_STEPS = {"plural": "partnerships/cooperative-programmes"}

urlpatterns = [
    path(LABS, laboratory.LaboratoryList.as_view(), name="laboratory-list"),
    path(f"{LABS}new/", laboratory.LaboratoryCreate.as_view(), name="laboratory-create"),
    path(f"{LABS}<int:pk>/", laboratory.LaboratoryDetail.as_view(), name="laboratory-detail"),
    path(f"{LABS}<int:pk>/edit/", laboratory.LaboratoryEdit.as_view(), name="laboratory-edit"),
    path(f"{LABS}<int:pk>/rows/<slug:rows>/", laboratory.LaboratoryRows.as_view(), name="laboratory-rows"),
    path(PROGRAMMES, programme.ProgrammeList.as_view(), name="cooperativeprogramme-list"),
    path(f"{PROGRAMMES}new/", programme.ProgrammeCreate.as_view(), name="cooperativeprogramme-create"),
    path(f"{PROGRAMMES}<int:pk>/", programme.ProgrammeDetail.as_view(), name="cooperativeprogramme-detail"),
    path(f"{PROGRAMMES}<int:pk>/edit/", programme.ProgrammeEdit.as_view(), name="cooperativeprogramme-edit"),
    path(f"{PROGRAMMES}<int:pk>/plan/", programme.PlanAdd.as_view(), name="courseplan-add"),
    path("partnerships/plans/<int:pk>/", programme.PlanCourses.as_view(), name="courseplan-courses"),
    path(INTRODUCED, course.IntroducedCourseList.as_view(), name="introducedcourse-list"),
    path(f"{INTRODUCED}new/", course.IntroducedCourseCreate.as_view(), name="introducedcourse-create"),
    path(f"{INTRODUCED}<int:pk>/", course.IntroducedCourseDetail.as_view(), name="introducedcourse-detail"),
    path(f"{INTRODUCED}<int:pk>/edit/", course.IntroducedCourseEdit.as_view(), name="introducedcourse-edit"),
    path(f"{INTRODUCED}<int:pk>/terms/", course.IntroducedCourseRuns.as_view(), name="introducedcourse-runs"),
    path(COMPETENCE, course.CompetenceCourseList.as_view(), name="globalcompetencecourse-list"),
    path(f"{COMPETENCE}new/", course.CompetenceCourseCreate.as_view(), name="globalcompetencecourse-create"),
    path(
        f"{COMPETENCE}<int:pk>/",
        course.CompetenceCourseDetail.as_view(),
        name="globalcompetencecourse-detail",
    ),
    path(
        f"{COMPETENCE}<int:pk>/edit/",
        course.CompetenceCourseEdit.as_view(),
        name="globalcompetencecourse-edit",
    ),
    path(
        f"{COMPETENCE}<int:pk>/terms/",
        course.CompetenceCourseRuns.as_view(),
        name="globalcompetencecourse-runs",
    ),
    step(LABORATORY_FLOW, "open", actions.open_laboratory, **LAB_STEPS),
    step(LABORATORY_FLOW, "review", actions.review_laboratory, **LAB_STEPS),
    step(LABORATORY_FLOW, "renew", actions.renew_laboratory, **LAB_STEPS),
    step(LABORATORY_FLOW, "close", actions.close_laboratory, **LAB_STEPS),
    step(PROGRAMME_FLOW, "start", actions.start_cooperativeprogramme, **PROGRAMME_STEPS),
    step(PROGRAMME_FLOW, "pause", actions.pause_cooperativeprogramme, **PROGRAMME_STEPS),
    step(PROGRAMME_FLOW, "resume", actions.resume_cooperativeprogramme, **PROGRAMME_STEPS),
    step(PROGRAMME_FLOW, "finish", actions.finish_cooperativeprogramme, **PROGRAMME_STEPS),
]
