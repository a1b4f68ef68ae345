"""Pages about entries to the teaching contest, and the blind judging."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import Column, CreatePage, EditPage, ListPage
from visitors import actions
from visitors.filters.people import ContestEntryFilter
from visitors.flow import ENTRY_FLOW
from visitors.forms.conference import (
    ContestEntryForm,
    SheetForm,
)
from visitors.models import ContestEdition, ContestEntry, JudgingSheet
from visitors.views.page import (
    ActsOnSave,
    QuestionPage,
    RecordPage,
)


class ContestEntryList(ListPage):
    """Entries the person may see."""

    model = ContestEntry
    filterset_class = ContestEntryFilter
    columns = [
        Column("code", gettext_lazy("Entry number")),
        Column("course", gettext_lazy("Course"), link=True, kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("edition__year", gettext_lazy("Year"), value=lambda row: str(row.edition.year)),
        Column("teacher", gettext_lazy("Teacher")),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column(
            "award", gettext_lazy("Award"), value=lambda row: row.get_award_display() if row.award else ""
        ),
    ]
    export_columns = columns
    create_url_name = "contestentry-create"
    create_permission = "visitors.add_contestentry"
    create_label = gettext_lazy("Enter the contest")
    empty_title = gettext_lazy("No entry yet")
    empty_text = gettext_lazy("Teachers enter a course taught in English, with a video of it.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("edition", "teacher", "unit")


class ContestEntryDetail(RecordPage):
    """One entry."""

    model = ContestEntry
    flow = ENTRY_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("edition", "teacher", "unit")

    def facts(self, record: ContestEntry) -> list[tuple[Any, Any]]:
        decided = record.edition.status in {"awarded", "closed"}
        return [
            (_("Contest"), record.edition),
            (_("Teacher"), record.teacher),
            (_("Course (English)"), record.course_en),
            (_("Discipline"), record.discipline),
            (_("Group"), record.get_group_display()),
            (_("Link to the video"), record.video_url),
            (_("Link to syllabus and slides"), record.syllabus_url),
            (_("Score of the preliminary round"), record.preliminary_score if decided else ""),
            (_("Score of the final"), record.final_score if decided else ""),
            (_("Award"), record.get_award_display() if record.award and decided else ""),
        ]


class OffersEditions:
    """Hands the contests that take entries to the form."""

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        editions = ContestEdition.objects.filter(status="open", entries_until__gte=today)
        return super().get_form_kwargs() | {"editions": editions}  # type: ignore[misc]


class ContestEntryCreate(OffersEditions, ActsOnSave, CreatePage):
    """Entering the contest."""

    model = ContestEntry
    form_class = ContestEntryForm
    extra_context = {"page_title": gettext_lazy("Enter the contest")}

    def get_initial(self) -> dict[str, Any]:
        return {"edition": self.request.GET.get("edition")}

    def act(self, form: Any) -> ContestEntry:
        return actions.enter_contest(form.instance, by=self.request.user)


class ContestEntryEdit(OffersEditions, EditPage):
    """Correcting an entry before it is sent."""

    model = ContestEntry
    form_class = ContestEntryForm


class JudgingList(ListPage):
    """What a judge has to judge now: entries without names."""

    model = ContestEntry
    order_by = ("code",)
    title = gettext_lazy("Judging")
    columns = [
        Column("code", gettext_lazy("Entry number")),
        Column("course", gettext_lazy("Course"), kind="bilingual"),
        Column("group", gettext_lazy("Group"), value=lambda row: row.get_group_display()),
        Column("my_total", gettext_lazy("My points"), kind="number"),
    ]
    empty_title = gettext_lazy("Nothing to judge")
    empty_text = gettext_lazy(
        "Judges of a running contest find the entries here, without names and colleges."
    )

    def get_template_names(self) -> list[str]:
        return ["visitors/judging.html"]

    def get_queryset(self) -> Any:
        return ContestEntry.objects.to_be_judged_by(self.request.user).select_related("edition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sheets = JudgingSheet.objects.filter(
            judge__user=self.request.user, entry__in=[row.pk for row in context["records"]]
        )
        totals = {(sheet.entry_id, sheet.round): sheet.total for sheet in sheets}
        for row in context["records"]:
            row.my_total = totals.get((row.pk, row.edition.judging_round))
        return context


class JudgingPage(QuestionPage):
    """One entry, without name and college, and the judge's points for it."""

    model = ContestEntry
    form_class = SheetForm
    permission = "visitors.score_contestentry"
    template_name = "visitors/judging_sheet.html"

    def get_queryset(self) -> Any:
        return ContestEntry.objects.to_be_judged_by(self.request.user).select_related("edition")

    def get_form_kwargs(self) -> dict[str, Any]:
        entry = self.object
        sheet = entry.sheets.filter(judge__user=self.request.user, round=entry.edition.judging_round).first()
        self.sheet = sheet
        criteria = list(entry.edition.criteria.all())
        return super().get_form_kwargs() | {"criteria": criteria, "points": sheet.points if sheet else {}}

    def get_initial(self) -> dict[str, Any]:
        sheet = self.object.sheets.filter(
            judge__user=self.request.user, round=self.object.edition.judging_round
        ).first()
        return {"remark": sheet.remark if sheet else ""}

    def form_valid(self, form: SheetForm) -> HttpResponse:
        response = super().form_valid(form)
        return redirect("judging-list") if not form.errors else response

    def act(self, form: SheetForm) -> Any:
        try:
            return actions.score_entry(
                self.object, points=form.points, remark=form.cleaned_data["remark"], by=self.request.user
            )
        except PermissionDenied as refused:
            raise ValidationError(str(refused) or _("Your role does not include this step.")) from refused

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"cancel_url": reverse("judging-list"), "page_title": self.object.code}
