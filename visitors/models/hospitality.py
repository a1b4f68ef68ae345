"""What a visit costs, and what is given and received."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.policy import policy
from visitors.models.choices import BudgetCategory
from visitors.models.delegation import Delegation
from visitors.models.filing_day import add_months

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]
# The setting that caps the price of one unit of a category, and what a unit is.
CAPS = {
    BudgetCategory.BANQUET: ("visitors.cap_banquet", _("per person and banquet")),
    BudgetCategory.MEALS: ("visitors.cap_meals", _("per person and day")),
    BudgetCategory.LODGING: ("visitors.cap_lodging", _("per person and night")),
    BudgetCategory.GIFT: ("visitors.cap_gift", _("per guest")),
}


class DelegationBudgetLine(models.Model):
    """Money planned and spent on a visit: quantity times price, under the cap of its category."""

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="budget", verbose_name=_("visiting delegation")
    )
    category = models.CharField(_("budget item"), max_length=16, choices=BudgetCategory)
    quantity = models.DecimalField(
        _("quantity"), max_digits=8, decimal_places=1, default=1, validators=NOT_NEGATIVE
    )
    unit_price = models.DecimalField(
        _("unit price"), max_digits=14, decimal_places=2, validators=NOT_NEGATIVE
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, editable=False)
    actual = models.DecimalField(
        _("spent"), max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("budget line of a visit")
        verbose_name_plural = _("budget of a visit")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_category_display()} {self.amount}"

    def save(self, *args, **kwargs):
        self.amount = (self.quantity * self.unit_price).quantize(Decimal("0.01"))
        super().save(*args, **kwargs)

    @property
    def cap(self) -> Decimal | None:
        """The most one unit may cost."""
        setting = CAPS.get(BudgetCategory(self.category)) if self.category else None
        return policy(setting[0]) if setting else None

    def clean(self):
        if (
            self.category
            and self.unit_price is not None
            and self.cap is not None
            and self.unit_price > self.cap
        ):
            raise ValidationError(
                {
                    "unit_price": _("At most %(cap)s CNY %(unit)s.")
                    % {"cap": f"{self.cap:,.0f}", "unit": CAPS[BudgetCategory(self.category)][1]}
                }
            )


class DelegationGiftQuerySet(models.QuerySet):
    """Finds gifts."""

    def visible_to(self, user: Any) -> DelegationGiftQuerySet:
        return self.filter(delegation__in=Delegation.objects.visible_to(user).values("pk"))

    def to_be_declared(self) -> DelegationGiftQuerySet:
        """Gifts received, worth as much as must be declared or of unknown value, that are not handed over yet."""
        least = policy("visitors.gift_declaration_from")
        return self.filter(
            Q(value__gte=least) | Q(value=None) | Q(is_cash=True),
            direction=DelegationGift.Direction.RECEIVED,
            settled_on=None,
        )


class DelegationGift(models.Model):
    """A gift given or received; from 200 CNY on, what is received is declared and handed over (EC-94)."""

    class Direction(models.TextChoices):
        GIVEN = "given", _("Gift given")
        RECEIVED = "received", _("Gift received")

    class Handling(models.TextChoices):
        HANDED_OVER = "handed_over", _("Declared and handed over")
        KEPT = "kept", _("Below the limit, kept")
        DECLINED = "declined", _("Declined")
        SURRENDERED = "surrendered", _("Surrendered")

    delegation = models.ForeignKey(
        Delegation, on_delete=models.CASCADE, related_name="gifts", verbose_name=_("visiting delegation")
    )
    direction = models.CharField(_("given or received"), max_length=8, choices=Direction)
    item = models.CharField(_("gift"), max_length=150)
    quantity = models.PositiveSmallIntegerField(_("pieces"), default=1, validators=[MinValueValidator(1)])
    value = models.DecimalField(
        _("value of one, CNY"), max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE,
        help_text=_("Leave empty while it still has to be estimated (待估)."),
    )  # fmt: skip
    is_cash = models.BooleanField(_("money or securities"), default=False)
    party = models.CharField(_("to or from whom"), max_length=120)
    occasion = models.CharField(_("occasion"), max_length=120, blank=True)
    received_on = models.DateField(_("on"), null=True, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("received or approved by"),
    )  # fmt: skip
    handling = models.CharField(_("what became of it"), max_length=12, choices=Handling, blank=True)
    settled_on = models.DateField(_("handed over on"), null=True, blank=True)

    objects = DelegationGiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_direction_display()} {self.item}"

    def get_absolute_url(self):
        return reverse("delegation-detail", args=[self.delegation_id])

    @property
    def unit_id(self) -> int:
        return self.delegation.unit_id

    @property
    def must_be_declared(self) -> bool:
        """EC-94: from the limit on, or while nobody has estimated it; money always."""
        if self.direction != self.Direction.RECEIVED:
            return False
        limit = policy("visitors.gift_declaration_from")
        return self.is_cash or self.value is None or self.value >= limit

    @property
    def declaration_due_on(self) -> date | None:
        """Within a month of receiving it."""
        if not (self.must_be_declared and self.settled_on is None):
            return None
        return add_months(self.received_on or self.delegation.end_on, 1)

    def clean(self):
        handling = self.Handling
        given = self.direction == self.Direction.GIVEN
        if given and self.is_cash:
            raise ValidationError({"is_cash": _("Money is never given to guests.")})
        if given and self.value is not None and self.value > policy("visitors.cap_gift"):
            raise ValidationError(
                {
                    "value": _("A gift to a guest costs at most %(cap)s CNY.")
                    % {"cap": f"{policy('visitors.cap_gift'):,.0f}"}
                }
            )
        if self.is_cash and self.handling not in {"", handling.DECLINED, handling.SURRENDERED}:
            raise ValidationError({"handling": _("Money and securities are declined or surrendered.")})
        if not self.is_cash and self.must_be_declared and self.handling == handling.KEPT:
            raise ValidationError({"handling": _("A gift of this value is declared and handed over.")})
        if self.handling in {handling.HANDED_OVER, handling.SURRENDERED} and not self.settled_on:
            raise ValidationError({"settled_on": _("Say when it was handed over.")})
