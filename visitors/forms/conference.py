"""What people type about conferences and the teaching contest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CleanTextMixin, PortalForm, RecordForm, StepForm
from visitors.forms.expert import DateInput
from visitors.models import (
    AwardQuota,
    Conference,
    ConferenceParticipants,
    ConferenceReply,
    ContestEdition,
    ContestEntry,
    Criterion,
    Judge,
)


class ConferenceForm(RecordForm):
    """A forecast or an application."""

    sections = [
        (_("Conference"), "", ["title_zh", "title_en", "category", "role", "discipline", "unit", "hosts"]),
        (_("When and where"), "", ["start_on", "end_on", "place", "mode"]),
        (_("Content"), "", ["topics", "background", "organisations"]),
        (_("Participants"), "", ["expected_total", "expected_foreign", "has_overseas_ngo", "has_un_body",
          "has_foreign_minister", "has_state_leader"]),
        (_("Money"), "", ["budget_amount", "fund_source"]),
    ]  # fmt: skip

    class Meta:
        model = Conference
        fields = [
            "title_zh", "title_en", "category", "role", "discipline", "unit", "hosts", "start_on", "end_on", "place", "mode",
            "topics", "background", "organisations", "expected_total", "expected_foreign", "has_overseas_ngo",
            "has_un_body", "has_foreign_minister", "has_state_leader", "budget_amount", "fund_source",
        ]  # fmt: skip
        widgets = {"start_on": DateInput, "end_on": DateInput}

    def __init__(self, *args: Any, units: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("start_on") and values.get("end_on") and values["end_on"] < values["start_on"]:
            self.add_error("end_on", _("The last day lies before the first."))
        total, foreign = values.get("expected_total"), values.get("expected_foreign")
        if total is not None and foreign is not None and foreign > total:
            self.add_error("expected_foreign", _("More foreign guests than guests."))
        return values


class ParticipantsForm(CleanTextMixin, forms.ModelForm):
    """One nationality."""

    class Meta:
        model = ConferenceParticipants
        fields = ["region", "planned", "actual"]


ParticipantsFormSet = inlineformset_factory(
    Conference, ConferenceParticipants, form=ParticipantsForm, extra=2, can_delete=True
)


class ReplyForm(CleanTextMixin, forms.ModelForm):
    """The answer of an authority, with its file."""

    file = forms.FileField(label=_("File of the reply"), required=False)

    class Meta:
        model = ConferenceReply
        fields = ["authority", "reply_no", "replied_on", "agrees", "note"]
        widgets = {"replied_on": DateInput}


class SummaryForm(StepForm):
    """The summary of a conference."""

    summary = forms.CharField(label=_("Summary"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))


class ContestEditionForm(RecordForm):
    """The contest of a year."""

    class Meta:
        model = ContestEdition
        fields = [
            "year", "title_zh", "title_en", "theme_zh", "theme_en", "unit", "entries_until", "preliminary_on", "final_on",
            "finalists",
        ]  # fmt: skip
        widgets = {"entries_until": DateInput, "preliminary_on": DateInput, "final_on": DateInput}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        days = [values.get(name) for name in ("entries_until", "preliminary_on", "final_on")]
        if all(days) and not days[0] < days[1] <= days[2]:
            self.add_error(
                "preliminary_on", _("Entries close first, then come the preliminary round and the final.")
            )
        return values


class CriterionForm(CleanTextMixin, forms.ModelForm):
    """What judges look at."""

    class Meta:
        model = Criterion
        fields = ["name_zh", "name_en", "weight"]


CriterionFormSet = inlineformset_factory(
    ContestEdition, Criterion, form=CriterionForm, extra=1, can_delete=True
)


class QuotaForm(CleanTextMixin, forms.ModelForm):
    """Places of one award."""

    class Meta:
        model = AwardQuota
        fields = ["group", "level", "places"]


QuotaFormSet = inlineformset_factory(ContestEdition, AwardQuota, form=QuotaForm, extra=1, can_delete=True)


class JudgeForm(CleanTextMixin, forms.ModelForm):
    """A judge."""

    class Meta:
        model = Judge
        fields = ["user"]


class JudgeRows(forms.BaseInlineFormSet):
    """Judges, chosen among staff."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["user"].queryset = User.objects.active().exclude(staff_number="").order_by("staff_number")


JudgeFormSet = inlineformset_factory(
    ContestEdition, Judge, form=JudgeForm, formset=JudgeRows, extra=1, can_delete=True
)


class ContestEntryForm(RecordForm):
    """What a teacher enters."""

    class Meta:
        model = ContestEntry
        fields = ["edition", "course_zh", "course_en", "discipline", "group", "video_url", "syllabus_url"]

    def __init__(self, *args: Any, editions: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["edition"]
        else:
            self.fields["edition"].queryset = editions


class SheetForm(PortalForm):
    """A judge's points: one field a criterion."""

    def __init__(self, *args: Any, criteria: list[Criterion], points: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"points_{criterion.pk}"] = forms.DecimalField(
                label=f"{criterion} ({criterion.weight} %)",
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=1,
                initial=points.get(str(criterion.pk)),
            )
        self.fields["remark"] = forms.CharField(
            label=_("Remark"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
        )

    @property
    def points(self) -> dict[int, Decimal]:
        return {criterion.pk: self.cleaned_data[f"points_{criterion.pk}"] for criterion in self.criteria}
