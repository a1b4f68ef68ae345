"""Writing a proposal: begin, section by section, check and submit."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView

from core.flow import StaleVersion
from core.text import bilingual
from core.views import CreatePage, EditPage, Guarded, Scoped
from training.actions.checks import Problem, problems_of
from training.actions.drafts import begin_proposal, save_section
from training.actions.figures import Figures
from training.actions.risks import flags_of, record_flags
from training.actions.wording import SCOPE_OF_FIELD, find_in_field
from training.flow import PROPOSAL_FLOW
from training.forms import ROW_SETS, BeginProposalForm, section_form
from training.models import Proposal
from training.models.sections import SECTIONS, Section

TOTALS = {
    "course_plan": [("Σ", "course_plan-*-hours", "hours", "")],
    "fee_items": [("Σ", "fee_items-*-amount", "fee_items", "")],
    "budget": [
        ("in", "budget-*-quantity budget-*-unit_price", "income", "direction=in"),
        ("out", "budget-*-quantity budget-*-unit_price", "expense", "direction=out"),
        ("balance", "", "balance", ""),
    ],
}
WORDS_A_MINUTE = 90
LONGEST_WATCHED = 4000


class ProposalBegin(CreatePage):
    """Begins a draft."""

    model = Proposal
    form_class = BeginProposalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Any) -> Proposal:
        return begin_proposal(form.instance, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("proposal-section", args=[self.object.pk, "basics"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("New proposal"),
            submit_label=_("Begin the draft"),
            what_happens=_("Nobody is told yet. You fill in the rest section by section."),
            cancel_url=reverse("proposal-list"),
            **kwargs,
        )


def wizard_of(proposal: Proposal, current: str, problems: list[Problem]) -> list[dict[str, Any]]:
    """The sections as steps, each complete or with something missing."""
    wanting = {problem.section for problem in problems}
    steps = [
        {
            "label": section.title,
            "url": reverse("proposal-section", args=[proposal.pk, section.key]),
            "state": "current" if section.key == current else "todo" if section.key in wanting else "done",
        }
        for section in SECTIONS
    ]
    check = {
        "label": _("Check and submit"),
        "url": reverse("proposal-check", args=[proposal.pk]),
        "state": "current" if current == "check" else "todo",
    }
    return [*steps, check]


class ProposalSection(EditPage):
    """One section of the form: saved at any moment, by hand or by itself, never over somebody else's work."""

    model = Proposal
    template_name = "training/proposal_section.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("unit")

    @property
    def section(self) -> Section:
        for section in SECTIONS:
            if section.key == self.kwargs["section"]:
                return section
        raise Http404

    def get_form_class(self) -> type:
        return section_form(self.section)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.section.key == "risks":
            record_flags(self.object)
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.request.method == "GET" and "check" in self.request.GET:
            form._errors = self.gaps(form)
        return form

    def gaps(self, form: Any) -> ErrorDict:
        """What is still missing here, beside its field."""
        gaps = ErrorDict()
        for problem in problems_of(self.object):
            if problem.section == self.section.key:
                name = problem.field.replace("file:", "file_")
                key = name if name in form.fields else "__all__"
                gaps.setdefault(key, form.error_class()).append(problem.message)
        return gaps

    def row_sets(self) -> list[Any]:
        """The tables of this section, filled from what was sent or what is saved."""
        sent = (self.request.POST,) if self.request.method == "POST" else ()
        sets = [
            ROW_SETS[name].set_class(*sent, proposal=self.object, prefix=name) for name in self.section.rows
        ]
        by_name = {rows.prefix: rows for rows in sets}
        if sent and "instructors" in by_name:
            names = [
                form.data.get(f"{form.prefix}-name", "").strip() for form in by_name["instructors"].live_forms
            ]
            by_name["course_plan"].names = set(names)
        return sets

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.by_itself = "autosave" in request.GET
        form, self.sets = self.get_form(), self.row_sets()
        if form.is_valid() and all([rows.is_valid() for rows in self.sets]):
            return self.save_by_itself(form) if self.by_itself else self.form_valid(form)
        if self.by_itself:
            message = _("Not saved yet: something has to be corrected.")
            return JsonResponse({"saved": False, "message": message})
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def save(self, form: Any) -> Proposal:
        version = form.cleaned_data.get("version")
        return save_section(
            form.instance,
            by=self.request.user,
            version=-1 if version is None else version,
            rows={rows.prefix: rows.rows for rows in self.sets},
            removed=[row for rows in self.sets for row in rows.removed],
            uploads={} if self.by_itself else form.uploads,
        )

    def save_by_itself(self, form: Any) -> JsonResponse:
        """Keep what is typed while the person goes on typing."""
        try:
            proposal = self.save(form)
        except StaleVersion as stale:
            return JsonResponse({"saved": False, "message": stale.message})
        now = date_format(timezone.localtime(), "TIME_FORMAT")
        return JsonResponse(
            {"saved": True, "version": proposal.version, "message": _("Saved at %(time)s") % {"time": now}}
        )

    def get_success_url(self) -> str:
        keys = [section.key for section in SECTIONS]
        place = keys.index(self.section.key)
        if self.request.POST.get("then") == "stay":
            return reverse("proposal-section", args=[self.object.pk, self.section.key])
        if place + 1 < len(keys):
            return reverse("proposal-section", args=[self.object.pk, keys[place + 1]])
        return reverse("proposal-check", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.object
        here = reverse("proposal-section", args=[proposal.pk, self.section.key])
        figures = Figures(proposal)
        sets = getattr(self, "sets", None) or self.row_sets()
        flags = flags_of(proposal, figures)
        return super().get_context_data(
            record=proposal,
            section=self.section,
            page_title=bilingual(proposal, "title"),
            steps=wizard_of(proposal, self.section.key, problems_of(proposal, flags)),
            formsets=[self.shown(rows, figures) for rows in sets],
            files=[
                file
                for file in proposal.attachments.filter(replaced_by=None)
                if file.category in self.section.files
            ],
            flags=[flag for flag in flags if flag.field in self.section.names],
            autosave_url=f"{here}?autosave=1",
            submit_label=_("Save and continue"),
            secondary_buttons=[{"name": "then", "value": "stay", "label": _("Save")}],
            saved_at=proposal.updated_at,
            cancel_url=proposal.get_absolute_url(),
            **kwargs,
        )

    def shown(self, rows: Any, figures: Figures) -> dict[str, Any]:
        labels = {
            "Σ": _("Sum"),
            "in": _("Income"),
            "out": _("Expense"),
            "balance": _("Balance"),
        }
        kind = ROW_SETS[rows.prefix]
        totals = [
            {
                "key": key,
                "label": labels[key],
                "target": target,
                "value": getattr(figures, name),
                "where": where,
                "minus": "budget-in budget-out" if key == "balance" else "",
            }
            for key, target, name, where in TOTALS.get(rows.prefix, [])
        ]
        return {
            "formset": rows,
            "title": kind.title,
            "help": kind.help,
            "prefix": rows.prefix,
            "totals": totals,
        }


class ProposalCheck(Guarded, Scoped, DetailView):
    """What is missing, what is risky, and the button that sends it."""

    model = Proposal
    template_name = "training/proposal_check.html"

    def get_object(self, queryset: Any = None) -> Proposal:
        proposal = super().get_object(queryset)
        self.permission = "training.change_proposal"
        self.check_permission(proposal)
        return proposal

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.object
        flags = record_flags(proposal)
        problems = problems_of(proposal, flags)
        verb = "resubmit" if proposal.status == Proposal.Status.RETURNED else "submit"
        by_section = [
            (section, [problem for problem in problems if problem.section == section.key])
            for section in SECTIONS
        ]
        return super().get_context_data(
            record=proposal,
            page_title=bilingual(proposal, "title"),
            steps=wizard_of(proposal, "check", problems),
            problems=[(section, found) for section, found in by_section if found],
            flags=flags,
            figures=Figures(proposal),
            leader_reasons=list(proposal.leader_reasons.values()),
            step=PROPOSAL_FLOW.steps[verb],
            step_url=reverse(f"proposal-{verb}", args=[proposal.pk]),
            may_send=PROPOSAL_FLOW.allows(self.request.user, proposal, PROPOSAL_FLOW.steps[verb]),
            **kwargs,
        )


class WordCheck(View):
    """Points out delicate wording while it is typed, with the rule that it comes from."""

    def post(self, request: HttpRequest, field: str) -> HttpResponse:
        if field not in SCOPE_OF_FIELD:
            raise Http404
        if not self.is_within_limit(request.user.pk):
            return HttpResponse(status=429)
        text = request.POST.get(field, "")[:LONGEST_WATCHED]
        return render(request, "training/_word_hits.html", {"hits": find_in_field(field, text)})

    def is_within_limit(self, user_id: int) -> bool:
        """So many checks a minute and person."""
        key = f"words:{user_id}:{timezone.now():%H%M}"
        cache.add(key, 0, 90)
        return cache.incr(key) <= WORDS_A_MINUTE
