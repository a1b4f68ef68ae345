"""Who may do what among visitors."""

from visitors.permissions import delegation, people

__all__ = [
    "delegation",
    "people",
]
