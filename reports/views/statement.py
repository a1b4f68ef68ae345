"""Pages of the office's profile."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.views import Column, CreatePage, DetailPage, EditPage, Guarded, ListPage, Scoped
from reports import actions
from reports.documents.profile import LANGUAGES, Speaker, pieces, speaker_of
from reports.documents.profile_files import FORMATS, statement_file
from reports.figures import FIGURES
from reports.flow import STATEMENT_FLOW
from reports.forms import StatementForm, StatementStartForm
from reports.models import ProfileStatement


class ProfileStatementList(ListPage):
    """The profile through the years."""

    model = ProfileStatement
    title = _("Profile of the office")
    columns = [
        Column("as_of", _("As of"), link=True),
        Column("status", _("Status")),
        Column("author", _("Author")),
        Column("approved_by", _("Approved by")),
        Column("published_at", _("Published at")),
    ]
    create_url_name = "profilestatement-create"
    create_permission = "reports.add_profilestatement"
    create_label = _("Draft from the figures")
    empty_title = _("No profile has been written yet")
    empty_text = _(
        "The portal drafts it from the figures of a day; you edit around them, the director approves."
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("author", "approved_by")


class ProfileStatementCreate(CreatePage):
    """Draft the profile as of a day."""

    model = ProfileStatement
    form_class = StatementStartForm
    extra_context = {
        "page_title": _("Draft the profile"),
        "submit_label": _("Draft from the figures"),
        "help": _(
            "The portal writes both languages from the figures of this day. You then edit around them."
        ),
    }

    def save(self, form: Any) -> ProfileStatement:
        return actions.draft_statement(as_of=form.cleaned_data["as_of"], by=self.request.user)


class ProfileStatementEdit(EditPage):
    """Edit the text around its chips."""

    model = ProfileStatement
    form_class = StatementForm
    template_name = "reports/profilestatement_form.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        speaker = Speaker(self.object.as_of)
        profile = [figure for figure in FIGURES.values() if figure.desk and figure.is_public]
        chips = [(figure, speaker.say(figure.id, "zh"), speaker.say(figure.id, "en")) for figure in profile]
        return super().get_context_data(
            chips=[chip for chip in chips if chip[1]],
            cancel_url=self.object.get_absolute_url(),
            page_title=_("Edit the profile"),
            **kwargs,
        )


class ProfileStatementDetail(DetailPage):
    """The profile in both languages, its chips opening to their rows; frozen figures beside the live ones."""

    model = ProfileStatement
    flow = STATEMENT_FLOW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        speaker = speaker_of(record)
        live = Speaker(record.as_of)
        texts = [(language, pieces(record.text(language), speaker, language)) for language in LANGUAGES]
        snapshots = [
            (snapshot, FIGURES.get(snapshot.figure_id), live.reading(snapshot.figure_id))
            for snapshot in record.snapshots.order_by("pk")
        ]
        may_edit = self.request.user.has_perm("reports.change_profilestatement", record)
        return super().get_context_data(
            texts=texts,
            snapshots=snapshots,
            formats=FORMATS,
            edit_url=reverse("profilestatement-edit", args=[record.pk]) if may_edit else "",
            **kwargs,
        )


class ProfileStatementExport(Guarded, Scoped, View):
    """The profile as HTML, PDF or DOCX."""

    model = ProfileStatement

    def get(self, request: Any, pk: int, language: str, kind: str) -> HttpResponse:
        statement = get_object_or_404(self.get_queryset(), pk=pk)
        content, content_type = statement_file(statement, language, kind)
        response = HttpResponse(content, content_type=content_type)
        name = f"profile-{statement.as_of:%Y%m%d}-{language}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
