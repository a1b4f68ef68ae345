"""Numbers without gaps."""

from core.models import Counter


def next_number(kind: str, year: int) -> int:
    """The next number of its kind and year; the counter stays locked until the step is saved (GN-08)."""
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind: str, year: int, count: int) -> range:
    """The next `count` numbers in a row, never given to anybody else; call inside the transaction of the step."""
    Counter.objects.get_or_create(kind=kind, year=year)
    counter = Counter.objects.select_for_update().get(kind=kind, year=year)
    first = counter.last_number + 1
    counter.last_number += count
    counter.save(update_fields=["last_number"])
    return range(first, first + count)
