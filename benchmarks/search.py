"""Measures the search for part of a holder's name among 100,000 certificates: trigram index against a scan.

Wants PostgreSQL in DATABASE_URL; elsewhere both ways are a scan, and the ratio says so.
Run: .venv/bin/python -m benchmarks.search [ROWS]
"""

from __future__ import annotations

import os
import statistics
import sys
import time

ROWS = 100_000
ROUNDS = 15
TARGET = 20
WORDS = ("欧阳明", "guangxi")


def fill(rows: int) -> None:
    """Certificates of invented people; one in ten thousand bears a name that is looked for."""
    from benchmarks.filling import multiply, tidy
    from certificates.actions import load_reference
    from certificates.models.certificate import searchable
    from tests.factories import certificates as factory
    from tests.factories.accounts import UnitFactory, person_with

    load_reference()
    unit = UnitFactory()
    certificate = factory.requested(unit, by=person_with("DA", unit), count=1).certificates.get()
    rare = [f"{searchable(name)}" for name in WORDS]
    plain = searchable("李晓明")
    multiply(
        certificate,
        1,
        rows - 1,
        source_key="'bench:' || n",
        search_text=f"CASE WHEN n %% 10000 = 0 THEN '{rare[0]} {rare[1]} ' || n ELSE '{plain} lixiaoming' || n END",
        **{"token": "'bench' || n"},
    )
    tidy()


def seconds(words: str) -> float:
    """Median time of one search, its first fifty rows read."""
    from certificates.models import Certificate

    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        found = list(Certificate.objects.holder_like(words).order_by("-pk").values_list("pk", flat=True)[:50])
        times.append(time.perf_counter() - start)
        if not found:
            raise SystemExit(f"nobody called {words} was found")
    return statistics.median(times)


def measure() -> None:
    """The same search with the index and without it, in one run."""
    from django.db import connection

    for words in WORDS:
        indexed = seconds(words)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET enable_bitmapscan = off; SET enable_indexscan = off")
            scanned = seconds(words)
            if connection.vendor == "postgresql":
                cursor.execute("RESET enable_bitmapscan; RESET enable_indexscan")
        print(f"“{words}”: {indexed * 1000:.2f} ms with the index, {scanned * 1000:.2f} ms by scan")
        print(f"ratio trgm_vs_scan {scanned / indexed:.1f} target {TARGET}")


def main() -> None:
    """Fill a scratch database and measure."""
    from benchmarks.filling import scratch_database

    with scratch_database():
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
        measure()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
