"""Applications for those who recommend, review and place them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.flow import Flow
from core.views import Column, DetailPage, ListPage, Scoped
from core.work import WORK
from programmes import actions
from programmes.actions.conditions import latest_check
from programmes.documents.papers import application_form
from programmes.documents.wording import check_lines, explain_choice, summary_of, tie_words
from programmes.filters import ApplicationFilter
from programmes.flow import APPLICATION_FLOW, EXCEPTION_FLOW
from programmes.forms.application import ExceptionForm, JudgeForm
from programmes.models import Application, Choice, StudentProfile
from programmes.views.shapes import TaskPage, pdf_response

WAYPOINTS = [
    ("submitted", _("College")),
    ("college_recommended", _("Screening")),
    ("io_screened", _("Interview and ranking")),
    ("ranked", _("Places")),
    ("accepted", _("Publicity")),
    ("nominated", _("Host")),
    ("pre_departure", _("Departure")),
]
# How far each status is on the way.
REACHED = {
    "submitted": 0, "college_recommended": 1, "io_screened": 2, "interview_scheduled": 2, "interviewed": 2,
    "ranked": 3, "offered": 3, "waitlisted": 3, "accepted": 4, "publicised": 4, "nominated": 5, "host_review": 5,
    "host_admitted": 6, "host_rejected": 5, "pre_departure": 7,
}  # fmt: skip


class ApplicationList(ListPage):
    """All applications the person may see."""

    model = Application
    filterset_class = ApplicationFilter
    order_by = ("-submitted_at", "-pk")
    title = _("Applications")
    bulk_url_name = "application-bulk"
    export_permission = "programmes.export_application"
    empty_title = _("No application here")
    empty_text = _("Students apply in a round that is open. Change the filter, or open a round.")
    columns = [  # noqa: RUF012
        Column("number", _("Number")),
        Column("student", _("Student"), link=True),
        Column("unit__name", _("College"), kind="bilingual"),
        Column("round__name", _("Round"), kind="bilingual"),
        Column("status", _("Status")),
        Column("college_rank", _("Rank in the college"), kind="number"),
        Column("score", _("Total"), kind="number"),
        Column("rank", _("Rank"), kind="number"),
        Column("due_on", _("To be done by")),
    ]
    export_columns = [  # noqa: RUF012
        Column("number", _("Number")),
        Column("student__name_zh", _("Name (Chinese)")),
        Column("student__name_en", _("Name (Latin letters)")),
        Column("student__student_number", _("Student number")),
        Column("unit__name_zh", _("College")),
        Column("get_level_display", _("Level of study")),
        Column("round__name_zh", _("Round")),
        Column("get_status_display", _("Status")),
        Column("score", _("Total")),
        Column("rank", _("Rank")),
        Column("submitted_at", _("submitted at")),
    ]

    def get_queryset(self) -> QuerySet:
        # A draft is nobody's business but the student's, who has a page of its own.
        return (
            super()
            .get_queryset()
            .filter(submitted_at__isnull=False)
            .select_related("student", "unit", "round")
        )


class ApplicationDetail(DetailPage):
    """One application: who has it, what comes next, facts beside documents, what the conditions say."""

    model = Application
    flow: Flow = APPLICATION_FLOW

    def get_queryset(self) -> QuerySet:
        related = ("round", "student", "unit", "placed__offering__programme")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application, user = self.object, self.request.user
        profile = StudentProfile.objects.filter(user=application.student_id).first()
        choices = list(
            application.choices.select_related("offering__programme__partner").prefetch_related(
                "checks", "exceptions__rule"
            )
        )
        context = super().get_context_data(
            page_title=str(application.student),
            holder=holder_of(application),
            waypoints=waypoints_of(application),
            profile=profile,
            scores=list(profile.language_scores.all()) if profile else [],
            choices=[self.told(choice) for choice in choices],
            verdicts=list(
                application.verdicts.filter(attachment__replaced_by=None).select_related(
                    "kind", "attachment", "judged_by"
                )
            ),
            consents=list(application.consents.filter(withdrawn_at=None)),
            interview=getattr(application, "interview", None),
            nominations=list(application.nominations.select_related("offering__programme")),
            stay=getattr(application, "mobility", None),
            tie=tie_words(application.tie_note),
            is_own=application.student_id == user.pk,
            section_url=self.section_url(),
            may_judge=user.has_perm("programmes.judge_application", application)
            and application.status == Application.Status.COLLEGE_RECOMMENDED,
            may_read_files=user.has_perm("programmes.read_confidential_application", application),
            may_ask=user.has_perm("programmes.ask_eligibilityexception", application),
            **kwargs,
        )
        if context["is_own"]:
            # The student submits from the page that says what is missing.
            context["open_steps"] = [
                step for step in context["open_steps"] if step.verb not in {"submit", "resubmit"}
            ]
            context["events"] = [event for event in context["events"] if event.verb not in {"judge", "check"}]
        return context

    def told(self, choice: Choice) -> dict[str, Any]:
        """A choice with what the conditions said and why it did not become the place."""
        check = latest_check(choice)
        user = self.request.user
        return {
            "choice": choice,
            "lines": check_lines(check) if check else [],
            "summary": summary_of(check.results) if check else "",
            "why": explain_choice(choice.explanation),
            "exceptions": [
                (exception, EXCEPTION_FLOW.open_to(user, exception)) for exception in choice.exceptions.all()
            ],
        }

    def section_url(self) -> str:
        if not self.request.user.has_perm("programmes.change_application", self.object):
            return ""
        return reverse("application-section", args=[self.object.pk, "facts"])


def holder_of(application: Application) -> dict[str, Any] | None:
    """Who has it now."""
    who = WORK["programmes.Application"].holder_of(application.status)
    if application.status == Application.Status.PUBLICISED and application.signed_off_at is not None:
        who = gettext("Student desk")
    if not who:
        return None
    return {"who": who, "since": application.waiting_since, "until": application.due_on}


def waypoints_of(application: Application) -> list[dict[str, Any]]:
    """The way of an application, as far as it has come."""
    reached = REACHED.get(application.status)
    if reached is None:
        return []
    return [
        {"label": label, "state": "done" if place < reached else "current" if place == reached else "todo"}
        for place, (_key, label) in enumerate(WAYPOINTS)
    ]


class ApplicationJudge(TaskPage):
    """Documents side by side, a verdict for each."""

    model = Application
    permission = "programmes.judge_application"
    template_name = "programmes/application_judge.html"
    form_class = JudgeForm
    title = _("Judge the documents")
    submit_label = _("Keep the verdicts")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.object.verdicts.filter(attachment__replaced_by=None).select_related("kind", "attachment")
        self.rows = list(rows.order_by("kind_id"))
        return super().get_form_kwargs() | {"verdicts": self.rows}

    def act(self, form: Any) -> Any:
        return actions.judge_documents(self.object, form.verdicts, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context["pairs"] = [
            (row, form[f"verdict_{row.attachment_id}"], form[f"comment_{row.attachment_id}"])
            for row in self.rows
        ]
        return context


class ExceptionAsk(TaskPage):
    """The desk asks the director to let a condition pass."""

    model = Application
    permission = "programmes.ask_eligibilityexception"
    form_class = ExceptionForm
    title = _("Ask for an exception")

    @property
    def choice(self) -> Choice:
        return get_object_or_404(
            self.object.choices.select_related("offering__programme"), pk=self.kwargs["choice"]
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rules": self.choice.offering.programme.rules.all()}

    def act(self, form: Any) -> Any:
        return actions.ask_exception(self.choice, by=self.request.user, **form.cleaned_data)


class ApplicationPdf(Scoped, View):
    """The printable application form (申请表)."""

    model = Application

    def get(self, request: Any, pk: int) -> HttpResponse:
        application = get_object_or_404(self.get_queryset().select_related("round", "student", "unit"), pk=pk)
        if not request.user.has_perm("programmes.read_confidential_application", application):
            raise PermissionDenied
        return pdf_response(application_form(application), application.number or "application")


class ConsentWithdraw(Scoped, View):
    """The student takes a consent back after submitting; the desk is told what no longer holds."""

    model = Application

    def post(self, request: Any, pk: int, consent: int) -> HttpResponse:
        application = get_object_or_404(self.get_queryset().filter(student=request.user), pk=pk)
        actions.withdraw_consent(application, consent, by=request.user)
        messages.success(request, gettext("Your consent is withdrawn."))
        return redirect(application.get_absolute_url())
