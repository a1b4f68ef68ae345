"""Pages about the teaching contest: editions, entries, blind judging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from certificates.models import CertificateBatch
from core.text import bilingual
from core.views import Column, CreatePage, EditPage, ListPage, Scoped
from visitors import actions
from visitors.actions.letters import source_of
from visitors.filters.people import ContestEntryFilter
from visitors.flow import EDITION_FLOW, ENTRY_FLOW
from visitors.forms.conference import (
    ContestEditionForm,
    ContestEntryForm,
    CriterionFormSet,
    JudgeFormSet,
    QuotaFormSet,
    SheetForm,
)
from visitors.models import ContestEdition, ContestEntry, JudgingSheet
from visitors.views.page import (
    ActsOnSave,
    Cell,
    Link,
    Part,
    QuestionPage,
    RecordPage,
    RowsPage,
    status_cell,
    text_cells,
)


class ContestEditionList(ListPage):
    """The contests of all years."""

    model = ContestEdition
    order_by = ("-year",)
    columns = [
        Column("year", gettext_lazy("Year"), value=lambda row: str(row.year)),
        Column("title", gettext_lazy("Title"), link=True, kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("entries_until", gettext_lazy("Entries until")),
        Column("final_on", gettext_lazy("Final")),
    ]
    create_url_name = "contestedition-create"
    create_permission = "visitors.add_contestedition"
    create_label = gettext_lazy("Prepare a contest")
    empty_title = gettext_lazy("No contest yet")
    empty_text = gettext_lazy("The teaching contest in English takes place once a year.")


class ContestEditionDetail(RecordPage):
    """One contest: criteria, quotas, judges, entries, certificates."""

    model = ContestEdition
    flow = EDITION_FLOW

    def facts(self, record: ContestEdition) -> list[tuple[Any, Any]]:
        return [
            (_("Theme"), bilingual(record, "theme")),
            (_("Held by"), bilingual(record.unit, "name")),
            (_("Entries until"), record.entries_until),
            (_("Preliminary round on"), record.preliminary_on),
            (_("Final on"), record.final_on),
            (_("Finalists in each group"), record.finalists),
        ]

    def parts(self, record: ContestEdition) -> list[Part]:
        may = self.may("change")
        parts = [self.criteria(record, may), self.quotas(record, may)]
        if self.request.user.has_perm("visitors.change_contestedition"):
            parts.append(self.judges(record, may))
        parts += [self.entries(record), self.by_unit(record), self.certificates(record)]
        return parts

    def _rows_link(self, record: ContestEdition, name: str, may: bool) -> list[Link]:
        return [Link(_("Edit"), reverse(name, args=[record.pk]), "pencil")] if may else []

    def criteria(self, record: ContestEdition, may: bool) -> Part:
        rows = [[Cell(each), Cell(f"{each.weight} %", is_number=True)] for each in record.criteria.all()]
        links = self._rows_link(record, "contestedition-criteria", may)
        return Part("criteria", _("Criteria"), [_("Criterion"), _("Weight")], rows, links)

    def quotas(self, record: ContestEdition, may: bool) -> Part:
        rows = [
            [
                *text_cells(each.get_group_display(), each.get_level_display()),
                Cell(each.places, is_number=True),
            ]
            for each in record.quotas.order_by("group", "pk")
        ]
        links = self._rows_link(record, "contestedition-quotas", may)
        return Part("quotas", _("Awards"), [_("Group"), _("Award"), _("Places")], rows, links)

    def judges(self, record: ContestEdition, may: bool) -> Part:
        rows = [
            text_cells(each.user, bilingual(each.user.unit, "name") if each.user.unit else "")
            for each in record.judges.select_related("user__unit").order_by("pk")
        ]
        links = self._rows_link(record, "contestedition-judges", may)
        return Part("judges", _("Judges"), [_("Name"), _("Unit")], rows, links)

    def entries(self, record: ContestEdition) -> Part:
        visible = ContestEntry.objects.visible_to(self.request.user).filter(edition=record)
        rows = [
            [
                Cell(each.code or _("draft"), url=each.get_absolute_url()),
                *text_cells(bilingual(each, "course"), each.teacher, bilingual(each.unit, "name")),
                Cell(each.get_group_display()),
                Cell(each.score, is_number=True),
                Cell(each.get_award_display() if each.award else "", tone="violet" if each.award else ""),
                status_cell(each),
            ]
            for each in visible.select_related("teacher", "unit").order_by(
                "group", "-final_score", "-preliminary_score", "pk"
            )[:200]
        ]
        links = []
        if record.takes_entries and self.request.user.has_perm("visitors.add_contestentry"):
            links = [
                Link(_("Enter the contest"), f"{reverse('contestentry-create')}?edition={record.pk}", "plus")
            ]
        headers = [
            _("Number"),
            _("Course"),
            _("Teacher"),
            _("Unit"),
            _("Group"),
            _("Score"),
            _("Award"),
            _("Status"),
        ]
        return Part("entries", _("Entries"), headers, rows, links)

    def by_unit(self, record: ContestEdition) -> Part:
        counts: dict[str, list[int]] = {}
        entries = record.entries.exclude(status__in=("draft", "withdrawn")).select_related("unit")
        for entry in entries:
            row = counts.setdefault(bilingual(entry.unit, "name"), [0, 0])
            row[0] += 1
            row[1] += bool(entry.award and record.status in {"awarded", "closed"})
        rows = [
            [Cell(name), Cell(entered, is_number=True), Cell(awarded, is_number=True)]
            for name, (entered, awarded) in sorted(counts.items(), key=lambda pair: -pair[1][0])
        ]
        return Part("units", _("By unit"), [_("Unit"), _("Entries"), _("Awards")], rows)

    def certificates(self, record: ContestEdition) -> Part:
        links = []
        if record.status in {"awarded", "closed"} and self.may("request_certificates"):
            url = reverse("contestedition-certificates", args=[record.pk])
            links = [Link(_("Ask for certificates"), url, "seal", is_post=True)]
        rows = [
            [Cell(batch, url=reverse("certificatebatch-detail", args=[batch.pk])), status_cell(batch)]
            for batch in CertificateBatch.objects.from_source(source_of(record))
        ]
        return Part("certificates", _("Certificates"), [_("Batch"), _("Status")], rows, links)


class ContestEditionCreate(ActsOnSave, CreatePage):
    """Preparing the contest of a year."""

    model = ContestEdition
    form_class = ContestEditionForm
    extra_context = {"page_title": gettext_lazy("Prepare a contest")}

    def get_initial(self) -> dict[str, Any]:
        return {"year": timezone.localdate().year, "unit": self.request.user.unit_id}

    def act(self, form: Any) -> ContestEdition:
        return actions.found_contestedition(form.instance, by=self.request.user)


class ContestEditionEdit(EditPage):
    """Correcting a contest before judging begins."""

    model = ContestEdition
    form_class = ContestEditionForm


class CriterionRows(RowsPage):
    """Criteria and weights."""

    model = ContestEdition
    form_class = CriterionFormSet
    permission = "visitors.change_contestedition"
    title = gettext_lazy("Criteria")
    help = gettext_lazy("The weights come to 100 per cent.")


class QuotaRows(RowsPage):
    """Award quotas."""

    model = ContestEdition
    form_class = QuotaFormSet
    permission = "visitors.change_contestedition"
    title = gettext_lazy("Awards")


class JudgeRows(RowsPage):
    """Judges."""

    model = ContestEdition
    form_class = JudgeFormSet
    permission = "visitors.change_contestedition"
    title = gettext_lazy("Judges")
    help = gettext_lazy("Five judges at least for every entry; judges of the same college do not judge it.")


class ContestCertificates(Scoped, DetailView):
    """Asks for the certificates of the awarded, in one batch."""

    model = ContestEdition

    def post(self, request: Any, pk: int) -> HttpResponse:
        record = self.get_object()
        try:
            batch = actions.request_certificates_contestedition(record, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect(record.get_absolute_url())
        messages.success(request, _("The certificates have been asked for."))
        return redirect(reverse("certificatebatch-detail", args=[batch.pk]))


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
