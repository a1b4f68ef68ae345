"""Forms of programmes, rounds and places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.forms import PortalForm, RecordForm
from programmes.forms.widgets import MomentInput, days
from programmes.models import (
    DocumentSlot,
    EligibilityRule,
    Offering,
    Programme,
    RegionRisk,
    Round,
    SubQuota,
)


class ProgrammeForm(RecordForm):
    """What a programme is."""

    sections = [  # noqa: RUF012
        (_("Basics"), "", ["type", "direction", "title_zh", "title_en", "partner", "agreement", "level", "mode"]),
        (_("Study"), "", ["fields_zh", "fields_en", "colleges", "language", "duration_weeks", "semesters"]),
        (_("Cost and funding"), "", ["tuition_waived", "yearly_cost", "cost_zh", "cost_en", "funding_zh", "funding_en"]),
        (_("Description"), "", ["description_zh", "description_en", "host_contact", "host_email"]),
    ]  # fmt: skip

    class Meta:
        model = Programme
        fields = [
            "type", "direction", "title_zh", "title_en", "partner", "agreement", "level", "mode", "fields_zh",
            "fields_en", "colleges", "language", "duration_weeks", "semesters", "tuition_waived", "yearly_cost",
            "cost_zh", "cost_en", "funding_zh", "funding_en", "description_zh", "description_en", "host_contact",
            "host_email",
        ]  # fmt: skip
        widgets = {"colleges": forms.CheckboxSelectMultiple}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["colleges"].queryset = Unit.objects.active().filter(kind=Unit.Kind.COLLEGE)
        self.fields["colleges"].help_text = _("None ticked means all colleges.")
        self.fields["partner"].queryset = self.fields["partner"].queryset.filter(merged_into=None)
        agreements = self.fields["agreement"].queryset
        self.fields["agreement"].queryset = agreements.exclude(number="").order_by("number")


class RoundForm(RecordForm):
    """When students apply and how they are ranked."""

    sections = [  # noqa: RUF012
        (_("Round"), "", ["name_zh", "name_en", "academic_year", "max_choices", "has_interview"]),
        (_("Dates"), _("All times are Beijing time (UTC+8)."), ["open_at", "close_at", "college_deadline"]),
        (
            _("Weights"),
            _("They cannot be changed once interviews are scheduled."),
            ["weight_gpa", "weight_language", "weight_interview", "weight_college"],
        ),
    ]

    class Meta:
        model = Round
        fields = [
            "name_zh", "name_en", "academic_year", "max_choices", "has_interview", "open_at", "close_at",
            "college_deadline", "weight_gpa", "weight_language", "weight_interview", "weight_college",
        ]  # fmt: skip
        widgets = {"open_at": MomentInput, "close_at": MomentInput, **days("college_deadline")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.weights_frozen_at is not None:
            for name in (
                "weight_gpa",
                "weight_language",
                "weight_interview",
                "weight_college",
                "has_interview",
            ):
                self.fields[name].disabled = True


class OfferingForm(RecordForm):
    """The places of a programme in a round."""

    class Meta:
        model = Offering
        fields = [
            "programme", "quota", "quota_override", "waitlist_size", "has_interview", "host_deadline", "starts_on",
            "ends_on",
        ]  # fmt: skip
        widgets = days("host_deadline", "starts_on", "ends_on")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.filter(status=Programme.Status.OPEN).order_by(
            "title_zh"
        )
        if self.instance.pk:
            self.fields["programme"].disabled = True


class RuleRow(forms.ModelForm):
    """One condition."""

    class Meta:
        model = EligibilityRule
        fields = [
            "kind",
            "minimum",
            "maximum",
            "scale",
            "level",
            "options",
            "is_blocking",
            "note_zh",
            "note_en",
        ]
        widgets = {"options": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012


class SlotRow(forms.ModelForm):
    """One document asked for."""

    class Meta:
        model = DocumentSlot
        fields = ["kind", "is_required"]


class SubQuotaRow(forms.ModelForm):
    """Places kept for a college or a level."""

    class Meta:
        model = SubQuota
        fields = ["unit", "level", "places"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(kind=Unit.Kind.COLLEGE)


class RegionRiskForm(RecordForm):
    """How safe a country is."""

    source_url = forms.URLField(label=_("Source"), max_length=300, required=False, assume_scheme="https")
    source_url = forms.URLField(label=_("Source"), required=False, assume_scheme="https")

    class Meta:
        model = RegionRisk
        fields = ["region", "level", "advisory_zh", "advisory_en", "source_url"]


class WhatIfForm(PortalForm):
    """A what-if of the allocation."""

    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


class ReasonForm(PortalForm):
    """Why."""

    note = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ObjectionForm(PortalForm):
    """Somebody objects to a name in publicity."""

    application = forms.ModelChoiceField(label=_("Name on the list"), queryset=None, required=False)
    text = forms.CharField(
        label=_("What you object to, and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    objector_name = forms.CharField(label=_("Your name"), max_length=60)
    objector_contact = forms.CharField(
        label=_("How we reach you"),
        max_length=100,
        help_text=_("Only the office sees your name and contact."),
    )

    def __init__(self, *args: Any, applications: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications
        self.fields["application"].label_from_instance = lambda one: (
            one.student.name_zh or one.student.name_en
        )


class PlainForm(RecordForm):
    """No field of the record itself: only its version and the token against double sending."""

    @classmethod
    def of(cls, model: Any) -> Any:
        """The form of a model."""
        return forms.modelform_factory(model, form=cls, fields=[])
