"""What people type about inspections, tickets, surveys, complaints and the filing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit, User
from core.forms import PortalForm, RecordForm, StepForm
from training.forms.duties import FilesField
from training.forms.training_class import DateInput
from training.models import (
    AnnualFiling,
    Complaint,
    Inspection,
    InspectionItem,
    Proposal,
    RectificationTicket,
    Survey,
    TrainingClass,
)

LATEST = 200


class InspectionForm(RecordForm):
    """Which class, when and by whom."""

    class Meta:
        model = Inspection
        fields = ["training_class", "planned_on", "inspector", "companion", "is_unannounced"]
        widgets = {"planned_on": DateInput}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        status = TrainingClass.Status
        current = TrainingClass.objects.visible_to(user).filter(
            status__in=[status.ENROLLING, status.CONFIRMED, status.RUNNING]
        )
        self.fields["training_class"].queryset = current.select_related("proposal").order_by("start_on", "pk")
        officers = User.objects.holding(Role.TRAINING_DESK) | User.objects.holding(Role.DIRECTOR)
        self.fields["inspector"].queryset = officers.distinct().order_by("pk")
        self.fields["inspector"].required = True


class ChecklistForm(StepForm):
    """The points of a visit, made for a thumb: one tap for each point."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        for point, label in InspectionItem.Point.choices:
            self.fields[f"verdict_{point}"] = forms.ChoiceField(
                label=label, choices=InspectionItem.Verdict.choices, widget=forms.RadioSelect
            )
            self.fields[f"note_{point}"] = forms.CharField(
                label=_("What you saw"), required=False, max_length=300
            )
        self.fields["headcount_real"] = forms.IntegerField(
            label=_("People present"),
            min_value=0,
            max_value=5000,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        self.fields["photos"] = FilesField(label=_("Photos"), required=False)
        self.fields["photos"].widget.attrs |= {"accept": "image/*"}
        self.fields["conclusion"] = forms.ChoiceField(
            label=_("Conclusion"), choices=Inspection.Conclusion.choices, widget=forms.RadioSelect
        )
        self.fields["summary"] = forms.CharField(
            label=_("Summary"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        checklist = {}
        for point in InspectionItem.Point.values:
            verdict, text = data.pop(f"verdict_{point}", ""), data.pop(f"note_{point}", "")
            if verdict == InspectionItem.Verdict.ISSUE and not text:
                self.add_error(f"note_{point}", _("Say what you saw."))
            if verdict:
                checklist[point] = (verdict, text)
        data["checklist"] = checklist
        return data

    def clean_note(self) -> str:
        return ""


class TicketForm(RecordForm):
    """A fault found by the office."""

    class Meta:
        model = RectificationTicket
        fields = ["unit", "proposal", "training_class", "severity", "title", "description", "due_on"]
        widgets = {"due_on": DateInput, "description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(can_run_training=True).order_by("code")
        projects = Proposal.objects.visible_to(user).exclude(approved_no="").exclude(approved_no=None)
        self.fields["proposal"].queryset = projects.select_related("unit").order_by("-pk")[:LATEST]
        classes = TrainingClass.objects.visible_to(user).select_related("proposal")
        self.fields["training_class"].queryset = classes.order_by("-start_on", "-pk")[:LATEST]
        for name in ("proposal", "training_class"):
            # A slice cannot be filtered: what was chosen is looked for in the whole list.
            full = projects if name == "proposal" else classes
            chosen = self.data.get(self.add_prefix(name)) if self.is_bound else None
            if chosen:
                self.fields[name].queryset = full.filter(pk=chosen if str(chosen).isdigit() else 0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit = data.get("unit")
        for name in ("proposal", "training_class"):
            if unit and data.get(name) and data[name].unit_id != unit.pk:
                self.add_error(name, _("This belongs to another unit."))
        if data.get("due_on") and data["due_on"] < timezone.localdate():
            self.add_error("due_on", _("This day is over."))
        return data


class AnswerForm(StepForm):
    """What the unit did, with evidence."""

    answer = forms.CharField(
        label=_("What was put right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    evidence = FilesField(label=_("Evidence (photos, documents)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["note"]

    def clean_note(self) -> str:
        return ""


class ReopenForm(StepForm):
    """What is missing, and a new day if need be."""

    due_on = forms.DateField(label=_("New deadline"), required=False, widget=DateInput)


class DrawForm(PortalForm):
    """For which quarter classes are drawn."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=[(n, str(n)) for n in (1, 2, 3, 4)], coerce=int
    )


class SurveyForm(PortalForm):
    """The questions, five steps each; nothing tells who answers."""

    STEPS = [(5, _("very good")), (4, _("good")), (3, _("fair")), (2, _("poor")), (1, _("very poor"))]

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in Survey.ITEMS:
            self._ask(name, Survey.LABELS[name], required=True)
        self.lecturers = list(survey.training_class.proposal.instructors.order_by("pk"))
        if len(self.lecturers) > 1:
            for person in self.lecturers:
                self._ask(f"lecturer_{person.pk}", person.name, required=False)
        self.fields["recommend"] = forms.TypedChoiceField(
            label=_("Would you recommend this training? (0 no, 10 certainly)"),
            choices=[(n, str(n)) for n in range(11)],
            coerce=int,
            widget=forms.RadioSelect,
        )
        self.fields["comment"] = forms.CharField(
            label=_("What else would you like to say? Write nothing that shows who you are."),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _ask(self, name: str, label: Any, *, required: bool) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label,
            choices=self.STEPS,
            coerce=int,
            empty_value=None,
            required=required,
            widget=forms.RadioSelect,
        )

    @property
    def scores(self) -> dict[str, Any]:
        data = self.cleaned_data
        given = {str(one.pk): data.get(f"lecturer_{one.pk}") for one in self.lecturers}
        return {name: data[name] for name in (*Survey.ITEMS, "recommend", "comment")} | {
            "lecturers": {key: score for key, score in given.items() if score}
        }


class CodeForm(PortalForm):
    """A code from a slip of paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ComplaintForm(PortalForm):
    """What happened; a name is not needed."""

    subject = forms.ChoiceField(label=_("What is it about?"), choices=Complaint.Subject.choices)
    project_name = forms.CharField(label=_("Which training?"), max_length=150, required=False)
    text = forms.CharField(
        label=_("What happened?"), max_length=4000, min_length=10, widget=forms.Textarea(attrs={"rows": 8})
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        max_length=200,
        required=False,
        help_text=_("Only if you wish. Only the governing office reads it, never the unit."),
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ExamineForm(StepForm):
    """Whom the complaint concerns."""

    unit = forms.ModelChoiceField(
        label=_("Unit concerned"), queryset=Unit.objects.filter(can_run_training=True), required=False
    )
    is_shared = forms.BooleanField(
        label=_("Show the text to the unit (the contact is never shown)"), required=False
    )


class ReplyForm(StepForm):
    """The reply, to be read by whoever complained."""

    reply = forms.CharField(label=_("Reply"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["note"]

    def clean_note(self) -> str:
        return ""


class FilingYearForm(PortalForm):
    """Which year's list."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("This year has not come yet."))
        if AnnualFiling.objects.filter(year=year).exclude(status=AnnualFiling.Status.DRAFT).exists():
            raise forms.ValidationError(_("The list of this year is frozen."))
        return year


class FiledForm(StepForm):
    """When and under which receipt it was handed in."""

    filed_on = forms.DateField(label=_("Handed in on"), widget=DateInput, initial=timezone.localdate)
    receipt_no = forms.CharField(label=_("Receipt of the province"), required=False, max_length=60)
