"""Cooperative programmes with their plans of studies and the one-third checks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from partnerships import actions
from partnerships.actions.thirds import thirds_of
from partnerships.filters import ProgrammeFilter
from partnerships.flow import PROGRAMME_FLOW
from partnerships.forms import laboratory as forms
from partnerships.models import (
    CooperativeProgramme,
    CoursePlan,
)
from partnerships.views.asking import AskPage, RowsPage
from partnerships.views.laboratory import Keeps


class ProgrammeList(ListPage):
    """The cooperative programmes and institutions."""

    model = CooperativeProgramme
    filterset_class = ProgrammeFilter
    order_by = ("name_zh", "pk")
    title = _("Cooperative programmes")
    create_url_name = "cooperativeprogramme-create"
    create_permission = "partnerships.add_cooperativeprogramme"
    create_label = _("New programme")
    empty_title = _("No programme here")
    empty_text = _("Programmes run with a foreign partner under a state approval are kept here.")
    export_permission = "partnerships.export_cooperativeprogramme"
    columns = [  # noqa: RUF012
        Column("name", _("Name"), link=True, kind="bilingual"),
        Column("partner__name", _("Partner"), kind="bilingual"),
        Column("get_level_display", _("Level of study")),
        Column("approval_no", _("Number of the approval")),
        Column("valid_until", _("Approved until")),
        Column("status", _("Status")),
    ]
    export_columns = columns

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner", "unit")


class ProgrammeCreate(Keeps, CreatePage):
    """A new cooperative programme."""

    model = CooperativeProgramme
    form_class = forms.ProgrammeForm
    extra_context = {"page_title": _("New programme")}  # noqa: RUF012


class ProgrammeEdit(Keeps, EditPage):
    """Changing a cooperative programme."""

    model = CooperativeProgramme
    form_class = forms.ProgrammeForm


class ProgrammeDetail(DetailPage):
    """One programme with its plans of studies and the four one-third checks."""

    model = CooperativeProgramme
    flow = PROGRAMME_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner", "agreement", "unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        plans = list(record.plans.prefetch_related("courses")[:10])
        may_edit = self.request.user.has_perm("partnerships.change_cooperativeprogramme", record)
        return super().get_context_data(
            page_title=str(record),
            plans=[
                {"plan": plan, "thirds": thirds_of(plan), "courses": list(plan.courses.all())}
                for plan in plans
            ],
            may_edit=may_edit,
            edit_url=reverse("cooperativeprogramme-edit", args=[record.pk]) if may_edit else "",
            **kwargs,
        )


class PlanAdd(AskPage):
    """A new version of the plan of studies."""

    model = CooperativeProgramme
    permission = "partnerships.change_cooperativeprogramme"
    form_class = forms.CoursePlanForm
    title = _("New plan of studies")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["record"]
        return kwargs | {"instance": CoursePlan(programme=self.object)}

    def take(self, cleaned: dict[str, Any]) -> None:
        actions.add_plan(self.object, by=self.request.user, **cleaned)


class PlanCourses(RowsPage):
    """The courses of a plan."""

    model = CoursePlan
    permission = "partnerships.change_cooperativeprogramme"
    rows = forms.PLAN_ROWS
    title = _("Courses of the plan")

    def get_queryset(self) -> QuerySet:
        visible = CooperativeProgramme.objects.visible_to(self.request.user)
        return CoursePlan.objects.filter(programme__in=visible.values("pk")).select_related("programme__unit")

    def get_object(self, queryset: Any = None) -> CoursePlan:
        plan = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if plan is None:
            raise Http404
        if not self.request.user.has_perm(self.permission, plan.programme):
            raise PermissionDenied
        return plan

    def get_success_url(self) -> str:
        return self.object.programme.get_absolute_url()
