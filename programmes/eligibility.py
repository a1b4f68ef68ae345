"""Whether a student meets conditions, as pure functions of plain facts (§2.3).

Each condition answers pass, fail or unknown, with what it looked at and what it wanted; nothing is compared
across scales (EC-50).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"


@dataclass(frozen=True)
class Score:
    """A language score with its validity."""

    test: str
    score: Decimal
    lowest_band: Decimal | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a student."""

    level: str = ""
    year_of_study: int | None = None
    graduates_on: date | None = None
    major: str = ""
    college: str = ""
    gpa: Decimal | None = None
    gpa_scale: str = ""
    rank_percent: Decimal | None = None
    failed_courses: int | None = None
    has_discipline: bool | None = None
    has_arrears: bool | None = None
    passport_expires_on: date | None = None
    born_on: date | None = None
    prior_exchanges: int = 0
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True)
class Stay:
    """When it would be."""

    today: date
    starts_on: date
    ends_on: date
    host_deadline: date
    passport_months: int = 6


@dataclass(frozen=True)
class Condition:
    """One condition as data."""

    id: int
    kind: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    scale: str = ""
    options: tuple[str, ...] = ()
    level: str = ""
    is_blocking: bool = True


@dataclass(frozen=True)
class Answer:
    """What one condition said."""

    condition: int
    kind: str
    result: str
    blocks: bool
    has: str = ""
    wants: str = ""
    code: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(conditions: Iterable[Condition], facts: Facts, stay: Stay) -> list[Answer]:
    """Every condition's answer, in order."""
    return [_answer(condition, facts, stay) for condition in conditions]


def _answer(condition: Condition, facts: Facts, stay: Stay) -> Answer:
    result, has, wants, code = CHECKS[condition.kind](condition, facts, stay)
    return Answer(
        condition.id, condition.kind, result, condition.is_blocking and result == FAIL, has, wants, code
    )


Told = tuple[str, str, str, str]


def _between(value: Decimal | int | None, condition: Condition) -> Told:
    low, high = condition.minimum, condition.maximum
    wants = f"{_plain(low)}–{_plain(high)}" if low is not None and high is not None else (
        f"≥ {_plain(low)}" if low is not None else f"≤ {_plain(high)}"
    )  # fmt: skip
    if value is None:
        return UNKNOWN, "", wants, "missing"
    met = (low is None or value >= low) and (high is None or value <= high)
    return (PASS if met else FAIL), _plain(value), wants, "" if met else "out_of_range"


def _plain(value: Decimal | int | None) -> str:
    return "" if value is None else f"{Decimal(value).normalize():f}"


def _level(condition: Condition, facts: Facts, stay: Stay) -> Told:
    if not facts.level:
        return UNKNOWN, "", condition.level, "missing"
    met = facts.level == condition.level
    return (PASS if met else FAIL), facts.level, condition.level, "" if met else "other_level"


def _year(condition: Condition, facts: Facts, stay: Stay) -> Told:
    """The year of study at departure: every first of September in between makes one more."""
    if facts.year_of_study is None:
        return _between(None, condition)
    if facts.graduates_on is not None and facts.graduates_on < stay.ends_on:
        # EC-51: whoever graduates before the end is no student any more.
        return FAIL, facts.graduates_on.isoformat(), stay.ends_on.isoformat(), "graduates_before"
    autumns = academic_year_of(stay.starts_on) - academic_year_of(stay.today)
    return _between(facts.year_of_study + autumns, condition)


def academic_year_of(day: date) -> int:
    """The year in which the academic year of a day began."""
    return day.year if day.month >= 9 else day.year - 1


def _gpa(condition: Condition, facts: Facts, stay: Stay) -> Told:
    wants = f"≥ {_plain(condition.minimum)} / {condition.scale}"
    if facts.gpa is None or not facts.gpa_scale:
        return UNKNOWN, "", wants, "missing"
    has = f"{_plain(facts.gpa)} / {facts.gpa_scale}"
    if facts.gpa_scale != condition.scale:
        return UNKNOWN, has, wants, "other_scale"
    met = facts.gpa >= (condition.minimum or Decimal(0))
    return (PASS if met else FAIL), has, wants, "" if met else "out_of_range"


