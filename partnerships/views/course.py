"""International courses: lists, and one course with its terms."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from partnerships.filters import CompetenceFilter, CourseFilter
from partnerships.forms import laboratory as forms
from partnerships.models import GlobalCompetenceCourse, IntroducedCourse
from partnerships.views.asking import RowsPage
from partnerships.views.laboratory import Keeps


class CourseList(ListPage):
    """Courses of one kind."""

    order_by = ("name_zh", "pk")
    empty_title = _("No course here")
    empty_text = _("Enter the courses with the terms in which they run.")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit").annotate(run_count=Count("runs"))


class IntroducedCourseList(CourseList):
    """Courses taken over from partners."""

    model = IntroducedCourse
    filterset_class = CourseFilter
    title = _("Introduced courses")
    create_url_name = "introducedcourse-create"
    create_permission = "partnerships.add_introducedcourse"
    create_label = _("New introduced course")
    export_permission = "partnerships.export_introducedcourse"
    columns = [  # noqa: RUF012
        Column("name", _("Name"), link=True, kind="bilingual"),
        Column("partner__name", _("From the partner"), kind="bilingual"),
        Column("unit__name", _("College"), kind="bilingual"),
        Column("is_core", _("Core course")),
        Column("run_count", _("Terms"), kind="number"),
        Column("status", _("Status")),
    ]
    export_columns = columns

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner", "unit")


class CompetenceCourseList(CourseList):
    """Courses of global competence."""

    model = GlobalCompetenceCourse
    filterset_class = CompetenceFilter
    title = _("Global-competence courses")
    create_url_name = "globalcompetencecourse-create"
    create_permission = "partnerships.add_globalcompetencecourse"
    create_label = _("New global-competence course")
    export_permission = "partnerships.export_globalcompetencecourse"
    columns = [  # noqa: RUF012
        Column("name", _("Name"), link=True, kind="bilingual"),
        Column("unit__name", _("College"), kind="bilingual"),
        Column("credits", _("Credits"), kind="number"),
        Column("run_count", _("Terms"), kind="number"),
        Column("status", _("Status")),
    ]
    export_columns = columns


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
