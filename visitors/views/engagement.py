"""Pages about engagements and lectures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from certificates.models import CertificateBatch
from core.text import bilingual
from core.views import Column, CreatePage, EditPage, ListPage, Scoped
from visitors import actions
from visitors.actions.deadlines import consistency_warnings
from visitors.actions.letters import APPOINTMENT, INVITATION, LETTER_STATUSES, source_of
from visitors.filters.people import EngagementFilter
from visitors.flow import ENGAGEMENT_FLOW, LECTURE_FLOW
from visitors.forms.engagement import EngagementForm, LectureForm, TeachingFormSet
from visitors.models import Engagement, Lecture
from visitors.views.choices import OffersUnits
from visitors.views.page import ActsOnSave, Cell, Link, Part, RecordPage, RowsPage, status_cell, text_cells


class EngagementList(ListPage):
    """All engagements the person may see, the latest first."""

    model = Engagement
    filterset_class = EngagementFilter
    order_by = ("-start_on", "-pk")
    columns = [
        Column("number", gettext_lazy("Number")),
        Column("expert__person", gettext_lazy("Expert"), link=True),
        Column("status", gettext_lazy("Status")),
        Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("start_on", gettext_lazy("First day")),
        Column("end_on", gettext_lazy("Last day")),
    ]
    export_columns = columns
    create_url_name = "engagement-create"
    create_permission = "visitors.add_engagement"
    create_label = gettext_lazy("Plan an engagement")
    empty_title = gettext_lazy("No engagement yet")
    empty_text = gettext_lazy("A unit plans an engagement; the portal accompanies it to the departure.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("expert__person", "unit")


class EngagementDetail(RecordPage):
    """One engagement: contract, teaching, lectures, letters."""

    model = Engagement
    flow = ENGAGEMENT_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("expert__person", "unit", "author")

    def facts(self, record: Engagement) -> list[tuple[Any, Any]]:
        pays = self.request.user.has_perm("visitors.read_salary")
        return [
            (_("Position (Chinese)"), record.position_zh),
            (_("Position (English)"), record.position_en),
            (_("Kind"), record.get_kind_display()),
            (_("First day"), record.start_on),
            (_("Last day"), record.end_on),
            (_("Days"), record.days),
            (_("What the expert will do"), record.purpose),
            (_("Contract number"), record.contract_no),
            (_("Contract signed on"), record.contract_signed_on),
            (_("Salary a month, CNY"), record.salary if pays else ""),
            (_("Benefits"), record.benefits if pays else ""),
            (_("Teaching load, hours"), record.teaching_load),
            (_("Note on the tax treaty"), record.tax_note),
            (_("Arrived on"), record.arrived_on),
            (_("On post since"), record.taken_up_on),
            (_("Ended on"), record.ended_on),
            (_("Work permit cancelled on"), record.permit_cancelled_on),
            (_("Why the passport is accepted"), record.passport_override),
            (_("Filed by"), record.author),
        ]

    def warnings(self, record: Engagement) -> list[str]:
        return consistency_warnings(record.expert) if record.status in record.WATCHED else []

    def parts(self, record: Engagement) -> list[Part]:
        person = Part(
            "expert", _("Expert"), [_("Name")], [[Cell(record.expert, url=record.expert.get_absolute_url())]]
        )
        return [person, self.teaching(record), self.lectures(record), self.letters(record)]

    def teaching(self, record: Engagement) -> Part:
        rows = [
            text_cells(
                bilingual(each, "course"),
                each.term,
                each.hours,
                each.audience,
                each.language,
                each.evaluation,
            )
            for each in record.teaching.order_by("pk")
        ]
        headers = [_("Course"), _("Term"), _("Class hours"), _("Students"), _("Language"), _("Evaluation")]
        links = self.link_if("teach", _("Edit the courses"), "engagement-teaching", "pencil")
        return Part("teaching", _("Teaching"), headers, rows, links)

    def lectures(self, record: Engagement) -> Part:
        rows = [
            [Cell(each, url=each.get_absolute_url()), *text_cells(each.on, each.place), status_cell(each)]
            for each in record.lectures.order_by("on", "pk")
        ]
        links = self.link_if("teach", _("Add a lecture"), "lecture-create")
        return Part("lectures", _("Lectures"), [_("Topic"), _("Day"), _("Place"), _("Status")], rows, links)

    def letters(self, record: Engagement) -> Part:
        names = {
            APPOINTMENT: _("Ask for the letter of appointment"),
            INVITATION: _("Ask for the letter of invitation"),
        }
        url = reverse("engagement-letter", args=[record.pk])
        links = [
            Link(name, url, "seal", is_post=True, value=letter)
            for letter, name in names.items()
            if record.status in LETTER_STATUSES[letter] and self.may("request_letter")
        ]
        batches = CertificateBatch.objects.from_source(source_of(record)).select_related("certificate_type")
        rows = [
            [Cell(bilingual(batch.certificate_type, "name"), url=reverse("certificatebatch-detail", args=[batch.pk])),
             status_cell(batch)]
            for batch in batches
        ]  # fmt: skip
        return Part(
            "letters",
            _("Letters"),
            [_("Letter"), _("Status")],
            rows,
            links,
            empty=_("No letter has been asked for."),
        )


class OffersExperts(OffersUnits):
    """Hands the person to the form, which offers the experts he or she sees."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}  # type: ignore[attr-defined]

    def further_initial(self) -> dict[str, Any]:
        return {"expert": self.request.GET.get("expert")}  # type: ignore[attr-defined]


