"""The addresses of experts, trips, conferences and contests."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from core.flow import Flow
from core.views import step
from visitors import actions, flow
from visitors.forms import conference as conference_forms
from visitors.forms import engagement as engagement_forms
from visitors.forms import project as project_forms
from visitors.forms import trip as trip_forms
from visitors.models import Conference, Engagement, StaffTrip
from visitors.views import conference, contest, contest_entry, engagement, expert, passport, project, trip
from visitors.views import trip_forms as trip_pages


def record(plural: str, name: str, **views: Any) -> list[URLPattern]:
    """The addresses of a kind of record: list, new, and the pages of one."""
    found = []
    for key, view in views.items():
        route = {"list": "", "create": "new/", "detail": "<int:pk>/"}.get(
            key, f"<int:pk>/{key.replace('_', '-')}/"
        )
        found.append(
            path(f"visitors/{plural}/{route}", view.as_view(), name=f"{name}-{key.replace('_', '-')}")
        )
    return found


def steps(workflow: Flow, plural: str, **forms: type) -> list[URLPattern]:
    """The address of every step people take; the action is named after verb and record."""
    noun = workflow.model._meta.model_name
    return [
        step(workflow, verb, getattr(actions, f"{verb}_{noun}"), forms.get(verb), plural=f"visitors/{plural}")
        for verb, each in workflow.steps.items()
        if not each.automatic
    ]


urlpatterns: list[URLPattern] = [
    *record(
        "experts",
        "expert",
        list=expert.ExpertList,
        create=passport.ExpertCreate,
        detail=expert.ExpertDetail,
        edit=passport.ExpertEdit,
        passport=passport.PassportAdd,
        permit=passport.PermitAdd,
        snooze=passport.SnoozeAdd,
    ),
    *record(
        "engagements",
        "engagement",
        list=engagement.EngagementList,
        create=engagement.EngagementCreate,
        detail=engagement.EngagementDetail,
        edit=engagement.EngagementEdit,
        teaching=engagement.TeachingRows,
        letter=engagement.LetterRequest,
    ),
    *steps(
        flow.ENGAGEMENT_FLOW,
        "engagements",
        grant_visa=engagement_forms.VisaForm,
        arrive=engagement_forms.ArrivalForm,
        take_up=engagement_forms.TakeUpForm,
        extend=engagement_forms.ExtendForm,
        end=engagement_forms.LeaveForm,
        terminate=engagement_forms.LeaveForm,
    ),
    path(
        "visitors/engagements/<int:pk>/lectures/new/",
        engagement.LectureCreate.as_view(),
        name="lecture-create",
    ),
    *record("lectures", "lecture", detail=engagement.LectureDetail, edit=engagement.LectureEdit),
    *steps(flow.LECTURE_FLOW, "lectures", hold=engagement_forms.AudienceForm),
    *record(
        "projects",
        "expertproject",
        list=project.ExpertProjectList,
        create=project.ExpertProjectCreate,
        detail=project.ExpertProjectDetail,
        edit=project.ExpertProjectEdit,
        budget=project.BudgetRows,
        spend=project.Spend,
        receive=project.Receive,
        adjust=project.Adjust,
    ),
    *steps(
        flow.PROJECT_FLOW,
        "projects",
        approve=project_forms.ApprovalForm,
        complete=project_forms.ReportForm,
        close=project_forms.SettleForm,
    ),
    *steps(flow.ADJUSTMENT_FLOW, "adjustments"),
    *record(
        "trips",
        "stafftrip",
        list=trip.StaffTripList,
        create=trip_pages.StaffTripCreate,
        detail=trip.StaffTripDetail,
        edit=trip_pages.StaffTripEdit,
        route=trip_pages.RouteRows,
        group=trip_pages.GroupRows,
        opinion=trip_pages.GiveOpinion,
        change=trip_pages.AskChange,
    ),
    *steps(
        flow.TRIP_FLOW,
        "trips",
        accept=trip_forms.AcceptForm,
        record_permit=trip_forms.TripPermitForm,
        depart=trip_forms.DepartForm,
        come_back=trip_forms.ReturnHomeForm,
        take_passport=trip_forms.PassportInForm,
        hand_in=trip_forms.TripReportForm,
        stay_home=trip_forms.RefundForm,
    ),
    *steps(flow.CHANGE_FLOW, "trip-changes"),
    path(
        "visitors/scholar-reports/<int:pk>/",
        trip_pages.WriteScholarReport.as_view(),
        name="scholarreport-write",
    ),
    *record(
        "conferences",
        "conference",
        list=conference.ConferenceList,
        create=conference.ConferenceCreate,
        detail=conference.ConferenceDetail,
        edit=conference.ConferenceEdit,
        participants=conference.ParticipantRows,
        reply=conference.ReplyAdd,
    ),
    *steps(flow.CONFERENCE_FLOW, "conferences", close=conference_forms.SummaryForm),
    *record(
        "contests",
        "contestedition",
        list=contest.ContestEditionList,
        create=contest.ContestEditionCreate,
        detail=contest.ContestEditionDetail,
        edit=contest.ContestEditionEdit,
        criteria=contest.CriterionRows,
        quotas=contest.QuotaRows,
        judges=contest.JudgeRows,
        certificates=contest.ContestCertificates,
    ),
    *steps(flow.EDITION_FLOW, "contests"),
    *record(
        "contest-entries",
        "contestentry",
        list=contest_entry.ContestEntryList,
        create=contest_entry.ContestEntryCreate,
        detail=contest_entry.ContestEntryDetail,
        edit=contest_entry.ContestEntryEdit,
    ),
    *steps(flow.ENTRY_FLOW, "contest-entries"),
    *[
        path(
            f"visitors/{plural}/<int:pk>/file/",
            trip_pages.FileAdd.as_view(model=model, permission=f"visitors.attach_{model._meta.model_name}"),
            name=f"{model._meta.model_name}-file",
        )
        for plural, model in (("trips", StaffTrip), ("engagements", Engagement), ("conferences", Conference))
    ],
    path("visitors/judging/", contest_entry.JudgingList.as_view(), name="judging-list"),
    path("visitors/judging/<int:pk>/", contest_entry.JudgingPage.as_view(), name="judging-sheet"),
]
