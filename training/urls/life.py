"""The addresses of what becomes of approved projects: suspension, settlement, closing, changes, partners, rules."""

from django.urls import path

from core.views import step
from training import actions
from training.flow import (
    CHANGE_FLOW,
    CLOSING_FLOW,
    CONTRACT_FLOW,
    PROPOSAL_FLOW,
    RULE_FLOW,
    SETTLEMENT_FLOW,
    SUSPENSION_FLOW,
    VETTING_FLOW,
)
from training.forms.life import ClearLegalForm, ConcludeForm, SignForm, SuspendForm
from training.views import changes, life, partners, rules

P = {"plural": "training/proposals"}
PLANS = {"plural": "training/settlement-plans"}
CLOSINGS = {"plural": "training/closings"}
CHANGES = {"plural": "training/changes"}
VETTINGS = {"plural": "training/partners"}
CONTRACTS = {"plural": "training/contracts"}
RULES = {"plural": "training/rules"}

urlpatterns = [
    path("training/proposals/<int:pk>/guidance/", rules.Guidance.as_view(), name="proposal-guidance"),
    path(
        "training/proposals/<int:pk>/propose-suspension/",
        life.ProposeSuspension.as_view(),
        name="proposal-propose-suspension",
    ),
    step(PROPOSAL_FLOW, "suspend", actions.suspend_proposal, SuspendForm, **P),
    step(PROPOSAL_FLOW, "resume", actions.resume_proposal, **P),
    step(PROPOSAL_FLOW, "terminate", actions.terminate_proposal, **P),
    step(SUSPENSION_FLOW, "drop", actions.drop_suspension, plural="training/suspensions"),
    path(
        "training/proposals/<int:pk>/settlement-plan/",
        life.SettlementPlanCreate.as_view(),
        name="settlementplan-create",
    ),
    path(
        "training/settlement-plans/<int:pk>/", life.SettlementPlanDetail.as_view(), name="settlementplan-detail"
    ),
    path(
        "training/settlement-plans/<int:pk>/edit/", life.SettlementPlanEdit.as_view(), name="settlementplan-edit"
    ),
    step(SETTLEMENT_FLOW, "submit", actions.submit_settlementplan, **PLANS),
    step(SETTLEMENT_FLOW, "agree", actions.agree_settlementplan, **PLANS),
    step(SETTLEMENT_FLOW, "return", actions.return_settlementplan, **PLANS),
    step(SETTLEMENT_FLOW, "withdraw", actions.withdraw_settlementplan, **PLANS),
    path("training/proposals/<int:pk>/closing/", life.ClosingOpen.as_view(), name="closing-open"),
    path("training/closings/", life.ClosingList.as_view(), name="closing-list"),
    path("training/closings/<int:pk>/", life.ClosingDetail.as_view(), name="closing-detail"),
    path("training/closings/<int:pk>/edit/", life.ClosingEdit.as_view(), name="closing-edit"),
    path(
        "training/closings/<int:pk>/archive/", life.ClosingRemakeArchive.as_view(), name="closing-remake-archive"
    ),
    step(CLOSING_FLOW, "submit", actions.submit_closing, **CLOSINGS),
    step(CLOSING_FLOW, "confirm_settlement", actions.confirm_settlement_closing, **CLOSINGS),
    step(CLOSING_FLOW, "check", actions.check_closing, **CLOSINGS),
    step(CLOSING_FLOW, "accept", actions.accept_closing, **CLOSINGS),
    step(CLOSING_FLOW, "return", actions.return_closing, **CLOSINGS),
    path("training/changes/", changes.ChangeRequestList.as_view(), name="changerequest-list"),
    path(
        "training/proposals/<int:pk>/change/",
        changes.ChangeRequestCreate.as_view(),
        name="changerequest-create",
    ),
    path("training/changes/<int:pk>/", changes.ChangeRequestDetail.as_view(), name="changerequest-detail"),
    path("training/changes/<int:pk>/edit/", changes.ChangeRequestEdit.as_view(), name="changerequest-edit"),
    *[
        step(CHANGE_FLOW, verb, getattr(actions, f"{verb}_changerequest"), **CHANGES)
        for verb in (
            "submit", "endorse", "accept", "approve", "escalate", "authorise", "return", "reject", "withdraw",
        )
    ],
    path("training/partners/", partners.VettingList.as_view(), name="partnervetting-list"),
    path("training/partners/new/", partners.VettingCreate.as_view(), name="partnervetting-create"),
    path("training/partners/<int:pk>/", partners.VettingDetail.as_view(), name="partnervetting-detail"),
    path("training/partners/<int:pk>/edit/", partners.VettingEdit.as_view(), name="partnervetting-edit"),
    *[
        step(VETTING_FLOW, verb, getattr(actions, f"{verb}_partnervetting"), **VETTINGS)
        for verb in ("submit", "endorse", "accept", "return", "renew")
    ],
    step(VETTING_FLOW, "conclude", actions.conclude_partnervetting, ConcludeForm, **VETTINGS),
    path("training/contracts/", partners.ContractList.as_view(), name="contract-list"),
    path("training/contracts/new/", partners.ContractCreate.as_view(), name="contract-create"),
    path("training/contracts/<int:pk>/", partners.ContractDetail.as_view(), name="contract-detail"),
    path("training/contracts/<int:pk>/edit/", partners.ContractEdit.as_view(), name="contract-edit"),
    path("training/contracts/<int:pk>/scan/", partners.ContractScan.as_view(), name="contract-scan"),
    *[
        step(CONTRACT_FLOW, verb, getattr(actions, f"{verb}_contract"), **CONTRACTS)
        for verb in ("submit", "endorse", "clear_finance", "complete", "terminate", "return")
    ],
    step(CONTRACT_FLOW, "clear_legal", actions.clear_legal_contract, ClearLegalForm, **CONTRACTS),
    step(CONTRACT_FLOW, "sign", actions.sign_contract, SignForm, **CONTRACTS),
    path("training/rules/", rules.RuleList.as_view(), name="rule-list"),
    path("training/rules/new/", rules.RuleCreate.as_view(), name="rule-create"),
    path("training/rules/<int:pk>/", rules.RuleDetail.as_view(), name="rule-detail"),
    path("training/rules/<int:pk>/revise/", rules.RuleCreate.as_view(), name="rule-revise"),
    path("training/rules/<int:pk>/edit/", rules.RuleEdit.as_view(), name="rule-edit"),
    step(RULE_FLOW, "adopt", actions.adopt_rule, **RULES),
    step(RULE_FLOW, "discard", actions.discard_rule, **RULES),
    path("training/handbook/", rules.Handbook.as_view(), name="training-handbook"),
    path("training/calendar/", rules.UnitCalendar.as_view(), name="training-calendar"),
    path("training/forms/<slug:form>/", rules.BlankForm.as_view(), name="training-form"),
]  # fmt: skip
