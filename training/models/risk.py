"""The risk register of a proposal."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.policy import policy
from training.models.choices import RiskLevel
from training.models.plan import Row, rows_of_proposal

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class RiskItem(Row):
    """One risk with its mitigation: found by the portal (a flag, R-01…R-22) or added by people (§1.5)."""

    class Source(models.TextChoices):
        AUTO = "auto", _("Found by the portal")
        MANUAL = "manual", _("Added by hand")

    class Category(models.TextChoices):
        NAMING = "naming", _("Naming")
        PARTNER = "partner", _("Partner")
        FINANCE = "finance", _("Finance")
        SAFETY = "safety", _("Safety")
        IDEOLOGY = "ideology", _("Ideology")
        PUBLICITY = "publicity", _("Publicity")
        CAPACITY = "capacity", _("Capacity")
        LEGAL = "legal", _("Legal")
        REPUTATION = "reputation", _("Reputation")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        MITIGATED = "mitigated", _("Mitigated")
        ACCEPTED = "accepted", _("Accepted")
        CLOSED = "closed", _("Closed")

    proposal = rows_of_proposal("risk_items")
    source = models.CharField(
        _("source"), max_length=6, choices=Source, default=Source.MANUAL, editable=False
    )
    code = models.CharField(_("flag"), max_length=10, blank=True, editable=False)
    category = models.CharField(_("kind of risk"), max_length=10, choices=Category)
    likelihood = models.PositiveSmallIntegerField(_("likelihood, 1 to 5"), default=2, validators=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(_("impact, 1 to 5"), default=2, validators=ONE_TO_FIVE)
    description = models.CharField(_("description"), max_length=500)
    mitigation = models.TextField(_("mitigation"), max_length=1000, blank=True)
    owner = models.CharField(_("responsible for it"), max_length=100, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("accepted by"),
    )

    class Meta(Row.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risk register")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "code"],
                condition=models.Q(source="auto"),
                name="risk_flag_once_per_proposal",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.description}".strip()

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def level(self) -> str:
        if self.score >= policy("training.risk_high_from"):
            return RiskLevel.HIGH
        return RiskLevel.MEDIUM if self.score >= policy("training.risk_medium_from") else RiskLevel.LOW
