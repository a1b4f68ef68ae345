"""What people type about foreign-expert projects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanTextMixin, RecordForm, StepForm
from visitors.forms.expert import DateInput
from visitors.models import Adjustment, Expenditure, ExpertProject, ProjectBudget, Receipt


class ExpertProjectForm(RecordForm):
    """An application."""

    class Meta:
        model = ExpertProject
        fields = [
            "title_zh", "title_en", "programme_name", "level", "year", "unit", "leader", "experts", "start_on", "end_on",
            "applied_amount", "aims",
        ]  # fmt: skip
        widgets = {"start_on": DateInput, "end_on": DateInput}

    def __init__(self, *args: Any, units: Any = None, staff: Any = None, experts: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["leader"].queryset = staff
        self.fields["experts"].queryset = experts
        self.fields["year"].initial = timezone.localdate().year

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("start_on") and values.get("end_on") and values["end_on"] < values["start_on"]:
            self.add_error("end_on", _("The last day lies before the first."))
        return values


class ApprovalForm(StepForm):
    """What the authority decided."""

    number = forms.CharField(label=_("Project number"), max_length=40)
    approved_amount = forms.DecimalField(
        label=_("Approved amount, CNY"), min_value=0, max_digits=14, decimal_places=2
    )
    approved_on = forms.DateField(label=_("Approved on"), widget=DateInput)


class ReportForm(StepForm):
    """The summary report."""

    report = forms.CharField(
        label=_("Summary report"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class SettleForm(StepForm):
    """What goes back."""

    returned_amount = forms.DecimalField(
        label=_("Returned funds, CNY"), min_value=0, max_digits=14, decimal_places=2, initial=0
    )


class BudgetForm(CleanTextMixin, forms.ModelForm):
    """A budget line."""

    class Meta:
        model = ProjectBudget
        fields = ["category", "amount"]


BudgetFormSet = inlineformset_factory(
    ExpertProject, ProjectBudget, form=BudgetForm, extra=1, max_num=5, can_delete=True
)


class ReceiptForm(CleanTextMixin, forms.ModelForm):
    """Money that came in."""

    class Meta:
        model = Receipt
        fields = ["on", "amount", "source"]
        widgets = {"on": DateInput}


class ExpenditureForm(CleanTextMixin, forms.ModelForm):
    """Money that was spent."""

    class Meta:
        model = Expenditure
        fields = ["on", "category", "amount", "voucher", "expert"]
        widgets = {"on": DateInput}

    def __init__(self, *args: Any, project: ExpertProject, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = project.experts.select_related("person")


class AdjustmentForm(CleanTextMixin, forms.ModelForm):
    """Money to be moved between categories."""

    class Meta:
        model = Adjustment
        fields = ["from_category", "to_category", "amount", "reason"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("from_category") and values.get("from_category") == values.get("to_category"):
            self.add_error("to_category", _("Choose another category."))
        return values
