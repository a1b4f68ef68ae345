"""The app visitors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare


class VisitorsConfig(AppConfig):
    """Visitors."""

    name = "visitors"
    verbose_name = _("Visitors")

    def ready(self):
        declare("visitors", _("Visitors"), Item(_("Visitors and trips"), "visitors-desk", "plane"), order=50)
