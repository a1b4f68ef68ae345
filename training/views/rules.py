"""Pages about rules and guidance: the rules, what a new version would do, the handbook, what is next, the year."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import DetailView, TemplateView

from accounts.models import Unit
from accounts.roles import is_training_desk, sees_everything, units_of
from core.text import bilingual
from core.views import Column, CreatePage, DetailPage, EditPage, ListPage, Scoped
from training import actions
from training.actions.blank_forms import BLANK_FORMS, render_blank
from training.actions.guidance import guidance_of, year_of
from training.actions.rules import MOST_COMPARED, effects_of
from training.filters.life import RuleFilter
from training.flow import RULE_FLOW
from training.forms.life import RuleForm
from training.models import Proposal, Rule
from training.views.life import facts_of

FIRST_YEAR = 2021


class RuleList(ListPage):
    """Every version of every rule."""

    model = Rule
    filterset_class = RuleFilter
    order_by = ("code", "grade", "-number")
    page_size = 100
    title = gettext_lazy("Rules of non-degree education")
    columns = [
        Column("code", gettext_lazy("Rule"), link=True),
        Column("get_grade_display", gettext_lazy("Case")),
        Column("text", gettext_lazy("Text"), kind="bilingual"),
        Column("get_effect_display", gettext_lazy("Effect")),
        Column("status", gettext_lazy("Status")),
        Column("in_force_from", gettext_lazy("In force from")),
        Column("in_force_to", gettext_lazy("In force until")),
    ]
    export_columns = columns
    create_url_name = "rule-create"
    create_permission = "training.add_rule"
    create_label = gettext_lazy("Propose a rule")
    empty_title = gettext_lazy("No rule")


class RuleDetail(DetailPage):
    """One version, its history, and, while it is proposed, what it would do to running projects."""

    model = Rule
    flow = RULE_FLOW

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("author", "replaces")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule, user = self.object, self.request.user
        effects = effects_of(rule) if rule.status == Rule.Status.DRAFT else []
        versions = Rule.objects.visible_to(user).filter(code=rule.code, grade=rule.grade)
        return super().get_context_data(
            page_title=f"{rule.code} · {bilingual(rule, 'text')[:60]}",
            facts=facts_of(
                rule, "code", "grade", "topic", "text_zh", "text_en", "effect", "issuer", "source_zh", "source_en",
                "clause_zh", "clause_en", "in_force_from", "in_force_to", "reason", "author",
            ),
            effects=effects,
            effects_title=ngettext(
                "%(count)s running project would be judged differently",
                "%(count)s running projects would be judged differently",
                len(effects),
            ) % {"count": len(effects)},
            most_compared=MOST_COMPARED,
            versions=versions.order_by("-number"),
            may_edit=user.has_perm("training.change_rule", rule),
            may_revise=user.has_perm("training.add_rule") and rule.status == Rule.Status.ADOPTED,
            **kwargs,
        )  # fmt: skip


class RuleCreate(CreatePage):
    """A new rule, or a new version of one."""

    model = Rule
    form_class = RuleForm
    extra_context = {"page_title": gettext_lazy("Propose a rule"), "submit_label": gettext_lazy("Propose")}

    @property
    def replaces(self) -> Rule | None:
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(Rule.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"replaces": self.replaces}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"in_force_from": timezone.localdate()}
        if self.replaces is None:
            return initial
        kept = [
            name for name in RuleForm.Meta.fields if name not in {"in_force_from", "in_force_to", "reason"}
        ]
        return initial | {name: getattr(self.replaces, name) for name in kept}

    def save(self, form: Any) -> Rule:
        return actions.propose_rule(form.instance, by=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)


class RuleEdit(EditPage):
    """Editing what is proposed and not adopted yet."""

    model = Rule
    form_class = RuleForm
    extra_context = {"page_title": gettext_lazy("Propose a rule")}


class Handbook(TemplateView):
    """The rules in force as a book, by topic, made from the rows that the checks read."""

    template_name = "training/handbook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rules = list(Rule.objects.in_force(today))
        topics = [
            (label, [(rule, Rule.EFFECT_TONES[rule.effect]) for rule in rules if rule.topic == topic])
            for topic, label in Rule.Topic.choices
        ]
        return super().get_context_data(
            topics=[(label, found) for label, found in topics if found],
            today=today,
            forms=[(key, form.title) for key, form in BLANK_FORMS.items()],
            **kwargs,
        )


class Guidance(Scoped, DetailView):
    """What is next for one project."""

    model = Proposal
    template_name = "training/guidance.html"

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stages = guidance_of(self.object, self.request.user)
        return super().get_context_data(
            record=self.object,
            stages=stages,
            next_stage=next((stage for stage in stages if stage.state == "now"), None),
            suspension=self.object.suspensions.filter(status="in_force").select_related("ticket").first(),
            **kwargs,
        )


class UnitCalendar(TemplateView):
    """The year of a unit: classes, closings, deadlines."""

    template_name = "training/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        units = Unit.objects.filter(can_run_training=True).order_by("code")
        if not (is_training_desk(user) or sees_everything(user)):
            units = units.filter(pk__in=units_of(user))
        this_year = timezone.localdate().year
        unit = units.filter(pk=self._number("unit")).first() or units.first()
        year = self._number("year") or this_year
        if not FIRST_YEAR <= year <= this_year + 2:
            raise Http404
        return super().get_context_data(
            units=units,
            unit=unit,
            year=year,
            years=range(this_year + 1, FIRST_YEAR - 1, -1),
            months=year_of(unit, year) if unit else [],
            **kwargs,
        )

    def _number(self, name: str) -> int | None:
        value = self.request.GET.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


class BlankForm(View):
    """An empty form to fill in, as a text document."""

    def get(self, request: Any, form: str) -> HttpResponse:
        if form not in BLANK_FORMS:
            raise Http404
        response = HttpResponse(
            render_blank(form),
            content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
        response["Content-Disposition"] = f'attachment; filename="{form}.docx"'
        return response
