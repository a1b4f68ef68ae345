"""The workflows of visitors."""

from visitors.flow.delegation import DELEGATION_FLOW

__all__ = ["DELEGATION_FLOW"]
