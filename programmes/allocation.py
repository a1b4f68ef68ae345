"""Who gets which place: ranking with its tie chain and serial dictatorship, as pure functions (§2.5 A9, A10).

Plain data in, plain data out; no database, no clock, no chance but the seed. So a run can be kept as text and
recomputed to the byte.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

# Why somebody did not get a choice; the pages put these into words.
FULL, NOT_ELIGIBLE, HAS_BETTER, CLOSED = "full", "not_eligible", "has_better", "closed"


class Pool(NamedTuple):
    """Places kept for a college, a level or both."""

    id: int
    places: int
    unit: int | None = None
    level: str = ""

    def admits(self, applicant: Applicant) -> bool:
        return (self.unit is None or self.unit == applicant.unit) and (
            not self.level or self.level == applicant.level
        )


class Places(NamedTuple):
    """One offering: the free places for everybody, and those kept in pools."""

    id: int
    general: int
    pools: tuple[Pool, ...] = ()
    waitlist: int = 0


class Applicant(NamedTuple):
    """One application: its score, what breaks ties, and its choices from first to last."""

    id: int
    score: str
    language: str = "0"
    gpa: str = "0"
    submitted: str = ""
    unit: int | None = None
    level: str = ""
    choices: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()


@dataclass
class Outcome:
    """What came of it: places, waiting lists, and for each applicant why not the better choice."""

    ranking: list[int] = field(default_factory=list)
    ties: dict[int, str] = field(default_factory=dict)
    placed: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    waiting: dict[int, list[int]] = field(default_factory=dict)
    why: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


def draw(seed: int, applicant_id: int) -> str:
    """The lot of an applicant: the same for the same seed, for ever."""
    return hashlib.sha256(f"{seed}:{applicant_id}".encode()).hexdigest()


def _thousandths(text: str) -> int:
    """A decimal number as a whole number of thousandths, exactly."""
    sign = -1 if text.startswith("-") else 1
    whole, _point, part = text.lstrip("-").partition(".")
    return sign * (int(whole or 0) * 1000 + int((part + "000")[:3]))


def rank_applicants(applicants: Iterable[Applicant], seed: int) -> tuple[list[Applicant], dict[int, str]]:
    """Best first: total, then language, then average, then earlier submission, then the lot (EC-54).

    The second value says, for each applicant who stood level with the one before, what decided.
    """
    keyed = sorted((_standing(one, seed), one.id, one) for one in applicants)
    decided_by = ("language", "gpa", "submitted", "draw")
    ties = {}
    for (before, _id, _one), (key, _own, one) in pairwise(keyed):
        if key[0] == before[0]:
            steps = zip(decided_by, before[1:], key[1:], strict=True)
            ties[one.id] = next(name for name, better, worse in steps if better != worse)
    return [one for _key, _id, one in keyed], ties


def _standing(one: Applicant, seed: int) -> tuple[int, int, int, str, str]:
    marks = (-_thousandths(text) for text in (one.score, one.language, one.gpa))
    return (*marks, one.submitted, draw(seed, one.id))  # type: ignore[return-value]  # three marks


def allocate(applicants: Sequence[Applicant], offerings: Sequence[Places], seed: int) -> Outcome:
    """Walk the ranking and give each the best choice with a free place (serial dictatorship).

    A student of a college with places of its own takes one of those before one of the general places, so
    that a general place stays free for others.
    """
    general = {places.id: places.general for places in offerings}
    pools = {places.id: places.pools for places in offerings}
    left = {pool.id: pool.places for places in offerings for pool in places.pools}
    room = {places.id: places.waitlist for places in offerings}
    outcome = Outcome()
    ordered, outcome.ties = rank_applicants(applicants, seed)
    last_taken: dict[int, int] = {}
    for position, one in enumerate(ordered, start=1):
        outcome.ranking.append(one.id)
        reasons: list[dict[str, Any]] = []
        for offering in one.choices:
            if one.id in outcome.placed:
                reasons.append({"offering": offering, "why": HAS_BETTER})
            elif offering not in general:
                reasons.append({"offering": offering, "why": CLOSED})
            elif offering in one.blocked:
                reasons.append({"offering": offering, "why": NOT_ELIGIBLE})
            elif _take(one, offering, general, pools, left, outcome):
                last_taken[offering] = position
            else:
                reasons.append({"offering": offering, "why": FULL, "last_rank": last_taken.get(offering, 0)})
        outcome.why[one.id] = reasons
        if one.id not in outcome.placed:
            _wait(one, room, outcome)
    return outcome


def _take(
    one: Applicant,
    offering: int,
    general: dict[int, int],
    pools: dict[int, tuple[Pool, ...]],
    left: dict[int, int],
    outcome: Outcome,
) -> bool:
    for pool in pools[offering]:
        if left[pool.id] > 0 and pool.admits(one):
            left[pool.id] -= 1
            outcome.placed[one.id] = (offering, pool.id)
            return True
    if general[offering] > 0:
        general[offering] -= 1
        outcome.placed[one.id] = (offering, None)
        return True
    return False


def _wait(one: Applicant, room: dict[int, int], outcome: Outcome) -> None:
    for offering in one.choices:
        if offering in room and offering not in one.blocked:
            queue = outcome.waiting.setdefault(offering, [])
            if len(queue) < room[offering]:
                queue.append(one.id)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing here holds a cycle: looking for some again and again would cost more than the allocation."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def as_text(content: Any) -> str:
    """The one way an input or a result is written down."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """What a run is compared by."""
    return hashlib.sha256(text.encode()).hexdigest()


@_uncollected()
def input_text(applicants: Sequence[Applicant], offerings: Sequence[Places], seed: int) -> str:
    """Everything the allocation looks at, as text, in an order of its own."""
    return as_text(
        {
            "seed": seed,
            "offerings": [
                {
                    "id": places.id, "general": places.general, "waitlist": places.waitlist,
                    "pools": [
                        {"id": pool.id, "places": pool.places, "unit": pool.unit, "level": pool.level}
                        for pool in places.pools
                    ],
                }
                for places in sorted(offerings, key=lambda places: places.id)
            ],
            "applicants": [
                {
                    "id": one.id, "score": one.score, "language": one.language, "gpa": one.gpa,
                    "submitted": one.submitted, "unit": one.unit, "level": one.level,
                    "choices": list(one.choices), "blocked": sorted(one.blocked),
                }
                for one in sorted(applicants, key=lambda one: one.id)
            ],
        }
    )  # fmt: skip


@_uncollected()
def run_from_text(text: str) -> str:
    """Recompute a run from its kept input; the result as text, the same to the byte."""
    content = json.loads(text)
    offerings = [
        Places(
            row["id"], row["general"], tuple(Pool(**pool) for pool in row["pools"]), waitlist=row["waitlist"]
        )
        for row in content["offerings"]
    ]
    applicants = [
        Applicant(**(row | {"choices": tuple(row["choices"]), "blocked": tuple(row["blocked"])}))
        for row in content["applicants"]
    ]
    return result_text(allocate(applicants, offerings, content["seed"]))


def result_text(outcome: Outcome) -> str:
    """The result as text."""
    return as_text(
        {
            "ranking": outcome.ranking,
            "ties": {str(key): value for key, value in outcome.ties.items()},
            "placed": {str(key): list(value) for key, value in outcome.placed.items()},
            "waiting": {str(key): value for key, value in outcome.waiting.items()},
            "why": {str(key): value for key, value in outcome.why.items()},
        }
    )
