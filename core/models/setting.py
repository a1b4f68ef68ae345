"""Numbers and switches the office director may change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PolicySetting(models.Model):
    """A rule's number, as the office has set it; what is not set here has the default of the code."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    value = models.JSONField(_("value"))
    reason = models.CharField(_("reason or source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("policy setting")
        verbose_name_plural = _("policy settings")
        ordering = ["key"]

    def __str__(self):
        return self.key
