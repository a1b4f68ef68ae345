"""The app core."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from core.work import declare_events


class CoreConfig(AppConfig):
    """Foundation."""

    name = "core"
    verbose_name = _("Foundation")

    def ready(self):
        from core.pdf.checks import check_renderer

        checks.register(check_renderer, "pdf")
        declare_events(
            "",
            {
                "comment": _("Comment"),
                "reveal": _("Number revealed"),
                "download": _("Downloaded"),
                "repair": _("Repaired in the administration"),
                "create": _("Made"),
                "export": _("Exported"),
            },
        )
