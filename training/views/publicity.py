"""Publicity: list, item with its checks, form, and the public catalogue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, TemplateView

from core.models import Attachment
from core.paging import page_of
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage, Scoped
from training.actions.publicity import remove_publicity_file, save_publicity, spot_check_publicity
from training.actions.publicity_checks import hits_of, problems_of_item, statements_of, suggested_text
from training.filters.duties import PublicityFilter
from training.flow import PUBLICITY_FLOW
from training.forms.duties import PublicityForm, SpotCheckForm
from training.models import AnnualFiling, Proposal, PublicityItem, TrainingClass

IMAGE_TYPES = {"image/jpeg", "image/png"}


class PublicityList(ListPage):
    """All publicity the person may see."""

    model = PublicityItem
    filterset_class = PublicityFilter
    columns = [
        Column("title", gettext_lazy("Title"), link=True, kind="bilingual"),
        Column("channel", gettext_lazy("Channel"), value=lambda item: item.get_channel_display()),
        Column("status", gettext_lazy("Status")),
        Column("proposal__unit__name", gettext_lazy("Unit"), kind="bilingual"),
        Column("publish_from", gettext_lazy("From")),
        Column("publish_to", gettext_lazy("Until")),
    ]
    export_columns = columns
    create_url_name = "publicityitem-create"
    create_permission = "training.add_publicityitem"
    create_label = gettext_lazy("Write publicity")
    empty_title = gettext_lazy("No publicity yet")
    empty_text = gettext_lazy(
        "Brochures, pages and posters of approved projects are approved here before anybody sees them."
    )

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("proposal__unit")


class PublicityDetail(DetailPage):
    """One item with its statements, wordings, files, spot checks and history."""

    model = PublicityItem
    flow = PUBLICITY_FLOW

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .select_related(
                "proposal__unit",
                "training_class__proposal",
                "author",
                "cosigned_by",
                "proposal__certificate_type",
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record, user = self.object, self.request.user
        may_edit = user.has_perm("training.change_publicityitem", record)
        was_published = record.status in {"published", "expired", "taken_down"}
        return super().get_context_data(
            edit_url=reverse("publicityitem-edit", args=[record.pk]) if may_edit else "",
            may_edit=may_edit,
            statements=statements_of(record),
            hits=hits_of(record),
            problems=problems_of_item(record) if record.status in {"draft", "returned"} else [],
            spot_checks=record.spot_checks.select_related("by"),
            spot_form=SpotCheckForm(initial={"url": record.url})
            if was_published and user.has_perm("training.spot_check_publicityitem", record)
            else None,
            is_as_approved=record.is_as_approved,
            **kwargs,
        )


class TakesPublicity:
    """Hands the person to the form and keeps the files with the record."""

    model = PublicityItem
    form_class = PublicityForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Any) -> PublicityItem:
        if not self.request.user.has_perm("training.change_publicityitem", form.instance):
            raise PermissionDenied
        return save_publicity(
            form.instance,
            by=self.request.user,
            version=form.cleaned_data.get("version"),
            files=form.cleaned_data.get("files", ()),
        )


class PublicityCreate(TakesPublicity, CreatePage):
    """Writing publicity for an approved project; the text that must be said is there to begin with."""

    extra_context = {
        "page_title": gettext_lazy("Write publicity"),
        "help": gettext_lazy(
            "Choose the project from its own page and the statements that must be made are filled in for you."
        ),
    }

    def get_initial(self) -> dict[str, Any]:
        pk = self.request.GET.get("proposal", "")
        project = (
            Proposal.objects.visible_to(self.request.user)
            .approved()
            .filter(pk=pk)
            .select_related("unit")
            .first()
            if pk.isdigit()
            else None
        )
        if project is None:
            return {}
        return {
            "proposal": project.pk,
            "channel": PublicityItem.Channel.BROCHURE,
            "title_zh": f"{project.title_zh}招生简章"[:100],
            "title_en": project.title_en,
            "text_zh": suggested_text(project),
            "publish_from": timezone.localdate(),
            "publish_to": project.end_on,
        }


class PublicityEdit(TakesPublicity, EditPage):
    """Changing it; what was approved before then needs approval again (PB-3)."""

    extra_context = {
        "page_title": gettext_lazy("Edit publicity"),
        "help": gettext_lazy("Any change of text or files sends an approved item back to draft (PB-3)."),
    }


class PublicityFileRemove(Scoped, View):
    """Takes a file out of the item."""

    model = PublicityItem

    def post(self, request: Any, pk: int, file: int) -> HttpResponse:
        item = get_object_or_404(self.get_queryset(), pk=pk)
        attachment = get_object_or_404(Attachment.objects.of(item).current(), pk=file)
        remove_publicity_file(item, attachment, by=request.user)
        messages.success(request, _("The file was removed."))
        return redirect(item.get_absolute_url())


class SpotCheckCreate(Scoped, View):
    """Records that somebody looked at the published page (PB-5)."""

    model = PublicityItem

    def post(self, request: Any, pk: int) -> HttpResponse:
        item = get_object_or_404(self.get_queryset(), pk=pk)
        form = SpotCheckForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
            return redirect(item.get_absolute_url())
        try:
            spot_check_publicity(item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        else:
            messages.success(request, _("The spot check is recorded."))
        return redirect(f"{item.get_absolute_url()}#spot-checks")


@method_decorator(login_not_required, name="dispatch")
class Catalogue(TemplateView):
    """What anybody may book: from approved and published items only, no people, no income (TR-12)."""

    template_name = "training/public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = PublicityItem.objects.shown_on(timezone.localdate()).filter(is_partner_use=False)
        page = page_of(
            items.select_related("proposal__unit"),
            ("-published_at", "-pk"),
            self.request.GET.get("page", ""),
            20,
        )
        projects = [item.proposal_id for item in page.rows]
        enrolling = TrainingClass.objects.filter(
            proposal__in=projects, status=TrainingClass.Status.ENROLLING
        ).order_by("start_on")
        by_project: dict[int, list[TrainingClass]] = {}
        for one in enrolling:
            by_project.setdefault(one.proposal_id, []).append(one)
        for item in page.rows:
            item.open_classes = by_project.get(item.proposal_id, [])
        filed = AnnualFiling.objects.filter(status=AnnualFiling.Status.FILED).order_by("-year")
        return super().get_context_data(
            items=page.rows,
            years=list(filed.values_list("year", flat=True)[:10]),
            count_text=f"{page.count:,}",
            newer_url=f"?page={page.newer}" if page.newer else "",
            older_url=f"?page={page.older}" if page.older else "",
            **kwargs,
        )


def shown_items() -> Any:
    """The items the public sees today, with what their pages show."""
    return PublicityItem.objects.shown_on(timezone.localdate()).select_related(
        "proposal__unit", "proposal__certificate_type"
    )


@method_decorator(login_not_required, name="dispatch")
class CatalogueItem(DetailView):
    """One published item, word for word as approved, with its fees and the classes that enrol."""

    template_name = "training/public_item.html"

    def get_queryset(self) -> Any:
        return shown_items()

    def get_object(self, queryset: Any = None) -> PublicityItem:
        item = super().get_object(queryset)
        if not item.is_as_approved:
            raise Http404
        return item

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.object
        files = list(Attachment.objects.of(item).current().filter(category="publicity"))
        return super().get_context_data(
            item=item,
            classes=item.proposal.classes.filter(status=TrainingClass.Status.ENROLLING).order_by("start_on"),
            fee_items=item.proposal.fee_items.all(),
            pictures=[file for file in files if file.mime in IMAGE_TYPES],
            documents=[file for file in files if file.mime not in IMAGE_TYPES],
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class CatalogueFile(View):
    """A picture or brochure of a published item."""

    def get(self, request: Any, pk: int, file: int) -> FileResponse:
        item = get_object_or_404(shown_items(), pk=pk)
        files = Attachment.objects.of(item).current().filter(category="publicity")
        attachment = get_object_or_404(files, pk=file)
        if not item.is_as_approved:
            raise Http404
        response = FileResponse(attachment.file.open("rb"), content_type=attachment.mime)
        is_picture = attachment.mime in IMAGE_TYPES
        response["Content-Disposition"] = "inline" if is_picture else "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "public, max-age=300"
        return response
