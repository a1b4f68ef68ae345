"""The addresses of publicity, enrolment, money, quality, performance and filing."""

from django.urls import path

from core.views import step
from training.actions import enrolment as enrolment_actions
from training.actions import feedback as feedback_actions
from training.actions import filing as filing_actions
from training.actions import inspection as inspection_actions
from training.actions import money as money_actions
from training.actions import publicity as publicity_actions
from training.actions import tickets as ticket_actions
from training.flow import (
    COMPLAINT_FLOW,
    EXPENSE_FLOW,
    FILING_FLOW,
    INSPECTION_FLOW,
    PAYMENT_FLOW,
    PUBLICITY_FLOW,
    REFUND_FLOW,
    TICKET_FLOW,
    TRAINEE_FLOW,
)
from training.forms.duties import PayOutForm, PublishForm
from training.forms.quality import AnswerForm, ChecklistForm, ExamineForm, FiledForm, ReopenForm, ReplyForm
from training.views import class_duties, enrolment, feedback, filing, money, performance, publicity, quality

PUBLICITY = {"plural": "training/publicity"}
TRAINEES = {"plural": "training/trainees"}
PAYMENTS = {"plural": "training/payments"}
REFUNDS = {"plural": "training/refunds"}
EXPENSES = {"plural": "training/expenses"}
INSPECTIONS = {"plural": "training/inspections"}
TICKETS = {"plural": "training/tickets"}
COMPLAINTS = {"plural": "training/complaints"}
FILINGS = {"plural": "training/filings"}

