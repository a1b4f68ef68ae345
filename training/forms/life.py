"""What people type about suspensions, settlement, closing, changes, partners, contracts and rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from core.forms import PortalForm, RecordForm, StepForm
from training.forms.widgets import DateInput
from training.models import (
    Closing,
    Contract,
    PartnerVetting,
    Proposal,
    Rule,
    SettlementPlan,
    Suspension,
)

CLOSING_FILES = {
    "signed_roster": _("Signed roster"),
    "handouts": _("List of handouts"),
    "receipts": _("Receipts of the certificates"),
    "settlement_sheet": _("Settlement signed by finance"),
    "photos": _("Photographs or news"),
}
CONTRACT_FILES = {"contract_text": _("Text of the contract"), "legal_papers": _("Other papers")}


class HasUploads:
    """A form with one file field for each kind of file; what was sent is in `uploads`."""

    FILES: dict[str, Any] = {}

    def add_file_fields(self: Any) -> None:
        for category, label in self.FILES.items():
            self.fields[f"file_{category}"] = forms.FileField(label=label, required=False)

    @property
    def uploads(self: Any) -> dict[str, Any]:
        sent = ((category, self.cleaned_data.get(f"file_{category}")) for category in self.FILES)
        return {category: upload for category, upload in sent if upload}


class SuspensionForm(PortalForm):
    """Why a project should be suspended."""

    reason_code = forms.ChoiceField(label=_("Reason"), choices=Suspension.Reason)
    evidence = forms.CharField(
        label=_("What was found"), min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    rectify_by = forms.DateField(label=_("To be put right by"), widget=DateInput)
    file = forms.FileField(label=_("Evidence (file)"), required=False)


class SuspendForm(StepForm):
    """The director's order (P15)."""

    reason_code = forms.ChoiceField(label=_("Reason"), choices=Suspension.Reason)
    rectify_by = forms.DateField(label=_("To be put right by"), widget=DateInput)
    file = forms.FileField(label=_("Evidence (file)"), required=False)
    field_order = ["reason_code", "rectify_by", "note", "file"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        proposed = self.record.suspensions.filter(status=Suspension.Status.PROPOSED).first()
        if proposed is not None:
            self.fields["reason_code"].initial = proposed.reason_code
            self.fields["rectify_by"].initial = proposed.rectify_by
            self.fields["note"].initial = proposed.evidence

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.pop("file", None)
        return cleaned | {"evidence": [file] if file else []}


class SettlementPlanForm(RecordForm):
    """How the trainees of a project that ends early are settled (P17)."""

    class Meta:
        model = SettlementPlan
        fields = ["reason", "refunds", "transfers", "certificates", "notice_zh", "notice_en", "contact"]


class ClosingForm(HasUploads, RecordForm):
    """The report, the reasons and the files of a closing package (§1.8)."""

    FILES = CLOSING_FILES
    sections = [
        (_("Summary report"), _("At least 500 characters altogether."), [*Closing.REPORT]),
        (
            _("Reasons"),
            "",
            ["timetable_reason", "variance_reason", "surplus_use", "certificates_delivered"],
        ),
        (_("Files"), "", [f"file_{category}" for category in CLOSING_FILES]),
    ]

    class Meta:
        model = Closing
        fields = [
            *Closing.REPORT,
            "timetable_reason",
            "variance_reason",
            "surplus_use",
            "certificates_delivered",
        ]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.add_file_fields()


class VettingForm(HasUploads, RecordForm):
    """What the unit found out about a partner."""

    FILES = {
        "company_register": _("Screenshot: National Enterprise Credit System"),
        "credit_china": _("Screenshot: Credit China"),
        "enforcement": _("Screenshot: list of persons under enforcement"),
        "licence": _("Training licence"),
    }
    sections = [
        (
            _("The partner"), "",
            ["unit", "name", "uscc", "kind", "legal_representative", "registered_capital", "founded_on",
             "business_scope", "licence_no", "licence_expires_on", "bank_account"],
        ),
        (
            _("What the registers say"), "",
            ["company_register", "company_register_on", "file_company_register", "credit_china",
             "credit_china_on", "file_credit_china", "enforcement", "enforcement_on", "file_enforcement",
             "file_licence"],
        ),
        (
            _("Relations"), "",
            ["past_cooperation", "related_party", "related_party_detail", "related_people"],
        ),
    ]  # fmt: skip

    class Meta:
        model = PartnerVetting
        fields = [
            "unit", "name", "uscc", "kind", "legal_representative", "registered_capital", "founded_on",
            "business_scope", "licence_no", "licence_expires_on", "bank_account", "company_register",
            "company_register_on", "credit_china", "credit_china_on", "enforcement", "enforcement_on",
            "past_cooperation", "related_party", "related_party_detail", "related_people",
        ]  # fmt: skip
        widgets = {
            name: DateInput
            for name in (
                "founded_on", "licence_expires_on", "company_register_on", "credit_china_on", "enforcement_on",
            )
        }  # fmt: skip

    def __init__(self, *args: Any, units: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units if units is not None else Unit.objects.none()
        self.fields["related_people"].queryset = User.objects.filter(is_active=True).order_by("name_zh", "pk")
        self.fields["related_party"] = forms.TypedChoiceField(
            label=self.fields["related_party"].label,
            choices=[("", "—"), ("True", _("Yes")), ("False", _("No"))],
            coerce=lambda value: value == "True",
            empty_value=None,
        )
        self.add_file_fields()


class ConcludeForm(StepForm):
    """What legal affairs concludes."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[
            (value, PartnerVetting.Status(value).label)
            for value in (
                PartnerVetting.Status.PASSED,
                PartnerVetting.Status.CONDITIONAL,
                PartnerVetting.Status.FAILED,
            )
        ],
    )
    conditions = forms.CharField(label=_("Conditions"), max_length=500, required=False)
    legal_opinion = forms.CharField(
        label=_("Legal opinion"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["conclusion", "conditions", "legal_opinion", "note"]


class ContractForm(HasUploads, RecordForm):
    """The contract as the unit negotiated it."""

    FILES = CONTRACT_FILES

    class Meta:
        model = Contract
        fields = [
            "proposal", "kind", "title", "counterparty", "counterparty_uscc", "vetting", "amount",
            "payment_terms", "payee", "start_on", "end_on", "is_template",
        ]  # fmt: skip
        widgets = {"start_on": DateInput, "end_on": DateInput}

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["proposal"]
        else:
            projects = Proposal.objects.visible_to(user)
            over = ["rejected", "withdrawn", "terminated", "lapsed", "closed"]
            self.fields["proposal"].queryset = projects.exclude(status__in=over).order_by("-pk")
            self.fields["payee"].initial = settings.UNIVERSITY_NAME_ZH
        self.fields["vetting"].queryset = PartnerVetting.objects.visible_to(user).filter(
            status__in=PartnerVetting.VALID
        )
        self.add_file_fields()


class ClearLegalForm(StepForm):
    """The clauses no contract may hold (K-4)."""

    forbidden_clauses = forms.MultipleChoiceField(
        label=_("The contract holds a clause that …"),
        choices=Contract.Clause,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what you find. With one tick it cannot go on and has to be returned."),
    )
    legal_opinion = forms.CharField(
        label=_("Legal opinion"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["forbidden_clauses", "legal_opinion", "note"]


class SignForm(StepForm):
    """The signature (K-1, K-2)."""

    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput)
    signed_by = forms.CharField(label=_("Signed by"), max_length=100)
    authorisation_no = forms.CharField(label=_("Number of the authorisation"), max_length=60)
    seal = forms.ChoiceField(label=_("Seal"), choices=Contract.Seal)
    field_order = ["signed_on", "signed_by", "authorisation_no", "seal", "note"]


class ScanForm(PortalForm):
    """The signed original (K-6)."""

    file = forms.FileField(label=_("Signed original (PDF or picture)"))


class RuleForm(RecordForm):
    """A new version of a rule."""

    sections = [
        (_("The rule"), "", ["code", "grade", "topic", "text_zh", "text_en", "effect"]),
        (_("Where it comes from"), "", ["issuer", "source_zh", "source_en", "clause_zh", "clause_en"]),
        (_("From when, and why"), "", ["in_force_from", "in_force_to", "reason"]),
    ]

    class Meta:
        model = Rule
        fields = [
            "code", "grade", "topic", "text_zh", "text_en", "effect", "issuer", "source_zh", "source_en",
            "clause_zh", "clause_en", "in_force_from", "in_force_to", "reason",
        ]  # fmt: skip
        widgets = {"in_force_from": DateInput, "in_force_to": DateInput}

    def __init__(self, *args: Any, replaces: Rule | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        if replaces is not None or self.instance.pk:
            for name in ("code", "grade"):
                self.fields[name].disabled = True
