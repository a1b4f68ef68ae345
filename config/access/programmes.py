"""Who may reach the addresses of programmes."""

from core.access import PUBLIC, Access

ACCESS: dict[str, Access] = {"programme-directory": Access(PUBLIC)}
