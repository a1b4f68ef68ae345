"""Pages about visits: list, record, forms."""

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
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from core.text import bilingual
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage, Scoped
from visitors import actions
from visitors.actions.papers import problem_text
from visitors.filters.delegation import DelegationFilter
from visitors.flow import DELEGATION_FLOW
from visitors.forms.delegation import DelegationForm, PassportForm, ProvinceReplyForm
from visitors.models import Delegation, DelegationMember, ReceptionPack, ReceptionPaper


class VisitList(ListPage):
    """All visits the person may see, the latest first."""

    model = Delegation
    filterset_class = DelegationFilter
    order_by = ("-start_on", "-pk")
    columns = [
        Column("number", gettext_lazy("Number")),
        Column("title", gettext_lazy("Visiting delegation"), link=True, kind="bilingual"),
        Column("status", gettext_lazy("Status")),
        Column("level", gettext_lazy("Level")),
        Column("unit__name", gettext_lazy("Host unit"), kind="bilingual"),
        Column("start_on", gettext_lazy("First day")),
        Column(
            "headcount",
            gettext_lazy("Guests"),
            kind="number",
            value=lambda row: (
                row.headcount_declared
                if row.overseas_headcount_actual is None
                else row.overseas_headcount_actual
            ),
        ),
    ]
    export_columns = [
        *columns,
        Column("visiting_org_zh", gettext_lazy("visiting institution (Chinese)")),
        Column("visiting_org_en", gettext_lazy("visiting institution (English)")),
        Column("end_on", gettext_lazy("Last day")),
        Column("is_late", gettext_lazy("Filed late")),
    ]
    export_permission = "visitors.export_delegation"
    create_url_name = "visit-create"
    create_permission = "visitors.add_delegation"
    create_label = gettext_lazy("File a visit")
    title = gettext_lazy("Visiting delegations")
    empty_title = gettext_lazy("No visit yet")
    empty_text = gettext_lazy("A visit is filed by the unit that receives it, at least 30 days before.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit")


class TakesUser:
    """Hands the person to the form, which offers only what that person may choose."""

    request: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        view: Any = super()  # mixed into a view
        return view.get_form_kwargs() | {"user": self.request.user}


class VisitCreate(TakesUser, CreatePage):
    """Begins the draft of a visit."""

    model = Delegation
    form_class = DelegationForm
    permission = "visitors.add_delegation"
    extra_context = {
        "page_title": gettext_lazy("File a visit"),
        "submit_label": gettext_lazy("Begin the draft"),
        "what_happens": gettext_lazy("Nobody is told yet. Guests, programme and budget follow."),
    }

    def save(self, form: Any) -> Delegation:
        return actions.begin_delegation(
            form.instance, by=self.request.user, co_hosts=form.cleaned_data["co_hosts"]
        )


class DelegationEdit(TakesUser, EditPage):
    """Changes the draft."""

    model = Delegation
    form_class = DelegationForm
    extra_context = {"page_title": gettext_lazy("Edit the visit")}

    def save(self, form: Any) -> Delegation:
        return actions.save_delegation(
            form.instance,
            by=self.request.user,
            co_hosts=form.cleaned_data["co_hosts"],
            version=form.cleaned_data.get("version"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.object.get_absolute_url(), **kwargs)


class DelegationDetail(DetailPage):
    """One visit with its guests, programme, money, gifts, papers and history."""

    model = Delegation
    flow = DELEGATION_FLOW

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("unit", "author", "checked_by", "money_confirmed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, self.request.user
        members = list(record.members.select_related("nationality", "identity__person"))
        context = super().get_context_data(
            today=timezone.localdate(),
            members=members,
            items=list(record.items.prefetch_related("members")),
            budget=list(record.budget.all()),
            gifts=list(record.gifts.select_related("keeper")),
            papers=papers_of(record),
            pack=ReceptionPack.objects.filter(delegation=record).first(),
            findings=actions.findings_of(record) if record.is_editable else [],
            co_hosts=[bilingual(unit, "name") for unit in record.co_hosts.all()],
            **{f"may_{verb}": user.has_perm(f"visitors.{verb}_delegation", record) for verb in MAY},
            may_reveal=any(
                user.has_perm("accounts.reveal_identitydocument", member.identity)
                for member in members
                if member.identity
            ),
            **kwargs,
        )
        context["photos"] = [file for file in context["attachments"] if file.category == "photo"]
        return context


MAY = (
    "change", "adjust", "record_gifts", "record_spending", "note_province", "make_papers", "print", "register_lodging",
)  # fmt: skip


def papers_of(record: Delegation) -> list[Any]:
    """The papers with their files, and what is wrong with them in words."""
    papers: list[Any] = list(record.papers.select_related("attachment", "member"))
    for paper in papers:
        paper.problem_words = problem_text(paper.problem) if paper.problem else ""
    return papers


class GuestPassport(Scoped, SingleObjectMixin, FormView):
    """Takes the passport of a guest; the number is never shown again here."""

    model = DelegationMember
    form_class = PassportForm
    template_name = "visitors/passport.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        if not request.user.has_perm("visitors.adjust_delegation", self.object.delegation):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("delegation", "nationality", "identity")

    def get_initial(self) -> dict[str, Any]:
        return {"issuing_region": self.object.nationality_id, "dob": self.object.dob}

    def form_valid(self, form: Any) -> HttpResponse:
        actions.enter_passport(self.object, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect(f"{self.object.get_absolute_url()}#guests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            record=self.object, cancel_url=self.object.get_absolute_url(), **kwargs
        )


class ProvinceReply(Scoped, SingleObjectMixin, FormView):
    """Enters the reply of the province."""

    model = Delegation
    form_class = ProvinceReplyForm
    template_name = "core/form.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        if not request.user.has_perm("visitors.note_province_delegation", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.note_province_reply(self.object, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return redirect(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("Reply of the province"), cancel_url=self.object.get_absolute_url(), **kwargs
        )


class PostOnly(Scoped, DetailView):
    """A button without a page of its own."""

    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_object()
        try:
            return self.act(record)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        return redirect(record.get_absolute_url())

    def act(self, record: Any) -> HttpResponse:
        """What the button does."""
        raise NotImplementedError


class LodgingRegister(PostOnly):
    """The lodging outside hotels has been registered."""

    model = Delegation

    def act(self, record: Delegation) -> HttpResponse:
        actions.register_lodging(record, by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(f"{record.get_absolute_url()}#guests")


class PapersRequest(PostOnly):
    """Looks at once whether every paper holds."""

    model = Delegation

    def act(self, record: Delegation) -> HttpResponse:
        actions.request_papers(record, by=self.request.user)
        messages.success(self.request, _("The papers are being looked through."))
        return redirect(f"{record.get_absolute_url()}#papers")


class PaperPrint(PostOnly):
    """Marks the paper as printed and hands it out."""

    model = ReceptionPaper

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(attachment=None)

    def act(self, record: Any) -> HttpResponse:
        paper = actions.print_paper(record, by=self.request.user)
        return redirect(reverse("attachment-download", args=[paper.attachment_id]))


class PackProgress(Scoped, DetailView):
    """How far the making of the papers is, for the page that waits."""

    model = Delegation
    template_name = "visitors/_papers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        return super().get_context_data(
            record=record,
            papers=papers_of(record),
            pack=ReceptionPack.objects.filter(delegation=record).first(),
            may_make_papers=self.request.user.has_perm("visitors.make_papers_delegation", record),
            may_print=self.request.user.has_perm("visitors.print_delegation", record),
            **kwargs,
        )
