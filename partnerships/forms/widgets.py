"""Inputs of partnerships: days, and institutions found by typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from partnerships.models import Institution


class DateInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%Y-%m-%d", **kwargs)


class InstitutionPicker(forms.Widget):
    """Institutions to tick, found by typing: a register of thousands fits in no list."""

    use_fieldset = True

    def __init__(self, *, multiple: bool = True, attrs: Any = None):
        super().__init__(attrs)
        self.multiple = multiple

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if self.multiple:
            return data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return data.get(name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        keys = value if isinstance(value, list | tuple) else [value] if value else []
        keys = [getattr(key, "pk", key) for key in keys]
        chosen = Institution.objects.filter(pk__in=[key for key in keys if str(key).isdigit()])
        return render_to_string(
            "partnerships/_picker.html",
            {
                "name": name,
                "chosen": list(chosen.select_related("region")),
                "multiple": self.multiple,
                "url": reverse("institution-options"),
                "attrs": attrs or {},
            },
        )


class PartnersField(forms.ModelMultipleChoiceField):
    """One or several institutions, in the order in which they were chosen."""

    widget = InstitutionPicker

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Partners"))
        super().__init__(queryset=Institution.objects.standing(), **kwargs)

    def clean(self, value: Any) -> list[Institution]:
        found = {institution.pk: institution for institution in super().clean(value)}
        keys = [int(getattr(key, "pk", key)) for key in value or []]
        return [found[key] for key in dict.fromkeys(keys) if key in found]


def single_institution(field: forms.ModelChoiceField) -> None:
    """Let a foreign key to an institution be found by typing."""
    field.queryset = Institution.objects.standing()
    field.widget = InstitutionPicker(multiple=False)
