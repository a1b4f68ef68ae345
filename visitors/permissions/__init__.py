"""Who may do what among visitors."""

from visitors.permissions import people

__all__ = ["people"]
