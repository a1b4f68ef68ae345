"""Course-match plans and recognitions of credits."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.views import Column, DetailPage, ListPage, Scoped
from programmes import actions
from programmes.actions.credits import recognised_total, table_of
from programmes.documents.papers import recognition_form
from programmes.filters import PaperFilter
from programmes.flow import PLAN_FLOW, RECOGNITION_FLOW
from programmes.forms.mobility import JudgeRow, LineRow
from programmes.forms.programme import PlainForm
from programmes.models import CreditLine, CreditPlan, CreditRecognition
from programmes.views.shapes import RowsPage, pdf_response

RELATED = ("mobility__student", "mobility__programme__partner", "mobility__unit")


class PlanDetail(DetailPage):
    """One course-match plan."""

    model = CreditPlan
    flow = PLAN_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related(*RELATED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lines=list(self.object.lines.all()),
            may_edit=self.request.user.has_perm("programmes.change_creditplan", self.object),
            table=table_of(self.object.mobility),
            **kwargs,
        )


class PlanEdit(RowsPage):
    """The courses of a plan."""

    model = CreditPlan
    row_model, row_form = CreditLine, LineRow
    row_title = _("Courses")
    row_help = _("Each line says which course at the host stands for which of ours.")
    template_name = "programmes/rows.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_form_class(self) -> Any:
        return PlainForm.of(CreditPlan)

    def save(self, form: Any) -> CreditPlan:
        kept, removed = self.changed_rows(self.rows)
        return actions.save_lines(self.object, kept, removed, by=self.request.user)


class RecognitionList(ListPage):
    """All recognitions the person may see."""

    model = CreditRecognition
    filterset_class = PaperFilter
    order_by = ("-pk",)
    title = _("Recognition of credits")
    empty_title = _("Nothing here")
    empty_text = _("Students apply for recognition within two weeks of their return.")
    export_permission = "programmes.export_creditrecognition"
    columns = [  # noqa: RUF012
        Column("mobility__student", _("Student"), link=True),
        Column("mobility__unit__name", _("College"), kind="bilingual"),
        Column("mobility__programme__title", _("Programme"), kind="bilingual"),
        Column("status", _("Status")),
        Column("applied_on", _("applied on")),
        Column("total_credits", _("recognised credits"), kind="number"),
    ]
    # What the academic system takes in.
    export_columns = [  # noqa: RUF012
        Column("number", _("Number")),
        Column("mobility__student__student_number", _("Student number")),
        Column("mobility__student__name_zh", _("Name (Chinese)")),
        Column("mobility__unit__name_zh", _("College")),
        Column("get_status_display", _("Status")),
        Column("recognised_on", _("recognised on")),
        Column("total_credits", _("recognised credits")),
    ]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related(*RELATED)


class RecognitionDetail(DetailPage):
    """One recognition with its lines."""

    model = CreditRecognition
    flow = RECOGNITION_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related(*RELATED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper, user = self.object, self.request.user
        open_states = {"submitted", "college_approved"}
        return super().get_context_data(
            lines=list(paper.mobility.credit_plan.lines.all()),
            total=recognised_total(paper),
            may_judge=user.has_perm("programmes.judge_creditrecognition", paper)
            and paper.status in open_states,
            **kwargs,
        )


class RecognitionJudge(RowsPage):
    """Corrects single lines."""

    model = CreditRecognition
    permission = "programmes.judge_creditrecognition"
    row_model, row_form, row_parent_model = CreditLine, JudgeRow, CreditPlan
    row_title = _("Courses")
    extra_rows = 0
    template_name = "programmes/rows.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_form_class(self) -> Any:
        return PlainForm.of(CreditRecognition)

    def row_parent(self) -> CreditPlan:
        return self.object.mobility.credit_plan

    def save(self, form: Any) -> CreditRecognition:
        kept, _removed = self.changed_rows(self.rows)
        return actions.judge_lines(self.object, kept, by=self.request.user)


class RecognitionPdf(Scoped, View):
    """The form of the recognition (学分认定表)."""

    model = CreditRecognition

    def get(self, request: Any, pk: int) -> HttpResponse:
        paper = get_object_or_404(self.get_queryset().select_related(*RELATED), pk=pk)
        return pdf_response(recognition_form(paper), paper.number or "recognition")
