"""Writing the profile: the day it speaks of, and the text around its chips."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from reports.documents.profile import check_texts
from reports.models import ProfileStatement


class StatementStartForm(RecordForm):
    """As of which day the figures are drawn."""

    class Meta:
        model = ProfileStatement
        fields = ["as_of"]
        widgets = {"as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = timezone.localdate

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("A profile speaks of what has happened: choose today or an earlier day."))
        return day


class StatementForm(RecordForm):
    """The text in both languages; figures stand in it as chips such as {F01} and are never typed."""

    class Meta:
        model = ProfileStatement
        fields = ["text_zh", "text_en"]
        widgets = {
            "text_zh": forms.Textarea(attrs={"rows": 8}),
            "text_en": forms.Textarea(attrs={"rows": 10}),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "text_zh" in values and "text_en" in values:
            check_texts(values["text_zh"], values["text_en"])
        return values
