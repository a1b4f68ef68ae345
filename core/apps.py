"""The app core."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Foundation."""

    name = "core"
    verbose_name = _("Foundation")

    def ready(self):
        from core.pdf.checks import check_renderer

        checks.register(check_renderer, "pdf")
