"""How the coordination board and the page of a unit's performance grow from 60 to 6,000 projects.

Run: .venv/bin/python -m benchmarks.training. Prints the median of each page at both sizes and `ratio <page>_growth <number>`;
the target is 1.5 at most.
"""

# ruff: noqa: E402 - Django is set up before its models can be imported

from __future__ import annotations

import os
import statistics
import sys
import time as clock
from datetime import date, timedelta
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from accounts.models import Role, RoleGrant, Unit, User
from training.actions.performance import compute_performance
from training.models import ClassSession, Proposal, TrainingClass

SMALL, LARGE = 60, 6_000
UNITS = 12
YEARS = 3
ROUNDS = 41
TARGET = 1.5
STATES = [
    "executing",
    "approved",
    "closed",
    "cosign",
    "office_review",
    "director_review",
    "draft",
    "returned",
]
PLACES = ["on_campus", "off_campus_same_city", "other_city", "online"]


def make(count: int) -> None:
    """As many projects over three years and twelve units, each with two classes of two lessons."""
    ClassSession.objects.all().delete()
    TrainingClass.objects.all().delete()
    Proposal.objects.all().delete()
    units = list(Unit.objects.filter(can_run_training=True).order_by("pk"))
    author = User.objects.order_by("pk").first()
    year = timezone.localdate().year
    projects = Proposal.objects.bulk_create(
        [
            _project(number, units[number % UNITS], author, year - number // UNITS % YEARS)
            for number in range(count)
        ],
        batch_size=200,
    )
    classes = TrainingClass.objects.bulk_create(
        [
            TrainingClass(
                proposal=project,
                class_no=number,
                status="closed",
                start_on=project.start_on + timedelta(days=number * 5),
                end_on=project.start_on + timedelta(days=number * 5 + 4),
                venue=f"室{project.pk}",
                quota=40,
                class_teacher="周",
            )
            for project in projects
            for number in (1, 2)
        ],
        batch_size=500,
    )
    ClassSession.objects.bulk_create(
        [
            ClassSession(
                training_class=one,
                date=one.start_on,
                starts_at="09:00",
                ends_at="12:00",
                topic="课",
                hours=Decimal(4),
            )
            for one in classes
        ],
        batch_size=500,
    )


def _project(number: int, unit: Unit, author: User, year: int) -> Proposal:
    first = date(year, number % 12 + 1, number % 28 + 1)
    return Proposal(
        unit=unit,
        author=author,
        responsible=author,
        status=STATES[number % len(STATES)],
        title_zh=f"基准培训班{number}",
        start_on=first,
        end_on=first + timedelta(days=20),
        location_type=PLACES[number % 4],
        risk_level=["low", "medium", "high"][number % 3],
        approved_at=timezone.now(),
        approved_no=f"B{number}",
        submitted_at=timezone.now(),
        waiting_since=timezone.now(),
        contact_name="李",
        contact_phone="+8613800000000",
    )


def people() -> Client:
    """Twelve units and a director who is signed in."""
    for number in range(UNITS):
        Unit.objects.create(
            code=f"B{number:02d}",
            name_zh=f"第{number}学院",
            kind="college",
            is_substantive=True,
            can_run_training=True,
        )
    director = User.objects.create(email="director@benchmark.example", name_zh="处长")
    RoleGrant.objects.create(user=director, role=Role.DIRECTOR, starts_on=timezone.localdate())
    client = Client()
    client.force_login(director)
    return client


def median_of(client: Client, address: str) -> float:
    """Milliseconds of processor time of a page once it is warm; what else the machine does hardly counts."""
    for _round in range(3):
        assert client.get(address).status_code == 200, address
    taken = []
    for _round in range(ROUNDS):
        began = clock.process_time()
        client.get(address)
        taken.append((clock.process_time() - began) * 1000)
    return statistics.median(taken)


def measure(client: Client) -> dict[str, float]:
    """Both pages at the present size."""
    unit = Unit.objects.filter(can_run_training=True).order_by("pk").first()
    year = timezone.localdate().year
    for back in (0, 1):
        compute_performance(unit, year - back)
    return {
        "board": median_of(client, f"/training/board/?year={year}"),
        "performance": median_of(client, f"/training/performance/{unit.pk}/{year}/"),
    }


def main() -> int:
    """Exit code 0 when both stay within the target."""
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    with transaction.atomic():
        client = people()
    results = []
    for count in (SMALL, LARGE):
        with transaction.atomic():
            make(count)
        results.append(measure(client))
        print(f"{count:>5} projects: " + "  ".join(f"{name} {ms:.1f} ms" for name, ms in results[-1].items()))
    worst = 0.0
    for name, before in results[0].items():
        ratio = results[1][name] / before
        worst = max(worst, ratio)
        print(f"ratio {name}_growth {ratio:.2f}")
    return 0 if worst <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
