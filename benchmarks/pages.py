"""Measures each list page at 1,000 and at 1,000,000 rows, its first page and a deep one, and an empty view.

All through the portal's own middleware in one process, on the database that DATABASE_URL names (SQLite without it).
Run: .venv/bin/python -m benchmarks.pages [ROWS]
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

FEW, MANY = 1_000, 1_000_000
VISITS = 25
GROWTH_TARGET, EMPTY_TARGET = 0.83, 0.04


@dataclass
class Measured:
    """A list page: its address, whom it is shown to, and how its table is filled."""

    name: str
    address: str
    role: str
    record: Any
    vary: dict[str, str]


def pages() -> list[Measured]:
    """One record for each list, to be multiplied."""
    from benchmarks.filling import days_earlier, earlier
    from certificates.actions import load_reference
    from tests.factories import certificates as certificate_factory
    from tests.factories.accounts import UnitFactory, person_with
    from tests.factories.training import complete_proposal
    from tests.factories.training_classes import TraineeFactory, TrainingClassFactory

    load_reference()
    unit = UnitFactory(name_zh="大气科学学院", name_en="College of Atmospheric Sciences")
    author = person_with("DA", unit)
    proposal = complete_proposal(unit=unit, author=author)
    type(proposal).objects.filter(pk=proposal.pk).update(
        submitted_at=proposal.created_at, status="office_review"
    )
    one_class = TrainingClassFactory(proposal=proposal)
    trainee = TraineeFactory(training_class=one_class)
    batch = certificate_factory.requested(unit, by=author, count=1)
    certificate = batch.certificates.get()
    age = {"created_at": earlier("created_at")}
    return [
        Measured("proposals", "/training/proposals/", "IOT", proposal, {"title_zh": "title_zh || n", **age}),
        Measured(
            "classes",
            "/training/classes/",
            "IOT",
            one_class,
            {"class_no": "1000 + n", "start_on": days_earlier("start_on")},
        ),
        Measured(
            "trainees",
            "/training/trainees/",
            "IOT",
            trainee,
            {"training_class_id": "training_class_id + n", "name_zh": "'学员' || n"},
        ),
        Measured("batches", "/certificates/batches/", "IOT", batch, {"source": "'bench:' || n", **age}),
        Measured(
            "register",
            "/certificates/",
            "IOT",
            certificate,
            {
                "source_key": "'bench:' || n",
                "token": "'bench' || n",
                "number": "'CUIT-NDE-2026-' || n",
                "year": "2026",
                "sequence": "n",
                "issued_on": "CURRENT_DATE",
            },
        ),
    ]


def visit(client, address: str) -> float:
    """Median milliseconds of one page."""
    times = []
    for _round in range(VISITS):
        start = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    return statistics.median(times)


def queries_of(client, address: str) -> int:
    """How many questions the page asks the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def deep(page: Measured, rows: int) -> str:
    """The address of the page in the middle of the list."""
    from django.urls import resolve

    from core.paging import _write

    order = resolve(page.address).func.view_class.order_by
    row = page.record.__class__.objects.order_by(*order)[rows // 2]
    return f"{page.address}?page={_write(row, order, False)}"


def client_of(role: str):
    """Somebody of this role at a browser."""
    from django.test import Client

    from tests.factories.accounts import person_with

    client = Client()
    client.force_login(person_with(role))
    return client


def settle() -> None:
    """Leave the loaded code out of garbage collection, as the web server does (config/wsgi.py)."""
    gc.collect()
    gc.freeze()


def measure(rows: int) -> None:
    """Fill, measure, fill on, measure again, and print the ratios."""
    from django.test import Client

    from benchmarks.filling import multiply, tidy

    listed = pages()
    clients = {page.name: client_of(page.role) for page in listed}
    found: dict[tuple[str, str, int], float] = {}
    asked: dict[tuple[str, str], set[int]] = {}
    filled = 1
    for size in (FEW, rows):
        for page in listed:
            multiply(page.record, filled, size - 1, **page.vary)
        tidy()
        filled = size
        settle()
        for page in listed:
            for place, address in (("first", page.address), ("deep", deep(page, size))):
                visit(clients[page.name], address)
                found[page.name, place, size] = visit(clients[page.name], address)
                asked.setdefault((page.name, place), set()).add(queries_of(clients[page.name], address))
    visit(Client(), "/healthz")
    empty = visit(Client(), "/healthz")
    print(f"empty view: {empty:.2f} ms")
    for page in listed:
        for place in ("first", "deep"):
            few, many = found[page.name, place, FEW], found[page.name, place, rows]
            counts = sorted(asked[page.name, place])
            print(
                f"{page.name}, {place} page: {few:.1f} ms at {FEW:,}, {many:.1f} ms at {rows:,}; queries {counts}"
            )
            print(f"ratio {page.name}_{place}_growth {few / many:.2f} target {GROWTH_TARGET}")
        print(
            f"ratio {page.name}_vs_empty {empty / found[page.name, 'first', rows]:.3f} target {EMPTY_TARGET}"
        )


def main() -> None:
    """Measure on a scratch database."""
    from benchmarks.filling import scratch_database

    with scratch_database():
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
