"""Pages about the teaching contest: editions, entries, blind judging."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from visitors.flow import EDITION_FLOW
from visitors.forms.conference import (
    ContestEditionForm,
    CriterionFormSet,
    JudgeFormSet,
    QuotaFormSet,
)
from visitors.models import ContestEdition, ContestEntry
from visitors.views.page import (
    ActsOnSave,
    Cell,
    Link,
    Part,
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
