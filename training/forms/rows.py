"""The inline rows of a proposal: kept in the order typed, added and removed with and without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import isbn

from core.forms import CleanTextMixin
from core.identity_numbers import check_uscc
from training.forms.widgets import DateInput
from training.models import (
    BudgetLine,
    CourseModule,
    FeeItem,
    Instructor,
    ProposalPartner,
    RiskItem,
    Textbook,
)

MOST_ROWS = 200


class RowForm(CleanTextMixin, forms.ModelForm):
    """One row; an untouched one is no row."""

    use_required_attribute = False

    @property
    def is_blank(self) -> bool:
        """Nothing typed beyond what a new row shows by itself."""
        for name, field in self.fields.items():
            if name == "DELETE":
                continue
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            untouched = {None, "", False}
            default = (
                self._meta.model._meta.get_field(name).get_default() if name in self._model_names else ""
            )
            if typed not in untouched and str(typed) != str(default):
                return False
        return True

    @property
    def _model_names(self) -> set[str]:
        return {field.name for field in self._meta.model._meta.fields}

    @property
    def is_removed(self) -> bool:
        return bool(self.data.get(f"{self.prefix}-DELETE"))


class RowSet(BaseFormSet):
    """The rows of one kind; saving it twice gives the same rows, so a draft may be saved at any moment."""

    def __init__(self, *args: Any, proposal: Any, **kwargs: Any):
        self.kept = list(getattr(proposal, kwargs["prefix"]).all())
        super().__init__(*args, initial=None if args and args[0] else [{}] * len(self.kept), **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        row = self.kept[index] if index is not None and index < len(self.kept) else None
        return super().get_form_kwargs(index) | {"instance": row}

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.empty_permitted = False
        return form

    def full_clean(self) -> None:
        """Check the rows that are rows; blank and removed ones are left out."""
        self._errors, self._non_form_errors = [], self.error_class()
        if not self.is_bound:
            return
        if not self.management_form.is_valid() or self.total_form_count() > MOST_ROWS:
            self._non_form_errors.append(
                ValidationError(_("The table was not sent whole. Try again.")).message
            )
            return
        for form in self.forms:
            skipped = form.is_removed or form.is_blank
            if skipped:
                form._errors = forms.utils.ErrorDict()
                form.cleaned_data = {}
            self._errors.append(form.errors)
        self.check_together()

    def check_together(self) -> None:
        """What the rows must be together; row sets override this."""

    def is_valid(self) -> bool:
        return self.is_bound and not any(self.errors) and not self.non_form_errors()

    @property
    def live_forms(self) -> list[Any]:
        return [form for form in self.forms if not form.is_removed and not form.is_blank]

    @property
    def rows(self) -> list[models.Model]:
        """The rows as they will be."""
        return [form.save(commit=False) for form in self.live_forms]

    @property
    def removed(self) -> list[models.Model]:
        """The saved rows that are no longer there."""
        staying = {form.instance.pk for form in self.live_forms}
        return [row for row in self.kept if row.pk not in staying]


class InstructorForm(RowForm):
    """A row of the teaching staff."""

    class Meta:
        model = Instructor
        fields = ("name", "employer", "title_rank", "nationality", "is_external", "fee_per_hour", "cv")
        widgets = {"cv": forms.Textarea(attrs={"rows": 2})}


class CourseModuleForm(RowForm):
    """A row of the course plan; the instructor is named as in the table above."""

    instructor_name = forms.CharField(label=_("Instructor"), required=False, max_length=100)

    class Meta:
        model = CourseModule
        fields = ("module", "topic", "hours", "mode")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.instructor_id:
            self.fields["instructor_name"].initial = self.instance.instructor.name

    def save(self, commit: bool = True) -> CourseModule:
        row = super().save(commit)
        row.instructor_name = self.cleaned_data["instructor_name"]
        return row


class TextbookForm(RowForm):
    """A book or material."""

    class Meta:
        model = Textbook
        fields = (
            "name", "author", "publisher", "isbn", "is_foreign_original", "is_politically_reviewed", "review_note",
        )  # fmt: skip

    def clean_isbn(self) -> str:
        number = self.cleaned_data["isbn"]
        if number and not isbn.is_valid(number):
            raise ValidationError(_("This is not an ISBN: a digit is wrong."), code="isbn")
        return isbn.compact(number) if number else ""


class FeeItemForm(RowForm):
    """A part of the fee."""

    class Meta:
        model = FeeItem
        fields = ("item", "amount", "basis")


class BudgetLineForm(RowForm):
    """A line of the budget."""

    class Meta:
        model = BudgetLine
        fields = ("direction", "category", "quantity", "unit_price", "note")


class PartnerForm(RowForm):
    """A partner and its part."""

    class Meta:
        model = ProposalPartner
        fields = ("name", "uscc", "role")

    def clean_uscc(self) -> str:
        code = self.cleaned_data["uscc"]
        return check_uscc(code) if code else ""


class RiskItemForm(RowForm):
    """A risk; one that the portal found keeps its wording."""

    code = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    class Meta:
        model = RiskItem
        fields = ("category", "description", "likelihood", "impact", "mitigation", "owner", "due_on")
        widgets = {"mitigation": forms.Textarea(attrs={"rows": 2}), "due_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.is_found = self.instance.source == RiskItem.Source.AUTO
        self.fields["code"].initial = self.instance.code
        if self.is_found:
            for name in ("category", "description"):
                self.fields[name].disabled = True
            self.fields["description"].label = _("Found by the portal: %(code)s") % {
                "code": self.instance.code
            }

    @property
    def is_removed(self) -> bool:
        return not self.is_found and super().is_removed


class CoursePlanSet(RowSet):
    """The course plan."""

    names: set[str] | None = None

    def check_together(self) -> None:
        """Each instructor named here stands in the table of instructors."""
        if self.names is None:
            return
        for form in self.live_forms:
            name = form.cleaned_data.get("instructor_name", "") if not form.errors else ""
            if name and name not in self.names:
                form.add_error("instructor_name", _("Nobody of this name is among the instructors."))


class RiskSet(RowSet):
    """The register: what the portal found comes first and is met again by its code."""

    def __init__(self, *args: Any, proposal: Any, **kwargs: Any):
        super().__init__(*args, proposal=proposal, **kwargs)
        self.kept.sort(key=lambda item: (item.source != RiskItem.Source.AUTO, item.position, item.pk))
        self.found = {item.code: item for item in self.kept if item.source == RiskItem.Source.AUTO}
        self.by_hand = [item for item in self.kept if item.source != RiskItem.Source.AUTO]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if not self.is_bound or index is None:
            return kwargs
        codes = [self.data.get(f"{self.prefix}-{i}-code", "") for i in range(index + 1)]
        if codes[index]:
            return kwargs | {"instance": self.found.get(codes[index])}
        place = sum(not code for code in codes) - 1
        return kwargs | {"instance": self.by_hand[place] if place < len(self.by_hand) else None}

    @property
    def live_forms(self) -> list[Any]:
        """A flag that fell away meanwhile takes its row along."""
        return [
            form for form in super().live_forms if form.is_found or not self.data.get(f"{form.prefix}-code")
        ]

    @property
    def removed(self) -> list[models.Model]:
        return [row for row in super().removed if row.source != RiskItem.Source.AUTO]


@dataclass(frozen=True)
class RowKind:
    """How a table of rows is shown."""

    set_class: type[RowSet]
    title: str | Promise
    help: str | Promise = ""


def _set(form: type[RowForm], base: type[RowSet] = RowSet, extra: int = 1) -> type[RowSet]:
    return formset_factory(
        form, formset=base, extra=extra, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1
    )


ROW_SETS = {
    "instructors": RowKind(
        _set(InstructorForm), _("Instructors"), _("Lecture fees after tax have caps by rank.")
    ),
    "course_plan": RowKind(
        _set(CourseModuleForm, CoursePlanSet),
        _("Course plan"),
        _("Write the instructor's name as in the table of instructors."),
    ),
    "textbooks": RowKind(_set(TextbookForm), _("Textbooks and materials")),
    "partners": RowKind(
        _set(PartnerForm), _("Partners"), _("A partner never recruits, collects fees or issues certificates.")
    ),
    "fee_items": RowKind(_set(FeeItemForm), _("What the fee consists of")),
    "budget": RowKind(_set(BudgetLineForm, extra=2), _("Budget")),
    "risk_items": RowKind(
        _set(RiskItemForm, RiskSet), _("Risk register"), _("Write for each risk what you do about it.")
    ),
}
