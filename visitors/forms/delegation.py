"""What people type about a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import IdentityDocument, Role, Unit
from accounts.roles import is_visitors_desk, units_of
from core.forms import PortalForm, RecordForm, StepForm
from core.identity_numbers import check_passport, plain_number
from core.models import Region
from partnerships.models import Institution
from visitors.models import Delegation

MOST_PHOTOS = 20


class DateInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, **kwargs: Any):
        super().__init__(format="%H:%M", **kwargs)


class DelegationForm(RecordForm):
    """The visit itself; guests, programme and money have pages of their own."""

    sections = [
        (
            _("Who comes"),
            "",
            ["title_zh", "title_en", "visiting_org_zh", "visiting_org_en", "partner", "level", "headcount_declared"],
        ),
        (_("Why and when"), "", ["purpose", "aim_zh", "aim_en", "start_on", "end_on", "late_reason"]),
        (
            _("Who receives them"),
            "",
            [
                "unit", "co_hosts", "counterpart", "counterpart_name", "leader_attends", "accompanying", "interpreter",
                "contact_name", "contact_phone",
            ],
        ),
        (
            _("Lodging and costs"),
            _("Hotels register foreign guests themselves; for other lodging the host registers them within 24 hours."),
            ["lodging", "lodging_name", "costs_borne_by_zh", "costs_borne_by_en"],
        ),
        (
            _("What makes it sensitive"),
            _("Each of these asks for the approval of the province, two months before."),
            ["has_senior_officials", "has_media", "has_ngo"],
        ),
    ]  # fmt: skip

    class Meta:
        model = Delegation
        fields = [
            "title_zh", "title_en", "visiting_org_zh", "visiting_org_en", "partner", "level", "headcount_declared", "purpose",
            "aim_zh", "aim_en", "start_on", "end_on", "late_reason", "unit", "co_hosts", "counterpart",
            "counterpart_name", "leader_attends", "accompanying", "interpreter", "contact_name", "contact_phone",
            "lodging", "lodging_name", "costs_borne_by_zh", "costs_borne_by_en", "has_senior_officials", "has_media",
            "has_ngo",
        ]  # fmt: skip
        widgets = {
            "start_on": DateInput,
            "end_on": DateInput,
            "aim_zh": forms.Textarea(attrs={"rows": 3}),
            "aim_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = self._units(user)
        partner: Any = self.fields["partner"]
        partner.queryset = Institution.objects.visible_to(user).filter(merged_into=None).order_by("name_zh")
        others: Any = self.fields["co_hosts"]
        others.queryset = Unit.objects.active()
        if not self.instance.pk and units.queryset.count() == 1:
            units.initial = units.queryset.first()

    def _units(self, user: Any) -> Any:
        """The desk files for any unit, everybody else for the own one (item: they see only their own)."""
        if is_visitors_desk(user):
            return Unit.objects.active()
        own = units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD, Role.TEACHER)
        if user.unit_id:
            own = own | {user.unit_id}
        return Unit.objects.filter(Q(pk__in=own) | Q(pk=self.instance.unit_id))


class PassportForm(PortalForm):
    """The passport of a guest: typed once, kept encrypted, shown by its last four."""

    number = forms.CharField(
        label=_("Passport number"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    doc_type = forms.ChoiceField(
        label=_("Kind of document"),
        choices=[
            (kind.value, kind.label)
            for kind in IdentityDocument.DocType
            if kind.value in {"passport", "hk_mo_permit", "tw_permit", "other"}
        ],
    )
    issuing_region = forms.ModelChoiceField(label=_("Issued by"), queryset=Region.objects.all())
    expires_on = forms.DateField(label=_("Expires on"), widget=DateInput())
    dob = forms.DateField(label=_("Date of birth"), widget=DateInput(), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        number, region = values.get("number"), values.get("issuing_region")
        if number and values.get("doc_type") == "passport":
            try:
                values["number"] = check_passport(number, country=region.alpha2 if region else None).number
            except ValidationError as error:
                self.add_error("number", error)
        elif number:
            values["number"] = plain_number(number)
        return values


class ProvinceReplyForm(PortalForm):
    """Number and date of the reply of the province."""

    number = forms.CharField(label=_("Number of the reply"), max_length=60)
    on = forms.DateField(label=_("Date of the reply"), widget=DateInput())


class SeveralFiles(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """The files chosen, each checked."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > MOST_PHOTOS:
            raise ValidationError(_("At most %(limit)s files."), params={"limit": MOST_PHOTOS})
        return [super(SeveralFilesField, self).clean(file, initial) for file in chosen]


class CloseForm(StepForm):
    """What came of the visit, and how many guests came."""

    overseas_headcount_actual = forms.IntegerField(label=_("Guests who came"), min_value=0, max_value=500)
    headcount_note = forms.CharField(
        label=_("Why the number differs"),
        required=False,
        max_length=300,
        help_text=_("Needed when another number was expected or is listed."),
    )
    summary_zh = forms.CharField(
        label=_("Summary (Chinese)"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    summary_en = forms.CharField(
        label=_("Summary (English)"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    follow_up = forms.CharField(
        label=_("Follow-up"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = SeveralFilesField(label=_("Photos (JPEG or PNG)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.record is not None:
            arrived = sum(1 for member in self.record.members.all() if member.checked_in_at)
            self.fields["overseas_headcount_actual"].initial = arrived or self.record.members.count()
