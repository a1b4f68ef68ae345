"""Prints the table of addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

from core.access import access_to


def addresses(patterns: Any = None, path: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every URL name (with its namespace) and its path, as the resolver knows them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, here, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or ''}", here


class Command(BaseCommand):
    """Says of every address who may reach it and by which methods."""

    help = "Lists every URL name with its path, the roles that may reach it and the methods allowed."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON array")

    def handle(self, *args, **options):
        rows = [self.row(name, path) for name, path in addresses()]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            roles = ",".join(row["roles"]) or "nobody"
            self.stdout.write(
                f"{row['name']:45} {','.join(row['methods']) or '-':9} {roles:30} {row['path']}"
            )

    def row(self, name: str, path: str) -> dict[str, Any]:
        access = access_to(name)
        return {
            "name": name,
            "path": f"/{path.replace('^', '').replace('$', '')}",
            "roles": sorted(access.roles) if access else [],
            "methods": [method for method in access.methods.split(",") if method] if access else [],
            "declared": access is not None,
        }
