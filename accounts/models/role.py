"""Roles, held for a time and for a unit, and the delegation of approval."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of the office and its counterparts (§7.1)."""

    STUDENT = "STU", _("Student")
    TEACHER = "TEA", _("Staff member")
    DEPARTMENT_ADMIN = "DA", _("Department admin")
    DEPARTMENT_HEAD = "DH", _("Department head")
    PARTNERSHIPS_DESK = "IOP", _("Partnerships desk")
    STUDENT_DESK = "IOS", _("Student desk")
    TRAINING_DESK = "IOT", _("Training desk")
    VISITORS_DESK = "IOV", _("Visitors desk")
    INBOUND_DESK = "IEC", _("International education officer")
    DIRECTOR = "DIR", _("Office director")
    FINANCE = "FIN", _("Finance")
    COSIGNER = "COS", _("Cosigner")
    LEADER = "LDR", _("School leader")
    AUDITOR = "AUD", _("Auditor")
    COORDINATOR = "EXT", _("External partner coordinator")
    APPLICANT = "APP", _("International applicant")
    TRAINEE = "TRN", _("Trainee")
    SYSTEM = "SYS", _("System administrator")


class CosignArea(models.TextChoices):
    """On what matter a cosigner answers (会签)."""

    FINANCE = "finance", _("Finance")
    LEGAL = "legal", _("Legal affairs")
    SECURITY = "security", _("Security")
    PUBLICITY = "publicity", _("Publicity department")
    HR = "hr", _("Human resources")
    ACADEMIC = "academic", _("Academic affairs")
    GRADUATE = "graduate", _("Graduate school")


class PeriodQuerySet(models.QuerySet):
    """Finds what is in force on a day."""

    def in_force(self, on=None):
        on = on or timezone.localdate()
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on), revoked_at=None
        )


class DelegationQuerySet(PeriodQuerySet):
    """Finds delegations."""

    def visible_to(self, user):
        """Those one gave or was given."""
        return self.filter(Q(delegator=user) | Q(deputy=user))


class RoleGrant(models.Model):
    """A role a person holds, in a unit and for a time; one person may hold several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=3, choices=Role)
    unit = models.ForeignKey(
        "accounts.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("unit"),
    )
    area = models.CharField(_("matter of cosigning"), max_length=12, choices=CosignArea, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    revoked_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "area"],
                condition=Q(revoked_at=None),
                name="role_granted_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(unit=None, revoked_at=None),
                name="role_granted_once",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["DA", "DH"]) | Q(unit__isnull=False),
                name="department_roles_have_a_unit",
            ),
            models.CheckConstraint(condition=~Q(role="COS") | ~Q(area=""), name="cosigners_have_a_matter"),
            # SOD-7: nobody grants a role to himself.
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="no_role_granted_to_oneself",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} · {self.unit}" if self.unit_id else str(self.get_role_display())

    @property
    def is_in_force(self):
        today = timezone.localdate()
        return (
            self.revoked_at is None
            and (self.starts_on is None or self.starts_on <= today)
            and (self.ends_on is None or self.ends_on >= today)
        )


class Delegation(models.Model):
    """Approval handed to a deputy for a time; every step taken under it says so."""

    DELEGABLE = (Role.DEPARTMENT_HEAD, Role.DIRECTOR, Role.LEADER)

    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegations_given",
        verbose_name=_("from"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="delegations_held",
        verbose_name=_("to"),
    )
    role = models.CharField(_("role"), max_length=3, choices=[(role.value, role.label) for role in DELEGABLE])
    starts_on = models.DateField(_("from day"))
    ends_on = models.DateField(_("until day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=~Q(delegator=F("deputy")), name="no_delegation_to_oneself"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.delegator} → {self.deputy}"

    @property
    def has_ended(self):
        return self.revoked_at is not None or self.ends_on < timezone.localdate()

    def clean(self):
        if self.delegator_id and self.delegator_id == self.deputy_id:
            raise ValidationError({"deputy": _("Choose somebody else as deputy.")})
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day lies before the first.")})
