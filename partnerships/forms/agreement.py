"""Agreements: the draft, the signature, and what happens afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Unit
from accounts.roles import is_partnerships_desk, units_of
from core.forms import PortalForm, RecordForm, StepForm
from core.models import Attachment
from partnerships.forms.widgets import DateInput, PartnersField
from partnerships.models import Agreement, Amendment, Direction, Side, Termination

CATEGORIES = {
    "draft": _("Draft of the text"),
    "final_zh": _("Final text, Chinese"),
    "final_foreign": _("Final text, other language"),
    "signed_scan": _("Signed scan"),
    "translation": _("Translation"),
    "authorisation": _("Authorisation letter of the school"),
    "supporting": _("Other file"),
}
TERM_FIELDS = [
    "effective_on", "expires_on", "is_open_ended", "term_years", "auto_renew", "renew_years", "max_renewals",
    "notice_days", "termination_months",
]  # fmt: skip
SIGN_FIELDS = [
    "our_signatory",
    "our_signatory_level",
    "their_signatory",
    "their_signatory_level",
    "method",
    "signing_place",
]
DATES = ["effective_on", "expires_on", "signed_on_our", "signed_on_their"]


class AgreementForm(RecordForm):
    """An agreement as it is drafted."""

    partners = PartnersField()

    sections = [
        (_("What and with whom"), "", ["title_zh", "title_en", "kind", "level", "unit", "partners", "predecessor"]),
        (_("Time"), _("All days are inclusive. Leave the end empty when there is none."), TERM_FIELDS),
        (_("Content"), "", ["summary", "fee_terms", "degree_terms", "languages", "prevailing_language"]),
        (_("Exchange"), "", ["places_out", "places_in", "count_unit", "permitted_imbalance"]),
        (_("Who has to cosign"), "", ["involves_money", "involves_staff", "is_sensitive"]),
        (_("Signing"), _("Ranks should match: president with president."), SIGN_FIELDS),
    ]  # fmt: skip

    class Meta:
        model = Agreement
        fields = [
            "title_zh", "title_en", "kind", "level", "unit", "predecessor", *TERM_FIELDS, "summary", "fee_terms",
            "degree_terms", "languages", "prevailing_language", "places_out", "places_in", "count_unit",
            "permitted_imbalance", "involves_money", "involves_staff", "is_sensitive", *SIGN_FIELDS,
        ]  # fmt: skip
        widgets = {
            "effective_on": DateInput,
            "expires_on": DateInput,
            "summary": forms.Textarea(attrs={"rows": 5}),
            "fee_terms": forms.Textarea(attrs={"rows": 2}),
            "degree_terms": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_for(user)
        for name in ("renew_years", "notice_days"):
            self.fields[name].required = False
        free = Agreement.objects.visible_to(user).binding().filter(successor=None)
        if self.instance.predecessor_id:
            free = free | Agreement.objects.filter(pk=self.instance.predecessor_id)
        self.fields["predecessor"].queryset = free.order_by("-number")
        if self.instance.pk:
            self.fields["partners"].initial = [party.institution_id for party in self.instance.parties.all()]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in ("renew_years", "notice_days"):
            values[name] = values.get(name) or 0
        return values


def units_for(user: Any) -> Any:
    """The units for which the person may keep records: all for the desk, else the own ones."""
    units = Unit.objects.active()
    return units if is_partnerships_desk(user) else units.filter(pk__in=units_of(user, Role.DEPARTMENT_ADMIN))


class SignForm(StepForm):
    """The dates, people and scan of a signature."""

    field_order = [*DATES[2:], *DATES[:2], *SIGN_FIELDS, "signed_scan", "note"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        form_class = forms.modelform_factory(
            Agreement, fields=[*DATES, *SIGN_FIELDS], widgets=dict.fromkeys(DATES, DateInput)
        )
        for name, field in form_class(instance=self.record).fields.items():
            field.initial = getattr(self.record, name)
            self.fields[name] = field
        self.fields["signed_on_our"].required = self.fields["signed_on_their"].required = True
        self.fields["effective_on"].required = True
        self.fields["signed_scan"] = forms.FileField(label=_("Signed scan"), required=False)
        self.fields["signed_scan"].help_text = _("Needed unless it is attached already.")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        record: Any = self.record
        before = {name: getattr(record, name) for name in [*DATES, *SIGN_FIELDS]}
        for name in before:
            if values.get(name) not in (None, ""):
                setattr(record, name, values[name])
        try:
            record.clean()
        except forms.ValidationError as error:
            self.add_error(
                None, [message for messages in error.message_dict.values() for message in messages]
            )
        finally:
            for name, value in before.items():
                setattr(record, name, value)
        return values


class FileForm(PortalForm):
    """A file for its slot."""

    category = forms.ChoiceField(label=_("What it is"), choices=list(CATEGORIES.items()))
    file = forms.FileField(label=_("File"))
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[choice for choice in Attachment.Visibility.choices if choice[0] != "public"],
    )

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)


class NoticeForm(PortalForm):
    """Notice that the agreement will not renew (AG-02)."""

    notice_on = forms.DateField(label=_("Notice given on"), widget=DateInput)
    notice_by = forms.ChoiceField(label=_("Notice given by"), choices=Side)
    note = forms.CharField(label=_("Comment"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)


class ArchiveForm(PortalForm):
    """Where the originals lie."""

    archived_on = forms.DateField(label=_("Archived on"), widget=DateInput)
    originals_at = forms.CharField(label=_("Where the originals are"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)


class PartForm(PortalForm):
    """A form whose fields are those of a model; the action makes the record."""

    part: Any = None
    asked: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)
        days = {name: DateInput for name in self.asked if name.endswith("_on") or name.endswith("_from")}
        form_class = forms.modelform_factory(self.part, fields=self.asked, widgets=days)
        extra = dict(self.fields)
        self.fields.clear()
        self.fields.update(form_class().fields)
        self.fields.update(extra)


class AmendmentForm(PartForm):
    """An addendum."""

    part = Amendment
    asked = ("title_zh", "title_en", "changes", "new_expires_on", "effective_on")
    draft = forms.FileField(label=_("Draft of the text"), required=False)


class TerminationForm(PartForm):
    """A termination."""

    part = Termination
    asked = ("by_side", "letter_on", "ends_from", "reason")
    letter = forms.FileField(label=_("The letter"), required=False)


class AmendmentSignForm(StepForm):
    """The day and scan of the signature of an addendum."""

    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput)
    signed_scan = forms.FileField(label=_("Signed scan"))
    field_order = ["signed_on", "signed_scan", "note"]


class EntryForm(PortalForm):
    """A stay that no other part of the portal reports."""

    academic_year = forms.CharField(label=_("Academic year"), max_length=9, help_text=_("Such as 2026-2027."))
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    semesters = forms.DecimalField(
        label=_("Student-semesters"),
        max_digits=5,
        decimal_places=1,
        help_text=_("One year is two; half a semester is 0.5."),
    )
    is_planned = forms.BooleanField(label=_("Planned only"), required=False)
    person_name = forms.CharField(label=_("Student"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)


class CorrectionForm(EntryForm):
    """A correction, with its reason and the partner's confirmation."""

    is_planned = None
    person_name = None
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    confirmation = forms.FileField(label=_("The partner's confirmation"), required=False)


class WaiverForm(PortalForm):
    """Until when and why an imbalance is tolerated."""

    until = forms.DateField(label=_("Until"), widget=DateInput)
    note = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.pop("record", None)
        super().__init__(*args, **kwargs)
