"""Pages about changes of approved projects."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import cosign_areas_of
from core.flow import FlowError
from core.text import bilingual
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from training import actions
from training.actions.change_content import difference_of
from training.actions.change_grades import verdicts_of
from training.filters.life import ChangeRequestFilter
from training.flow import CHANGE_FLOW, COSIGN_FLOW
from training.forms.changes import ChangeForm
from training.models import ChangeRequest, Cosign, Proposal
from training.models.content import changes_between_contents, labels_of_content
from training.views.life import OfProposal, refuse


class ChangeRequestList(ListPage):
    """All changes the person may see."""

    model = ChangeRequest
    filterset_class = ChangeRequestFilter
    order_by = ("-pk",)
    title = gettext_lazy("Changes of projects")
    columns = [
        Column("proposal__title", gettext_lazy("Project title"), link=True, kind="bilingual"),
        Column("change_no", gettext_lazy("Change"), kind="number"),
        Column("proposal__unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("get_grade_display", gettext_lazy("Class of the change")),
        Column("status", gettext_lazy("Status")),
        Column("submitted_at", gettext_lazy("submitted at")),
        Column("applied_on", gettext_lazy("In force from")),
    ]
    export_columns = columns
    empty_title = gettext_lazy("No change asked for")
    empty_text = gettext_lazy("A change is begun on the page of an approved project.")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit")


class ChangePage:
    """What the pages of writing a change share."""

    model = ChangeRequest
    form_class = ChangeForm
    template_name = "training/changerequest_form.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (FlowError, ValidationError) as refused:
            return refuse(self.request, form.instance.proposal, refused)


class ChangeRequestCreate(OfProposal, ChangePage, CreatePage):
    """Typing over what the approved project says."""

    extra_context = {
        "page_title": gettext_lazy("Change the project"),
        "submit_label": gettext_lazy("Save the change"),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": ChangeRequest(proposal=self.proposal, author=self.request.user),
            "proposal": self.proposal,
            "user": self.request.user,
        }

    def save(self, form: Any) -> ChangeRequest:
        return actions.begin_change(form.instance, by=self.request.user)


class ChangeRequestEdit(ChangePage, EditPage):
    """Editing a change that is not handed in, or came back."""

    extra_context = {"page_title": gettext_lazy("Change the project")}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"proposal": self.object.proposal, "user": self.request.user}

    def save(self, form: Any) -> ChangeRequest:
        return actions.save_change(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version")
        )


class ChangeRequestDetail(DetailPage):
    """One change: before and after, its class and why, who has it."""

    model = ChangeRequest
    flow = CHANGE_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change, user = self.object, self.request.user
        before, after = difference_of(change)
        labels = labels_of_content(Proposal)
        labels |= {"instructor": _("Another instructor"), "partner": _("A partner joins")}
        verdicts = [
            (labels.get(verdict.name, verdict.name), verdict, ChangeRequest.Grade(verdict.grade).label,
             ChangeRequest.GRADE_TONES[verdict.grade])
            for verdict in (verdicts_of(change.proposal, change.content) if change.status in ChangeRequest.OPEN else [])
        ]  # fmt: skip
        cosigns = list(change.cosigns.select_related("answered_by", "proposal__unit"))
        areas = cosign_areas_of(user)
        mine = [task for task in cosigns if task.status == Cosign.Status.WAITING and task.area in areas]
        for task in mine:
            task.change = change
        return super().get_context_data(
            page_title=bilingual(change.proposal, "title"),
            changes=changes_between_contents(before, after),
            verdicts=verdicts,
            grade_tone=ChangeRequest.GRADE_TONES[change.grade],
            cosigns=cosigns,
            my_cosigns=[{"task": task, "steps": COSIGN_FLOW.open_to(user, task)} for task in mine],
            leader_reasons=list(change.proposal.leader_reasons.values()) if change.goes_to_leader else [],
            may_edit=user.has_perm("training.change_changerequest", change),
            **kwargs,
        )
