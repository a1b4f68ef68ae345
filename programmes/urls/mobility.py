"""The addresses of stays and credits."""

from django.urls import path

from core.views import step
from programmes import actions
from programmes.flow import INCIDENT_FLOW, MOBILITY_FLOW, PLAN_FLOW, RECOGNITION_FLOW
from programmes.forms import mobility as forms
from programmes.views import credits, mobility

STAYS = {"plural": "programmes/stays"}
PLANS = {"plural": "programmes/plans"}
PAPERS = {"plural": "programmes/recognitions"}
INCIDENTS = {"plural": "programmes/incidents"}

urlpatterns = [
    path("programmes/stays/", mobility.MobilityList.as_view(), name="mobility-list"),
    path("programmes/stays/<int:pk>/", mobility.MobilityDetail.as_view(), name="mobility-detail"),
    path("programmes/stays/<int:pk>/edit/", mobility.StayEdit.as_view(), name="mobility-edit"),
    path("programmes/stays/<int:pk>/items/<int:item>/", mobility.ItemFinish.as_view(), name="item-finish"),
    path(
        "programmes/stays/<int:pk>/items/<int:item>/verify/",
        mobility.ItemVerify.as_view(),
        name="item-verify",
    ),
    path(
        "programmes/stays/<int:pk>/check-ins/<int:check_in>/",
        mobility.CheckInAnswer.as_view(),
        name="checkin-answer",
    ),
    path("programmes/stays/<int:pk>/incident/", mobility.IncidentCreate.as_view(), name="incident-create"),
    path("programmes/crisis/", mobility.CrisisList.as_view(), name="crisis-list"),
    step(MOBILITY_FLOW, "report_departure", actions.report_departure_mobility, forms.DepartForm, **STAYS),
    step(MOBILITY_FLOW, "depart", actions.depart_mobility, forms.DepartForm, **STAYS),
    step(MOBILITY_FLOW, "cut_short", actions.cut_short_mobility, **STAYS),
    step(MOBILITY_FLOW, "extend", actions.extend_mobility, forms.ExtendForm, **STAYS),
    step(MOBILITY_FLOW, "report_return", actions.report_return_mobility, forms.ReturnReportForm, **STAYS),
    step(MOBILITY_FLOW, "return", actions.return_mobility, forms.ReturnForm, **STAYS),
    step(MOBILITY_FLOW, "close", actions.close_mobility, **STAYS),
    step(MOBILITY_FLOW, "withdraw", actions.withdraw_mobility, **STAYS),
    step(INCIDENT_FLOW, "close", actions.close_incident, **INCIDENTS),
    path("programmes/plans/<int:pk>/", credits.PlanDetail.as_view(), name="creditplan-detail"),
    path("programmes/plans/<int:pk>/edit/", credits.PlanEdit.as_view(), name="creditplan-edit"),
    step(PLAN_FLOW, "submit", actions.submit_creditplan, **PLANS),
    step(PLAN_FLOW, "endorse", actions.endorse_creditplan, **PLANS),
    step(PLAN_FLOW, "approve", actions.approve_creditplan, **PLANS),
    step(PLAN_FLOW, "return", actions.return_creditplan, **PLANS),
    step(PLAN_FLOW, "reopen", actions.reopen_creditplan, **PLANS),
    path("programmes/recognitions/", credits.RecognitionList.as_view(), name="creditrecognition-list"),
    path(
        "programmes/recognitions/<int:pk>/",
        credits.RecognitionDetail.as_view(),
        name="creditrecognition-detail",
    ),
    path(
        "programmes/recognitions/<int:pk>/judge/",
        credits.RecognitionJudge.as_view(),
        name="creditrecognition-judge",
    ),
    path(
        "programmes/recognitions/<int:pk>/form/",
        credits.RecognitionPdf.as_view(),
        name="creditrecognition-pdf",
    ),
    step(RECOGNITION_FLOW, "submit", actions.submit_creditrecognition, forms.RecogniseForm, **PAPERS),
    step(RECOGNITION_FLOW, "endorse", actions.endorse_creditrecognition, **PAPERS),
    step(RECOGNITION_FLOW, "approve", actions.approve_creditrecognition, **PAPERS),
    step(RECOGNITION_FLOW, "return", actions.return_creditrecognition, **PAPERS),
]