urlpatterns = [
    # What anybody may see and do
    path("training/catalogue/<int:pk>/", publicity.CatalogueItem.as_view(), name="training-item"),
    path(
        "training/catalogue/<int:pk>/files/<int:file>/",
        publicity.CatalogueFile.as_view(),
        name="training-item-file",
    ),
    path("training/register/<int:pk>/", enrolment.Register.as_view(), name="training-register"),
    path("training/my/<uuid:code>/", enrolment.MyRegistration.as_view(), name="training-registration"),
    path("training/consent/", enrolment.Consent.as_view(), name="training-consent"),
    path("training/check-in/<int:pk>/<slug:token>/", enrolment.CheckIn.as_view(), name="training-check-in"),
    path("training/survey/", feedback.SurveyCode.as_view(), name="training-survey-code"),
    path("training/survey/<slug:code>/", feedback.Answer.as_view(), name="training-survey"),
    path("training/complaint/", feedback.Complain.as_view(), name="training-complaint"),
    path("training/complaint/track/", feedback.TrackComplaint.as_view(), name="training-complaint-track"),
    path("training/disclosure/<int:year>/", filing.Disclosure.as_view(), name="training-disclosure"),
    # Publicity
    path("training/publicity/", publicity.PublicityList.as_view(), name="publicityitem-list"),
    path("training/publicity/new/", publicity.PublicityCreate.as_view(), name="publicityitem-create"),
    path("training/publicity/<int:pk>/", publicity.PublicityDetail.as_view(), name="publicityitem-detail"),
    path("training/publicity/<int:pk>/edit/", publicity.PublicityEdit.as_view(), name="publicityitem-edit"),
    path(
        "training/publicity/<int:pk>/files/<int:file>/remove/",
        publicity.PublicityFileRemove.as_view(),
        name="publicityitem-remove-file",
    ),
    path(
        "training/publicity/<int:pk>/spot-check/",
        publicity.SpotCheckCreate.as_view(),
        name="publicityitem-spot-check",
    ),
    step(PUBLICITY_FLOW, "submit", publicity_actions.submit_publicityitem, **PUBLICITY),
    step(PUBLICITY_FLOW, "endorse", publicity_actions.endorse_publicityitem, **PUBLICITY),
    step(PUBLICITY_FLOW, "approve", publicity_actions.approve_publicityitem, **PUBLICITY),
    step(PUBLICITY_FLOW, "cosign", publicity_actions.cosign_publicityitem, **PUBLICITY),
    step(PUBLICITY_FLOW, "return", publicity_actions.return_publicityitem, **PUBLICITY),
    step(PUBLICITY_FLOW, "publish", publicity_actions.publish_publicityitem, PublishForm, **PUBLICITY),
    step(PUBLICITY_FLOW, "take_down", publicity_actions.take_down_publicityitem, **PUBLICITY),
    # Enrolment and records of a class
    path("training/applications/", class_duties.ApplicationList.as_view(), name="application-list"),
    path("training/classes/<int:pk>/admit/", class_duties.AdmitAll.as_view(), name="trainingclass-admit"),
    path("training/classes/<int:pk>/trainees/new/", class_duties.TraineeAdd.as_view(), name="trainee-add"),
    path(
        "training/classes/<int:pk>/sheets/<slug:kind>/",
        class_duties.Sheet.as_view(),
        name="trainingclass-sheet",
    ),
    path(
        "training/classes/<int:pk>/sheets/<slug:kind>/template/",
        class_duties.SheetTemplate.as_view(),
        name="trainingclass-sheet-template",
    ),
    path(
        "training/classes/<int:pk>/wall/<int:session>/",
        class_duties.CheckInWall.as_view(),
        name="trainingclass-wall",
    ),
    path(
        "training/classes/<int:pk>/wall/<int:session>/close/",
        class_duties.CheckInClose.as_view(),
        name="trainingclass-wall-close",
    ),
    path("training/classes/<int:pk>/survey/", class_duties.SurveyOpen.as_view(), name="survey-open"),
    step(TRAINEE_FLOW, "admit", enrolment_actions.admit_trainee, **TRAINEES),
    step(TRAINEE_FLOW, "decline", enrolment_actions.decline_trainee, **TRAINEES),
    step(TRAINEE_FLOW, "waive_fee", enrolment_actions.waive_fee_trainee, **TRAINEES),
    # Money
    path("training/payments/", money.PaymentList.as_view(), name="payment-list"),
    path("training/payments/<int:pk>/", money.PaymentDetail.as_view(), name="payment-detail"),
    path("training/trainees/<int:pk>/payments/new/", money.PaymentCreate.as_view(), name="payment-create"),
    step(PAYMENT_FLOW, "confirm", money_actions.confirm_payment, **PAYMENTS),
    step(PAYMENT_FLOW, "void", money_actions.void_payment, **PAYMENTS),
    path("training/refunds/", money.RefundList.as_view(), name="refund-list"),
    path("training/refunds/<int:pk>/", money.RefundDetail.as_view(), name="refund-detail"),
    path("training/trainees/<int:pk>/refunds/new/", money.RefundCreate.as_view(), name="refund-create"),
    step(REFUND_FLOW, "endorse", money_actions.endorse_refund, **REFUNDS),
    step(REFUND_FLOW, "approve", money_actions.approve_refund, PayOutForm, **REFUNDS),
    step(REFUND_FLOW, "reject", money_actions.reject_refund, **REFUNDS),
    path(
        "training/proposals/<int:pk>/settlement/", money.SettlementPage.as_view(), name="proposal-settlement"
    ),
    path("training/proposals/<int:pk>/expenses/new/", money.ExpenseCreate.as_view(), name="expense-create"),
    step(EXPENSE_FLOW, "confirm", money_actions.confirm_expense, **EXPENSES),
    step(EXPENSE_FLOW, "void", money_actions.void_expense, **EXPENSES),
    # Quality
    path("training/inspections/", quality.InspectionList.as_view(), name="inspection-list"),
    path("training/inspections/new/", quality.InspectionCreate.as_view(), name="inspection-create"),
    path("training/inspections/draw/", quality.InspectionDraw.as_view(), name="inspection-draw"),
    path("training/inspections/<int:pk>/", quality.InspectionDetail.as_view(), name="inspection-detail"),
    step(INSPECTION_FLOW, "carry_out", inspection_actions.carry_out_inspection, ChecklistForm, **INSPECTIONS),
    step(INSPECTION_FLOW, "cancel", inspection_actions.cancel_inspection, **INSPECTIONS),
    path("training/tickets/", quality.TicketList.as_view(), name="rectificationticket-list"),
    path("training/tickets/new/", quality.TicketCreate.as_view(), name="rectificationticket-create"),
    path("training/tickets/<int:pk>/", quality.TicketDetail.as_view(), name="rectificationticket-detail"),
    step(TICKET_FLOW, "answer", ticket_actions.answer_rectificationticket, AnswerForm, **TICKETS),
    step(TICKET_FLOW, "verify", ticket_actions.verify_rectificationticket, **TICKETS),
    step(TICKET_FLOW, "reopen", ticket_actions.reopen_rectificationticket, ReopenForm, **TICKETS),
    step(TICKET_FLOW, "void", ticket_actions.void_rectificationticket, **TICKETS),
    path("training/surveys/", class_duties.SurveyList.as_view(), name="survey-list"),
    path("training/surveys/<int:pk>/", class_duties.SurveyDetail.as_view(), name="survey-detail"),
    path("training/surveys/<int:pk>/slips/", class_duties.SurveySlips.as_view(), name="survey-slips"),
    path("training/complaints/", quality.ComplaintList.as_view(), name="complaint-list"),
    path("training/complaints/<int:pk>/", quality.ComplaintDetail.as_view(), name="complaint-detail"),
    path(
        "training/complaints/<int:pk>/contact/", quality.ComplaintContact.as_view(), name="complaint-contact"
    ),
    step(COMPLAINT_FLOW, "examine", feedback_actions.examine_complaint, ExamineForm, **COMPLAINTS),
    step(COMPLAINT_FLOW, "reply", feedback_actions.reply_complaint, ReplyForm, **COMPLAINTS),
    step(COMPLAINT_FLOW, "dismiss", feedback_actions.dismiss_complaint, **COMPLAINTS),
    # Performance, board, filing
    path("training/performance/", performance.PerformanceList.as_view(), name="performance-list"),
    path(
        "training/performance/compute/", performance.PerformanceCompute.as_view(), name="performance-compute"
    ),
    path(
        "training/performance/<int:unit>/<int:year>/",
        performance.UnitPerformance.as_view(),
        name="performance-unit",
    ),
    path(
        "training/performance/<int:unit>/<int:year>/<slug:code>/",
        performance.PerformanceRows.as_view(),
        name="performance-rows",
    ),
    path("training/board/", performance.Board.as_view(), name="training-board"),
    path("training/filings/", filing.FilingList.as_view(), name="annualfiling-list"),
    path("training/filings/new/", filing.FilingCreate.as_view(), name="annualfiling-create"),
    path("training/filings/<int:pk>/", filing.FilingDetail.as_view(), name="annualfiling-detail"),
    path("training/filings/<int:pk>/refresh/", filing.FilingRefresh.as_view(), name="annualfiling-refresh"),
    path(
        "training/filings/<int:pk>/sheet/<slug:kind>/",
        filing.FilingFile.as_view(),
        name="annualfiling-sheet",
    ),
    step(FILING_FLOW, "freeze", filing_actions.freeze_annualfiling, **FILINGS),
    step(FILING_FLOW, "file", filing_actions.file_annualfiling, FiledForm, **FILINGS),
]