def _language(condition: Condition, facts: Facts, stay: Stay) -> Told:
    wanted = [parse_option(line) for line in condition.options]
    wants = " / ".join(condition.options)
    lapsed = False
    for test, least, least_band in wanted:
        for score in facts.scores:
            if score.test != test or score.score < least:
                continue
            if least_band is not None and (score.lowest_band is None or score.lowest_band < least_band):
                continue
            if score.expires_on is not None and score.expires_on < stay.host_deadline:
                lapsed = True
                continue
            return PASS, f"{test.upper()} {_plain(score.score)}", wants, ""
    if lapsed:
        return FAIL, "", wants, "lapses_before_deadline"
    # No proof at all is evidence still to be brought; a score that is too low is a fail.
    known = {score.test for score in facts.scores} & {test for test, _least, _band in wanted}
    has = " / ".join(f"{score.test.upper()} {_plain(score.score)}" for score in facts.scores)
    return (FAIL, has, wants, "too_low") if known else (UNKNOWN, has, wants, "missing")


def parse_option(line: str) -> tuple[str, Decimal, Decimal | None]:
    """ "IELTS 6.5 6.0" as test, least score and least band; raises ValueError when it is none."""
    name, *numbers = line.replace("-", "").split()
    try:
        values = [Decimal(number) for number in numbers]
    except InvalidOperation:
        raise ValueError(line) from None
    if not values or len(values) > 2:
        raise ValueError(line)
    return name.lower(), values[0], values[1] if len(values) > 1 else None


def _one_of(value: str, condition: Condition) -> Told:
    wants = "、".join(condition.options)
    if not value:
        return UNKNOWN, "", wants, "missing"
    denied = {line[1:].strip() for line in condition.options if line.startswith("!")}
    allowed = {line for line in condition.options if not line.startswith("!")}
    met = value not in denied and (not allowed or value in allowed)
    return (PASS if met else FAIL), value, wants, "" if met else "not_listed"


def _discipline(condition: Condition, facts: Facts, stay: Stay) -> Told:
    if facts.has_discipline or facts.has_arrears:
        return FAIL, "", "", "discipline" if facts.has_discipline else "arrears"
    if facts.has_discipline is None or facts.has_arrears is None:
        return UNKNOWN, "", "", "missing"
    return PASS, "", "", ""


def _prior(condition: Condition, facts: Facts, stay: Stay) -> Told:
    most = int(condition.maximum or 0)
    met = facts.prior_exchanges <= most
    return (PASS if met else FAIL), str(facts.prior_exchanges), f"≤ {most}", "" if met else "out_of_range"


def _age(condition: Condition, facts: Facts, stay: Stay) -> Told:
    return _between(None if facts.born_on is None else age_on(facts.born_on, stay.starts_on), condition)


def age_on(born_on: date, day: date) -> int:
    """Full years lived on the day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last one of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def _passport(condition: Condition, facts: Facts, stay: Stay) -> Told:
    needed = months_after(stay.ends_on, stay.passport_months)
    if facts.passport_expires_on is None:
        return UNKNOWN, "", f"≥ {needed.isoformat()}", "missing"
    met = facts.passport_expires_on >= needed
    has = facts.passport_expires_on.isoformat()
    return (PASS if met else FAIL), has, f"≥ {needed.isoformat()}", "" if met else "expires_early"


CHECKS = {
    "level": _level,
    "year": _year,
    "gpa": _gpa,
    "rank": lambda condition, facts, stay: _between(facts.rank_percent, condition),
    "failed": lambda condition, facts, stay: _between(facts.failed_courses, condition),
    "language": _language,
    "college": lambda condition, facts, stay: _one_of(facts.college, condition),
    "major": lambda condition, facts, stay: _one_of(facts.major, condition),
    "discipline": _discipline,
    "prior": _prior,
    "age": _age,
    "passport": _passport,
}
