"""The addresses of international students."""

from django.urls import path

from core.views import step
from programmes import actions
from programmes.flow import INBOUND_FLOW
from programmes.forms import inbound as forms
from programmes.views import inbound, residence

HERE = {"plural": "programmes/inbound"}
FORMS = {"issue_jw": forms.JwForm, "arrive": forms.ArriveForm, "register": forms.RegisterForm}

urlpatterns = [
    path("programmes/inbound/", inbound.InboundList.as_view(), name="inboundstudent-list"),
    path("programmes/inbound/mine/", inbound.MyInbound.as_view(), name="inbound-mine"),
    path("programmes/inbound/new/", inbound.InboundCreate.as_view(), name="inboundstudent-create"),
    path("programmes/inbound/terms/", residence.TermRegister.as_view(), name="term-register"),
    path("programmes/inbound/leads/", residence.LeadList.as_view(), name="lead-list"),
    path("programmes/inbound/leads/new/", residence.LeadCreate.as_view(), name="lead-create"),
    path("programmes/inbound/<int:pk>/", inbound.InboundDetail.as_view(), name="inboundstudent-detail"),
    path("programmes/inbound/<int:pk>/edit/", inbound.InboundEdit.as_view(), name="inboundstudent-edit"),
    path(
        "programmes/inbound/<int:pk>/passport/",
        inbound.PassportEnter.as_view(),
        name="inboundstudent-passport",
    ),
    path(
        "programmes/inbound/<int:pk>/papers/<slug:paper>/",
        inbound.PaperUpload.as_view(),
        name="inboundstudent-paper",
    ),
    path(
        "programmes/inbound/<int:pk>/residence/",
        residence.ResidenceKeep.as_view(),
        name="inboundstudent-residence",
    ),
    path(
        "programmes/inbound/<int:pk>/police/", residence.PoliceQuery.as_view(), name="inboundstudent-police"
    ),
    path(
        "programmes/inbound/<int:pk>/duties/<int:duty>/", residence.DutyFinish.as_view(), name="duty-finish"
    ),
    *[
        step(INBOUND_FLOW, verb, getattr(actions, f"{verb}_inboundstudent"), FORMS.get(verb), **HERE)
        for verb in INBOUND_FLOW.steps
    ],
]
