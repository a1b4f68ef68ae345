"""Countries and regions, named as the university must name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A country or region (国家/地区, GN-20); names of HK, MO and TW are forced (GN-21)."""

    class Kind(models.TextChoices):
        FOREIGN = "foreign", _("Foreign country")
        HKMT = "hkmt", _("Hong Kong, Macao or Taiwan")
        CHINA = "china", _("Mainland of China")

    alpha2 = models.CharField(_("two-letter code"), max_length=2, unique=True)
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True)
    numeric = models.CharField(_("numeric code"), max_length=3, blank=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.FOREIGN)
    continent = models.CharField(_("continent"), max_length=2, blank=True)
    is_belt_and_road = models.BooleanField(_("Belt and Road country"), default=False)
    has_diplomatic_relations = models.BooleanField(_("diplomatic relations with China"), default=True)

    class Meta:
        verbose_name = _("country or region")
        verbose_name_plural = _("countries and regions")
        ordering = ["name_en"]

    def __str__(self):
        return self.name_zh


class RegionAlias(models.Model):
    """Another spelling under which files name a region (EC-72); an ambiguous one names no region."""

    alias = models.CharField(_("spelling"), max_length=100, unique=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("region"),
    )

    class Meta:
        verbose_name = _("spelling of a region")
        verbose_name_plural = _("spellings of regions")
        ordering = ["alias"]

    def __str__(self):
        return self.alias
