"""The form of a change: the approved values, to be typed over; only what differs is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.forms import PortalForm, RecordForm
from training.forms.widgets import DateInput
from training.models import ChangeRequest, PartnerRole, PartnerVetting, Proposal, TitleRank
from training.models.change_fields import (
    FIELDS,
    FROZEN_BY_PAYMENT,
    GROUPS,
    INSTRUCTOR,
    current,
    read,
    written,
)

ProposalFields: Any = modelform_factory(
    Proposal, fields=FIELDS, widgets={"start_on": DateInput, "end_on": DateInput}
)


class InstructorChangeForm(PortalForm):
    """Another person in the place of an instructor."""

    replaces = forms.TypedChoiceField(
        label=_("Instructor who is replaced"), required=False, coerce=int, empty_value=None
    )
    name = forms.CharField(label=_("New instructor"), max_length=100, required=False)
    employer = forms.CharField(label=_("Employer"), max_length=150, required=False)
    title_rank = forms.ChoiceField(label=_("Rank"), choices=[("", "—"), *TitleRank.choices], required=False)
    is_external = forms.BooleanField(label=_("From outside the school"), required=False)
    fee_per_hour = forms.DecimalField(
        label=_("Lecture fee per hour after tax"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    cv = forms.CharField(
        label=_("Short CV"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PartnerChangeForm(PortalForm):
    """A partner who joins."""

    vetting = forms.ModelChoiceField(
        label=_("Vetted partner who joins"), queryset=PartnerVetting.objects.none(), required=False
    )
    role = forms.ChoiceField(
        label=_("Part in the project"), choices=[("", "—"), *PartnerRole.choices], required=False
    )


class ChangeForm(RecordForm):
    """Every field that can change, with its approved value, and why it changes."""

    class Meta:
        model = ChangeRequest
        fields = ["reason"]

    def __init__(self, *args: Any, proposal: Proposal, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.proposal, self.user = proposal, user
        kept = self.instance.content or {}
        self.parts = (self._fields(kept), self._instructor(kept), self._partner(kept))
        for part in self.parts:
            self.fields.update(part)
        reason = self.fields.pop("reason")
        self.fields["reason"] = reason
        names = [[f"new_{name}" for name in group.fields] for group in GROUPS]
        self.sections = [
            *[(group.title, "", fields) for group, fields in zip(GROUPS, names, strict=True)],
            (_("Another instructor"), _("Leave empty unless one is replaced."), [*self.parts[1]]),
            (
                _("A partner joins"),
                _("Only partners whose vetting is valid can be chosen."),
                [*self.parts[2]],
            ),
            (_("Reason"), "", ["reason"]),
        ]

    def _fields(self, kept: dict[str, Any]) -> dict[str, Any]:
        shown = ProposalFields(instance=self.proposal).fields
        shown["unit"].queryset = Unit.objects.filter(can_run_training=True).order_by("code")
        frozen = FROZEN_BY_PAYMENT if self.proposal.is_fee_frozen else frozenset()
        for name, field in shown.items():
            field.required = False
            field.initial = read(name, kept[name]) if name in kept else getattr(self.proposal, name)
            if name in frozen:
                field.disabled = True
                field.help_text = _("Frozen, because somebody has paid.")
        return {f"new_{name}": field for name, field in shown.items()}

    def _instructor(self, kept: dict[str, Any]) -> dict[str, Any]:
        shown = InstructorChangeForm().fields
        people = [(person.pk, str(person)) for person in self.proposal.instructors.all()]
        shown["replaces"].choices = [("", "—"), *people]
        for name, field in shown.items():
            field.initial = kept.get("instructor", {}).get(name)
        return {f"instructor_{name}": field for name, field in shown.items()}

    def _partner(self, kept: dict[str, Any]) -> dict[str, Any]:
        shown = PartnerChangeForm().fields
        valid = PartnerVetting.objects.filter(status__in=PartnerVetting.VALID)
        shown["vetting"].queryset = valid.filter(pk__in=PartnerVetting.objects.visible_to(self.user))
        for name, field in shown.items():
            field.initial = kept.get("partner", {}).get(name)
        return {f"partner_{name}": field for name, field in shown.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        content: dict[str, Any] = {}
        for name in FIELDS:
            value = written(cleaned.get(f"new_{name}"))
            value = "" if value is None and isinstance(current(self.proposal, name), str) else value
            if f"new_{name}" not in self.errors and value != current(self.proposal, name):
                content[name] = value
        content |= self._clean_instructor(cleaned) | self._clean_partner(cleaned)
        if not content and not self.errors:
            raise ValidationError(_("Nothing changes yet: change at least one field."), code="empty")
        self.instance.content = content
        return cleaned

    def _clean_instructor(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        replaced = cleaned.get("instructor_replaces")
        row = {name: written(cleaned.get(f"instructor_{name}")) for name in INSTRUCTOR}
        if replaced is None:
            if row["name"]:
                self.add_error("instructor_replaces", _("Say who is replaced."))
            return {}
        if not row["name"] or not row["title_rank"]:
            self.add_error("instructor_name", _("Give name and rank of the new instructor."))
            return {}
        row["employer"], row["cv"] = row["employer"] or "", row["cv"] or ""
        return {"instructor": {"replaces": replaced, **row}}

    def _clean_partner(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        vetting, role = cleaned.get("partner_vetting"), cleaned.get("partner_role")
        if not vetting and not role:
            return {}
        if not (vetting and role):
            self.add_error("partner_role", _("Choose the partner and its part."))
            return {}
        return {"partner": {"vetting": vetting.pk, "role": role}}
