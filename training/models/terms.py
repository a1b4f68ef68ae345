"""Words that may not appear, or not without thought (§1.6)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.term_patterns import check_regex
from core.terms import SCOPES, Term


class BlockedTermQuerySet(models.QuerySet):
    """Finds the wordings in force."""

    def active(self):
        return self.filter(is_active=True)

    def as_terms(self, language: str = "") -> list[Term]:
        """What the matcher reads, with advice in the reader's language."""
        ending = "zh" if (language or get_language() or "zh").startswith("zh") else "en"
        return [
            Term(
                term_id=row.pk,
                pattern=row.pattern,
                mode=row.mode,
                scopes=frozenset(row.scopes),
                severity=row.severity,
                rule_code=row.rule,
                suggestion=getattr(row, f"suggestion_{ending}") or row.suggestion_zh,
                legal_basis=getattr(row, f"legal_basis_{ending}") or row.legal_basis_zh,
            )
            for row in self.active().order_by("pk")
        ]


class BlockedTerm(models.Model):
    """A wording an officer watches for: pattern, scopes, severity, and the rule it comes from."""

    class Mode(models.TextChoices):
        LITERAL = "literal", _("As written")
        REGEX = "regex", _("Regular expression")

    class Severity(models.TextChoices):
        BLOCK = "block", _("Blocks")
        HIGH = "high", _("High risk")
        WARN = "warn", _("Warns")

    SCOPE_LABELS = {
        "title": _("Title"),
        "certificate": _("Certificate"),
        "publicity": _("Publicity"),
        "audience": _("Audience"),
        "body": _("Description"),
    }

    pattern = models.CharField(_("pattern"), max_length=200)
    mode = models.CharField(_("match"), max_length=8, choices=Mode, default=Mode.LITERAL)
    scopes = models.JSONField(
        _("scopes"),
        default=list,
        help_text=_("A list of title, certificate, publicity, audience, body."),
    )
    severity = models.CharField(_("severity"), max_length=5, choices=Severity, default=Severity.WARN)
    rule = models.CharField(_("rule"), max_length=20, blank=True)
    suggestion_zh = models.CharField(_("suggestion (Chinese)"), max_length=300, blank=True)
    suggestion_en = models.CharField(_("suggestion (English)"), max_length=300, blank=True)
    legal_basis_zh = models.CharField(_("legal basis (Chinese)"), max_length=300, blank=True)
    legal_basis_en = models.CharField(_("legal basis (English)"), max_length=300, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = BlockedTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked term")
        verbose_name_plural = _("blocked terms")
        ordering = ["severity", "pattern", "pk"]

    def __str__(self):
        return self.pattern

    def clean(self):
        if self.mode == self.Mode.REGEX:
            try:
                check_regex(self.pattern)
            except ValidationError as error:
                raise ValidationError({"pattern": error}) from error
        if not isinstance(self.scopes, list) or not self.scopes or set(self.scopes) - set(SCOPES):
            raise ValidationError({"scopes": _("A list of title, certificate, publicity, audience, body.")})


class ReservedTitle(models.Model):
    """The name of a degree programme or major of the school, which no training may borrow (R-05)."""

    name = models.CharField(_("degree programme or major"), max_length=150, unique=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("reserved title")
        verbose_name_plural = _("reserved titles")
        ordering = ["name"]

    def __str__(self):
        return self.name
