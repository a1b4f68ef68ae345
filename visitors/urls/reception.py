"""The addresses of delegations and their reception."""

from django.urls import path

from core.views import step
from visitors import actions
from visitors.flow import DELEGATION_FLOW
from visitors.forms.delegation import CloseForm
from visitors.views import delegation, desk, tables

PLURAL = {"plural": "visitors/delegations"}
ONE = "visitors/delegations/<int:pk>/"

urlpatterns = [
    path("visitors/", desk.VisitorsDesk.as_view(), name="visitors-desk"),
    path("visitors/calendar/", desk.PresenceCalendar.as_view(), name="visitors-calendar"),
    path("visitors/front-desk/", desk.FrontDesk.as_view(), name="front-desk"),
    path("visitors/badges/<str:token>/", desk.BadgeScanned.as_view(), name="badge-scanned"),
    path("visitors/guests/<int:pk>/badge/", desk.BadgeReprint.as_view(), name="badge-reprint"),
    path("visitors/guests/<int:pk>/passport/", delegation.GuestPassport.as_view(), name="guest-passport"),
    path("visitors/delegations/", delegation.VisitList.as_view(), name="visit-list"),
    path("visitors/delegations/new/", delegation.VisitCreate.as_view(), name="visit-create"),
    path(ONE, delegation.DelegationDetail.as_view(), name="delegation-detail"),
    path(f"{ONE}edit/", delegation.DelegationEdit.as_view(), name="delegation-edit"),
    path(f"{ONE}guests/", tables.Guests.as_view(), name="delegation-guests"),
    path(f"{ONE}programme/", tables.Programme.as_view(), name="delegation-programme"),
    path(f"{ONE}budget/", tables.Budget.as_view(), name="delegation-budget"),
    path(f"{ONE}gifts/", tables.Gifts.as_view(), name="delegation-gifts"),
    path(f"{ONE}province/", delegation.ProvinceReply.as_view(), name="delegation-province"),
    path(f"{ONE}lodging/", delegation.LodgingRegister.as_view(), name="delegation-lodging"),
    path(f"{ONE}papers/", delegation.PapersRequest.as_view(), name="delegation-papers"),
    path(f"{ONE}papers/progress/", delegation.PackProgress.as_view(), name="delegation-papers-progress"),
    path("visitors/papers/<int:pk>/print/", delegation.PaperPrint.as_view(), name="receptionpaper-print"),
    step(DELEGATION_FLOW, "submit", actions.submit_delegation, **PLURAL),
    step(DELEGATION_FLOW, "resubmit", actions.resubmit_delegation, **PLURAL),
    step(DELEGATION_FLOW, "endorse", actions.endorse_delegation, **PLURAL),
    step(DELEGATION_FLOW, "check", actions.check_delegation, **PLURAL),
    step(DELEGATION_FLOW, "confirm_money", actions.confirm_money_delegation, **PLURAL),
    step(DELEGATION_FLOW, "clear_talks", actions.clear_talks_delegation, **PLURAL),
    step(DELEGATION_FLOW, "approve", actions.approve_delegation, **PLURAL),
    step(DELEGATION_FLOW, "escalate", actions.escalate_delegation, **PLURAL),
    step(DELEGATION_FLOW, "authorise", actions.authorise_delegation, **PLURAL),
    step(DELEGATION_FLOW, "return", actions.return_delegation, **PLURAL),
    step(DELEGATION_FLOW, "reject", actions.reject_delegation, **PLURAL),
    step(DELEGATION_FLOW, "close", actions.close_delegation, CloseForm, **PLURAL),
    step(DELEGATION_FLOW, "reopen", actions.reopen_delegation, **PLURAL),
    step(DELEGATION_FLOW, "cancel", actions.cancel_delegation, **PLURAL),
]
