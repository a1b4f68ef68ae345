"""Forms of applications and their steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CleanTextMixin, PortalForm, RecordForm, StepForm
from programmes.forms.widgets import CameraInput, DayInput, MomentInput, days
from programmes.models import Application, EligibilityRule, LanguageScore, StudentProfile, Verdict


class FactsForm(RecordForm):
    """What the conditions are checked against."""

    sections = [  # noqa: RUF012
        (_("Study"), "", ["level", "year_of_study", "major_zh", "major_en", "graduates_on"]),
        (
            _("Results"),
            _("The scale is needed: averages on different scales are never compared."),
            ["gpa", "gpa_scale", "rank_percent", "failed_courses"],
        ),
        (_("Person"), "", ["passport_name", "passport_expires_on", "born_on", "gender", "phone"]),
    ]

    class Meta:
        model = StudentProfile
        fields = [
            "level", "year_of_study", "major_zh", "major_en", "graduates_on", "gpa", "gpa_scale", "rank_percent",
            "failed_courses", "passport_name", "passport_expires_on", "born_on", "gender", "phone",
        ]  # fmt: skip
        widgets = days("graduates_on", "passport_expires_on", "born_on")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["gpa"].help_text = _("With a point, such as 3.6 or 86.5.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        gpa, scale = cleaned.get("gpa"), cleaned.get("gpa_scale")
        if gpa is not None and not scale:
            self.add_error("gpa_scale", _("Say on which scale the average stands."))
        if gpa is not None and scale and gpa > {"4.0": 4, "5.0": 5, "100": 100}[scale]:
            self.add_error("gpa", _("This is more than the scale allows."))
        return cleaned


class ScoreRow(CleanTextMixin, forms.ModelForm):
    """One language score."""

    class Meta:
        model = LanguageScore
        fields = ["test", "score", "lowest_band", "taken_on", "expires_on"]
        widgets = days("taken_on", "expires_on")

    def clean_taken_on(self) -> Any:
        taken_on = self.cleaned_data["taken_on"]
        if taken_on > timezone.localdate():
            raise forms.ValidationError(_("This day lies ahead."))
        return taken_on


class ChoicesForm(RecordForm):
    """The wishes, first to last, and why."""

    class Meta:
        model = Application
        fields = ["motivation", "accepts_other_places"]
        widgets = {"motivation": forms.Textarea(attrs={"rows": 6})}  # noqa: RUF012

    def __init__(self, *args: Any, offerings: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        application = self.instance
        now = list(application.choices.order_by("rank").values_list("offering", flat=True))
        most = application.round.max_choices
        for rank in range(1, most + 1):
            field = forms.ModelChoiceField(
                label=_("Choice %(rank)s") % {"rank": rank},
                queryset=offerings,
                required=False,
                initial=now[rank - 1] if rank <= len(now) else None,
            )
            field.label_from_instance = lambda offering: str(offering.programme)  # type: ignore[method-assign]
            self.fields[f"choice_{rank}"] = field
        self.sections = [
            (
                _("Your choices"),
                _("Your first choice first."),
                [f"choice_{rank}" for rank in range(1, most + 1)],
            ),
            (_("Why you want to go"), "", ["motivation", "accepts_other_places"]),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in sorted(self.fields) if name.startswith("choice_")]
        seen: set[int] = set()
        for rank, offering in enumerate(chosen, start=1):
            if offering is None:
                continue
            if offering.pk in seen:
                self.add_error(f"choice_{rank}", _("You have chosen this programme already."))
            seen.add(offering.pk)
        # An empty wish between two others closes up: ranks have no gaps (A2).
        cleaned["offerings"] = [offering for offering in chosen if offering is not None]
        return cleaned


class DocumentForm(PortalForm):
    """One document."""

    file = forms.FileField(label=_("File or photograph"), widget=CameraInput)
    dated_on = forms.DateField(label=_("Date of the document"), required=False, widget=DayInput)


class ConsentsForm(PortalForm):
    """Each consent for itself; none is ticked beforehand."""

    def __init__(self, *args: Any, wanted: list[Any], texts: dict[str, str], given: set[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for one in wanted:
            self.fields[one.key] = forms.BooleanField(
                label=texts[one.key], required=False, initial=one.key in given
            )

    @property
    def ticked(self) -> set[str]:
        return {name for name, value in self.cleaned_data.items() if value}


class CollegeCheckForm(StepForm):
    """What the first person of the college confirms (A4)."""

    college_rank = forms.IntegerField(
        label=_("Rank among the college's students"), min_value=1, max_value=999
    )
    has_discipline = forms.BooleanField(label=_("A disciplinary measure is in force"), required=False)
    has_arrears = forms.BooleanField(label=_("Fees are owed"), required=False)
    field_order = ("college_rank", "has_discipline", "has_arrears", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Opinion of the college")


class DeclineForm(StepForm):
    """Why the college does not recommend."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Application.RejectReason)
    field_order = ("reason", "note")


