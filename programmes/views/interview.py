"""Interviews: the list, one interview with blind scores, its calendar entry."""

from __future__ import annotations

from typing import Any

import icalendar
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.views import Column, DetailPage, ListPage, Scoped
from programmes import actions
from programmes.filters import InterviewFilter
from programmes.flow import INTERVIEW_FLOW
from programmes.forms.application import ExcuseForm, ScoreForm
from programmes.models import Interview
from programmes.views.shapes import TaskPage


class InterviewList(ListPage):
    """The interviews the person has a part in."""

    model = Interview
    filterset_class = InterviewFilter
    order_by = ("-starts_at", "-pk")
    title = _("Interviews")
    empty_title = _("No interview here")
    empty_text = _("Interviews are scheduled from the application once it has passed screening.")
    columns = [  # noqa: RUF012
        Column("application__student", _("Student"), link=True),
        Column("application__round__name", _("Round"), kind="bilingual"),
        Column("starts_at", _("Begins at")),
        Column("place", _("Place")),
        Column("status", _("Status")),
    ]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("application__student", "application__round")


class InterviewDetail(DetailPage):
    """One interview; an assessor sees the own score only, until all are in (EC-53)."""

    model = Interview
    flow = INTERVIEW_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("application__student__unit", "application__round")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        interview, user = self.object, self.request.user
        seats = list(interview.assessors.select_related("user"))
        complete = interview.status == Interview.Status.COMPLETE
        is_student = interview.application.student_id == user.pk
        for seat in seats:
            seat.is_shown = (complete or seat.user_id == user.pk) and not is_student
        own = next((seat for seat in seats if seat.user_id == user.pk), None)
        context = super().get_context_data(
            seats=[] if is_student else seats,
            own=own,
            score_form=ScoreForm(initial={"score": own.score, "remark": own.remark}) if own else None,
            may_score=own is not None
            and not own.has_conflict
            and interview.status == Interview.Status.SCHEDULED,
            may_excuse=user.has_perm("programmes.excuse_interview", interview)
            and interview.status == Interview.Status.SCHEDULED,
            choices=list(interview.application.choices.select_related("offering__programme")),
            **kwargs,
        )
        if not complete:
            # Remarks of others would tell what they gave.
            context["events"] = [
                event for event in context["events"] if event.verb not in {"score", "conflict"}
            ]
        return context


class InterviewScore(TaskPage):
    """An assessor gives a score."""

    model = Interview
    permission = "programmes.score_interview"
    form_class = ScoreForm
    title = _("Give my score")

    def act(self, form: Any) -> Any:
        return actions.score_interview(self.object, by=self.request.user, **form.cleaned_data)


class InterviewConflict(TaskPage):
    """An assessor steps aside."""

    model = Interview
    permission = "programmes.score_interview"
    form_class = ExcuseForm
    title = _("Declare a conflict of interest")

    def act(self, form: Any) -> Any:
        return actions.declare_conflict(self.object, by=self.request.user, reason=form.cleaned_data["reason"])


class AssessorExcuse(TaskPage):
    """The desk excuses an assessor."""

    model = Interview
    permission = "programmes.excuse_interview"
    form_class = ExcuseForm
    title = _("Excuse the assessor")

    def act(self, form: Any) -> Any:
        seat = get_object_or_404(self.object.assessors, pk=self.kwargs["seat"])
        return actions.excuse_assessor(seat, by=self.request.user, reason=form.cleaned_data["reason"])


class InterviewIcs(Scoped, View):
    """The interview as a calendar entry."""

    model = Interview

    def get(self, request: Any, pk: int) -> HttpResponse:
        interview = get_object_or_404(self.get_queryset().select_related("application__round"), pk=pk)
        calendar = icalendar.Calendar()
        calendar.add("prodid", "-//portal//programmes//")
        calendar.add("version", "2.0")
        event = icalendar.Event()
        event.add("uid", f"interview-{interview.pk}@{settings.SITE_URL.split('//')[-1]}")
        event.add("dtstamp", interview.updated_at)
        event.add("dtstart", interview.starts_at)
        event.add("dtend", interview.ends_at)
        event.add("summary", str(interview))
        event.add("location", interview.place)
        event.add("url", settings.SITE_URL + interview.get_absolute_url())
        calendar.add_component(event)
        response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="interview-{interview.pk}.ics"'
        return response
