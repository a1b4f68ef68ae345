"""What a report is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.forms import PortalForm
from core.models import Region
from reports.models import ReportSchedule
from reports.statistics import Report

DAY = {"type": "date"}
MOST_DIMENSIONS = 3


class ReportForm(PortalForm):
    """The window, the breakdown and the filters of a report."""

    start_on = forms.DateField(label=_("From day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    end_on = forms.DateField(label=_("Until day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    by = forms.MultipleChoiceField(
        label=_("Broken down by"), widget=forms.CheckboxSelectMultiple, help_text=_("One to three.")
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.order_by("name_zh"), required=False)
    region = forms.ModelChoiceField(
        label=_("Country or region"), queryset=Region.objects.order_by("name_en"), required=False
    )
    with_rows = forms.BooleanField(label=_("With the records behind it"), required=False)
    is_public = forms.BooleanField(
        label=_("For the public"),
        required=False,
        help_text=_("Cells of fewer than five people are hidden, and no records are added."),
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        by: Any = self.fields["by"]
        by.choices = [(key, str(dimension.label)) for key, dimension in report.dimensions.items()]
        self.fields["by"].initial = list(report.default)
        self.fields["start_on"].initial, self.fields["end_on"].initial = date(today.year, 1, 1), today
        for name in {"unit", "region"} - report.filters:
            del self.fields[name]
        if not report.cells:
            del self.fields["with_rows"]

    def clean_by(self) -> list[str]:
        chosen = self.cleaned_data["by"]
        if len(chosen) > MOST_DIMENSIONS:
            raise forms.ValidationError(_("Choose at most three."))
        return chosen

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, last = values.get("start_on"), values.get("end_on")
        if first and last and last < first:
            self.add_error("end_on", _("The last day lies before the first."))
        return values

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters as they are remembered."""
        values = self.cleaned_data
        return {
            "start_on": values["start_on"].isoformat(),
            "end_on": values["end_on"].isoformat(),
            "by": values["by"],
            "filters": {name: values[name].pk for name in ("unit", "region") if values.get(name)},
            "with_rows": bool(values.get("with_rows")),
        }


class ScheduleForm(PortalForm):
    """How often, and from when."""

    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=ReportSchedule.Rhythm.choices)
    next_on = forms.DateField(
        label=_("First on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), initial=timezone.localdate
    )

    def clean_next_on(self) -> date:
        day = self.cleaned_data["next_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day
