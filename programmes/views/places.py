"""Places offered in a round: offer, change, release, cancel; allocations and objections; travel risks."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import DetailView

from core.flow import FlowError
from core.views import CreatePage, DetailPage, Scoped
from programmes import actions
from programmes.actions.calls import places_offered
from programmes.actions.ranking import is_current, is_recomputable
from programmes.documents.papers import nomination_letter
from programmes.documents.wording import explain_choice, tie_words
from programmes.flow import ALLOCATION_FLOW, OBJECTION_FLOW
from programmes.forms.programme import (
    OfferingForm,
    ReasonForm,
    SubQuotaRow,
    WhatIfForm,
)
from programmes.models import (
    AllocationRun,
    Application,
    Nomination,
    Objection,
    Offering,
    Round,
    SubQuota,
)
from programmes.views.shapes import PressPage, RowsPage, TaskPage, pdf_response


class OfferingDetail(DetailPage):
    """One offering: who holds its places, who waits."""

    model = Offering

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("programme__partner", "programme__agreement", "round")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offering, user = self.object, self.request.user
        visible = Application.objects.visible_to(user)
        total, yearly, most = places_offered(offering)
        return super().get_context_data(
            holders=list(
                visible.filter(placed__offering=offering, status__in=Application.SEAT_HOLDING)
                .select_related("student", "unit").order_by("rank", "pk")
            ),
            waiting=list(
                offering.choices.filter(state="waitlisted", application__in=visible)
                .select_related("application__student", "application__unit").order_by("waitlist_position")
            ),
            subs=list(offering.sub_quotas.select_related("unit")),
            year_total=total, year_places=yearly, year_most=most,
            may_edit=user.has_perm("programmes.change_offering", offering),
            may_release=user.has_perm("programmes.release_offering", offering),
            may_cancel=user.has_perm("programmes.cancel_offering", offering) and not offering.is_cancelled,
            **kwargs,
        )  # fmt: skip


class OfferingCreate(CreatePage):
    """Offers places of a programme in a round."""

    model = Offering
    form_class = OfferingForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.round = get_object_or_404(Round, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.instance.round = self.round
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (ValidationError, FlowError) as refused:
            form.add_error(None, getattr(refused, "messages", None) or str(refused))
            return self.form_invalid(form)

    def save(self, form: Any) -> Offering:
        return actions.save_offering(form.instance, by=self.request.user)

    def get_success_url(self) -> str:
        return self.round.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("Offer places"), cancel_url=self.round.get_absolute_url(), **kwargs
        )


class OfferingEdit(RowsPage):
    """Changes the places and their sub-quotas."""

    model = Offering
    form_class = OfferingForm
    row_model, row_form = SubQuota, SubQuotaRow
    row_title = _("Sub-quotas")
    row_help = _("Places kept for a college or a level until the office releases them.")

    def save(self, form: Any) -> Offering:
        kept, removed = self.changed_rows(self.rows)
        others = [sub for sub in self.object.sub_quotas.all() if sub not in kept and sub not in removed]
        return actions.save_offering(
            form.instance, by=self.request.user, version=form.cleaned_data.get("version"),
            sub_quotas=[*others, *kept], removed=removed,
        )  # fmt: skip


class SubQuotaRelease(PressPage):
    """Opens the unused places of a sub-quota to everybody."""

    model = Offering

    def act(self, record: Offering) -> Any:
        sub = get_object_or_404(record.sub_quotas, pk=self.kwargs["sub"])
        return actions.release_sub_quota(sub, by=self.request.user)


class OfferingCancel(TaskPage):
    """Ends an offering: war, epidemic, no visas (A23)."""

    model = Offering
    permission = "programmes.cancel_offering"
    form_class = ReasonForm
    title = _("Cancel the offering")
    help = _("Those placed here are cancelled and told; others only lose this choice. This cannot be undone.")

    def act(self, form: Any) -> Any:
        return actions.cancel_offering(self.object, by=self.request.user, note=form.cleaned_data["note"])


class AllocationCreate(TaskPage):
    """Runs a what-if."""

    model = Round
    permission = "programmes.run_allocation"
    form_class = WhatIfForm
    title = _("Run a what-if")
    help = _(
        "Nobody is told and nothing is placed. The input is kept, and the result can be recomputed from it."
    )

    def act(self, form: Any) -> Any:
        self.run = actions.run_allocation(
            self.object, by=self.request.user, remark=form.cleaned_data["remark"]
        )
        return self.run

    def get_success_url(self) -> str:
        run = getattr(self, "run", None)
        return run.get_absolute_url() if run else self.object.get_absolute_url()


class AllocationDetail(DetailPage):
    """One run: who would get what, who would wait, and why."""

    model = AllocationRun
    flow = ALLOCATION_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("round", "author")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        result = json.loads(run.result_text)
        offerings = {
            offering.pk: offering
            for offering in Offering.objects.filter(round=run.round).select_related("programme")
        }
        names = {
            one.pk: one
            for one in Application.objects.filter(pk__in=result["ranking"]).select_related("student", "unit")
        }
        waiting: dict[int, list[str]] = {}
        for offering, queue in result["waiting"].items():
            for position, key in enumerate(queue, start=1):
                waiting.setdefault(key, []).append(f"{offerings[int(offering)].programme} ({position})")
        rows = []
        for rank, key in enumerate(result["ranking"], start=1):
            place = result["placed"].get(str(key))
            rows.append(
                {
                    "rank": rank,
                    "application": names.get(key),
                    "offering": offerings.get(place[0]) if place else None,
                    "waiting": waiting.get(key, []),
                    "tie": tie_words(result["ties"].get(str(key), "")),
                    "why": [
                        (offerings.get(reason["offering"]), explain_choice(reason))
                        for reason in result["why"].get(str(key), [])
                        if reason["why"] != "has_better"
                    ],
                }
            )
        open_run = run.status in {"trial", "proposed", "confirmed"}
        return super().get_context_data(
            rows=rows,
            recomputable=is_recomputable(run),
            current=is_current(run) if open_run else True,
            **kwargs,
        )


class ObjectionDetail(DetailPage):
    """One objection and its answer."""

    model = Objection
    flow = OBJECTION_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("round", "application__student")


class NominationDetail(Scoped, DetailView):
    """One nomination with its letter."""

    model = Nomination
    template_name = "programmes/nomination_detail.html"

    def get_queryset(self) -> QuerySet:
        related = ("application__student", "offering__programme__partner", "offering__round", "nominated_by")
        return super().get_queryset().select_related(*related)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.object, **kwargs)


class NominationPdf(Scoped, View):
    """The letter of nomination, in both languages."""

    model = Nomination

    def get(self, request: Any, pk: int) -> HttpResponse:
        related = ("application__student", "application__unit", "offering__programme__partner__region")
        nomination = get_object_or_404(self.get_queryset().select_related(*related), pk=pk)
        return pdf_response(nomination_letter(nomination), nomination.number)
