"""The guests of a delegation, one row each."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from core.models import Record
from visitors.models.delegation import Delegation


def new_token() -> str:
    """What the code on a badge says: nothing about the person, and nothing that can be guessed."""
    return secrets.token_urlsafe(16)


class DelegationMemberQuerySet(models.QuerySet):
    """Finds guests."""

    def visible_to(self, user: Any) -> DelegationMemberQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user).values("pk"))

    def arriving_on(self, day: Any) -> DelegationMemberQuerySet:
        """Guests of agreed visits whose first day this is."""
        return self.filter(delegation__status__in=Delegation.AGREED).filter(
            Q(arrives_on=day) | Q(arrives_on=None, delegation__start_on=day)
        )

    def here_on(self, day: Any) -> DelegationMemberQuerySet:
        """Guests of agreed visits who are here that day."""
        return self.filter(delegation__status__in=Delegation.AGREED).filter(
            Q(arrives_on__lte=day) | Q(arrives_on=None, delegation__start_on__lte=day),
            Q(leaves_on__gte=day) | Q(leaves_on=None, delegation__end_on__gte=day),
        )


class DelegationMember(Record):
    """One guest: the name in both scripts, what is printed beside it, what the kitchen must know."""

    class Diet(models.TextChoices):
        NONE = "none", _("No restriction")
        HALAL = "halal", _("Halal")
        VEGETARIAN = "vegetarian", _("Vegetarian")
        VEGAN = "vegan", _("Vegan")
        KOSHER = "kosher", _("Kosher")
        OTHER = "other", _("Other (see note)")

    class Visa(models.TextChoices):
        F = "F", _("F (visit)")
        M = "M", _("M (business)")
        NONE = "none", _("No visa needed")

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="members", verbose_name=_("visiting delegation")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    is_leader = models.BooleanField(_("leads the delegation"), default=False)
    is_vip = models.BooleanField(_("VIP"), default=False)
    name_latin = models.CharField(
        _("name (Latin letters)"), max_length=100, help_text=_("As in the passport.")
    )
    name_zh = models.CharField(
        _("name (Chinese)"),
        max_length=60,
        help_text=_("The usual Chinese form; it is printed on badge and seat card."),
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=80)
    title_en = models.CharField(_("title (English)"), max_length=120)
    gender = models.CharField(_("gender"), max_length=1, choices=Person.Gender, blank=True)
    dob = models.DateField(_("date of birth"), null=True, blank=True)
    nationality = models.ForeignKey(
        "core.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("country or region")
    )
    identity = models.ForeignKey(
        "accounts.IdentityDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        editable=False, verbose_name=_("passport"),
    )  # fmt: skip
    visa = models.CharField(_("visa"), max_length=4, choices=Visa, default=Visa.F)
    embassy_city = models.CharField(
        _("applies for the visa in"),
        max_length=60,
        blank=True,
        help_text=_("City of the embassy or consulate."),
    )
    diet = models.CharField(_("diet"), max_length=10, choices=Diet, default=Diet.NONE)
    diet_note = models.CharField(_("note for the kitchen"), max_length=150, blank=True)
    arrives_on = models.DateField(_("arrives on"), null=True, blank=True)
    arrival = models.CharField(_("flight or train, arriving"), max_length=80, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    departure = models.CharField(_("flight or train, leaving"), max_length=80, blank=True)
    badge_token = models.CharField(
        _("code of the badge"), max_length=40, default=new_token, unique=True, editable=False
    )
    checked_in_at = models.DateTimeField(_("checked in at"), null=True, blank=True, editable=False)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("checked in by"),
    )  # fmt: skip
    lodging_registered_on = models.DateField(
        _("lodging registered on"), null=True, blank=True, editable=False
    )

    objects = DelegationMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["delegation", "-is_leader", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("delegation"), condition=Q(is_leader=True), name="one_leader_in_a_delegation"
            ),
            models.CheckConstraint(
                condition=Q(arrives_on=None) | Q(leaves_on=None) | Q(leaves_on__gte=F("arrives_on")),
                name="guest_leaves_after_arriving",
            ),
        ]

    def __str__(self):
        return f"{self.name_zh} {self.name_latin}"

    def get_absolute_url(self):
        return reverse("delegation-detail", args=[self.delegation_id])

    @property
    def unit_id(self) -> int:
        return self.delegation.unit_id

    @property
    def first_day(self) -> Any:
        return self.arrives_on or self.delegation.start_on

    @property
    def last_day(self) -> Any:
        return self.leaves_on or self.delegation.end_on

    @property
    def diet_text(self) -> str:
        """The diet with its note; empty where everything is eaten."""
        word = "" if self.diet == self.Diet.NONE else str(self.get_diet_display())
        return " · ".join(part for part in (word, self.diet_note) if part)

    def clean(self):
        if self.arrives_on and self.leaves_on and self.leaves_on < self.arrives_on:
            raise ValidationError({"leaves_on": _("The guest leaves before arriving.")})
