"""Writes every encrypted value anew with the first key."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, models, transaction

from core.fields import EncryptedTextField, cipher

PIECE = 500


class Command(BaseCommand):
    """Rotates the keys of personal numbers: afterwards the older keys can be taken out of FIELD_KEYS."""

    help = (
        "Encrypts every personal number anew with the first of FIELD_KEYS. Put the new key first, keep the old one"
        " behind it, restart, run this, then remove the old one."
    )

    def handle(self, *args, **options):
        for model in apps.get_models():
            names = [
                field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)
            ]
            if names:
                count = sum(self.rotate(model, name) for name in names)
                self.stdout.write(f"{model._meta.label}: {count} values")

    def rotate(self, model: type[models.Model], name: str) -> int:
        """Turn every token of one column; rows are written below the models, so nothing else changes."""
        meta: Any = model._meta
        column = connection.ops.quote_name(meta.get_field(name).column)
        table = connection.ops.quote_name(meta.db_table)
        key = connection.ops.quote_name(meta.pk.column)
        last: Any = 0
        count = 0
        while True:
            with transaction.atomic(), connection.cursor() as cursor:
                # Names come from the models, values are parameters.
                cursor.execute(
                    f"SELECT {key}, {column} FROM {table} WHERE {key} > %s AND {column} <> ''"  # noqa: S608
                    f" ORDER BY {key} LIMIT {PIECE}",
                    [last],
                )
                rows = cursor.fetchall()
                turned = [(cipher().rotate(value.encode()).decode(), pk) for pk, value in rows]
                cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", turned)  # noqa: S608
            if not rows:
                return count
            last, count = rows[-1][0], count + len(rows)
