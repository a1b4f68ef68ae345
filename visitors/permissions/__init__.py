"""Who may do what among visitors."""

from visitors.permissions import delegation

__all__ = ["delegation"]
