"""Measures the matcher on two lists made by different people: pairs with the same web domain, the domain hidden.

Every holder of the Erasmus charter is looked for among the universities of the other list by name, country and city
only. Run: .venv/bin/python -m benchmarks.matching [ECHE.xlsx HIPO.json]
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PORTAL_SHARED_DATA", ROOT.parent / "shared" / "data"))
FILES = (
    DATA / "eche" / "eche_2026-04-08.xlsx",
    DATA / "hipo-universities" / "world_universities_and_domains.json",
)
ACCEPT = 0.8  # the office's setting partnerships.import_accept as it comes


def entries(path: Path) -> list:
    """The rows of a list, by the portal's own reader."""
    from partnerships.reading import InstitutionReader  # noqa: PLC0415

    return list(InstitutionReader(path.read_bytes(), path.name))


def measure(left: list, right: list) -> dict:
    """Precision and recall at the accepting threshold, and whether the right one was at least the first guess."""
    from dataclasses import replace  # noqa: PLC0415

    from partnerships.matching import Known, Matcher  # noqa: PLC0415

    at_domain: dict[str, set[int]] = defaultdict(set)
    for number, entry in enumerate(right):
        for domain in entry.values.get("domains", ()):
            at_domain[domain].add(number)
    started = time.perf_counter()
    matcher = Matcher(
        Known(number, tuple(entry.names), entry.values.get("region", "")) for number, entry in enumerate(right)
    )
    # Domain and codes are hidden: names, country and city must do.
    queries = [replace(entry.query, domains=(), codes=()) for entry in left]
    matcher.reckon(queries)
    found = [matcher.match(query) for query in queries]
    seconds = time.perf_counter() - started
    truth = [
        {number for domain in entry.values.get("domains", ()) for number in at_domain.get(domain, ())} for entry in left
    ]
    pairs = [(match, right_ones) for match, right_ones in zip(found, truth, strict=True) if right_ones]
    accepted = [(match, right_ones) for match, right_ones in pairs if match and match.confidence >= ACCEPT]
    correct = sum(match.pk in right_ones for match, right_ones in accepted)
    first = sum(bool(match) and match.pk in right_ones for match, right_ones in pairs)
    return {
        "pairs": len(pairs),
        "precision": correct / len(accepted) if accepted else 0.0,
        "recall": correct / len(pairs) if pairs else 0.0,
        "first": first / len(pairs) if pairs else 0.0,
        "seconds": seconds,
    }


def main() -> None:
    """Prints the pairs, the time, and the two lines."""
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connection  # noqa: PLC0415

    paths = [Path(argument) for argument in sys.argv[1:3]] or list(FILES)
    if absent := [str(path) for path in paths if not path.exists()]:
        print(f"skipped: {', '.join(absent)} is not there")
        return
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        left, right = (entries(path) for path in paths)
    finally:
        connection.creation.destroy_test_db("", verbosity=0)
    result = measure(left, right)
    print(f"{len(left)} rows against {len(right)} institutions in {result['seconds']:.2f} s, {result['pairs']} pairs")
    print(f"the right institution is the first proposed in {result['first']:.3f} of the pairs")
    print(f"precision {result['precision']:.3f}")
    print(f"recall {result['recall']:.3f}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main()
