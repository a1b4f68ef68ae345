"""Three invented years of training: twelve units, sixty projects in every state, with classes, people and money.

Written in bulk for speed; the stories of `reports.demo.training` go through the real actions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from reports.demo.training_projects import Years, make_classes, make_events, make_people, make_projects
from reports.demo.training_quality import make_filings, make_publicity, make_quality
from reports.demo.training_records import make_money, make_records
from training.actions.performance import compute_performance
from training.models import (
    Proposal,
)

PARTS: list[Callable[[Years], Any]] = [
    make_projects, make_events, make_classes, make_people, make_records, make_money, make_publicity, make_quality,
    make_filings,
]  # fmt: skip


def load() -> None:
    """Make the three years, unless they are there."""
    if Proposal.objects.filter(approved_no__startswith="NDE-D").exists():
        return
    with transaction.atomic():
        years = Years()
        for part in PARTS:
            part(years)
    for unit in years.units:
        for back in range(3):
            compute_performance(unit, years.today.year - back)
