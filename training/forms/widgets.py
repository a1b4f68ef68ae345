"""Inputs of the proposal form."""

from __future__ import annotations

from django import forms
from django.urls import reverse


class DateInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class Watched:
    """A text in which delicate wording is pointed out while it is typed (§1.6)."""

    template_name = "training/_watched_text.html"
    plain_template = ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        hits = f"words-{name}"
        context["widget"]["attrs"] |= {
            "hx-post": reverse("proposal-words", args=[name]),
            "hx-trigger": "input changed delay:600ms",
            "hx-target": f"#{hits}",
            "hx-params": f"csrfmiddlewaretoken,{name}",
            "hx-sync": "this:replace",
        }
        return context | {"hits": hits, "plain_template": self.plain_template}


class WatchedInput(Watched, forms.TextInput):
    """One watched line."""

    plain_template = "django/forms/widgets/text.html"


class WatchedTextarea(Watched, forms.Textarea):
    """A watched longer text."""

    plain_template = "django/forms/widgets/textarea.html"


class GroupedChoices(forms.CheckboxSelectMultiple):
    """Boxes to tick, group by group."""

    template_name = "training/_grouped_choices.html"

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        return option | {"wrap_label": False}
