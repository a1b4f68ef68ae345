"""Institutions, their names, contacts and rankings, activities and follow-ups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit, User
from core.forms import CleanTextMixin, PortalForm, RecordForm
from partnerships.forms.widgets import DateInput, single_institution
from partnerships.models import (
    Activity,
    Agreement,
    Contact,
    Institution,
    InstitutionName,
    Laboratory,
    Ranking,
)
from partnerships.models.names import clean_ror_id

OFFICE = [
    Role.PARTNERSHIPS_DESK, Role.STUDENT_DESK, Role.TRAINING_DESK, Role.VISITORS_DESK, Role.INBOUND_DESK, Role.DIRECTOR,
]  # fmt: skip
WRITTEN = [choice for choice in InstitutionName.Kind.choices if choice[0] not in {"official", "local"}]


def people_holding(*roles: str) -> Any:
    """The active people who hold one of the roles, by name."""
    from accounts.models import RoleGrant  # noqa: PLC0415

    grants = RoleGrant.objects.in_force().filter(role__in=roles)
    return User.objects.active().filter(pk__in=grants.values("user")).order_by("name_zh", "pk")


class InstitutionForm(RecordForm):
    """An institution as the office keeps it."""

    sections = [
        (_("Names"), "", ["name_zh", "name_en", "name_local", "local_language", "kind"]),
        (_("Where"), "", ["region", "city_zh", "city_en", "website", "latitude", "longitude"]),
        (_("Numbers"), "", ["ror_id", "erasmus_code", "pic", "schac", "isni", "wikidata_id"]),
        (_("Belongs to"), _("A campus counts as its university; a merged one as its successor."), ["parent", "successor"]),
        (_("About it"), "", ["intro_zh", "intro_en", "disciplines", "strategic_level"]),
        (_("In charge"), "", ["unit", "officer", "risk_note", "checked_on"]),
    ]  # fmt: skip

    class Meta:
        model = Institution
        fields = [
            "name_zh", "name_en", "name_local", "local_language", "kind", "region", "city_zh", "city_en", "website",
            "latitude", "longitude", "ror_id", "erasmus_code", "pic", "schac", "isni", "wikidata_id", "parent",
            "successor", "intro_zh", "intro_en", "disciplines", "strategic_level", "unit", "officer", "risk_note",
            "checked_on",
        ]  # fmt: skip
        widgets = {
            "checked_on": DateInput,
            "intro_zh": forms.Textarea(attrs={"rows": 3}),
            "intro_en": forms.Textarea(attrs={"rows": 3}),
            "risk_note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ror_id"].max_length = 40
        self.fields["ror_id"].widget.attrs["maxlength"] = 40
        self.fields["ror_id"].validators = []
        self.fields["ror_id"].help_text = _("Such as 00pjdza24, or the whole ror.org address.")
        # A site typed without https:// gets it before it is checked.
        self.fields["website"] = forms.URLField(
            label=self.fields["website"].label, max_length=200, required=False, assume_scheme="https"
        )
        single_institution(self.fields["parent"])
        single_institution(self.fields["successor"])
        self.fields["unit"].queryset = Unit.objects.active()
        self.fields["officer"].queryset = people_holding(*OFFICE)

    def clean_ror_id(self) -> str:
        ror_id = clean_ror_id(self.cleaned_data["ror_id"])
        same = Institution.objects.standing().filter(ror_id=ror_id).exclude(pk=self.instance.pk).first()
        if ror_id and same:
            raise forms.ValidationError(_("%(other)s has this ROR id already.") % {"other": same})
        return ror_id


class NameForm(CleanTextMixin, forms.ModelForm):
    """Another name of an institution."""

    class Meta:
        model = InstitutionName
        fields = ["name", "kind", "language"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = WRITTEN


class ContactForm(CleanTextMixin, forms.ModelForm):
    """A person to write to."""

    class Meta:
        model = Contact
        fields = ["name", "title_zh", "title_en", "role", "email", "phone", "wechat", "gone_since"]
        widgets = {"gone_since": DateInput}


class RankingForm(CleanTextMixin, forms.ModelForm):
    """A place in a ranking."""

    class Meta:
        model = Ranking
        fields = ["system", "year", "rank", "subject"]


class WrittenNames(forms.BaseInlineFormSet):
    """The names that people add; the official ones follow the record."""

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(kind__in=["official", "local"])


NameFormSet = inlineformset_factory(
    Institution, InstitutionName, form=NameForm, formset=WrittenNames, extra=1, max_num=40
)
ContactFormSet = inlineformset_factory(Institution, Contact, form=ContactForm, extra=1, max_num=40)
RankingFormSet = inlineformset_factory(Institution, Ranking, form=RankingForm, extra=1, max_num=40)


class MergeForm(PortalForm):
    """Which record is the double, and why."""

    double = forms.ModelChoiceField(label=_("The double"), queryset=Institution.objects.none())
    note = forms.CharField(label=_("Comment"), required=False, max_length=500)

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        single_institution(self.fields["double"])
        if record is not None:
            self.fields["double"].queryset = Institution.objects.standing().exclude(pk=record.pk)


class ActivityForm(RecordForm):
    """What happened with a partner."""

    class Meta:
        model = Activity
        fields = ["on", "kind", "title_zh", "title_en", "participants", "topics", "agreement", "laboratory"]
        widgets = {"on": DateInput, "topics": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, institution: Institution | None = None, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        institution = institution or self.instance.institution
        self.fields["agreement"].queryset = Agreement.objects.visible_to(user).filter(partners=institution)
        self.fields["laboratory"].queryset = Laboratory.objects.visible_to(user).filter(partners=institution)


class FollowUpForm(PortalForm):
    """What is promised, by whom, until when."""

    title_zh = forms.CharField(label=_("What is to be done"), max_length=200)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none())
    due_on = forms.DateField(label=_("By"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_holding(*OFFICE, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD)
