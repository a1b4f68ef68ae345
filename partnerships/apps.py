"""The app partnerships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare, declare_public


class PartnershipsConfig(AppConfig):
    """Partnerships."""

    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        declare(
            "partnerships",
            _("Partnerships"),
            Item(_("Partner institutions"), "partnerships-desk", "handshake"),
            order=40,
        )
        declare_public(Item(_("Partners"), "partner-directory"), order=20)
        declare_public(Item(_("Laboratories"), "lab-directory"), order=30)
