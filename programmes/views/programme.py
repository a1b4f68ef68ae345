"""Programmes, rounds and places for the office; allocations and the funnel."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views import Column, CreatePage, DetailPage, EditPage, ListPage
from programmes import actions
from programmes.actions.conditions import check_options
from programmes.filters import ProgrammeFilter, RoundFilter
from programmes.flow import PROGRAMME_FLOW, ROUND_FLOW
from programmes.forms.programme import (
    PlainForm,
    ProgrammeForm,
    RoundForm,
    RuleRow,
    SlotRow,
)
from programmes.models import (
    DocumentSlot,
    EligibilityRule,
    Mobility,
    Programme,
    RegionRisk,
    Round,
)
from programmes.views.shapes import RowsPage


class ProgrammeList(ListPage):
    """All programmes."""

    model = Programme
    filterset_class = ProgrammeFilter
    order_by = ("title_zh", "pk")
    title = _("Programmes")
    create_url_name = "programme-create"
    create_permission = "programmes.add_programme"
    create_label = _("New programme")
    empty_title = _("No programme yet")
    empty_text = _("Describe a programme, then offer places of it in a round.")
    export_permission = "programmes.export_programme"
    columns = [  # noqa: RUF012
        Column("title", _("Title"), link=True, kind="bilingual"),
        Column("type", _("Type")),
        Column("direction", _("Direction")),
        Column("partner__name", _("Host institution"), kind="bilingual"),
        Column("partner__region__name", _("Country or region"), kind="bilingual"),
        Column("level", _("Level of study")),
        Column("status", _("Status")),
    ]
    export_columns = [  # noqa: RUF012
        Column("title_zh", _("title (Chinese)")),
        Column("title_en", _("title (English)")),
        Column("get_type_display", _("Type")),
        Column("partner__name_zh", _("Host institution")),
        Column("partner__region__name_zh", _("Country or region")),
        Column("get_level_display", _("Level of study")),
        Column("get_status_display", _("Status")),
        Column("opened_on", _("open since")),
    ]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner__region")


class ProgrammeDetail(DetailPage):
    """One programme with its conditions, documents and places."""

    model = Programme
    flow = PROGRAMME_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("partner__region", "agreement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme, user = self.object, self.request.user
        return super().get_context_data(
            rules=list(programme.rules.all()),
            slots=list(programme.document_slots.select_related("kind")),
            offerings=list(programme.offerings.select_related("round").order_by("-starts_on")[:20]),
            risk=RegionRisk.objects.filter(region=programme.partner.region).first(),
            may_edit=user.has_perm("programmes.change_programme", programme),
            **kwargs,
        )


class ProgrammeCreate(CreatePage):
    """Describes a programme."""

    model = Programme
    form_class = ProgrammeForm

    def save(self, form: Any) -> Programme:
        programme = super().save(form)
        form.save_m2m()
        return programme

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_title=_("New programme"), **kwargs)


class ProgrammeEdit(EditPage):
    """Changes a programme."""

    model = Programme
    form_class = ProgrammeForm

    def save(self, form: Any) -> Programme:
        programme = super().save(form)
        form.save_m2m()
        return programme


class RulesEdit(RowsPage):
    """The conditions of a programme, as data."""

    model = Programme
    permission = "programmes.change_programme"
    row_model, row_form = EligibilityRule, RuleRow
    row_title = _("Conditions")
    template_name = "programmes/rows.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_form_class(self) -> Any:
        return PlainForm.of(Programme)

    def save(self, form: Any) -> Programme:
        kept, removed = self.changed_rows(self.rows)
        for rule in kept:
            check_options(rule)
        known = list(self.object.rules.exclude(pk__in=[rule.pk for rule in [*kept, *removed] if rule.pk]))
        actions.keep_rules([*known, *kept], removed, by=self.request.user)
        return self.object


class SlotsEdit(RulesEdit):
    """The documents a programme asks for."""

    row_model, row_form = DocumentSlot, SlotRow
    row_title = _("Documents asked for")

    def save(self, form: Any) -> Programme:
        kept, removed = self.changed_rows(self.rows)
        actions.keep_slots(self.object, kept, removed, by=self.request.user)
        return self.object


class RoundList(ListPage):
    """All rounds."""

    model = Round
    filterset_class = RoundFilter
    order_by = ("-open_at", "-pk")
    title = _("Rounds")
    create_url_name = "round-create"
    create_permission = "programmes.add_round"
    create_label = _("New round")
    empty_title = _("No round yet")
    empty_text = _("A round is a call with its dates; then offer places of programmes in it.")
    columns = [  # noqa: RUF012
        Column("name", _("Round"), link=True, kind="bilingual"),
        Column("academic_year", _("Academic year")),
        Column("status", _("Status")),
        Column("open_at", _("opens at")),
        Column("close_at", _("closes at")),
        Column("application_count", _("Applications"), kind="number"),
    ]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().annotate(application_count=Count("applications"))


class RoundDetail(DetailPage):
    """One round: places, applications by status, allocations, funnel."""

    model = Round
    flow = ROUND_FLOW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round_, user = self.object, self.request.user
        offerings = round_.offerings.select_related("programme__partner").prefetch_related("sub_quotas__unit")
        return super().get_context_data(
            offerings=list(offerings.annotate(wishes=Count("choices")).order_by("programme__title_zh", "pk")),
            funnel=funnel_of(round_) if user.has_perm("programmes.read_funnel") else [],
            runs=list(round_.runs.visible_to(user).select_related("author")[:20]),
            objections=list(round_.objections.visible_to(user)[:20]),
            may_edit=user.has_perm("programmes.change_round", round_),
            may_run=user.has_perm("programmes.run_allocation", round_)
            and round_.status == Round.Status.RANKED,
            may_cancel_offering=user.has_perm("programmes.cancel_offering"),
            applications_url=f"{reverse('application-register')}?round={round_.pk}",
            **kwargs,
        )


FUNNEL = [
    (_("Applied"), None),
    (
        _("Recommended"),
        {"college_recommended", "io_screened", "interview_scheduled", "interviewed", "ranked"},
    ),
    (_("Place offered"), {"offered", "declined"}),
    (_("Accepted"), {"accepted", "publicised"}),
    (_("Nominated"), {"nominated", "host_review", "host_rejected"}),
    (_("Admitted"), {"host_admitted", "pre_departure"}),
]


def funnel_of(round_: Round) -> list[dict[str, Any]]:
    """Applied → completed with the share that came on (RP-15): a step counts all who reached it or went beyond."""
    sent = round_.applications.filter(submitted_at__isnull=False)
    counts = dict(sent.values_list("status").annotate(count=Count("pk")))
    stays = dict(
        Mobility.objects.filter(application__round=round_).values_list("status").annotate(count=Count("pk"))
    )
    totals = []
    for place, (label, _own) in enumerate(FUNNEL):
        beyond = set().union(*(own or set() for _label, own in FUNNEL[max(place, 1) :]))
        total = (
            sum(counts.values()) if place == 0 else sum(n for status, n in counts.items() if status in beyond)
        )
        totals.append((label, total))
    over = {"withdrawn", "cancelled", "pre_departure"}
    totals.append((_("Departed"), sum(n for status, n in stays.items() if status not in over)))
    totals.append((_("Completed"), stays.get("completed", 0)))
    most = max((total for _label, total in totals), default=0) or 1
    return [
        {
            "label": label,
            "count": total,
            "share": round(total * 100 / totals[place - 1][1]) if place and totals[place - 1][1] else None,
            "width": round(total * 100 / most),
        }
        for place, (label, total) in enumerate(totals)
    ]


class RoundCreate(CreatePage):
    """Plans a round."""

    model = Round
    form_class = RoundForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page_title=_("New round"), **kwargs)


class RoundEdit(EditPage):
    """Changes a round."""

    model = Round
    form_class = RoundForm
