"""One step taken on several records: first what would happen, then what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from core.flow import Flow, FlowError, duty_conflict
from core.forms import StepForm
from core.views.guard import Scoped

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Outcome:
    """What a step would do, or did, to one record: nothing in `reason` means it goes through."""

    record: Any
    reason: str = ""


class BulkPage(Scoped, View):
    """Takes one step on the records ticked in a list, each in a transaction of its own."""

    flow: Any = None
    actions: Mapping[str, Callable[..., Any]] = {}
    list_url = ""

    @property
    def model(self) -> Any:
        return self.flow.model

    def post(self, request: Any) -> HttpResponse:
        verb = request.POST.get("verb", "")
        if verb not in self.actions:
            raise PermissionDenied(verb)
        step = self.flow.steps[verb]
        records = self.records(request)
        if not records:
            messages.info(request, _("Tick the rows first."))
            return redirect(reverse(self.list_url))
        form = StepForm(request.POST if "confirm" in request.POST else None, step=step)
        if form.is_bound and form.is_valid():
            outcomes = [self.take(verb, record, form.cleaned_data["note"]) for record in records]
            return self.show(step, outcomes, form, done=True)
        return self.show(step, [self.foresee(step, record) for record in records], form, done=False)

    def records(self, request: Any) -> list[Any]:
        keys = [int(key) for key in request.POST.getlist("rows")[:MOST_AT_ONCE] if key.isdecimal()]
        return list(self.get_queryset().filter(pk__in=keys).order_by("pk"))

    def foresee(self, step: Any, record: Any) -> Outcome:
        """Whether the step is open, in the words the step itself would use."""
        user = self.request.user
        if record.status not in step.sources:
            now = {"status": record.get_status_display()}
            return Outcome(record, _("This step is not possible: the status is now “%(status)s”.") % now)
        if not user.has_perm(self.flow.permission(step.verb), record):
            return Outcome(record, _("Your role does not include this step."))
        return Outcome(record, duty_conflict(step, record, user))

    def take(self, verb: str, record: Any, note: str) -> Outcome:
        try:
            self.actions[verb](record, by=self.request.user, note=note)
        except (FlowError, ValidationError) as refused:
            return Outcome(record, " ".join(getattr(refused, "messages", None) or [str(refused)]))
        except PermissionDenied:
            return Outcome(record, _("Your role does not include this step."))
        return Outcome(record)

    def show(self, step: Any, outcomes: list[Outcome], form: Any, *, done: bool) -> HttpResponse:
        open_ones = [outcome for outcome in outcomes if not outcome.reason]
        if done:
            count = {"count": len(open_ones), "step": step.label}
            text = (
                ngettext("%(step)s: %(count)s record.", "%(step)s: %(count)s records.", len(open_ones))
                % count
            )
            messages.success(self.request, text)
            if len(open_ones) == len(outcomes):
                return redirect(reverse(self.list_url))
        context = {
            "step": step,
            "form": form,
            "done": done,
            "open_ones": open_ones,
            "closed_ones": [outcome for outcome in outcomes if outcome.reason],
            "list_url": reverse(self.list_url),
        }
        status = 422 if form.errors else 200
        return render(self.request, "core/bulk.html", context, status=status)


def bulk(
    flow: Flow, list_url: str, actions: Mapping[str, Callable[..., Any]], plural: str = ""
) -> URLPattern:
    """The address of steps taken on many records: `<records>/together/`, named `<record>-bulk`."""
    noun = flow.model._meta.model_name
    return path(
        f"{plural or f'{noun}s'}/together/",
        BulkPage.as_view(flow=flow, actions=dict(actions), list_url=list_url),
        name=f"{noun}-bulk",
    )
