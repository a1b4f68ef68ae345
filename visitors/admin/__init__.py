"""What may be repaired among visitors."""

from visitors.admin import delegation

__all__ = ["delegation"]
