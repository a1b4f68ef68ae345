"""What people type about publicity, registration and money."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityDocument
from core.forms import PortalForm, RecordForm, StepForm
from core.identity_numbers import check_identity
from training.actions.enrolment import Applicant
from training.forms.training_class import DateInput
from training.models import Category, Expense, Payment, Proposal, PublicityItem, Refund, TrainingClass

CHINESE_DOCUMENTS = (
    "cn_id",
    "hkmt_residence",
    "foreign_permanent_residence",
    "passport",
    "hk_mo_permit",
    "tw_permit",
)


class ManyFiles(forms.ClearableFileInput):
    """Several files at once; on a phone the camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(FilesField, self).clean(one, initial) for one in given]


class PublicityForm(RecordForm):
    """One text for one channel, with its pictures."""

    files = FilesField(label=_("Pictures and files"), required=False)
    sections = [
        (_("Where it appears"), "", ["proposal", "training_class", "channel", "publish_from", "publish_to"]),
        (_("What it says"), "", ["title_zh", "title_en", "text_zh", "text_en", "files"]),
        (_("Who else is concerned"), "", ["is_off_campus", "is_partner_use", "partner_name"]),
    ]

    class Meta:
        model = PublicityItem
        fields = [
            "proposal", "training_class", "channel", "publish_from", "publish_to", "title_zh", "title_en", "text_zh",
            "text_en", "is_off_campus", "is_partner_use", "partner_name",
        ]  # fmt: skip
        widgets = {
            "publish_from": DateInput,
            "publish_to": DateInput,
            "text_zh": forms.Textarea(attrs={"rows": 14}),
            "text_en": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        mine = Proposal.objects.visible_to(user).approved().select_related("unit")
        classes = TrainingClass.objects.visible_to(user).filter(status__in=TrainingClass.UNDER_WAY)
        if self.instance.pk:
            del self.fields["proposal"]
            classes = classes.filter(proposal=self.instance.proposal_id)
        else:
            self.fields["proposal"].queryset = mine
        self.fields["training_class"].queryset = classes.select_related("proposal")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("publish_from"), data.get("publish_to")
        if first and last and last < first:
            self.add_error("publish_to", _("The last day lies before the first."))
        if data.get("is_partner_use") and not data.get("partner_name"):
            self.add_error("partner_name", _("Name the partner."))
        project = data.get("proposal") or getattr(self.instance, "proposal", None)
        chosen = data.get("training_class")
        if project and chosen and chosen.proposal_id != project.pk:
            self.add_error("training_class", _("This class belongs to another project."))
        return data


class PublishForm(StepForm):
    """Where else it was published."""

    url = forms.URLField(
        label=_("Address after publication"), required=False, max_length=300, assume_scheme="https"
    )


class SpotCheckForm(PortalForm):
    """What somebody saw on the live page."""

    url = forms.URLField(label=_("Address"), max_length=300, assume_scheme="https")
    is_as_approved = forms.TypedChoiceField(
        label=_("Is it as approved?"),
        choices=[("yes", _("Yes, word for word")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label=_("What differs"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class RegistrationForm(PortalForm):
    """A trainee registers on the public page, with real name and consent."""

    name_zh = forms.CharField(label=_("Name as on the document"), max_length=100)
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=100, required=False)
    doc_type = forms.ChoiceField(
        label=_("Kind of document"),
        choices=[pair for pair in IdentityDocument.DocType.choices if pair[0] in CHINESE_DOCUMENTS],
        initial="cn_id",
    )
    number = forms.CharField(
        label=_("Number of the document"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Mobile phone"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    employer = forms.CharField(label=_("Employer"), max_length=150, required=False)
    position = forms.CharField(label=_("Position"), max_length=100, required=False)
    emergency_contact = forms.CharField(
        label=_("Emergency contact (name and phone)"), max_length=150, required=False
    )
    is_leading_cadre = forms.TypedChoiceField(
        label=_("Are you a leading cadre of party or government?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=_("I have read how my data are used and agree, also to the use of my document number.")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sections = [
        (_("Who you are"), "", ["name_zh", "name_latin", "doc_type", "number"]),
        (_("How we reach you"), "", ["phone", "email", "emergency_contact"]),
        (_("Your work"), "", ["employer", "position", "is_leading_cadre"]),
        (_("Consent"), "", ["consent"]),
    ]

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if training_class.proposal.category != Category.OPEN:
            del self.fields["is_leading_cadre"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("number") and data.get("doc_type"):
            try:
                check_identity(data["doc_type"], data["number"])
            except ValidationError as error:
                self.add_error("number", error)
        return data

    @property
    def applicant(self) -> Applicant:
        data = self.cleaned_data
        names = (
            "name_zh", "name_latin", "doc_type", "number", "phone", "email", "employer", "position",
            "emergency_contact",
        )  # fmt: skip
        return Applicant(
            **{name: data[name] for name in names}, is_leading_cadre=data.get("is_leading_cadre")
        )


class SingleTraineeForm(RegistrationForm):
    """The unit puts one person on the roster; the person's consent is on paper."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = _("The person has signed the consent; it is on file.")


class CheckInForm(PortalForm):
    """Who stands before the code."""

    name = forms.CharField(label=_("Your name"), max_length=100)
    last4 = forms.CharField(
        label=_("Last four characters of your document"),
        min_length=4,
        max_length=4,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SheetForm(PortalForm):
    """A filled-in spreadsheet."""

    file = forms.FileField(label=_("File (.xlsx or .csv)"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError(_("Please choose an .xlsx or .csv file."), code="extension")
        return file


class PaymentForm(RecordForm):
    """A receipt of one trainee."""

    class Meta:
        model = Payment
        fields = ["amount", "currency", "rate", "rate_date", "received_on", "method", "reference"]
        widgets = {"received_on": DateInput, "rate_date": DateInput}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_rate(self, data)
        if data.get("received_on") and data["received_on"] > timezone.localdate():
            self.add_error("received_on", _("This day has not come yet."))
        return data


def check_rate(form: Any, data: dict[str, Any]) -> None:
    """Foreign money names the rate and its day (GN-03)."""
    currency = (data.get("currency") or "").upper()
    data["currency"] = currency
    if currency == "CNY" and data.get("rate") not in (None, 1):
        form.add_error("rate", _("The rate of CNY is 1."))
    if currency != "CNY" and not data.get("rate_date"):
        form.add_error("rate_date", _("Name the day of the rate."))


class RefundForm(RecordForm):
    """What is given back, and why."""

    class Meta:
        model = Refund
        fields = ["amount", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}


class PayOutForm(StepForm):
    """The day on which the money left the account."""

    paid_out_on = forms.DateField(label=_("Paid out on"), widget=DateInput, initial=timezone.localdate)


class ExpenseForm(RecordForm):
    """What was spent, or came in under a contract."""

    class Meta:
        model = Expense
        fields = ["category", "amount", "spent_on", "voucher", "note"]
        widgets = {"spent_on": DateInput}
