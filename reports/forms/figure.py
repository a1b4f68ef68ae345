"""As of which day, over which window, and narrowed to what a figure is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.forms import PortalForm
from core.models import Region
from reports.figures import CALENDAR, ROLLING, Figure

EARLIEST = date(2000, 1, 1)


class FigureForm(PortalForm):
    """The day, the kind of window, and the filters the figure knows."""

    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    mode = forms.ChoiceField(
        label=_("Window"),
        required=False,
        choices=[(ROLLING, _("Up to the day")), (CALENDAR, _("Complete calendar years"))],
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), required=False)
    region = forms.ModelChoiceField(
        label=_("Country or region"), queryset=Region.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, figure: Figure | None = None, units: set[int] | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        names = set(figure.filters) if figure else {"unit"}
        units_open: Any = Unit.objects.order_by("name_zh")
        self.fields["unit"].queryset = units_open if units is None else units_open.filter(pk__in=units)
        self.fields["region"].queryset = Region.objects.order_by("name_en")
        for name in {"unit", "region"} - names:
            del self.fields[name]

    def clean_as_of(self) -> date:
        day = self.cleaned_data["as_of"] or timezone.localdate()
        if day < EARLIEST:
            raise forms.ValidationError(_("No figure reaches back before 2000."))
        return day

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or ROLLING

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that were chosen."""
        return {
            name: self.cleaned_data[name].pk for name in ("unit", "region") if self.cleaned_data.get(name)
        }
