"""What belongs to an institution: its names, rankings and contacts (§3.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.institution import Institution
from partnerships.models.names import name_key


class InstitutionName(models.Model):
    """A name under which files and people know an institution, with the key it is found by."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official name")
        LOCAL = "local", _("Name in its own language")
        ALIAS = "alias", _("Other spelling")
        FORMER = "former", _("Former name")
        ACRONYM = "acronym", _("Abbreviation")
        TRANSLATION = "translation", _("Translation")

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="names", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ALIAS)
    language = models.CharField(_("language"), max_length=12, blank=True)
    key = models.CharField(_("key"), max_length=200, editable=False, db_index=True)

    class Meta:
        verbose_name = _("name of an institution")
        verbose_name_plural = _("names of institutions")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name", "kind"], name="institution_name_once")
        ]

    def __str__(self):
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.name)
        super().save(*args, **kwargs)


class Ranking(models.Model):
    """A place in a ranking, in the words of the ranking ("201–250")."""

    class System(models.TextChoices):
        QS = "QS", "QS"
        THE = "THE", "THE"
        ARWU = "ARWU", "ARWU"
        US_NEWS = "USNEWS", "U.S. News"

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="rankings", verbose_name=_("institution")
    )
    system = models.CharField(_("ranking"), max_length=8, choices=System)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    rank = models.CharField(_("place"), max_length=20)
    subject = models.CharField(_("subject"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["-year", "system"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "system", "year", "subject"], name="ranking_once_per_year"
            )
        ]

    def __str__(self):
        return f"{self.get_system_display()} {self.year}: {self.rank}"


class ContactQuerySet(models.QuerySet):
    """Finds contacts."""

    def current(self):
        return self.filter(gone_since=None)


class Contact(models.Model):
    """A person to write to at the partner."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=100)
    title_zh = models.CharField(_("position (Chinese)"), max_length=100, blank=True)
    title_en = models.CharField(_("position (English)"), max_length=100, blank=True)
    role = models.CharField(_("responsible for"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(
        _("phone"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9]\d{5,14}$", _("Write the number as +4927112345."))],
    )
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    gone_since = models.DateField(_("no longer there since"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["gone_since", "name"]

    def __str__(self):
        return self.name

    def clean(self):
        if not self.email and not self.phone and not self.wechat:
            raise ValidationError(_("Give an e-mail address, a phone number or a WeChat name."))