class EngagementCreate(OffersExperts, ActsOnSave, CreatePage):
    """Planning an engagement."""

    model = Engagement
    form_class = EngagementForm
    extra_context = {"page_title": gettext_lazy("Plan an engagement")}

    def act(self, form: EngagementForm) -> Engagement:
        return actions.plan_engagement(form.instance, by=self.request.user)


class EngagementEdit(OffersExperts, ActsOnSave, EditPage):
    """Correcting a plan."""

    model = Engagement
    form_class = EngagementForm

    def get_initial(self) -> dict[str, Any]:
        return {}

    def act(self, form: EngagementForm) -> Engagement:
        return actions.change_engagement(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version")
        )


class TeachingRows(RowsPage):
    """The courses of an engagement."""

    model = Engagement
    form_class = TeachingFormSet
    permission = "visitors.teach_engagement"
    title = gettext_lazy("Courses taught")


class LetterRequest(Scoped, DetailView):
    """Asks for a letter of appointment or invitation."""

    model = Engagement

    def post(self, request: Any, pk: int) -> HttpResponse:
        record = self.get_object()
        try:
            batch = actions.request_letter_engagement(
                record, letter=request.POST.get("letter", ""), by=request.user
            )
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect(record.get_absolute_url())
        messages.success(request, _("The letter has been asked for."))
        return redirect(reverse("certificatebatch-detail", args=[batch.pk]))


class LectureCreate(ActsOnSave, CreatePage):
    """A lecture within an engagement."""

    model = Lecture
    form_class = LectureForm
    extra_context = {"page_title": gettext_lazy("Add a lecture")}

    def get_form_kwargs(self) -> dict[str, Any]:
        visible = Engagement.objects.visible_to(self.request.user)
        engagement = get_object_or_404(visible, pk=self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": Lecture(engagement=engagement)}

    def act(self, form: LectureForm) -> Lecture:
        return actions.add_lecture(form.instance, by=self.request.user)


class LectureDetail(RecordPage):
    """One lecture with its content review."""

    model = Lecture
    flow = LECTURE_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("engagement__expert__person", "engagement__unit")

    def facts(self, record: Lecture) -> list[tuple[Any, Any]]:
        return [
            (_("Topic (English)"), record.title_en),
            (_("Speaker"), record.engagement.expert),
            (_("Unit"), bilingual(record.engagement.unit, "name")),
            (_("Day"), record.on),
            (_("Place"), record.place),
            (_("Language"), record.language),
            (_("Audience"), record.audience),
            (_("Content review needed"), _("yes") if record.needs_review else _("no")),
        ]

    def parts(self, record: Lecture) -> list[Part]:
        return [Part("outline", _("Outline"), text=record.outline)]


class LectureEdit(EditPage):
    """Correcting a lecture before it is filed."""

    model = Lecture
    form_class = LectureForm

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(status=Lecture.Status.DRAFT).select_related("engagement")
