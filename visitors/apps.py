"""The app visitors."""

import importlib

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare


class VisitorsConfig(AppConfig):
    """Visitors."""

    name = "visitors"
    verbose_name = _("Visitors")

    def ready(self):
        for module in ("visitors.permissions", "visitors.flow"):
            importlib.import_module(module)
        declare(
            "visitors",
            _("Visitors"),
            Item(_("Visitors and trips"), "visitors-desk", "plane"),
            order=50,
        )
        self._declare_reception()
        self._declare_people()

    def _declare_reception(self):
        """Delegations, filing days, reception."""

    def _declare_people(self):
        """Experts, trips, conferences, contests."""
