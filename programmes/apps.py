"""The app programmes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare_public


class ProgrammesConfig(AppConfig):
    """Student programmes."""

    name = "programmes"
    verbose_name = _("Student programmes")

    def ready(self):
        declare_public(Item(_("Programmes"), "programme-directory"), order=10)
