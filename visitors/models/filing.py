"""The rules that say until when something must be filed, kept as data with their source (§4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.text import bilingual


class FilingRuleQuerySet(models.QuerySet):
    """Finds rules."""

    def visible_to(self, user: Any) -> FilingRuleQuerySet:
        """The rules are no secret to whoever works with the portal."""
        return self if getattr(user, "is_authenticated", False) else self.none()

    def active(self) -> FilingRuleQuerySet:
        return self.filter(is_active=True)

    def about(self, subject: str, *, guests: set[str], levels: set[str], activities: set[str]) -> Any:
        """The rules in force for a record: an empty condition of a rule holds for everything."""
        return self.active().filter(
            Q(guest="") | Q(guest__in=guests),
            Q(level="") | Q(level__in=levels),
            Q(activity="") | Q(activity__in=activities),
            subject=subject,
        )


class FilingRule(Record):
    """One lead time: for which guests, level and activity, how long before (or after), from which source."""

    class Subject(models.TextChoices):
        DELEGATION = "delegation", _("Visiting delegation")
        CONFERENCE = "conference", _("International conference")
        STAFF_TRIP = "staff_trip", _("Staff trip abroad")

    class Guest(models.TextChoices):
        NO_RELATIONS = "no_relations", _("From a region without diplomatic relations")
        SENIOR_OFFICIAL = "senior_official", _("Official of vice-minister rank or above")
        MEDIA = "media", _("Media")
        NGO = "ngo", _("Overseas non-governmental organisation")

    class Direction(models.TextChoices):
        BEFORE = "before", _("before the first day")
        AFTER = "after", _("after the last day")

    class LeadUnit(models.TextChoices):
        CALENDAR_DAYS = "calendar_days", _("Calendar days")
        WORKING_DAYS = "working_days", _("Working days")
        MONTHS = "months", _("Months")

    code = models.CharField(_("code"), max_length=30, unique=True)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=150)
    guest = models.CharField(_("kind of guest"), max_length=16, choices=Guest, blank=True)
    level = models.CharField(_("level"), max_length=16, blank=True)
    activity = models.CharField(_("activity"), max_length=20, blank=True)
    direction = models.CharField(_("counted"), max_length=6, choices=Direction, default=Direction.BEFORE)
    lead = models.PositiveSmallIntegerField(_("lead"))
    lead_unit = models.CharField(_("counted in"), max_length=14, choices=LeadUnit)
    source_zh = models.CharField(_("source (Chinese)"), max_length=200)
    source_en = models.CharField(_("source (English)"), max_length=300)
    consequence_zh = models.CharField(_("if it is missed (Chinese)"), max_length=200, blank=True)
    consequence_en = models.CharField(_("if it is missed (English)"), max_length=300, blank=True)
    is_submission = models.BooleanField(
        _("decides whether the filing is late"),
        default=False,
        help_text=_("Otherwise the rule reminds of one thing to do, such as asking another office."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = FilingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing rule")
        verbose_name_plural = _("filing rules")
        ordering = ["subject", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(lead__gte=1, lead__lte=730), name="filing_rule_has_a_lead")
        ]

    def __str__(self):
        return bilingual(self, "name")

    @property
    def lead_text(self) -> str:
        """“30 days before the first day”, in the reader's language."""
        count = {"count": self.lead}
        if self.lead_unit == self.LeadUnit.WORKING_DAYS:
            length = ngettext("%(count)s working day", "%(count)s working days", self.lead) % count
        elif self.lead_unit == self.LeadUnit.MONTHS:
            length = ngettext("%(count)s month", "%(count)s months", self.lead) % count
        else:
            length = ngettext("%(count)s day", "%(count)s days", self.lead) % count
        if self.direction == self.Direction.AFTER:
            return gettext("within %(length)s after the last day") % {"length": length}
        return gettext("%(length)s before the first day") % {"length": length}
