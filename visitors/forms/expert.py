"""What people type about experts: the person with the passport, permits, engagements, lectures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.models.unit import Unit
from core.forms import CleanTextMixin, PortalForm, RecordForm
from core.identity_numbers import check_passport
from core.models import Region
from core.names import clean_person_name
from visitors.actions.deadlines import LABELS
from visitors.actions.mrz import PassportData, is_same_name, read_zone, region_of
from visitors.models import Expert, Permit


class DateInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%Y-%m-%d", **kwargs)


def zone_field() -> forms.CharField:
    """The two lines at the foot of a passport."""
    return forms.CharField(
        label=_("Machine-readable zone"),
        required=False,
        max_length=400,
        widget=forms.Textarea(
            attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "class": "mono"}
        ),
        help_text=_(
            "Paste or type the two lines at the foot of the passport, then let the portal read them."
        ),
    )


def number_field(**kwargs: Any) -> forms.CharField:
    """A passport number, never kept by the browser."""
    return forms.CharField(
        label=_("Passport number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **kwargs,
    )


class ReadsZone:
    """A form with a zone: its fields can be filled from it, and are compared with it."""

    def read(self) -> PassportData:
        """Fill the fields from the zone, or raise ValidationError."""
        data = read_zone(self.data.get("zone", ""))  # type: ignore[attr-defined]
        filled = self.data.copy()  # type: ignore[attr-defined]
        issuing, nationality = region_of(data.issuing_code), region_of(data.nationality_code)
        values = {
            "number": data.number,
            "issuing_region": issuing.pk if issuing else "",
            "expires_on": data.expires_on.isoformat(),
            "surname_latin": data.surname,
            "given_latin": data.given,
            "passport_name": data.name,
            "nationality": nationality.pk if nationality else "",
            "dob": data.dob.isoformat(),
            "gender": data.gender,
        }
        for name, value in values.items():
            if name in self.fields:  # type: ignore[attr-defined]
                filled[name] = value
        self.data = filled
        return data

    def check_zone(self, values: dict[str, Any]) -> None:
        """What was typed must be what the zone says, as far as it was given."""
        if not values.get("zone"):
            return
        try:
            data = read_zone(values["zone"])
        except ValidationError as error:
            self.add_error("zone", error)  # type: ignore[attr-defined]
            return
        if values.get("number") and values["number"] != data.number:
            self.add_error("number", _("The zone has another number."))  # type: ignore[attr-defined]
        if values.get("expires_on") and values["expires_on"] != data.expires_on:
            self.add_error("expires_on", _("The zone has another day of expiry."))  # type: ignore[attr-defined]
        if "surname_latin" in values and not is_same_name(
            data, values.get("surname_latin") or "", values.get("given_latin") or ""
        ):
            self.add_error("surname_latin", _("The zone has another name."))  # type: ignore[attr-defined]


class PassportForm(ReadsZone, PortalForm):
    """A passport that an expert has now."""

    zone = zone_field()
    number = number_field()
    issuing_region = forms.ModelChoiceField(
        label=_("Issued by"),
        queryset=Region.objects.all(),
        required=False,
        help_text=_("Empty for documents of no country."),
    )
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=DateInput)
    expires_on = forms.DateField(label=_("Expires on"), widget=DateInput)

    def clean_number(self) -> str:
        return check_passport(self.cleaned_data["number"]).number

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self.check_zone(values)
        return values

    @property
    def passport(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("number", "issuing_region", "issued_on", "expires_on")
        }


class ExpertForm(ReadsZone, RecordForm):
    """An expert with person and, when new, passport."""

    zone = zone_field()
    number = number_field(required=False)
    issuing_region = forms.ModelChoiceField(
        label=_("Issued by"), queryset=Region.objects.all(), required=False
    )
    expires_on = forms.DateField(label=_("Expires on"), required=False, widget=DateInput)
    surname_latin = forms.CharField(label=_("Surname as in the passport"), max_length=100, required=False)
    given_latin = forms.CharField(label=_("Given names as in the passport"), max_length=100, required=False)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=100, required=False)
    name_local = forms.CharField(label=_("Name in own script"), max_length=100, required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=[("", "–"), *Person.Gender.choices], required=False)
    dob = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput)
    nationality = forms.ModelChoiceField(label=_("Nationality"), queryset=Region.objects.all())

    PERSON = ("surname_latin", "given_latin", "name_zh", "name_local", "gender", "dob", "nationality")
    sections = [
        (_("Passport"), "", ["zone", "number", "issuing_region", "expires_on"]),
        (_("Person"), "", ["surname_latin", "given_latin", "name_zh", "name_local", "gender", "dob", "nationality",
          "other_nationalities"]),
        (_("Work"), "", ["unit", "home_institution", "degree", "field_of_work", "orcid", "h_index", "email", "phone"]),
        (_("Background check"), "", ["checked_on", "check_note"]),
    ]  # fmt: skip

    class Meta:
        model = Expert
        fields = [
            "other_nationalities", "unit", "home_institution", "degree", "field_of_work", "orcid", "h_index", "email",
            "phone", "checked_on", "check_note",
        ]  # fmt: skip
        widgets = {"checked_on": DateInput}

    def __init__(self, *args: Any, units: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units if units is not None else Unit.objects.active()
        if self.instance.pk:
            for name in ("zone", "number", "issuing_region", "expires_on"):
                del self.fields[name]
            for name in self.PERSON:
                self.fields[name].initial = getattr(self.instance.person, name)

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        return check_passport(number).number if number else ""

    def clean_name_zh(self) -> str:
        return clean_person_name(self.cleaned_data["name_zh"]).value

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not any(values.get(name) for name in ("surname_latin", "given_latin", "name_zh")):
            self.add_error("surname_latin", _("Enter a name."))
        if values.get("number") and not values.get("expires_on"):
            self.add_error("expires_on", _("Enter the day on which the passport ends."))
        self.check_zone(values)
        return values

    @property
    def person(self) -> Person:
        """The person with what was typed."""
        person = self.instance.person if self.instance.pk else Person(kind=Person.Kind.FOREIGNER)
        for name in self.PERSON:
            setattr(person, name, self.cleaned_data[name])
        latin = f"{person.surname_latin} {person.given_latin}".strip()
        person.passport_name = latin
        return person

    @property
    def passport(self) -> dict[str, Any] | None:
        if not self.cleaned_data.get("number"):
            return None
        return {name: self.cleaned_data[name] for name in ("number", "issuing_region", "expires_on")}


class PermitForm(CleanTextMixin, forms.ModelForm):
    """A permit or certificate of an expert."""

    class Meta:
        model = Permit
        fields = ["kind", "number", "category", "medium", "visa_type", "issued_on", "expires_on"]
        widgets = {
            "issued_on": DateInput,
            "expires_on": DateInput,
            "number": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("kind") == Permit.Kind.WORK and not values.get("category"):
            self.add_error("category", _("A work permit has category A, B or C."))
        if values.get("kind") in Permit.CONTROLS_STAY and not values.get("expires_on"):
            self.add_error("expires_on", _("Enter the day on which it ends."))
        return values


class SnoozeForm(PortalForm):
    """No reminder about this document before a day."""

    kind = forms.ChoiceField(label=_("What expires"))
    until = forms.DateField(label=_("No reminder before"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, deadlines: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.days = {row.kind: row.due for row in deadlines}
        self.fields["kind"].choices = [(kind, f"{LABELS[kind]} · {day}") for kind, day in self.days.items()]
