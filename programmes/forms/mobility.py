"""Forms of stays and credits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextMixin, PortalForm, RecordForm, StepForm
from core.models import Region
from programmes.forms.widgets import CameraInput, DayInput, days
from programmes.models import CreditLine, EmergencyContact, Incident, Mobility


class StayForm(RecordForm):
    """Address, phone and insurance."""

    sections = [  # noqa: RUF012
        (_("Abroad"), "", ["address_abroad", "phone_abroad"]),
        (_("Insurance"), _("It must cover the whole stay and seven days more."),
         ["insurer", "policy_number", "insured_from", "insured_until"]),
        (_("Health"), _("Encrypted; read only by you and the student desk, to help you in an emergency."),
         ["medical_note"]),
    ]  # fmt: skip

    class Meta:
        model = Mobility
        fields = [
            "address_abroad", "phone_abroad", "insurer", "policy_number", "insured_from", "insured_until",
            "medical_note",
        ]  # fmt: skip
        widgets = {**days("insured_from", "insured_until"), "medical_note": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012

    def clean_medical_note(self) -> str:
        return self.cleaned_data["medical_note"] or ""


class ContactRow(CleanTextMixin, forms.ModelForm):
    """Somebody to call."""

    class Meta:
        model = EmergencyContact
        fields = ["place", "name", "relation", "phone", "hours"]


class ItemForm(PortalForm):
    """An item of the checklist is done."""

    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    expires_on = forms.DateField(label=_("Expires on"), required=False, widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class DepartForm(StepForm):
    """The day of departure."""

    departed_on = forms.DateField(label=_("Day of departure"), widget=DayInput)
    field_order = ("departed_on", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["departed_on"].initial = self.record.departure_reported_on or self.record.planned_from


class ReturnReportForm(StepForm):
    """The day of the return, and how it was."""

    returned_on = forms.DateField(label=_("Day of return"), widget=DayInput)
    report = forms.CharField(label=_("Report"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10}))
    field_order = ("returned_on", "report")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class ReturnForm(StepForm):
    """The day of the return."""

    returned_on = forms.DateField(label=_("Day of return"), widget=DayInput)
    field_order = ("returned_on", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["returned_on"].initial = self.record.return_reported_on


class ExtendForm(StepForm):
    """Until when, and who agrees."""

    extended_until = forms.DateField(label=_("New last day"), widget=DayInput)
    host_agrees = forms.BooleanField(label=_("The host agrees in writing"))
    college_agrees = forms.BooleanField(label=_("The college agrees"))
    field_order = ("extended_until", "host_agrees", "college_agrees", "note")


class CheckInForm(PortalForm):
    """How the student is."""

    is_safe = forms.TypedChoiceField(
        label=_("Are you safe and well?"), choices=[("yes", _("Yes")), ("no", _("No, I need help"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    location = forms.CharField(label=_("Where are you now?"), max_length=150)
    issues = forms.CharField(
        label=_("Does anything trouble you?"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class IncidentForm(PortalForm):
    """What happened."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Incident.Severity)
    happened_on = forms.DateField(label=_("Day"), widget=DayInput)
    text = forms.CharField(
        label=_("What happened"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class CrisisForm(PortalForm):
    """Which country, and why the list is taken out."""

    region = forms.ModelChoiceField(
        label=_("Country or region"), queryset=Region.objects.all(), required=False
    )
    reason = forms.CharField(label=_("Reason for the export"), max_length=200)


class LineRow(CleanTextMixin, forms.ModelForm):
    """One course."""

    class Meta:
        model = CreditLine
        fields = [
            "host_code", "host_course", "host_credits", "host_hours", "home_code", "home_course", "home_credits",
            "nature", "is_passed_before",
        ]  # fmt: skip


class RecogniseForm(StepForm):
    """The host's grades with the transcript."""

    transcript = forms.FileField(
        label=_("Official transcript of the host"), required=False, widget=CameraInput
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines = list(self.record.mobility.credit_plan.lines.all())
        for line in self.lines:
            self.fields[f"grade_{line.pk}"] = forms.CharField(
                label=_("Grade: %(course)s") % {"course": line.host_course}, max_length=10, required=False,
                initial=line.grade,
            )  # fmt: skip
        self.order_fields(["transcript", *(f"grade_{line.pk}" for line in self.lines), "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["grades"] = {line.pk: cleaned.pop(f"grade_{line.pk}", "") for line in self.lines}
        return cleaned


class JudgeRow(CleanTextMixin, forms.ModelForm):
    """The result of one course."""

    class Meta:
        model = CreditLine
        fields = ["mark", "result", "recognised_credits", "reason"]
