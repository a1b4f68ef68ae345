"""The addresses of international students."""

from django.urls import path

from core.views import step
from programmes import actions
from programmes.flow import INBOUND_FLOW
from programmes.forms import inbound as forms
from programmes.views import inbound

HERE = {"plural": "programmes/inbound"}
FORMS = {"issue_jw": forms.JwForm, "arrive": forms.ArriveForm, "register": forms.RegisterForm}

urlpatterns = [
    path("programmes/inbound/", inbound.InboundList.as_view(), name="inboundstudent-list"),
    path("programmes/inbound/mine/", inbound.MyInbound.as_view(), name="inbound-mine"),
    path("programmes/inbound/new/", inbound.InboundCreate.as_view(), name="inboundstudent-create"),
    path("programmes/inbound/terms/", inbound.TermRegister.as_view(), name="term-register"),
    path("programmes/inbound/leads/", inbound.LeadList.as_view(), name="lead-list"),
    path("programmes/inbound/leads/new/", inbound.LeadCreate.as_view(), name="lead-create"),
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
        inbound.ResidenceKeep.as_view(),
        name="inboundstudent-residence",
    ),
    path("programmes/inbound/<int:pk>/police/", inbound.PoliceQuery.as_view(), name="inboundstudent-police"),
    path("programmes/inbound/<int:pk>/duties/<int:duty>/", inbound.DutyFinish.as_view(), name="duty-finish"),
    *[
        step(INBOUND_FLOW, verb, getattr(actions, f"{verb}_inboundstudent"), FORMS.get(verb), **HERE)
        for verb in INBOUND_FLOW.steps
    ],
]
