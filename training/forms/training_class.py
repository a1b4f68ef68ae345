"""What people type about classes, trainees and results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextMixin, PortalForm, RecordForm, StepForm
from core.spreadsheets.sources import DEFAULT_MAX_BYTES
from training.actions.roster_columns import COLUMNS
from training.models import (
    Assessment,
    AssessmentMethod,
    Attendance,
    ClassSession,
    Proposal,
    RosterImport,
    Trainee,
    TrainingClass,
)


class DateInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%H:%M", **kwargs)


class TrainingClassForm(RecordForm):
    """A class: when, where, for how many, with whom in charge."""

    sections = [
        (_("When and where"), "", ["proposal", "start_on", "end_on", "venue", "quota"]),
        (_("Who is in charge"), "", ["class_teacher", "safety_contact", "safety_phone"]),
    ]

    class Meta:
        model = TrainingClass
        fields = [
            "proposal", "start_on", "end_on", "venue", "quota", "class_teacher", "safety_contact", "safety_phone",
        ]  # fmt: skip
        widgets = {"start_on": DateInput, "end_on": DateInput}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["proposal"]
        else:
            self.fields["proposal"].queryset = (
                Proposal.objects.visible_to(user).approved().select_related("unit")
            )


class SessionForm(CleanTextMixin, forms.ModelForm):
    """One lesson."""

    class Meta:
        model = ClassSession
        fields = ["date", "starts_at", "ends_at", "topic", "hours", "venue", "instructor"]
        widgets = {"date": DateInput, "starts_at": TimeInput, "ends_at": TimeInput}


class SessionRows(forms.BaseInlineFormSet):
    """The lessons of a class; instructors are those of the project."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["instructor"].queryset = self.instance.proposal.instructors.all()


SessionFormSet = inlineformset_factory(
    TrainingClass, ClassSession, form=SessionForm, formset=SessionRows, extra=1, can_delete=True
)


class ConfirmForm(StepForm):
    """Why the class runs although fewer than the least intake are registered."""

    quota_waiver = forms.CharField(
        label=_("Why it runs below the least intake"),
        required=False,
        max_length=300,
        help_text=_("Only needed when fewer are registered than the project asks for."),
    )


class TraineeForm(RecordForm):
    """What may be corrected about a trainee; the identity number is not among it."""

    class Meta:
        model = Trainee
        fields = [
            "name_zh", "name_latin", "gender", "dob", "nationality", "employer", "position", "education", "phone",
            "email", "emergency_contact", "is_leading_cadre", "consent_version",
        ]  # fmt: skip
        widgets = {"dob": DateInput}


class RosterUploadForm(PortalForm):
    """The file, and what to do about people who are already on the roster (EC-67)."""

    file = forms.FileField(label=_("File (.xlsx or .csv)"))
    duplicates = forms.ChoiceField(
        label=_("People already on the roster"),
        choices=RosterImport.Duplicates.choices,
        initial=RosterImport.Duplicates.STOP,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        """What can be told without opening the file; the rest a worker tells (EC-69)."""
        file = self.cleaned_data["file"]
        limit = getattr(settings, "SPREADSHEET_MAX_BYTES", DEFAULT_MAX_BYTES)
        if file.size > limit:
            raise ValidationError(
                _("The file is larger than %(limit)s MB."),
                code="too_large",
                params={"limit": limit // 1024 // 1024},
            )
        if not file.name.lower().endswith((".xlsx", ".csv", ".xls")):
            raise ValidationError(_("Please choose an .xlsx or .csv file."), code="extension")
        return file


class RosterCheckForm(PortalForm):
    """Other answers about the same file: known people, and headings that name no column."""

    duplicates = forms.ChoiceField(
        label=_("People already on the roster"),
        choices=RosterImport.Duplicates.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, roster: RosterImport, columns: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.before = dict(roster.columns_chosen)
        self.headings = columns
        offered = [("", _("leave it out")), *((column.key, column.label) for column in COLUMNS)]
        for index, heading in enumerate(columns):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=_("Heading “%(heading)s”") % {"heading": heading}, choices=offered, required=False
            )

    @property
    def columns_chosen(self) -> dict[str, str]:
        chosen = {
            heading: self.cleaned_data[f"column_{index}"] for index, heading in enumerate(self.headings)
        }
        return self.before | chosen


class NumberForm(PortalForm):
    """A whole identity number, to find whose it is."""

    number = forms.CharField(
        label=_("Whole identity number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class OverrideForm(PortalForm):
    """Why somebody shall complete against the rule."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AttendanceForm(PortalForm):
    """Who was at one lesson: a mark for each trainee."""

    def __init__(self, *args: Any, session: ClassSession, trainees: list[Trainee], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.trainees = trainees
        marks = dict(session.attendance.values_list("trainee_id", "mark"))
        for trainee in trainees:
            self.fields[f"mark_{trainee.pk}"] = forms.ChoiceField(
                label=f"{trainee} {trainee.identity.masked}",
                choices=Attendance.Mark.choices,
                initial=marks.get(trainee.pk, Attendance.Mark.PRESENT),
                widget=forms.RadioSelect,
            )

    @property
    def marks(self) -> dict[int, str]:
        return {trainee.pk: self.cleaned_data[f"mark_{trainee.pk}"] for trainee in self.trainees}


class ResultsForm(PortalForm):
    """The results of a class: a score, or passed, and a make-up score, for each trainee."""

    def __init__(self, *args: Any, training_class: TrainingClass, trainees: list[Trainee], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.trainees = trainees
        self.scored = training_class.proposal.assessment_method == AssessmentMethod.EXAM
        for trainee in trainees:
            self._add(trainee, getattr(trainee, "assessment", None))

    def _add(self, trainee: Trainee, result: Assessment | None) -> None:
        label = f"{trainee} {trainee.identity.masked}"
        if not self.scored:
            self.fields[f"has_passed_{trainee.pk}"] = forms.TypedChoiceField(
                label=label,
                required=False,
                choices=[("", "–"), ("yes", _("Passed")), ("no", _("Not passed"))],
                coerce=lambda value: {"yes": True, "no": False}.get(value),
                empty_value=None,
                initial={True: "yes", False: "no"}.get(getattr(result, "has_passed", None), ""),
            )
            return
        for name, text in (("score", _("score")), ("makeup_score", _("make-up score"))):
            self.fields[f"{name}_{trainee.pk}"] = forms.DecimalField(
                label=f"{label} · {text}",
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=1,
                initial=getattr(result, name, None),
            )

    @property
    def results(self) -> dict[int, dict[str, Any]]:
        names = ("score", "makeup_score") if self.scored else ("has_passed",)
        return {
            trainee.pk: {name: self.cleaned_data.get(f"{name}_{trainee.pk}") for name in names}
            for trainee in self.trainees
        }
