"""The addresses of agreements, their addenda and their balance."""

from django.urls import path

from core.views import step
from partnerships import actions
from partnerships.flow import AGREEMENT_FLOW, AMENDMENT_FLOW, CORRECTION_FLOW, COSIGN_FLOW, TERMINATION_FLOW
from partnerships.forms.agreement import AmendmentSignForm, SignForm
from partnerships.views import after, agreement, versions

BASE = "partnerships/agreements/"
PLURAL = {"plural": "partnerships/agreements"}
COSIGNS = {"plural": "partnerships/cosigns"}
AMENDMENTS = {"plural": "partnerships/amendments"}
TERMINATIONS = {"plural": "partnerships/terminations"}
ENTRIES = {"plural": "partnerships/balance-entries"}

urlpatterns = [
    path(BASE, agreement.AgreementList.as_view(), name="agreement-list"),
    path(f"{BASE}new/", agreement.AgreementCreate.as_view(), name="agreement-create"),
    path(f"{BASE}<int:pk>/", agreement.AgreementDetail.as_view(), name="agreement-detail"),
    path(f"{BASE}<int:pk>/edit/", agreement.AgreementEdit.as_view(), name="agreement-edit"),
    path(f"{BASE}<int:pk>/versions/", versions.AgreementVersions.as_view(), name="agreement-versions"),
    path(f"{BASE}<int:pk>/attach/", after.AgreementAttach.as_view(), name="agreement-attach"),
    path(f"{BASE}<int:pk>/notice/", after.AgreementNotice.as_view(), name="agreement-notice"),
    path(f"{BASE}<int:pk>/archive/", after.AgreementArchive.as_view(), name="agreement-archive"),
    path(f"{BASE}<int:pk>/amend/", after.AgreementAmend.as_view(), name="agreement-amend"),
    path(f"{BASE}<int:pk>/terminate/", after.AgreementEnd.as_view(), name="agreement-terminate"),
    path(f"{BASE}<int:pk>/balance/", after.BalanceLedger.as_view(), name="agreement-balance"),
    path(f"{BASE}<int:pk>/balance/add/", after.BalanceAdd.as_view(), name="agreement-balance-add"),
    path(
        f"{BASE}<int:pk>/balance/correct/", after.BalanceCorrect.as_view(), name="agreement-balance-correct"
    ),
    path(f"{BASE}<int:pk>/balance/tolerate/", after.BalanceWaive.as_view(), name="agreement-balance-waive"),
    path(f"{BASE}<int:pk>/balance/statement/", after.StatementOrder.as_view(), name="agreement-statement"),
    path("partnerships/calendar/", after.CalendarAddress.as_view(), name="calendar-address"),
    path("calendar/<str:token>/agreements.ics", after.CalendarFile.as_view(), name="calendar-feed"),
    step(AGREEMENT_FLOW, "submit", actions.submit_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "resubmit", actions.resubmit_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "endorse", actions.endorse_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "accept", actions.accept_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "approve", actions.approve_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "return", actions.return_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "reject", actions.reject_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "cancel", actions.cancel_agreement, **PLURAL),
    step(AGREEMENT_FLOW, "sign", actions.sign_agreement, SignForm, **PLURAL),
    step(AGREEMENT_FLOW, "register", actions.register_agreement, SignForm, **PLURAL),
    step(COSIGN_FLOW, "agree", actions.agree_agreementcosign, **COSIGNS),
    step(COSIGN_FLOW, "agree_with_conditions", actions.agree_with_conditions_agreementcosign, **COSIGNS),
    step(COSIGN_FLOW, "object", actions.object_agreementcosign, **COSIGNS),
    step(AMENDMENT_FLOW, "approve", actions.approve_amendment, **AMENDMENTS),
    step(AMENDMENT_FLOW, "reject", actions.reject_amendment, **AMENDMENTS),
    step(AMENDMENT_FLOW, "sign", actions.sign_amendment, AmendmentSignForm, **AMENDMENTS),
    step(AMENDMENT_FLOW, "cancel", actions.cancel_amendment, **AMENDMENTS),
    step(TERMINATION_FLOW, "confirm", actions.confirm_termination, **TERMINATIONS),
    step(TERMINATION_FLOW, "cancel", actions.cancel_termination, **TERMINATIONS),
    step(CORRECTION_FLOW, "confirm", actions.confirm_balanceentry, **ENTRIES),
    step(CORRECTION_FLOW, "reject", actions.reject_balanceentry, **ENTRIES),
]
