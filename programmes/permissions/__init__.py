"""Who may do what in programmes."""

from programmes.permissions import application, inbound, mobility, programme

__all__ = ["application", "inbound", "mobility", "programme"]
