"""Fills a scratch database with as many rows as a measurement needs, by the database itself."""

from __future__ import annotations

from contextlib import contextmanager


@contextmanager
def scratch_database():
    """A fresh database with the portal's tables, removed afterwards."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import override_settings

    hosts = override_settings(ALLOWED_HOSTS=["testserver"])
    hosts.enable()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield connection
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
        hosts.disable()


def series() -> str:
    """The numbers n = first … last as a table, in the words of this database."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return "SELECT generate_series(%s::bigint, %s::bigint) AS n"
    return "WITH RECURSIVE g(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM g WHERE n < %s) SELECT n FROM g"


def earlier(column: str) -> str:
    """The moment n seconds before the one in the column."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{column} - n * interval '1 second'"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f000', {column}, '-' || n || ' seconds')"


def days_earlier(column: str) -> str:
    """A day within the thousand days before the one in the column."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"{column} - (n %% 1000)::int"
    return f"date({column}, '-' || (n %% 1000) || ' days')"


def multiply(record, first: int, last: int, **vary: str) -> None:
    """Copy the record's row for each n from first to last; `vary` says by SQL how columns differ."""
    from django.db import connection

    table = record._meta.db_table
    columns = [field.column for field in record._meta.concrete_fields if not field.primary_key]
    values = [vary.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} '  # noqa: S608 - names of our own tables
            f'FROM ({series()}) AS numbers, "{table}" WHERE "{table}".id = %s',
            [first, last, record.pk],
        )


def tidy() -> None:
    """Let the planner know what is there now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
