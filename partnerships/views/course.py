"""Pages of one international course."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import CreatePage, DetailPage, EditPage
from partnerships.forms import laboratory as forms
from partnerships.models import GlobalCompetenceCourse, IntroducedCourse
from partnerships.views.asking import RowsPage
from partnerships.views.laboratory import Keeps


class CourseDetail(DetailPage):
    """One course with its terms."""

    template_name = "partnerships/course_detail.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, name = self.object, self.model._meta.model_name
        may_edit = self.request.user.has_perm(f"partnerships.change_{name}", record)
        return super().get_context_data(
            page_title=str(record),
            runs=list(record.runs.select_related("term")),
            edit_url=reverse(f"{name}-edit", args=[record.pk]) if may_edit else "",
            runs_url=reverse(f"{name}-runs", args=[record.pk]) if may_edit else "",
            **kwargs,
        )


class IntroducedCourseDetail(CourseDetail):
    """One introduced course."""

    model = IntroducedCourse

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner", "programme", "unit")


class IntroducedCourseCreate(Keeps, CreatePage):
    """A new introduced course."""

    model = IntroducedCourse
    form_class = forms.IntroducedCourseForm
    extra_context = {"page_title": _("New introduced course")}  # noqa: RUF012


class IntroducedCourseEdit(Keeps, EditPage):
    """Changing an introduced course."""

    model = IntroducedCourse
    form_class = forms.IntroducedCourseForm


class IntroducedCourseRuns(RowsPage):
    """The terms in which it runs."""

    model = IntroducedCourse
    permission = "partnerships.change_introducedcourse"
    rows = forms.INTRODUCED_RUNS
    title = _("Terms")


class CompetenceCourseDetail(CourseDetail):
    """One course of global competence."""

    model = GlobalCompetenceCourse

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")


class CompetenceCourseCreate(Keeps, CreatePage):
    """A new course of global competence."""

    model = GlobalCompetenceCourse
    form_class = forms.GlobalCompetenceCourseForm
    extra_context = {"page_title": _("New global-competence course")}  # noqa: RUF012


class CompetenceCourseEdit(Keeps, EditPage):
    """Changing a course of global competence."""

    model = GlobalCompetenceCourse
    form_class = forms.GlobalCompetenceCourseForm


class CompetenceCourseRuns(RowsPage):
    """The terms in which it runs."""

    model = GlobalCompetenceCourse
    permission = "partnerships.change_globalcompetencecourse"
    rows = forms.COMPETENCE_RUNS
    title = _("Terms")
