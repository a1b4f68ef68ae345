"""Laboratories, cooperative programmes, plans of studies and courses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextMixin, RecordForm
from partnerships.forms.agreement import units_for
from partnerships.forms.widgets import DateInput, PartnersField, single_institution
from partnerships.models import (
    Agreement,
    CooperativeProgramme,
    CoursePlan,
    GlobalCompetenceCourse,
    GlobalCompetenceRun,
    IntroducedCourse,
    IntroducedCourseRun,
    LabFunding,
    LabMember,
    Laboratory,
    LabOutput,
    LabReport,
    PlanCourse,
)


class UnitForm(RecordForm):
    """A record that belongs to a unit."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(user)
        if "agreement" in self.fields:
            self.fields["agreement"].queryset = (
                Agreement.objects.visible_to(user).binding().order_by("-number")
            )
        if "partner" in self.fields:
            single_institution(self.fields["partner"])


class LaboratoryForm(UnitForm):
    """A joint laboratory."""

    partners = PartnersField()

    sections = [
        (_("What and with whom"), "", ["name_zh", "name_en", "unit", "partners", "agreement"]),
        (
            _("Head and approval"),
            "",
            ["director_ours", "director_theirs", "founded_on", "approved_by", "approval_no", "review_due_on"],
        ),
        (_("About it"), "", ["research_fields", "equipment", "intro_zh", "intro_en"]),
    ]

    class Meta:
        model = Laboratory
        fields = [
            "name_zh",
            "name_en",
            "unit",
            "agreement",
            "director_ours",
            "director_theirs",
            "founded_on",
            "approved_by",
            "approval_no",
            "review_due_on",
            "research_fields",
            "equipment",
            "intro_zh",
            "intro_en",
        ]
        widgets = {
            "founded_on": DateInput,
            "review_due_on": DateInput,
            "equipment": forms.Textarea(attrs={"rows": 3}),
            "intro_zh": forms.Textarea(attrs={"rows": 3}),
            "intro_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["partners"].initial = list(self.instance.partners.values_list("pk", flat=True))


class ProgrammeForm(UnitForm):
    """A cooperative programme or institution."""

    sections = [
        (
            _("What and with whom"),
            "",
            ["kind", "name_zh", "name_en", "unit", "partner", "agreement", "level", "major_zh", "major_en"],
        ),
        (_("Approval"), "", ["approval_no", "licence_no", "valid_from", "valid_until", "intake", "tuition"]),
        (_("Reports"), "", ["annual_report_due_on", "annual_report_year", "evaluation"]),
    ]

    class Meta:
        model = CooperativeProgramme
        fields = [
            "kind",
            "name_zh",
            "name_en",
            "unit",
            "partner",
            "agreement",
            "level",
            "major_zh",
            "major_en",
            "approval_no",
            "licence_no",
            "valid_from",
            "valid_until",
            "intake",
            "tuition",
            "annual_report_due_on",
            "annual_report_year",
            "evaluation",
        ]
        widgets = dict.fromkeys(("valid_from", "valid_until", "annual_report_due_on"), DateInput)


class CoursePlanForm(CleanTextMixin, forms.ModelForm):
    """A version of the plan of studies."""

    class Meta:
        model = CoursePlan
        fields = ["name", "year"]


class IntroducedCourseForm(UnitForm):
    """A course taken over from a partner."""

    class Meta:
        model = IntroducedCourse
        fields = [
            "name_zh",
            "name_en",
            "code",
            "partner",
            "programme",
            "unit",
            "level",
            "credits",
            "hours",
            "is_core",
            "taught_by",
            "language",
            "materials",
            "status",
        ]


class GlobalCompetenceCourseForm(UnitForm):
    """A course of global competence."""

    class Meta:
        model = GlobalCompetenceCourse
        fields = ["name_zh", "name_en", "code", "unit", "credits", "language", "outcome", "status"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3})}


class RowForm(CleanTextMixin, forms.ModelForm):
    """One row of a record, its texts clean and its days picked."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DateInput()


def rows_of(parent: Any, row: Any, *fields: str, most: int = 100) -> Any:
    """The rows of a record, edited on its page."""
    return inlineformset_factory(parent, row, form=RowForm, fields=fields, extra=1, max_num=most)


LAB_ROWS = {
    "members": (_("Members"), rows_of(Laboratory, LabMember, "name", "side", "role", "since", "until")),
    "funding": (_("Funding"), rows_of(Laboratory, LabFunding, "source", "year", "amount_cny")),
    "outputs": (_("Results"), rows_of(Laboratory, LabOutput, "kind", "year", "title", "reference", most=500)),
    "reports": (
        _("Reports and reviews"),
        rows_of(Laboratory, LabReport, "kind", "year", "due_on", "submitted_on", "result"),
    ),
}
PLAN_ROWS = rows_of(
    CoursePlan,
    PlanCourse,
    "name_zh",
    "name_en",
    "code",
    "credits",
    "hours",
    "is_core",
    "is_introduced",
    "taught_by",
    most=200,
)
INTRODUCED_RUNS = rows_of(IntroducedCourse, IntroducedCourseRun, "term", "enrolled")
COMPETENCE_RUNS = rows_of(GlobalCompetenceCourse, GlobalCompetenceRun, "term", "enrolled")
