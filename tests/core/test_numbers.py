"""Numbers without gaps (GN-08)."""

import threading

import pytest
from django.db import connection, transaction

from core.models import Counter
from core.numbers import next_number, next_numbers


def test_next_number_starts_at_one_for_each_kind_and_year(db):
    with transaction.atomic():
        numbers = [
            next_number("NDE", 2026),
            next_number("NDE", 2026),
            next_number("NDE", 2027),
            next_number("PAR", 2026),
        ]

    assert numbers == [1, 2, 1, 1]


def test_next_numbers_gives_a_run_without_gap(db):
    with transaction.atomic():
        first = list(next_numbers("NDE", 2026, 3))
        second = list(next_numbers("NDE", 2026, 2))

    assert first + second == [1, 2, 3, 4, 5]


def test_a_number_of_an_undone_step_is_given_again(db):
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the step fails after the act
        next_number("NDE", 2026)
        raise RuntimeError

    with transaction.atomic():
        assert next_number("NDE", 2026) == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_neither_lost_nor_doubled():
    if connection.vendor != "postgresql":
        pytest.skip("races real transactions: wants PostgreSQL")
    taken, start = [], threading.Barrier(8)

    def take():
        start.wait()
        for _round in range(10):
            with transaction.atomic():
                taken.append(next_number("NDE", 2026))
        connection.close()

    threads = [threading.Thread(target=take) for _worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 81))
    assert Counter.objects.get(kind="NDE", year=2026).last_number == 80
