"""Every change to visitors."""

from visitors.actions.reference import load_reference

__all__ = ["load_reference"]
