"""The allocation at 1,000 and at 20,000 applicants: seconds for each applicant stay the same.

Run as `python -m benchmarks.allocation`. Five choices each, 300 offerings, with ranking, input and result as text.
"""

from __future__ import annotations

import random
import statistics
import time

from programmes import allocation

OFFERINGS, CHOICES, SMALL, LARGE, TARGET = 300, 5, 1_000, 20_000, 0.67


def instance(count: int) -> tuple[list[allocation.Applicant], list[allocation.Places]]:
    """A round with as many applicants, the same every time."""
    chance = random.Random(count)  # noqa: S311 - invented instances
    places = [
        allocation.Places(key, 40, (allocation.Pool(key, 5, unit=key % 11),), waitlist=20)
        for key in range(1, OFFERINGS + 1)
    ]
    people = [
        allocation.Applicant(
            id=number,
            score=f"{chance.randint(60000, 99999) / 1000:.3f}",
            language=str(chance.randint(50, 100)),
            gpa=str(chance.randint(60, 100)),
            submitted=f"{chance.random():.6f}",
            unit=chance.randint(0, 10),
            choices=tuple(chance.sample(range(1, OFFERINGS + 1), CHOICES)),
        )
        for number in range(count)
    ]
    return people, places


def seconds_each(count: int, repeats: int) -> float:
    """The median of seconds for one applicant: from plain data to the result as text."""
    people, places = instance(count)
    taken = []
    for _repeat in range(repeats):
        start = time.perf_counter()
        allocation.run_from_text(allocation.input_text(people, places, seed=1))
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) / count


def main() -> None:
    """Print the medians and the ratio."""
    small, large = seconds_each(SMALL, 9), seconds_each(LARGE, 3)
    print(f"{SMALL} applicants: {small * SMALL:.3f} s, {small * 1e6:.1f} µs each")  # noqa: T201
    print(f"{LARGE} applicants: {large * LARGE:.3f} s, {large * 1e6:.1f} µs each")  # noqa: T201
    print(f"ratio small_vs_large {small / large:.2f} target {TARGET}")  # noqa: T201


if __name__ == "__main__":
    main()
