"""The workflows of partnerships."""

from partnerships.flow.imports import IMPORT_FLOW

__all__ = ["IMPORT_FLOW"]
