"""Settings of the portal; everything that differs between installations comes from the environment."""

from django.core.exceptions import ImproperlyConfigured

from config.safety import check_start
from config.settings.base import *  # noqa: F403
from config.settings.running import *  # noqa: F403
from config.settings.sign_in import *  # noqa: F403

try:
    check_start(globals())
except ImproperlyConfigured as refused:
    # Whoever starts the portal reads the reasons, not where in the code they were found.
    raise SystemExit(str(refused)) from None
