"""The addresses of proposals, and the action behind each step."""

from django.urls import path

from core.views import bulk, step
from training import actions, views
from training.flow import COSIGN_FLOW, PROPOSAL_FLOW
from training.forms import AcceptForm, AuthoriseForm, RejectForm, ResubmitForm, ReturnForm
from training.views.publicity import Catalogue

PLURAL = {"plural": "training/proposals"}
COSIGNS = {"plural": "training/cosigns"}

urlpatterns = [
    path("training/", Catalogue.as_view(), name="training-public"),
    path("training/proposals/", views.ProposalList.as_view(), name="proposal-list"),
    path("training/proposals/new/", views.ProposalBegin.as_view(), name="proposal-begin"),
    path("training/proposals/words/<slug:field>/", views.WordCheck.as_view(), name="proposal-words"),
    path("training/proposals/<int:pk>/", views.ProposalDetail.as_view(), name="proposal-detail"),
    path(
        "training/proposals/<int:pk>/edit/<slug:section>/",
        views.ProposalSection.as_view(),
        name="proposal-section",
    ),
    path("training/proposals/<int:pk>/check/", views.ProposalCheck.as_view(), name="proposal-check"),
    path("training/proposals/<int:pk>/versions/", views.ProposalVersions.as_view(), name="proposal-versions"),
    path("training/proposals/<int:pk>/comment/", views.ProposalComment.as_view(), name="proposal-comment"),
    path(
        "training/proposals/<int:pk>/name-fields/",
        views.ProposalNameFields.as_view(),
        name="proposal-name-fields",
    ),
    path(
        "training/proposals/<int:pk>/unlock/",
        views.ProposalUnlockStart.as_view(),
        name="proposal-unlock-start",
    ),
    bulk(
        PROPOSAL_FLOW,
        "proposal-list",
        {
            "endorse": actions.endorse_proposal,
            "approve": actions.approve_proposal,
            "authorise": actions.authorise_proposal,
        },
        plural="training/proposals",
    ),
    step(PROPOSAL_FLOW, "submit", actions.submit_proposal, **PLURAL),
    step(PROPOSAL_FLOW, "endorse", actions.endorse_proposal, **PLURAL),
    step(PROPOSAL_FLOW, "accept", actions.accept_proposal, AcceptForm, **PLURAL),
    step(PROPOSAL_FLOW, "approve", actions.approve_proposal, **PLURAL),
    step(PROPOSAL_FLOW, "escalate", actions.escalate_proposal, **PLURAL),
    step(PROPOSAL_FLOW, "authorise", actions.authorise_proposal, AuthoriseForm, **PLURAL),
    step(PROPOSAL_FLOW, "return", actions.return_proposal, ReturnForm, **PLURAL),
    step(PROPOSAL_FLOW, "reject", actions.reject_proposal, RejectForm, **PLURAL),
    step(PROPOSAL_FLOW, "resubmit", actions.resubmit_proposal, ResubmitForm, **PLURAL),
    step(PROPOSAL_FLOW, "withdraw", actions.withdraw_proposal, **PLURAL),
    step(COSIGN_FLOW, "agree", actions.agree_cosign, **COSIGNS),
    step(COSIGN_FLOW, "agree_with_conditions", actions.agree_with_conditions_cosign, **COSIGNS),
    step(COSIGN_FLOW, "object", actions.object_cosign, **COSIGNS),
]
