"""Counters behind the numbers people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given out of one kind in one year; locked while the next is taken (GN-08)."""

    kind = models.CharField(_("kind"), max_length=60)
    year = models.PositiveIntegerField(_("year"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="counter_once_per_kind_and_year")
        ]

    def __str__(self):
        return f"{self.kind} {self.year}: {self.last_number}"