PARTS = [
    ("facts", _("Facts about you")),
    ("choices", _("Choices")),
    ("documents", _("Documents")),
    ("consents", _("Consents")),
]


class ReturnForm(StepForm):
    """What has to be corrected until when (A6)."""

    fields_named = forms.MultipleChoiceField(
        label=_("What has to be corrected"), choices=PARTS, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    field_order = ("fields_named", "until", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["fields"] = cleaned.pop("fields_named", [])
        return cleaned


class ScheduleForm(StepForm):
    """When, where and by whom the interview is."""

    starts_at = forms.DateTimeField(label=_("Begins at"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=_("Ends at"), widget=MomentInput)
    place = forms.CharField(label=_("Place or link"), max_length=200)
    assessors = forms.ModelMultipleChoiceField(
        label=_("Assessors"), queryset=User.objects.none(), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    field_order = ("starts_at", "ends_at", "place", "assessors", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["assessors"].queryset = possible_assessors()


def possible_assessors() -> Any:
    """Members of staff, not students nor people of other houses."""
    outside = ["STU", "EXT", "APP", "TRN"]
    staff = User.objects.active().filter(grants__isnull=False).exclude(grants__role__in=outside)
    return staff.distinct().order_by("name_zh", "pk")


class ScoreForm(PortalForm):
    """One assessor's score."""

    score = forms.DecimalField(
        label=_("Score (0–100)"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    remark = forms.CharField(
        label=_("Remark"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExcuseForm(PortalForm):
    """Why an assessor gives no score."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class JudgeForm(PortalForm):
    """A verdict for each document."""

    def __init__(self, *args: Any, verdicts: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rows = verdicts
        for row in verdicts:
            key = row.attachment_id
            self.fields[f"verdict_{key}"] = forms.ChoiceField(
                label=str(row.kind), choices=Verdict, initial=row.verdict
            )
            self.fields[f"comment_{key}"] = forms.CharField(
                label=_("Comment on “%(document)s”") % {"document": row.kind}, max_length=300, required=False,
                initial=row.comment,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for row in self.rows:
            key = row.attachment_id
            wants = cleaned.get(f"verdict_{key}") == Verdict.REPLACE
            if wants and not cleaned.get(f"comment_{key}"):
                self.add_error(f"comment_{key}", _("Say what is wrong with the document."))
        return cleaned

    @property
    def verdicts(self) -> dict[int, tuple[str, str]]:
        return {
            row.attachment_id: (
                self.cleaned_data[f"verdict_{row.attachment_id}"],
                self.cleaned_data[f"comment_{row.attachment_id}"],
            )
            for row in self.rows
        }


class OfferPlaceForm(StepForm):
    """Which choice is given out of turn."""

    choice = forms.ModelChoiceField(label=_("Place"), queryset=None)
    field_order = ("choice", "note")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["choice"].queryset = self.record.choices.select_related("offering__programme")


class WithdrawForm(StepForm):
    """Why the student leaves."""

    is_force_majeure = forms.BooleanField(
        label=_("Force majeure (illness, family, visa refused)"), required=False
    )
    field_order = ("is_force_majeure", "note")


class AdmitForm(StepForm):
    """The host's letter."""

    letter = forms.FileField(label=_("Letter of admission"), required=False, widget=CameraInput)
    field_order = ("letter", "note")


class ExceptionForm(PortalForm):
    """Which condition shall not count, and why."""

    rule = forms.ModelChoiceField(label=_("Condition"), queryset=EligibilityRule.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, rules: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = rules
