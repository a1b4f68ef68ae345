"""Who may reach which address at all: declared once, refused if undeclared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

PUBLIC = frozenset({"PUBLIC"})
SIGNED_IN = frozenset({"SIGNED_IN"})


@dataclass(frozen=True)
class Access:
    """The roles that may reach an address, and by which methods."""

    roles: frozenset[str] | set[str]
    methods: str = "GET"

    @property
    def is_public(self) -> bool:
        return frozenset(self.roles) == PUBLIC

    def admits(self, roles: set[str]) -> bool:
        return frozenset(self.roles) in (PUBLIC, SIGNED_IN) or bool(roles & set(self.roles))


@lru_cache
def access_table() -> Mapping[str, Access]:
    """The declared table of all addresses, by URL name (with namespace)."""
    return import_string(settings.ACCESS_TABLE)


def access_to(view_name: str) -> Access | None:
    """What is declared for a URL name; whole third-party namespaces are declared as `namespace:*`."""
    table = access_table()
    if view_name in table:
        return table[view_name]
    namespace = view_name.rpartition(":")[0]
    return table.get(f"{namespace}:*") if namespace else None


def roles_of(user: Any) -> set[str]:
    """The roles a signed-in person acts in; none for a stranger."""
    return user.role_codes if user.is_authenticated else set()


def may_reach(view_name: str, user: Any) -> bool:
    """Whether the table of addresses opens this address to the person."""
    access = access_to(view_name)
    return access is not None and access.admits(roles_of(user))
