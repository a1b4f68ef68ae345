"""Forms that lose nothing: version, idempotency token, clean text."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import clean_text

LONGEST_NOTE = 2000


class CleanTextMixin:
    """Every text a person types passes the one text gate (NFC, no control characters, bounded)."""

    def _clean_fields(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not getattr(field, "gated", False):
                _gate(field)
        super()._clean_fields()  # type: ignore[misc]  # mixed into a form, which has it


def _gate(field: Any) -> None:
    field.gated = True
    limit = field.max_length or 20_000
    multiline = isinstance(field.widget, forms.Textarea)
    original = field.to_python

    def to_python(value: Any) -> Any:
        value = original(value)
        return clean_text(value, max_length=limit, multiline=multiline) if isinstance(value, str) else value

    field.to_python = to_python


class PortalForm(CleanTextMixin, forms.Form):
    """A form that belongs to no model."""


class RecordForm(CleanTextMixin, forms.ModelForm):
    """Edits one record: carries its version (GN-09) and a token against double sending (GN-10)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        self.fields["form_token"].initial = uuid.uuid4

    @property
    def differs_from_saved(self) -> list[tuple[Any, Any, Any]]:
        """Label, saved value and typed value of each field that would change (the conflict page shows them)."""
        saved = type(self.instance)._base_manager.get(pk=self.instance.pk)
        pairs = []
        for name, field in self.fields.items():
            if name in {"version", "form_token"} or not hasattr(saved, name):
                continue
            theirs, mine = getattr(saved, name), self.cleaned_data.get(name)
            if theirs != mine:
                pairs.append((field.label, theirs, mine))
        return pairs


class StepForm(PortalForm):
    """What a step asks for: a comment, and the version that was read (EC-82)."""

    note = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, step: Any = None, record: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.step, self.record = step, record
        if step is not None and step.needs_note:
            self.fields["note"].required = True
        if record is not None:
            self.fields["version"].initial = getattr(record, "version", None)

    def clean_note(self) -> str:
        note = self.cleaned_data["note"]
        if self.step is not None and self.step.needs_note and not note:
            raise ValidationError(_("Say why: this step needs a comment."), code="required")
        return note
