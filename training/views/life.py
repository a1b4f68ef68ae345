"""Pages about what becomes of an approved project: suspension, settlement, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.flow import FlowError
from core.text import bilingual
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage, Scoped
from training import actions
from training.actions.closing_checks import Package, checklist_of
from training.filters.life import ClosingFilter
from training.flow import CLOSING_FLOW, SETTLEMENT_FLOW
from training.forms.life import CLOSING_FILES, ClosingForm, SettlementPlanForm, SuspensionForm
from training.models import Closing, Proposal, SettlementPlan
from training.views.remarks import RemarkPage


def facts_of(record: Any, *names: str) -> list[tuple[str, Any]]:
    """Label and value of the fields that say something."""
    facts = []
    for name in names:
        field = record._meta.get_field(name)
        value = getattr(record, f"get_{name}_display")() if field.choices else getattr(record, name)
        if value not in (None, ""):
            facts.append((str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:], value))
    return facts


def refuse(request: Any, record: Any, refused: Exception) -> HttpResponse:
    """Show why it was not done, on the record's own page."""
    texts = (
        refused.messages
        if isinstance(refused, ValidationError)
        else [getattr(refused, "message", str(refused))]
    )
    for text in texts:
        messages.error(request, text)
    return redirect(record.get_absolute_url())


class ProposeSuspension(RemarkPage):
    """The training desk asks the director to suspend a project."""

    permission = "training.propose_suspension_proposal"
    form_class = SuspensionForm

    def take(self, cleaned: dict[str, Any]) -> None:
        file = cleaned.pop("file", None)
        actions.propose_suspension(self.object, by=self.request.user, files=[file] if file else [], **cleaned)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Propose a suspension"),
            "help": _(
                "The office director decides. Say what was found and until when it has to be put right."
            ),
            "submit_label": _("Send to the director"),
        }


class OfProposal:
    """A page about a new record of one project, which the person must be able to see."""

    @property
    def proposal(self) -> Proposal:
        if not hasattr(self, "_proposal"):
            seen = Proposal.objects.visible_to(self.request.user).select_related("unit")
            self._proposal = get_object_or_404(seen, pk=self.kwargs["pk"])
        return self._proposal


class SettlementPlanCreate(OfProposal, CreatePage):
    """Writing how trainees are settled when a project ends."""

    model = SettlementPlan
    form_class = SettlementPlanForm
    extra_context = {
        "page_title": gettext_lazy("Settlement plan"),
        "submit_label": gettext_lazy("Save the plan"),
    }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": SettlementPlan(proposal=self.proposal, author=self.request.user)
        }

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (FlowError, ValidationError) as refused:
            return refuse(self.request, self.proposal, refused)

    def save(self, form: Any) -> SettlementPlan:
        return actions.add_settlementplan(form.instance, by=self.request.user)


class SettlementPlanEdit(EditPage):
    """Editing the plan while it is being written."""

    model = SettlementPlan
    form_class = SettlementPlanForm


class SettlementPlanDetail(DetailPage):
    """The plan, who has it, and what follows from it."""

    model = SettlementPlan
    flow = SETTLEMENT_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = (
            "reason",
            "refunds",
            "transfers",
            "certificates",
            "notice_zh",
            "notice_en",
            "contact",
            "carried_out_on",
        )
        plan, user = self.object, self.request.user
        return super().get_context_data(
            page_title=_("Settlement plan"),
            facts=facts_of(plan, *names),
            may_edit=user.has_perm("training.change_settlementplan", plan),
            may_terminate=user.has_perm("training.terminate_proposal", plan.proposal)
            and plan.status == "agreed",
            **kwargs,
        )


class ClosingList(ListPage):
    """The closings the person may see, those due first."""

    model = Closing
    filterset_class = ClosingFilter
    order_by = ("-package_due_on", "-pk")
    title = gettext_lazy("Closings")
    columns = [
        Column("proposal__title", gettext_lazy("Project title"), link=True, kind="bilingual"),
        Column("proposal__unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("package_due_on", gettext_lazy("Due")),
        Column("first_submitted_on", gettext_lazy("Handed in")),
        Column("archive_no", gettext_lazy("Archive number")),
    ]
    export_columns = columns
    empty_title = gettext_lazy("Nothing to close")
    empty_text = gettext_lazy("The package of a project is opened once its last class is over.")

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit")


class ClosingDetail(DetailPage):
    """The package as a checklist, with the settlement and the archive."""

    model = Closing
    flow = CLOSING_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("proposal__unit", "settlement_by", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closing, user = self.object, self.request.user
        package = Package(closing)
        files = closing.attachments.filter(replaced_by=None).order_by("pk")
        items = checklist_of(closing, package)
        return super().get_context_data(
            page_title=bilingual(closing.proposal, "title"),
            items=items,
            missing=sum(item.blocks for item in items),
            settlement=package.settlement,
            facts=facts_of(
                closing,
                *Closing.REPORT,
                "timetable_reason",
                "variance_reason",
                "surplus_use",
                "certificates_delivered",
            ),
            files=[(CLOSING_FILES.get(file.category, _("Archive file")), file) for file in files],
            may_edit=user.has_perm("training.change_closing", closing),
            may_remake=closing.run_state == Closing.RunState.FAILED
            and user.has_perm("training.remake_archive_closing", closing),
            **kwargs,
        )


class ClosingOpen(Scoped, DetailView):
    """Opens the package of a project, once."""

    model = Proposal

    def post(self, request: Any, pk: int) -> HttpResponse:
        proposal = self.get_object()
        try:
            closing = actions.open_closing(proposal, by=request.user)
        except FlowError as refused:
            if isinstance(refused, PermissionDenied):
                raise
            return refuse(request, proposal, refused)
        return redirect(closing.get_absolute_url())


class ClosingEdit(EditPage):
    """Writing the report and attaching the files."""

    model = Closing
    form_class = ClosingForm
    extra_context = {"page_title": gettext_lazy("Closing package")}

    def save(self, form: Any) -> Closing:
        return actions.save_closing(
            form.instance,
            by=self.request.user,
            version=form.cleaned_data.get("version"),
            uploads=form.uploads,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)


class ClosingRemakeArchive(Scoped, DetailView):
    """Asks for the archive file again."""

    model = Closing

    def post(self, request: Any, pk: int) -> HttpResponse:
        closing = self.get_object()
        try:
            actions.remake_archive_closing(closing, by=request.user)
        except FlowError as refused:
            return refuse(request, closing, refused)
        messages.success(request, _("The archive file is being made."))
        return redirect(closing.get_absolute_url())
