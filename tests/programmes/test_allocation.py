"""The allocation against brute force on every small instance, and its properties on random ones."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.allocation import (
    Applicant,
    Places,
    Pool,
    allocate,
    fingerprint,
    input_text,
    rank_applicants,
    run_from_text,
)

WISHES = [(), (1,), (2,), (1, 2), (2, 1)]


def person(number, score, choices, **fields):
    return Applicant(id=number, score=str(score), choices=tuple(choices), submitted=f"{number:03d}", **fields)


def value_of(applicant, place):
    """How good a place is for the applicant: the first wish is best, none is worst."""
    return -applicant.choices.index(place) if place in applicant.choices else -99


def best_by_brute_force(ordered, capacity):
    """Of all assignments within the capacity, the one the ranking prefers lexicographically."""
    options = [[None, *one.choices] for one in ordered]
    lawful = (
        assignment
        for assignment in itertools.product(*options)
        if all(sum(place == key for place in assignment) <= room for key, room in capacity.items())
    )
    return max(
        lawful, key=lambda given: [value_of(one, place) for one, place in zip(ordered, given, strict=True)]
    )


@pytest.mark.parametrize("rooms", list(itertools.product(range(3), repeat=2)))
def test_allocation_equals_brute_force_on_every_small_instance(rooms):
    capacity = {1: rooms[0], 2: rooms[1]}
    for wishes in itertools.product(WISHES, repeat=3):
        people = [person(number, 90 - number, choices) for number, choices in enumerate(wishes)]

        outcome = allocate(people, [Places(key, room) for key, room in capacity.items()], seed=1)

        found = tuple(outcome.placed.get(one.id, (None,))[0] for one in people)
        assert found == best_by_brute_force(people, capacity)


numbers = st.integers(min_value=0, max_value=6)


@st.composite
def rounds(draw):
    offerings = []
    for key in range(1, 5):
        pools = tuple(
            Pool(key * 10 + place, draw(st.integers(0, 2)), unit=draw(st.sampled_from([1, 2])))
            for place in range(draw(st.integers(0, 2)))
        )
        offerings.append(Places(key, draw(st.integers(0, 3)), pools, waitlist=draw(st.integers(0, 4))))
    people = [
        Applicant(
            id=number, score=str(draw(st.integers(60, 64))), language=str(draw(st.integers(0, 1))),
            gpa=str(draw(st.integers(0, 1))), submitted=draw(st.sampled_from(["a", "b"])), unit=draw(st.sampled_from([1, 2, 3])),
            choices=tuple(draw(st.permutations([1, 2, 3, 4]))[: draw(st.integers(0, 4))]),
            blocked=tuple(draw(st.sets(st.sampled_from([1, 2, 3, 4]), max_size=2))),
        )
        for number in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    return people, offerings, draw(st.integers(0, 9))


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_allocation_exceeds_no_place_and_envies_nobody_without_cause(instance):
    people, offerings, seed = instance
    outcome = allocate(people, offerings, seed)
    by_id = {one.id: one for one in people}
    rank = {key: place for place, key in enumerate(outcome.ranking)}

    for places in offerings:
        taken = [(key, pool) for key, (offering, pool) in outcome.placed.items() if offering == places.id]
        assert sum(pool is None for _key, pool in taken) <= places.general
        for pool in places.pools:
            holders = [by_id[key] for key, used in taken if used == pool.id]
            assert len(holders) <= pool.places
            assert all(pool.admits(one) for one in holders)
        assert len(outcome.waiting.get(places.id, [])) <= places.waitlist
    for one in people:
        got = outcome.placed.get(one.id)
        better = one.choices if got is None else one.choices[: one.choices.index(got[0])]
        for wish in set(better) - set(one.blocked):
            # Nobody ranked lower holds a general place of a wish this student did not get.
            lower = [
                key for key, (offering, pool) in outcome.placed.items()
                if offering == wish and pool is None and rank[key] > rank[one.id]
            ]  # fmt: skip
            assert lower == []
        assert got is None or got[0] not in one.blocked


@settings(max_examples=80, deadline=None)
@given(rounds(), st.randoms())
def test_the_same_input_gives_the_same_result_to_the_byte_in_any_order(instance, chance):
    people, offerings, seed = instance
    mixed, places = list(people), list(offerings)
    chance.shuffle(mixed)
    chance.shuffle(places)

    text, again = input_text(people, offerings, seed), input_text(mixed, places, seed)

    assert text == again
    assert fingerprint(run_from_text(text)) == fingerprint(run_from_text(again))


def test_ties_go_by_language_then_average_then_time_then_a_recorded_draw_ec_54():
    people = [
        Applicant(1, "80", language="70", gpa="90", submitted="2"),
        Applicant(2, "80", language="80", gpa="80", submitted="2"),
        Applicant(3, "80", language="70", gpa="90", submitted="1"),
        Applicant(4, "80", language="70", gpa="80", submitted="1"),
        Applicant(5, "80", language="70", gpa="80", submitted="1"),
    ]

    ordered, ties = rank_applicants(people, seed=7)

    assert [one.id for one in ordered[:3]] == [2, 3, 1]
    assert ties[3] == "language"
    assert ties[1] == "submitted"
    assert ties[ordered[3].id] == "gpa"
    assert ties[ordered[4].id] == "draw"
    assert [one.id for one in rank_applicants(reversed(people), seed=7)[0]] == [one.id for one in ordered]


def test_a_student_of_the_college_takes_its_kept_place_before_a_general_one():
    people = [person(1, 90, (1,), unit=5), person(2, 80, (1,), unit=6), person(3, 70, (1,), unit=6)]

    outcome = allocate(people, [Places(1, 1, (Pool(9, 1, unit=5),), waitlist=3)], seed=1)

    assert outcome.placed == {1: (1, 9), 2: (1, None)}
    assert outcome.waiting == {1: [3]}
    assert outcome.why[3] == [{"offering": 1, "why": "full", "last_rank": 2}]
