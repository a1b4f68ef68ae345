"""Working days as the Chinese calendar counts them."""

from datetime import date, timedelta

from core.models import WorkCalendarDay

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether people work that day, make-up Saturdays and moved holidays included (GN-02)."""
    moved = WorkCalendarDay.objects.filter(date=day).values_list("is_workday", flat=True).first()
    return day.weekday() < SATURDAY if moved is None else moved


def calendar_is_known(year: int) -> bool:
    """Whether the state has published the year's holidays; if not, Monday to Friday is a guess to be shown."""
    return WorkCalendarDay.objects.filter(date__year=year, is_workday=False).exists()


def add_working_days(day: date, count: int) -> date:
    """The working day that lies `count` working days after (or before, if negative) the day."""
    step = timedelta(days=1 if count >= 0 else -1)
    moved = _moved_between(day, day + step * (abs(count) * 3 + 30))
    remaining = abs(count)
    while remaining:
        day += step
        if moved.get(day, day.weekday() < SATURDAY):
            remaining -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    moved = _moved_between(start, end)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(moved.get(day, day.weekday() < SATURDAY) for day in days)


def _moved_between(one: date, other: date) -> dict[date, bool]:
    rows = WorkCalendarDay.objects.filter(date__range=(min(one, other), max(one, other)))
    return dict(rows.values_list("date", "is_workday"))
