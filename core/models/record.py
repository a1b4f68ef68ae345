"""The ground every record of the business stands on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A record that people edit: it knows its version (GN-09) and when it was made."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)

    class Meta:
        abstract = True
