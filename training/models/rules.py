"""The rules behind every check: versioned rows that know their source (TR-01 to TR-17, R-01 to R-22)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_director
from core.models import Record

User = settings.AUTH_USER_MODEL


class RuleQuerySet(models.QuerySet):
    """Finds rules."""

    def visible_to(self, user: Any) -> RuleQuerySet:
        """Everybody who signs in may read the rules; drafts are for the office."""
        if user.has_perm("training.add_rule"):
            return self
        return self.exclude(status__in=[Rule.Status.DRAFT, Rule.Status.DISCARDED])

    def in_force(self, on: date) -> RuleQuerySet:
        """The version of each rule that counts on the day."""
        return self.filter(
            Q(in_force_to=None) | Q(in_force_to__gte=on), status=Rule.Status.ADOPTED, in_force_from__lte=on
        )

    def awaiting(self, user: Any) -> RuleQuerySet:
        """Drafts that the director decides on."""
        if not is_director(user):
            return self.none()
        return self.filter(status=Rule.Status.DRAFT).exclude(author=user)


class Rule(Record):
    """One version of one rule: what it says, where it comes from, what it does, from when to when.

    `code` is the id that checks carry; `grade` tells the cases of one rule apart by how grave the check finds
    them (empty: every case).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Proposed")
        ADOPTED = "adopted", _("Adopted")
        DISCARDED = "discarded", _("Discarded")

    class Effect(models.TextChoices):
        BLOCK = "block", _("Stops the project")
        REASON = "reason", _("Needs a reason")
        WARN = "warn", _("Warns")

    class Issuer(models.TextChoices):
        STATE = "state", _("Regulation of the state")
        SCHOOL = "school", _("Rule of the school")

    class Grade(models.TextChoices):
        ANY = "", _("every case")
        BLOCK = "block", _("grave case")
        HIGH = "high", _("serious case")
        MEDIUM = "medium", _("lighter case")

    class Topic(models.TextChoices):
        SCOPE = "scope", _("Scope and who may run it")
        NAMING = "naming", _("Names and publicity")
        PARTNER = "partner", _("Partners and contracts")
        MONEY = "money", _("Fees and money")
        TEACHING = "teaching", _("Teaching and certificates")
        SAFETY = "safety", _("Place and safety")
        TIME = "time", _("Time and order of steps")
        CONDUCT = "conduct", _("Supervision and closing")

    STATUS_TONES = {"draft": "amber", "adopted": "green", "discarded": "grey"}
    EFFECT_TONES = {"block": "red", "reason": "amber", "warn": "blue"}

    code = models.CharField(_("rule"), max_length=10)
    grade = models.CharField(_("case"), max_length=6, choices=Grade, blank=True, default="")
    number = models.PositiveIntegerField(_("version of the rule"), default=1, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    issuer = models.CharField(_("issued by"), max_length=6, choices=Issuer, default=Issuer.SCHOOL)
    source_zh = models.CharField(_("source (Chinese)"), max_length=200)
    source_en = models.CharField(_("source (English)"), max_length=250)
    clause_zh = models.CharField(_("clause (Chinese)"), max_length=60, blank=True)
    clause_en = models.CharField(_("clause (English)"), max_length=60, blank=True)
    text_zh = models.TextField(_("text (Chinese)"), max_length=1000)
    text_en = models.TextField(_("text (English)"), max_length=1500)
    effect = models.CharField(_("effect"), max_length=6, choices=Effect)
    is_fixed = models.BooleanField(
        _("built into the portal"), default=False, editable=False,
        help_text=_("Its effect cannot be changed, because the portal itself is built on it."),
    )  # fmt: skip
    in_force_from = models.DateField(_("in force from"))
    in_force_to = models.DateField(_("in force until"), null=True, blank=True)
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("proposed by"),
    )  # fmt: skip
    reason = models.CharField(_("why it changes"), max_length=500, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", editable=False,
        verbose_name=_("replaces"),
    )  # fmt: skip

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code", "grade", "number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "grade", "number"], name="rule_version_once"),
            models.UniqueConstraint(
                fields=["code", "grade"], condition=Q(status="draft"), name="one_draft_per_rule"
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="rule_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.code}{f' ({self.get_grade_display()})' if self.grade else ''} v{self.number}"

    def get_absolute_url(self):
        return reverse("rule-detail", args=[self.pk])

    @property
    def authors(self) -> set[int]:
        return {self.author_id} if self.author_id else set()
