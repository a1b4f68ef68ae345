"""What people may type about certificates."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateTemplate, Revocation
from core.forms import PortalForm, RecordForm, StepForm

LARGEST_FILE = 10 * 1024 * 1024
DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class DeliveryForm(StepForm):
    """How a certificate was handed over."""

    delivery = forms.ChoiceField(label=_("Delivered by"), choices=Certificate.Delivery.choices)
    delivered_on = forms.DateField(label=_("Delivered on"), initial=timezone.localdate, **DATE)
    receipt = forms.CharField(
        label=_("Receipt"),
        max_length=200,
        required=False,
        help_text=_("Who signed for it, or the number of the parcel."),
    )
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=20, initial=1)

    def clean_delivered_on(self):
        day = self.cleaned_data["delivered_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="future")
        return day


class CorrectionForm(PortalForm):
    """What was printed wrongly, and how it must read."""

    name_zh = forms.CharField(label=_("name (Chinese)"), max_length=100, required=False)
    name_latin = forms.CharField(label=_("name (Latin letters)"), max_length=150, required=False)
    last4 = forms.CharField(label=_("last four of the identity number"), max_length=4, required=False)
    title_zh = forms.CharField(label=_("title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=_("title (English)"), max_length=300, required=False)
    start_on = forms.DateField(label=_("from day"), required=False, **DATE)
    end_on = forms.DateField(label=_("until day"), required=False, **DATE)
    hours = forms.DecimalField(
        label=_("class hours"), max_digits=6, decimal_places=1, required=False, min_value=0
    )
    note = forms.CharField(
        label=_("Reason for the correction"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self):
        values = super().clean()
        start, end = values.get("start_on"), values.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", _("The last day lies before the first."))
        return values


class ReasonForm(PortalForm):
    """Why a certificate is issued again."""

    note = forms.CharField(
        label=_("How the certificate was lost"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperForm(PortalForm):
    """When the old paper came back."""

    on = forms.DateField(label=_("Old paper returned on"), initial=timezone.localdate, **DATE)


class RevocationForm(PortalForm):
    """Why a certificate shall be revoked."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=Revocation.Reason.choices, help_text=_("The public never sees the reason.")
    )
    explanation = forms.CharField(
        label=_("Explanation for the director"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class CertificateTemplateForm(RecordForm):
    """The page and style sheet of one version."""

    class Meta:
        model = CertificateTemplate
        fields = ["changes", "html", "css"]
        widgets = {
            "html": forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
            "css": forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
        }


class VerificationForm(PortalForm):
    """A certificate's number and its holder's name, as printed."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Name of the holder, as printed"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileComparisonForm(PortalForm):
    """The PDF somebody was given."""

    file = forms.FileField(
        label=_("PDF file"),
        max_length=200,
        validators=[FileExtensionValidator(["pdf"])],
        help_text=_("The file is compared and not kept. At most 10 MB."),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 10 MB."), code="too_large")
        return upload
