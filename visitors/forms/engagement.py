"""What people type about engagements and lectures, and what their steps ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextMixin, RecordForm, StepForm
from visitors.forms.expert import DateInput
from visitors.models import Engagement, Expert, Lecture, Teaching


class EngagementForm(RecordForm):
    """What a unit plans with an expert."""

    sections = [
        (_("Engagement"), "", ["expert", "unit", "kind", "position_zh", "position_en", "start_on", "end_on",
          "purpose", "teaching_load"]),
        (_("Contract"), "", ["contract_no", "contract_signed_on", "salary", "benefits", "tax_note"]),
    ]  # fmt: skip

    class Meta:
        model = Engagement
        fields = [
            "expert", "unit", "kind", "position_zh", "position_en", "start_on", "end_on", "purpose", "teaching_load",
            "contract_no", "contract_signed_on", "salary", "benefits", "tax_note",
        ]  # fmt: skip
        widgets = {"start_on": DateInput, "end_on": DateInput, "contract_signed_on": DateInput}

    def __init__(self, *args: Any, user: Any, units: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = (
            Expert.objects.visible_to(user).select_related("person").order_by("pk")
        )
        if units is not None:
            self.fields["unit"].queryset = units
        if not user.has_perm("visitors.read_salary"):
            for name in ("salary", "benefits"):
                del self.fields[name]


class TeachingForm(CleanTextMixin, forms.ModelForm):
    """A course."""

    class Meta:
        model = Teaching
        fields = ["course_zh", "course_en", "term", "hours", "audience", "language", "evaluation"]


TeachingFormSet = inlineformset_factory(Engagement, Teaching, form=TeachingForm, extra=1, can_delete=True)


class LectureForm(RecordForm):
    """A talk."""

    class Meta:
        model = Lecture
        fields = [
            "title_zh",
            "title_en",
            "on",
            "place",
            "language",
            "audience",
            "is_public",
            "is_social_science",
            "outline",
        ]
        widgets = {"on": DateInput}


class VisaForm(StepForm):
    """Why a passport that ends soon is accepted."""

    passport_override = forms.CharField(
        label=_("Why the passport is accepted"),
        required=False,
        max_length=300,
        help_text=_("Only needed when it ends less than six months after the engagement."),
    )


class ArrivalForm(StepForm):
    """When the expert came."""

    arrived_on = forms.DateField(label=_("Arrived on"), widget=DateInput)


class TakeUpForm(StepForm):
    """When the post was taken up."""

    taken_up_on = forms.DateField(label=_("On post since"), widget=DateInput)


class ExtendForm(StepForm):
    """Until when."""

    new_end_on = forms.DateField(label=_("New last day"), widget=DateInput)


class LeaveForm(StepForm):
    """The departure."""

    ended_on = forms.DateField(label=_("Last day"), widget=DateInput)
    permit_cancelled_on = forms.DateField(
        label=_("Work permit cancelled on"), required=False, widget=DateInput
    )
    has_handed_over = forms.BooleanField(label=_("Keys and assets are handed over"), required=False)


class AudienceForm(StepForm):
    """How many came."""

    audience = forms.IntegerField(label=_("Audience"), min_value=0, required=False)
