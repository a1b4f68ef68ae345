"""The addresses of applications, interviews and nominations."""

from django.urls import path

from core.views import bulk, step
from programmes import actions
from programmes.flow import APPLICATION_FLOW, EXCEPTION_FLOW, INTERVIEW_FLOW
from programmes.forms import application as forms
from programmes.views import application, apply, apply_papers, interview, places

HERE = {"plural": "programmes/applications"}
TALKS = {"plural": "programmes/interviews"}
EXCEPTIONS = {"plural": "programmes/exceptions"}
ON_MANY = {
    "recommend": actions.recommend_application,
    "screen": actions.screen_application,
    "sign_off": actions.sign_off_application,
    "nominate": actions.nominate_application,
    "send_to_host": actions.send_to_host_application,
    "open_departure": actions.open_departure_application,
}

urlpatterns = [
    path("programmes/applications/", application.ApplicationList.as_view(), name="application-register"),
    path("programmes/applications/mine/", apply.MyApplications.as_view(), name="application-mine"),
    bulk(APPLICATION_FLOW, "application-register", ON_MANY, plural="programmes/applications"),
    path("programmes/rounds/<int:pk>/apply/", apply.ApplicationBegin.as_view(), name="application-begin"),
    path(
        "programmes/applications/<int:pk>/",
        application.ApplicationDetail.as_view(),
        name="application-detail",
    ),
    path(
        "programmes/applications/<int:pk>/write/<slug:section>/",
        apply_papers.ApplicationSection.as_view(),
        name="application-section",
    ),
    path(
        "programmes/applications/<int:pk>/upload/<slug:kind>/",
        apply_papers.DocumentUpload.as_view(),
        name="application-upload",
    ),
    path(
        "programmes/applications/<int:pk>/form/", application.ApplicationPdf.as_view(), name="application-pdf"
    ),
    path(
        "programmes/applications/<int:pk>/judge/",
        application.ApplicationJudge.as_view(),
        name="application-judge",
    ),
    path(
        "programmes/applications/<int:pk>/exception/<int:choice>/",
        application.ExceptionAsk.as_view(),
        name="exception-ask",
    ),
    path(
        "programmes/applications/<int:pk>/consents/<int:consent>/",
        application.ConsentWithdraw.as_view(),
        name="consent-withdraw",
    ),
    step(APPLICATION_FLOW, "submit", actions.submit_application, **HERE),
    step(APPLICATION_FLOW, "recall", actions.recall_application, **HERE),
    step(APPLICATION_FLOW, "check", actions.check_application_for_college, forms.CollegeCheckForm, **HERE),
    step(APPLICATION_FLOW, "recommend", actions.recommend_application, **HERE),
    step(APPLICATION_FLOW, "decline", actions.decline_application, forms.DeclineForm, **HERE),
    step(APPLICATION_FLOW, "appeal", actions.appeal_application, **HERE),
    step(APPLICATION_FLOW, "return", actions.return_application, forms.ReturnForm, **HERE),
    step(APPLICATION_FLOW, "resubmit", actions.resubmit_application, **HERE),
    step(APPLICATION_FLOW, "screen", actions.screen_application, **HERE),
    step(
        APPLICATION_FLOW,
        "schedule_interview",
        actions.schedule_interview_application,
        forms.ScheduleForm,
        **HERE,
    ),
    step(APPLICATION_FLOW, "miss_interview", actions.miss_interview_application, **HERE),
    step(APPLICATION_FLOW, "offer_place", actions.offer_place_application, forms.OfferPlaceForm, **HERE),
    step(APPLICATION_FLOW, "accept", actions.accept_application, **HERE),
    step(APPLICATION_FLOW, "turn_down", actions.turn_down_application, **HERE),
    step(APPLICATION_FLOW, "sign_off", actions.sign_off_application, **HERE),
    step(APPLICATION_FLOW, "nominate", actions.nominate_application, **HERE),
    step(APPLICATION_FLOW, "send_to_host", actions.send_to_host_application, **HERE),
    step(APPLICATION_FLOW, "admit", actions.admit_application, forms.AdmitForm, **HERE),
    step(APPLICATION_FLOW, "host_reject", actions.host_reject_application, **HERE),
    step(APPLICATION_FLOW, "replace", actions.replace_application, **HERE),
    step(APPLICATION_FLOW, "open_departure", actions.open_departure_application, **HERE),
    step(APPLICATION_FLOW, "withdraw", actions.withdraw_application, forms.WithdrawForm, **HERE),
    step(EXCEPTION_FLOW, "grant", actions.grant_eligibilityexception, **EXCEPTIONS),
    step(EXCEPTION_FLOW, "refuse", actions.refuse_eligibilityexception, **EXCEPTIONS),
    path("programmes/interviews/", interview.InterviewList.as_view(), name="interview-list"),
    path("programmes/interviews/<int:pk>/", interview.InterviewDetail.as_view(), name="interview-detail"),
    path("programmes/interviews/<int:pk>/score/", interview.InterviewScore.as_view(), name="interview-score"),
    path(
        "programmes/interviews/<int:pk>/conflict/",
        interview.InterviewConflict.as_view(),
        name="interview-conflict",
    ),
    path(
        "programmes/interviews/<int:pk>/excuse/<int:seat>/",
        interview.AssessorExcuse.as_view(),
        name="interview-excuse",
    ),
    path("programmes/interviews/<int:pk>/calendar/", interview.InterviewIcs.as_view(), name="interview-ics"),
    step(INTERVIEW_FLOW, "complete", actions.complete_interview, **TALKS),
    step(INTERVIEW_FLOW, "miss", actions.miss_interview, **TALKS),
    path("programmes/nominations/<int:pk>/", places.NominationDetail.as_view(), name="nomination-detail"),
    path("programmes/nominations/<int:pk>/letter/", places.NominationPdf.as_view(), name="nomination-pdf"),
]
