"""What people type about staff trips."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CleanTextMixin, PortalForm, RecordForm, StepForm
from visitors.forms.expert import DateInput
from visitors.models import StaffTrip, TripChange, TripMember, TripStop


class StaffTripForm(RecordForm):
    """Who goes where, and why."""

    sections = [
        (_("Trip"), "", ["kind", "activity", "traveller", "unit", "title_zh", "title_en", "purpose",
          "is_in_plan", "is_leading_cadre"]),
        (_("When and where to"), "", ["host", "start_on", "end_on"]),
        (_("Money"), "", ["budget_amount", "fund_source"]),
        (_("Visiting scholars only"), "", ["sponsor", "host_supervisor", "salary_status", "bond_signed_on", "service_until"]),
    ]  # fmt: skip

    class Meta:
        model = StaffTrip
        fields = [
            "kind", "activity", "traveller", "unit", "title_zh", "title_en", "purpose", "is_in_plan", "is_leading_cadre",
            "host", "start_on", "end_on", "budget_amount", "fund_source", "sponsor", "host_supervisor", "salary_status",
            "bond_signed_on", "service_until",
        ]  # fmt: skip
        widgets = {
            "start_on": DateInput,
            "end_on": DateInput,
            "bond_signed_on": DateInput,
            "service_until": DateInput,
        }

    def __init__(self, *args: Any, units: Any = None, staff: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["traveller"].queryset = staff

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("start_on") and values.get("end_on") and values["end_on"] < values["start_on"]:
            self.add_error("end_on", _("The last day lies before the first."))
        return values


class StopForm(CleanTextMixin, forms.ModelForm):
    """A place on the route."""

    class Meta:
        model = TripStop
        fields = ["region", "city", "arrive_on", "leave_on", "programme"]
        widgets = {"arrive_on": DateInput, "leave_on": DateInput}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("arrive_on") and values.get("leave_on") and values["leave_on"] < values["arrive_on"]:
            self.add_error("leave_on", _("The last day lies before the first."))
        return values


StopFormSet = inlineformset_factory(StaffTrip, TripStop, form=StopForm, extra=1, can_delete=True)


class MemberForm(CleanTextMixin, forms.ModelForm):
    """Somebody else in the group."""

    class Meta:
        model = TripMember
        fields = ["user", "task"]


class MemberRows(forms.BaseInlineFormSet):
    """Members of the group, chosen among staff."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        staff = User.objects.active().exclude(staff_number="").exclude(pk=self.instance.traveller_id)
        form.fields["user"].queryset = staff.order_by("staff_number")


MemberFormSet = inlineformset_factory(
    StaffTrip, TripMember, form=MemberForm, formset=MemberRows, extra=1, can_delete=True
)


class AcceptForm(StepForm):
    """What the organisation department says about a leading cadre."""

    organisation_note = forms.CharField(
        label=_("Opinion of the organisation department"),
        required=False,
        max_length=200,
        help_text=_("Only needed when the traveller is a leading cadre."),
    )


class TripPermitForm(StepForm):
    """The approval of the province."""

    permit_no = forms.CharField(label=_("Number of the trip approval"), max_length=60)
    permit_on = forms.DateField(label=_("Approved on"), widget=DateInput)


class DepartForm(StepForm):
    """The day of departure."""

    departed_on = forms.DateField(label=_("Departed on"), widget=DateInput)


class ReturnHomeForm(StepForm):
    """The day of return."""

    returned_on = forms.DateField(label=_("Returned on"), widget=DateInput)


class PassportInForm(StepForm):
    """The passport came back."""

    passport_in_on = forms.DateField(label=_("Passport handed in on"), widget=DateInput)


class TripReportForm(StepForm):
    """The report of a trip."""

    report = forms.CharField(label=_("Report"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))
    talk_on = forms.DateField(
        label=_("Talk held on"),
        required=False,
        widget=DateInput,
        help_text=_("Visiting scholars speak to colleagues."),
    )


class RefundForm(StepForm):
    """What was refunded."""

    refund_amount = forms.DecimalField(
        label=_("Refunded, CNY"), min_value=0, max_digits=14, decimal_places=2, initial=0
    )


class TripChangeForm(CleanTextMixin, forms.ModelForm):
    """Other dates or another route."""

    class Meta:
        model = TripChange
        fields = ["new_end_on", "new_route", "reason"]
        widgets = {"new_end_on": DateInput}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("new_end_on") and not values.get("new_route"):
            self.add_error("new_end_on", _("Say what shall change: the day of return, the route, or both."))
        return values


class OpinionForm(PortalForm):
    """What finance or human resources say."""

    agrees = forms.TypedChoiceField(
        label=_("Opinion"),
        choices=[("yes", _("We agree")), ("no", _("We do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Reason"), max_length=300)


class ScholarReportForm(PortalForm):
    """A report from abroad."""

    text = forms.CharField(label=_("Report"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))


class FileForm(PortalForm):
    """A paper that belongs to a record."""

    category = forms.ChoiceField(
        label=_("Kind of paper"),
        choices=[
            ("invitation", _("Invitation")),
            ("programme", _("Programme")),
            ("agreement", _("Agreement")),
            ("report", _("Report")),
            ("other", _("Other")),
        ],
    )
    file = forms.FileField(label=_("File"))
