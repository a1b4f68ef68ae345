"""The addresses of exchange files, dossiers and external coordinators."""

from django.urls import path

from core.views import step
from partnerships.actions import coordinators as actions
from partnerships.flow.coordinators import PROFILE_FLOW
from partnerships.views import coordinators, exchange

AGREEMENT = "partnerships/agreements/<int:pk>/"
INSTITUTION = "partnerships/institutions/<int:pk>/"
PROPOSALS = {"plural": "partnerships/proposals"}

urlpatterns = [
    path(f"{AGREEMENT}iia/", exchange.AgreementIia.as_view(), name="agreement-iia"),
    path(f"{AGREEMENT}iia.xml", exchange.AgreementIiaFile.as_view(), name="agreement-iia-file"),
    path(f"{AGREEMENT}dossier/", exchange.AgreementDossier.as_view(), name="agreement-dossier"),
    path(
        f"{INSTITUTION}coordinators/",
        coordinators.InstitutionCoordinators.as_view(),
        name="institution-coordinators",
    ),
    path(f"{INSTITUTION}propose/", coordinators.InstitutionPropose.as_view(), name="institution-propose"),
    path(f"{INSTITUTION}send/", coordinators.InstitutionUpload.as_view(), name="institution-send"),
    path("partnerships/ours/", coordinators.OwnInstitution.as_view(), name="coordinator-home"),
    path(
        "partnerships/coordinators/<int:pk>/extend/",
        coordinators.CoordinatorExtend.as_view(),
        name="coordinator-extend",
    ),
    path(
        "partnerships/coordinators/<int:pk>/end/",
        coordinators.CoordinatorEnd.as_view(),
        name="coordinator-end",
    ),
    path("partnerships/proposals/", coordinators.ProposalList.as_view(), name="profileproposal-list"),
    path(
        "partnerships/proposals/<int:pk>/",
        coordinators.ProposalDetail.as_view(),
        name="profileproposal-detail",
    ),
    step(PROFILE_FLOW, "accept", actions.accept_profileproposal, **PROPOSALS),
    step(PROFILE_FLOW, "reject", actions.reject_profileproposal, **PROPOSALS),
]
