"""Every workflow button of the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.flow import AlreadyDone, Flow, FlowError
from core.forms import StepForm
from core.views.fresh import Fresh
from core.views.guard import Scoped


class StepPage(Fresh, Scoped, SingleObjectMixin, FormView):
    """Asks what the step needs, then calls its action; pressing twice is harmless (GN-10)."""

    # Both are set per address; so the action is an attribute and never a method.
    flow: Any = None
    verb = ""
    action: Any = None
    form_class = StepForm

    @property
    def model(self) -> Any:  # type: ignore[override]  # the flow says which records
        return self.flow.model

    @property
    def step(self) -> Any:
        return self.flow.steps[self.verb]

    def get_template_names(self) -> list[str]:
        meta = self.model._meta
        return [f"{meta.app_label}/{meta.model_name}_{self.verb}.html", "core/step.html"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status not in self.step.sources:
            messages.info(request, _("This step is not open any more: the status is now “%(status)s”.") % {
                "status": self.object.get_status_display()
            })  # fmt: skip
            return redirect(self.object.get_absolute_url())
        if not self.flow.allows(request.user, self.object, self.step):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"step": self.step, "record": self.object}

    def form_valid(self, form: Any) -> HttpResponse:
        values = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        version = form.cleaned_data.get("version")
        if version is not None:
            values["version"] = version
        try:
            self.action(self.object, by=self.request.user, **values)
        except AlreadyDone as done:
            messages.info(self.request, done.message)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except PermissionDenied as refused:
            if not isinstance(refused, FlowError):
                raise
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        except FlowError as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        else:
            messages.success(self.request, _("Done: %(step)s.") % {"step": self.step.label})
        return redirect(self.object.get_absolute_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=self.object, step=self.step, **kwargs)


def step(
    flow: Flow, verb: str, action: Callable[..., Any], form_class: type | None = None, **options: Any
) -> URLPattern:
    """The address of a step: `<records>/<pk>/<verb>/`, named `<record>-<verb>`."""
    noun = flow.model._meta.model_name
    plural = options.pop("plural", f"{noun}s")
    return path(
        f"{plural}/<int:pk>/{verb.replace('_', '-')}/",
        StepPage.as_view(flow=flow, verb=verb, action=action, form_class=form_class or StepForm, **options),
        name=f"{noun}-{verb.replace('_', '-')}",
    )
