"""What the steps of a proposal ask beyond a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, StepForm
from core.models import Snapshot
from training.forms.widgets import DateInput, GroupedChoices
from training.models import Proposal, RejectReason, RiskLevel
from training.models.content import changed_names, content_of, labels_of_content
from training.models.sections import SECTIONS

SHORTEST_RETURN = 10


def field_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Everything that can be asked for, section by section."""
    labels = labels_of_content(Proposal)
    return [(section.title, [(name, labels[name]) for name in section.names]) for section in SECTIONS]


class AcceptForm(StepForm):
    """The checklist of the training desk (P4)."""

    completeness = forms.BooleanField(label=_("The proposal is complete and consistent"))
    fee = forms.BooleanField(label=_("Fee, its basis and the budget are plausible"))
    partner = forms.BooleanField(label=_("Partners are vetted, or none takes part"))
    risk_level = forms.ChoiceField(label=_("Risk level"), choices=RiskLevel)

    field_order = ["completeness", "fee", "partner", "risk_level", "note"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = self.record.risk_level
        above = RiskLevel.values[RiskLevel.values.index(found) :]
        self.fields["risk_level"].choices = [(value, RiskLevel(value).label) for value in above]
        self.fields["risk_level"].initial = found
        self.fields["risk_level"].help_text = _("You may raise what the portal found, not lower it.")


class ReturnForm(StepForm):
    """What has to change, and why (P3, P5, P10)."""

    field_order = ["fields", "note"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        note.validators.append(MinLengthValidator(SHORTEST_RETURN))
        note.help_text = _("At least ten characters: say what is wrong and how it would be right.")
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("What has to change"), choices=field_choices, widget=GroupedChoices
        )
        self.fields["note"] = note


class NameFieldsForm(PortalForm):
    """What has to change after an objection (P7)."""

    note = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("What has to change"), choices=field_choices, widget=GroupedChoices
        )


class RejectForm(StepForm):
    """Why the project is not approved."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RejectReason)
    field_order = ["reason", "note"]


class AuthoriseForm(StepForm):
    """The minutes of the school's collective decision (TR-05)."""

    minutes_no = forms.CharField(label=_("Number of the meeting minutes"), max_length=60, required=False)
    minutes_on = forms.DateField(label=_("Date of the meeting minutes"), required=False, widget=DateInput)
    field_order = ["minutes_no", "minutes_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("minutes_no", "minutes_on"):
            self.fields[name].required = self.record.wants_minutes

    def clean_minutes_on(self) -> Any:
        day = self.cleaned_data["minutes_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The date lies in the future."), code="future")
        return day


class ResubmitForm(StepForm):
    """An answer to each field that was to change and did not (P11)."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        last = Snapshot.objects.of(self.record).last()
        changed = changed_names(last.content, content_of(self.record)) if last else set()
        labels = labels_of_content(Proposal)
        self.unchanged = [name for name in self.record.return_fields if name not in changed]
        for name in self.unchanged:
            self.fields[f"answer_{name}"] = forms.CharField(
                label=_("Not changed: %(field)s") % {"field": labels.get(name, name)},
                help_text=_("Say why it stays as it is."),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answers = {name: cleaned.pop(f"answer_{name}", "") for name in self.unchanged}
        return cleaned | {"answers": answers}


class CommentForm(PortalForm):
    """A remark, on the whole or on one field."""

    text = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    field = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", _("the whole proposal")), *field_choices()]


class UnlockStartForm(PortalForm):
    """Why a training that has already begun may still be submitted (R-17, EC-83)."""

    note = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_RETURN,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
