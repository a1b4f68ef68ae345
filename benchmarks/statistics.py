"""Measures each standard report at few and at many rows: it should grow no faster than its rows.

On the database that DATABASE_URL names (SQLite without it). Run: .venv/bin/python -m benchmarks.statistics [FEW] [MANY],
such as 10000 1000000 for the whole distance; the defaults finish in a minute.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from datetime import date

FEW, MANY = 2_000, 100_000
RUNS = 3
# Seconds per row at few rows over that at many: linear is 1.
TARGET = 1.0


def records() -> dict[str, tuple[object, dict[str, str]]]:
    """One record for each report, and how its copies differ."""
    from django.utils import timezone

    from benchmarks.filling import days_earlier
    from core.flow import remember
    from core.models import Event
    from tests.factories import counted
    from tests.factories.training import ProposalFactory
    from tests.factories.training_classes import TraineeFactory, TrainingClassFactory

    today = timezone.localdate()
    numbered = {"number": "'B-' || n"}
    proposal = ProposalFactory(status="executing", approved_no="NDE-B", start_on=today, end_on=today)
    held = TrainingClassFactory(proposal=proposal, status="running", start_on=today, end_on=today)
    TraineeFactory(training_class=held, status="attending")
    remember(proposal, "submit", by=None)
    event = Event.objects.create(record=proposal, verb="submit", from_status="draft", to_status="unit_review")
    return {
        "RP-01": (counted.stay(today), {"departed_on": days_earlier("departed_on")}),
        "RP-02": (counted.inbound(today), {"registered_on": days_earlier("registered_on")}),
        "RP-05": (counted.delegation(today), numbered),
        "RP-06": (counted.engagement(today), numbered),
        "RP-07": (counted.project(today), numbered),
        "RP-08": (counted.trip(today), numbered),
        "RP-09": (counted.conference(today), numbered),
        "RP-11": (held, {"class_no": "n + 1"}),
        "RP-14": (event, {"object_id": "n / 2"}),
    }


def seconds(code: str) -> float:
    """How long the table of the report takes, over the last five years."""
    from django.utils import timezone

    from reports.figures import Window
    from reports.statistics import REPORTS, Parameters, main_table

    today = timezone.localdate()
    window = Window(date(today.year - 5, 1, 1), today, today)
    taken = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        main_table(REPORTS[code], Parameters(window))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def dashboard_queries() -> int:
    """How many questions the director's dashboard asks."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.factories.accounts import person_with

    client = Client()
    client.force_login(person_with("DIR"))
    client.get("/reports/dashboard/")
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get("/reports/dashboard/")
    return len(asked)


def measure(few: int, many: int) -> None:
    """Fill, measure, fill on, measure again, and print the ratios."""
    from benchmarks.filling import multiply, tidy

    filling = records()
    found: dict[tuple[str, int], float] = {}
    queries = []
    filled = 1
    for size in (few, many):
        for record, vary in filling.values():
            multiply(record, filled, size - 1, **vary)
        tidy()
        filled = size
        for code in filling:
            found[code, size] = seconds(code)
        queries.append(dashboard_queries())
    for code in filling:
        small, large = found[code, few], found[code, many]
        growth = (small / few) / (large / many)
        print(f"{code}: {small * 1000:.0f} ms at {few:,}, {large * 1000:.0f} ms at {many:,} rows")
        print(f"ratio {code}_growth {growth:.2f} target {TARGET}")
    print(f"dashboard: {queries[0]} queries at {few:,}, {queries[1]} at {many:,} rows")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def main() -> None:
    """Measure on a scratch database."""
    from benchmarks.filling import scratch_database

    sizes = [int(text) for text in sys.argv[1:3]]
    few, many = sizes if len(sizes) == 2 else (FEW, MANY)
    with scratch_database():
        measure(few, many)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
