"""Forms of international students."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, RecordForm, StepForm
from core.models import AcademicTerm, Region
from programmes.forms.widgets import CameraInput, DayInput, days
from programmes.models import InboundStudent, Lead


class InboundForm(RecordForm):
    """The application of somebody from abroad."""

    sections = [  # noqa: RUF012
        (_("About you"), _("As in your passport."),
         ["surname", "given_names", "chinese_name", "gender", "born_on", "nationality", "was_chinese", "email", "phone",
          "home_address"]),
        (_("Education"), "", ["highest_education", "school_attended"]),
        (_("What you want to study"), "",
         ["level", "unit", "major", "taught_in", "hsk_level", "english_proof", "starts_on", "ends_on"]),
        (_("Funding and plan"), _("No agent recruits for the university; nobody may ask you for a commission."),
         ["scholarship", "source", "guardian", "study_plan", "referees"]),
        (_("Consent"), "", ["consent"]),
    ]  # fmt: skip
    consent = forms.BooleanField(
        label=_("I agree that the university processes my data, passport and health data included, to decide on my "
                "application and to fulfil its duties towards the authorities."),
        required=False,
    )  # fmt: skip

    class Meta:
        model = InboundStudent
        fields = [
            "surname", "given_names", "chinese_name", "gender", "born_on", "nationality", "was_chinese", "email",
            "phone", "home_address", "highest_education", "school_attended", "level", "unit", "major", "taught_in",
            "hsk_level", "english_proof", "starts_on", "ends_on", "scholarship", "source", "guardian", "study_plan",
            "referees",
        ]  # fmt: skip
        widgets = {
            **days("born_on", "starts_on", "ends_on"),
            "study_plan": forms.Textarea(attrs={"rows": 8}),
            "referees": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["nationality"].queryset = Region.objects.exclude(kind=Region.Kind.CHINA)
        self.fields["nationality"].label_from_instance = lambda region: f"{region.name_en} {region.name_zh}"
        self.fields["unit"].label_from_instance = lambda unit: unit.name_en or unit.name_zh
        self.fields["consent"].initial = self.instance.consent_at is not None


class PassportForm(PortalForm):
    """The passport; the number is kept encrypted."""

    number = forms.RegexField(
        label=_("Passport number"), regex=r"^[A-Za-z0-9 ]{5,20}$", max_length=20,
        help_text=_("Encrypted; staff see the last four characters only."),
    )  # fmt: skip
    issuing_region = forms.ModelChoiceField(label=_("Issued by"), queryset=Region.objects.all())
    expires_on = forms.DateField(label=_("Expires on"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["issuing_region"].label_from_instance = lambda region: (
            f"{region.name_en} {region.name_zh}"
        )


class PaperForm(PortalForm):
    """One paper."""

    file = forms.FileField(label=_("File or photograph"), widget=CameraInput)


class JwForm(StepForm):
    """The number of the visa paper."""

    jw_number = forms.CharField(label=_("Number of the visa paper"), max_length=30)
    field_order = ("jw_number", "note")


class ArriveForm(StepForm):
    """When the student arrived and where the student lives."""

    arrived_on = forms.DateField(label=_("Arrived on"), widget=DayInput)
    address_in_china = forms.CharField(label=_("Address in China"), max_length=300)
    off_campus = forms.BooleanField(label=_("Lives off campus"), required=False)
    field_order = ("arrived_on", "address_in_china", "off_campus", "note")


class RegisterForm(StepForm):
    """The first day as a student."""

    registered_on = forms.DateField(label=_("Registered on"), widget=DayInput)
    field_order = ("registered_on", "note")


class ResidenceForm(PortalForm):
    """Residence permit, insurance and address."""

    residence_number = forms.CharField(label=_("Residence permit"), max_length=30)
    residence_until = forms.DateField(label=_("Residence permit until"), widget=DayInput)
    insured_until = forms.DateField(label=_("Insured until"), required=False, widget=DayInput)
    address_in_china = forms.CharField(label=_("Address in China"), max_length=300)
    off_campus = forms.BooleanField(label=_("Lives off campus"), required=False)


class PoliceForm(PortalForm):
    """A question to the exit-entry police."""

    asked_on = forms.DateField(label=_("Asked on"), widget=DayInput)
    answer = forms.CharField(label=_("Answer"), max_length=300, required=False)


class TermForm(PortalForm):
    """For which term."""

    term = forms.ModelChoiceField(label=_("Term"), queryset=AcademicTerm.objects.all(), to_field_name="code")


class LeadForm(RecordForm):
    """Somebody asked about studying here."""

    consent = forms.BooleanField(label=_("The person agreed to be contacted"))

    class Meta:
        model = Lead
        fields = ["name", "email", "nationality", "interest", "source", "campaign"]
