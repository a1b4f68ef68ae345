"""The office's own numbers: defaults declared by the apps, values set by the director."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.functional import Promise


@dataclass(frozen=True)
class Policy:
    """A setting that may be changed without a programmer; `kind` is int, decimal, bool or text."""

    key: str
    default: Any
    kind: str
    label: str | Promise


REGISTRY: dict[str, Policy] = {}

CASTS: dict[str, Callable[[Any], Any]] = {
    "int": int,
    "decimal": lambda value: Decimal(str(value)),
    "bool": bool,
    "text": str,
    "list": list,
}


def register(key: str, default: Any, kind: str, label: str | Promise) -> None:
    """Declare a setting with its default; apps do this when they start."""
    REGISTRY[key] = Policy(key, default, kind, label)


def policy(key: str) -> Any:
    """The value in force."""
    declared = REGISTRY[key]
    # Apps declare settings while they start, before any model is loaded.
    row = (
        apps.get_model("core", "PolicySetting")
        .objects.filter(key=key)
        .values_list("value", flat=True)
        .first()
    )
    return CASTS[declared.kind](declared.default if row is None else row)
