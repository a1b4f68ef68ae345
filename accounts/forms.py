"""What people may type about accounts, roles and delegations."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Role, Unit, User
from accounts.models.role import CosignArea, RoleGrant
from core.forms import PortalForm, RecordForm

UNIT_ROLES = {Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD}


class DayInput(forms.DateInput):
    """A date, picked in the browser's own calendar."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class UserForm(RecordForm):
    """An account as the system administrator keeps it."""

    class Meta:
        model = User
        fields = [
            "email", "name_zh", "name_en", "staff_number", "student_number", "unit", "phone", "language", "is_active",
        ]  # fmt: skip

    sections = [
        (_("Person"), "", ["name_zh", "name_en", "staff_number", "student_number", "unit", "phone"]),
        (_("Sign-in"), _("The e-mail address is the sign-in name."), ["email", "language", "is_active"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.active()
        self.fields["is_active"].label = _("May sign in")
        self.fields["is_active"].help_text = _("Without this, access ends with the person's next request.")

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.exclude(pk=self.instance.pk).filter(email=email).exists():
            raise ValidationError(_("Another account has this e-mail address."))
        return email

    def clean(self):
        if not self.cleaned_data.get("name_zh") and not self.cleaned_data.get("name_en"):
            self.add_error("name_zh", _("Give at least one name."))
        return super().clean()


class ProfileForm(RecordForm):
    """What a person sets for himself or herself."""

    class Meta:
        model = User
        fields = ["name_zh", "name_en", "phone", "language", "wants_digest"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wants_digest"].help_text = _(
            "The inbox shows everything at once; only the e-mails are gathered, each working morning."
        )


class RoleGrantForm(PortalForm):
    """A role to be granted."""

    role = forms.ChoiceField(label=_("Role"), choices=Role)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Needed for department admins and department heads."),
    )
    area = forms.ChoiceField(
        label=_("Matter of cosigning"),
        choices=[("", "–"), *CosignArea.choices],
        required=False,
        help_text=_("Needed for cosigners."),
    )
    starts_on = forms.DateField(label=_("From"), required=False, widget=DayInput, initial=timezone.localdate)
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DayInput, help_text=_("Empty: without an end.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["unit"].queryset = Unit.objects.active()

    def clean(self):
        values = super().clean()
        role, unit, area = (values.get("role"), values.get("unit"), values.get("area", ""))
        if role in UNIT_ROLES and unit is None:
            self.add_error("unit", _("This role is held in a unit: choose it."))
        if role == Role.COSIGNER and not area:
            self.add_error("area", _("Say on which matter the person cosigns."))
        if area and role != Role.COSIGNER:
            self.add_error("area", _("Only cosigners have a matter."))
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first."))
        held = RoleGrant.objects.filter(user=self.user, role=role, unit=unit, area=area, revoked_at=None)
        if role and held.exclude(ends_on__lt=timezone.localdate()).exists():
            self.add_error("role", _("The person already holds this role there."))
        return values


class ReasonForm(PortalForm):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=300, min_length=4)


class DelegationForm(PortalForm):
    """To whom approval is handed, and for how long."""

    role = forms.ChoiceField(label=_("Role to hand on"))
    deputy = forms.EmailField(label=_("Deputy (e-mail address)"))
    starts_on = forms.DateField(label=_("From"), widget=DayInput, initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        held = {grant.role for grant in RoleGrant.objects.in_force().filter(user=user)}
        self.fields["role"].choices = [(role, role.label) for role in Delegation.DELEGABLE if role in held]

    def clean_deputy(self):
        deputy = User.objects.active().filter(email__iexact=self.cleaned_data["deputy"]).first()
        if deputy is None:
            raise ValidationError(_("Nobody who can sign in has this address."))
        if deputy.pk == self.user.pk:
            raise ValidationError(_("Choose somebody else as deputy."))
        return deputy

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return ends_on

    def clean(self):
        values = super().clean()
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first."))
        return values
