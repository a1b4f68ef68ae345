"""Settings of the portal; everything that differs between installations comes from the environment."""

from config.safety import check_start
from config.settings.base import *  # noqa: F403
from config.settings.running import *  # noqa: F403
from config.settings.sign_in import *  # noqa: F403

check_start(globals())
