"""Pages about international conferences."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.attachments import attach
from core.models import Attachment
from core.text import bilingual
from core.views import Column, CreatePage, EditPage, ListPage
from visitors import actions
from visitors.actions.conference import conference_problems, replies_missing
from visitors.filters.people import ConferenceFilter
from visitors.flow import CONFERENCE_FLOW
from visitors.forms.conference import ConferenceForm, ParticipantsFormSet, ReplyForm
from visitors.models import Conference
from visitors.views.choices import OffersUnits
from visitors.views.page import ActsOnSave, Cell, Part, QuestionPage, RecordPage, RowsPage, text_cells


class ConferenceList(ListPage):
    """All conferences the person may see, the latest first."""

    model = Conference
    filterset_class = ConferenceFilter
    order_by = ("-start_on", "-pk")
    columns = [
        Column("number", gettext_lazy("Number")),
        Column("title", gettext_lazy("Title"), link=True, kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("category", gettext_lazy("Category"), value=lambda row: row.get_category_display()),
        Column("unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("start_on", gettext_lazy("First day")),
        Column("end_on", gettext_lazy("Last day")),
        Column("expected_total", gettext_lazy("Participants expected"), kind="number"),
    ]
    export_columns = columns
    create_url_name = "conference-create"
    create_permission = "visitors.add_conference"
    create_label = gettext_lazy("Forecast a conference")
    empty_title = gettext_lazy("No conference yet")
    empty_text = gettext_lazy("Units forecast the conferences of next year by the end of November.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit")


class ConferenceDetail(RecordPage):
    """One conference: last days, participants, replies, summary."""

    model = Conference
    flow = CONFERENCE_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit", "author")

    def facts(self, record: Conference) -> list[tuple[Any, Any]]:
        return [
            (_("English title"), record.title_en),
            (_("Category"), record.get_category_display()),
            (_("Role of the university"), record.get_role_display()),
            (_("Grade"), Conference.Grade(record.grade or record.grade_by_rule).label),
            (_("Discipline"), record.get_discipline_display()),
            (_("Mode"), record.get_mode_display()),
            (_("First day, with registration"), record.start_on),
            (_("Last day"), record.end_on),
            (_("Place"), record.place),
            (_("Participants expected"), record.expected_total),
            (_("Of them foreign"), record.expected_foreign),
            (_("Participants"), record.actual_total),
            (_("All hosts and organisers"), record.hosts),
            (_("International organisations"), record.organisations),
            (_("Budget, CNY"), record.budget_amount or ""),
            (_("Source of funds"), record.fund_source),
            (_("Summary due on"), record.summary_due_on if record.status in Conference.HELD else ""),
        ]

    def warnings(self, record: Conference) -> list[str]:
        warnings = conference_problems(record) if record.status == Conference.Status.DRAFT else []
        if record.words_to_avoid and record.status in record.DRAFTS:
            words = "、".join(record.words_to_avoid)
            warnings.append(
                _("The name holds words that are not approved as a rule: %(words)s.") % {"words": words}
            )
        if record.is_late:
            warnings.append(_("Filed after the last day."))
        return warnings

    def parts(self, record: Conference) -> list[Part]:
        parts = [self.participants(record)]
        if record.status in {*record.DRAFTS, "unit_review", "io_review"}:
            parts.append(self.last_days(record))
        parts.append(self.replies(record))
        for anchor, title, text in (
            ("topics", _("Main topic and sub-topics"), record.topics),
            ("background", _("Background and need"), record.background),
            ("summary", _("Summary"), record.summary),
        ):
            if text:
                parts.append(Part(anchor, title, text=text))
        return parts

    def participants(self, record: Conference) -> Part:
        rows = [
            [
                Cell(bilingual(each.region, "name")),
                Cell(each.planned, is_number=True),
                Cell(each.actual, is_number=True),
            ]
            for each in record.participants.select_related("region").order_by("-planned", "pk")
        ]
        links = self.link_if("count", _("Enter participants"), "conference-participants", "pencil")
        headers = [_("Country or region"), _("Expected"), _("Came")]
        return Part("participants", _("Participants by nationality"), headers, rows, links)

    def last_days(self, record: Conference) -> Part:
        rows = [
            [
                *text_cells(found.rule, found.rule.lead_text, found.day),
                Cell(
                    _("provisional") if found.is_provisional else "",
                    tone="amber" if found.is_provisional else "",
                ),
                Cell(bilingual(found.rule, "consequence")),
            ]
            for found in record.filing_days
        ]
        headers = [_("Rule"), _("Lead"), _("Last day to file"), _("Calendar"), _("If it is missed")]
        return Part("last-days", _("Last days"), headers, rows)

    def replies(self, record: Conference) -> Part:
        rows = [
            [
                *text_cells(each.get_authority_display(), each.reply_no, each.replied_on),
                Cell(
                    _("agrees") if each.agrees else _("does not agree"),
                    tone="green" if each.agrees else "red",
                ),
                Cell(each.note),
            ]
            for each in record.replies.all()
        ]
        asked = record.status == Conference.Status.EXTERNAL_REVIEW
        links = self.link_if("reply", _("Enter a reply"), "conference-reply") if asked else []
        missing = "、".join(replies_missing(record)) if asked else ""
        text = _("Still missing: %(what)s.") % {"what": missing} if missing else ""
        headers = [_("Authority"), _("Number"), _("Day"), _("Answer"), _("Conditions")]
        return Part("replies", _("Replies of the authorities"), headers, rows, links, text=text)


class ConferenceCreate(OffersUnits, ActsOnSave, CreatePage):
    """A forecast."""

    model = Conference
    form_class = ConferenceForm
    extra_context = {"page_title": gettext_lazy("Forecast a conference")}

    def act(self, form: ConferenceForm) -> Conference:
        return actions.forecast_conference(form.instance, by=self.request.user)


class ConferenceEdit(OffersUnits, EditPage):
    """Correcting a forecast or a draft application."""

    model = Conference
    form_class = ConferenceForm

    def get_initial(self) -> dict[str, Any]:
        return {}


class ParticipantRows(RowsPage):
    """Participants by nationality."""

    model = Conference
    form_class = ParticipantsFormSet
    permission = "visitors.count_conference"
    title = gettext_lazy("Participants by nationality")
    help = gettext_lazy(
        "China included. Hong Kong, Macao and Taiwan are listed and do not count as countries."
    )


class ReplyAdd(QuestionPage):
    """A reply of an authority, with its file."""

    model = Conference
    form_class = ReplyForm
    permission = "visitors.reply_conference"
    title = gettext_lazy("Enter a reply")

    def act(self, form: Any) -> Any:
        reply = actions.reply_conference(self.object, form.instance, by=self.request.user)
        file = form.cleaned_data.get("file")
        if file:
            attach(
                self.object,
                file,
                category="reply",
                by=self.request.user,
                visibility=Attachment.Visibility.INTERNAL,
            )
        return reply
