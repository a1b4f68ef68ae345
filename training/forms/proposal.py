"""One form for each section of a proposal; a draft may be saved with gaps (§1.2)."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit, User
from accounts.roles import units_of
from certificates.models import CertificateType
from core.forms import RecordForm
from core.identity_numbers import check_phone, check_uscc
from training.actions.wording import SCOPE_OF_FIELD
from training.forms.widgets import DateInput, WatchedInput, WatchedTextarea
from training.models import Proposal
from training.models.sections import FILES, Section

HELP = {
    "title_zh": _("4 to 60 characters. Say what is taught; no degree words, no ranks."),
    "hours_total": _("Must equal the sum of the course plan."),
    "trainees_expected": _("The income in the budget is the fee times this figure, plus the contract."),
    "planned_quota_max": _("For one class; not more than the venue holds."),
    "related_party_declared": _(
        "Is anybody of the partner, client or suppliers related to staff of the school?"
    ),
    "contact_phone": _("With area code; a mobile number is fine."),
    "location_reason": _("Needed off campus and abroad."),
    "client_uscc": _("18 characters; government bodies have one too."),
    "collective_decision_no": _("Of the joint meeting of party and administration of the unit."),
    "fee_basis": _("Cost compensation, not profit: name the decision or the price filing."),
    "feasibility": _("Demand, aims, qualification, benefit, risks."),
    "score_min": _("Of 100."),
}
AREAS = {"objectives": 6, "feasibility": 6, "safety_plan": 5}


class SectionForm(RecordForm):
    """A part of a proposal; only what is typed wrongly is refused, gaps are not."""

    section: Section

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.help_text = HELP.get(name, field.help_text)
        for category in self.section.files:
            self.fields[f"file_{category}"] = forms.FileField(label=FILES[category], required=False)
        self._narrow_choices()

    def _narrow_choices(self) -> None:
        """People of the unit, certificate types in use; what is chosen already stays."""
        chosen = self.instance
        if "responsible" in self.fields:
            staff = User.objects.active().filter(
                models.Q(unit=chosen.unit_id) | models.Q(pk=chosen.author_id)
            )
            self.fields["responsible"].queryset = staff | User.objects.filter(pk=chosen.responsible_id)
            self.fields["responsible_leader"].queryset = staff | User.objects.filter(
                pk=chosen.responsible_leader_id
            )
        if "certificate_type" in self.fields:
            kinds = CertificateType.objects.filter(is_active=True, is_non_degree=True)
            self.fields["certificate_type"].queryset = kinds | CertificateType.objects.filter(
                pk=chosen.certificate_type_id
            )

    def clean_contact_phone(self) -> str:
        return check_phone(self.cleaned_data["contact_phone"]).e164

    def clean_client_uscc(self) -> str:
        code = self.cleaned_data["client_uscc"]
        return check_uscc(code) if code else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start_on"), cleaned.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", ValidationError(_("The last day lies before the first."), code="order"))
        least, most = cleaned.get("planned_quota_min"), cleaned.get("planned_quota_max")
        if least and most and most < least:
            self.add_error(
                "planned_quota_max", ValidationError(_("Less than the least intake."), code="order")
            )
        return cleaned

    @property
    def uploads(self) -> dict[str, Any]:
        """The new files by category."""
        files = {category: self.cleaned_data.get(f"file_{category}") for category in self.section.files}
        return {category: upload for category, upload in files.items() if upload}


def _field(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    name = db_field.name
    if isinstance(db_field, models.BooleanField) and db_field.null:
        return forms.NullBooleanField(
            label=db_field.verbose_name, required=False, widget=forms.NullBooleanSelect()
        )
    field = db_field.formfield(**kwargs)
    if isinstance(db_field, models.DateField):
        field.widget = DateInput()
    elif name in AREAS:
        widget = WatchedTextarea if name in SCOPE_OF_FIELD else forms.Textarea
        field.widget = widget(attrs={"rows": AREAS[name], "maxlength": db_field.max_length})
    elif name in SCOPE_OF_FIELD:
        field.widget = WatchedInput(attrs={"maxlength": db_field.max_length})
    return field


@cache
def section_form(section: Section) -> type[SectionForm]:
    """The form class of a section."""
    made = modelform_factory(Proposal, form=SectionForm, fields=section.fields, formfield_callback=_field)
    made.section = section
    return made


class BeginProposalForm(RecordForm):
    """What a draft begins with."""

    class Meta:
        model = Proposal
        fields = ("unit", "title_zh", "responsible", "contact_name", "contact_phone")

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = Unit.objects.filter(pk__in=units_of(user, Role.DEPARTMENT_ADMIN))
        self.fields["unit"].queryset = own
        self.fields["responsible"].queryset = User.objects.active().filter(
            models.Q(unit__in=own) | models.Q(pk=user.pk)
        )
        first = own.first() if own.count() == 1 else None
        self.initial |= {
            "unit": first,
            "responsible": user,
            "contact_name": str(user),
            "contact_phone": user.phone,
        }
        self.fields["title_zh"].widget = WatchedInput(attrs={"maxlength": 60})
        self.fields["title_zh"].help_text = HELP["title_zh"]

    def clean_contact_phone(self) -> str:
        return check_phone(self.cleaned_data["contact_phone"]).e164

    def clean_unit(self) -> Unit:
        """TR-02 and TR-03: the governing office and bodies without substance run no training."""
        unit = self.cleaned_data["unit"]
        if unit.is_governing_office:
            raise ValidationError(_("The office that governs non-degree education does not run it (TR-02)."))
        if not unit.can_run_training:
            raise ValidationError(_("This unit may not run training in the name of the school (TR-03)."))
        return unit
