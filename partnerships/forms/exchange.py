"""What the pages of exchange files, dossiers and coordinators ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from partnerships.iia.document import MOST_BYTES
from partnerships.models import Institution


class AboutForm(PortalForm):
    """A form about one record."""

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.record = record


class IiaFileForm(AboutForm):
    """The partner's file."""

    file = forms.FileField(label=_("The partner's file (.xml)"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for an agreement."), code="too_large")
        return file


class DossierForm(AboutForm):
    """The recommendation, if it is written already."""

    recommendation = forms.CharField(
        label=_("Recommendation"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("May stay empty: the dossier then leaves lines to write on."),
    )


class InviteForm(AboutForm):
    """Who is invited."""

    name = forms.CharField(label=_("Name in Latin letters"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language of the messages"),
        choices=[("en", _("English")), ("zh-hans", _("Simplified Chinese"))],
        initial="en",
    )


class EndAccountForm(AboutForm):
    """Why an account ends early."""

    note = forms.CharField(label=_("Reason"), max_length=300, required=False)


class ExtendAccountForm(AboutForm):
    """Nothing to ask: another term from today."""


class ProposeForm(AboutForm):
    """What the portal says of the own institution, and what it should say."""

    name_en = forms.CharField(label=_("Official name (English)"), max_length=300)
    name_local = forms.CharField(label=_("Name in its own language"), max_length=300, required=False)
    city_en = forms.CharField(label=_("City"), max_length=100, required=False)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    intro_en = forms.CharField(
        label=_("Introduction"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    comment = forms.CharField(label=_("Comment"), max_length=500, required=False)

    def __init__(self, *args: Any, record: Institution | None = None, **kwargs: Any):
        super().__init__(*args, record=record, **kwargs)
        for name in ("name_en", "name_local", "city_en", "website", "intro_en"):
            self.fields[name].initial = getattr(record, name, "")


class PartnerFileForm(AboutForm):
    """A file from the partner."""

    category = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            ("factsheet", _("Factsheet")),
            ("calendar", _("Academic calendar")),
            ("admission", _("Admission letters")),
            ("transcript", _("Transcripts")),
            ("nomination", _("Nominations to us")),
        ],
    )
    file = forms.FileField(label=_("File"))
