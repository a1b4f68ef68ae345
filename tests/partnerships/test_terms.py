"""Statuses and horizons reckoned from dates equal a simulation day by day (AG-01, AG-02, AG-03, EC-40)."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import Agreement
from partnerships.models.terms import Term, add_months, add_years, end_of_term
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.partnerships import AgreementFactory, InstitutionFactory

S = Agreement.Status
FIRST, LAST = date(2019, 1, 1), date(2031, 1, 1)
DAY = timedelta(days=1)
SOON = timedelta(days=180)


def same_day_next(day, years):
    """A second way to add years: step by step over the calendar."""
    year, month, number = day.year + years, day.month, day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def simulate(agreement):
    """Live through twelve years day by day and note the status of each day, as a clerk with a diary would."""
    statuses, end, period, renewals_over = {}, agreement.expires_on, 0, False
    day = FIRST
    while day <= LAST:
        if end is not None and day == end + DAY and agreement.auto_renew and not renewals_over:
            in_time = (
                agreement.notice_on is not None and (end - agreement.notice_on).days >= agreement.notice_days
            )
            used_up = agreement.max_renewals is not None and period >= agreement.max_renewals
            if in_time or used_up:
                renewals_over = True
            else:
                period += 1
                end = same_day_next(agreement.expires_on, period * agreement.renew_years)
        statuses[day] = status_of(agreement, day, end, period)
        day += DAY
    return statuses


def status_of(agreement, day, end, period):
    if agreement.terminated_on and day >= agreement.terminated_on:
        return S.TERMINATED
    if agreement.superseded_on and day >= agreement.superseded_on:
        return S.SUPERSEDED
    if agreement.renewed_on and day >= agreement.renewed_on:
        return S.RENEWED
    if end is not None and day > end:
        return S.EXPIRED
    if day < agreement.effective_on:
        return S.SIGNED
    will_renew = end is not None and agreement.auto_renew and will_go_on(agreement, end, period)
    if end is not None and not will_renew and end - day <= SOON:
        return S.EXPIRING
    return S.EFFECTIVE


def will_go_on(agreement, end, period):
    """Whether, by all that is known, another period follows."""
    if agreement.max_renewals is not None and period >= agreement.max_renewals:
        return False
    return not (agreement.notice_on is not None and (end - agreement.notice_on).days >= agreement.notice_days)


CASES = {
    "plain": {"effective_on": date(2020, 9, 1), "expires_on": date(2025, 8, 31)},
    "leap day to leap day": {"effective_on": date(2020, 2, 29), "expires_on": date(2024, 2, 29)},
    "open-ended": {"effective_on": date(2020, 2, 29), "expires_on": None, "is_open_ended": True},
    "renews each year from a leap day": {
        "effective_on": date(2019, 3, 1), "expires_on": date(2020, 2, 29), "auto_renew": True, "renew_years": 1,
        "notice_days": 90,
    },
    "renews twice at most": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2021, 12, 31), "auto_renew": True, "renew_years": 2,
        "max_renewals": 2,
    },
    "notice in time": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2021, 12, 31), "auto_renew": True, "renew_years": 1,
        "notice_days": 60, "notice_on": date(2023, 11, 1),
    },
    "notice on the last day for it": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2021, 12, 31), "auto_renew": True, "renew_years": 1,
        "notice_days": 60, "notice_on": date(2021, 11, 1),
    },
    "notice a day too late": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2021, 12, 31), "auto_renew": True, "renew_years": 1,
        "notice_days": 60, "notice_on": date(2021, 11, 2),
    },
    "terminated": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2029, 12, 31), "terminated_on": date(2024, 2, 29),
    },
    "superseded": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2025, 12, 31), "superseded_on": date(2025, 7, 1),
    },
    "renewed after a gap": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2022, 12, 31), "renewed_on": date(2024, 1, 1),
    },
    "superseded, then terminated": {
        "effective_on": date(2020, 1, 1), "expires_on": date(2025, 12, 31), "superseded_on": date(2024, 1, 1),
        "terminated_on": date(2025, 1, 1),
    },
    "shorter than the horizon": {"effective_on": date(2024, 2, 1), "expires_on": date(2024, 3, 1)},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_status_on_every_day_of_twelve_years_equals_a_simulation(case, monkeypatch):
    monkeypatch.setattr("partnerships.models.agreement_time.policy", {"partnerships.expiring_days": 180}.get)
    agreement = Agreement(status=S.SIGNED, **CASES[case])
    agreement.reckon()
    lived = simulate(agreement)

    assert len(lived) > 365 * 12
    assert {day: agreement.status_on(day) for day in lived} == lived


@pytest.mark.parametrize("case", CASES)
def test_in_force_on_every_day_of_twelve_years_equals_a_simulation(case):
    agreement = Agreement(status=S.SIGNED, **CASES[case])
    agreement.reckon()

    lived = {day: status in {S.EFFECTIVE, S.EXPIRING} for day, status in simulate(agreement).items()}

    assert {day: agreement.is_in_force(day) for day in lived} == lived


@pytest.mark.django_db
def test_queries_say_on_each_day_what_the_records_say():
    unit = UnitFactory()
    author, partner = person_with("DA", unit), InstitutionFactory()
    made = [
        AgreementFactory(
            unit=unit, author=author, partners=[partner], status=S.SIGNED,
            **{"is_open_ended": False, "signed_on_our": None, "signed_on_their": None} | values,
        )
        for values in CASES.values()
    ]  # fmt: skip
    days = [date(2019, 1, 1) + timedelta(days=97 * number) for number in range(46)]
    days += [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2024, 2, 29), date(2024, 3, 1)]

    for day in days:
        now = dict(Agreement.objects.with_status_on(day).values_list("pk", "status_now"))
        assert now == {agreement.pk: agreement.status_on(day) for agreement in made}
        held = set(Agreement.objects.in_force(day).values_list("pk", flat=True))
        assert held == {agreement.pk for agreement in made if agreement.is_in_force(day)}


@pytest.mark.django_db
def test_expiry_horizons_equal_a_simulation():
    unit = UnitFactory()
    author = person_with("DA", unit)
    made = [
        AgreementFactory(unit=unit, author=author, partners=[], status=S.SIGNED, **values)
        for values in CASES.values()
    ]
    lives = {agreement.pk: simulate(agreement) for agreement in made}

    for start, months in product([date(2020, 2, 29), date(2021, 7, 1), date(2025, 6, 30)], (1, 6, 12)):
        stop = add_months(start, months)
        lived = {
            pk
            for pk, days in lives.items()
            if any(
                days[day] in {S.EFFECTIVE, S.EXPIRING} and days[day + DAY] not in {S.EFFECTIVE, S.EXPIRING}
                for day in (start + timedelta(days=number) for number in range((stop - start).days + 1))
            )
        }
        assert set(Agreement.objects.expiring_between(start, stop).values_list("pk", flat=True)) == lived


@pytest.mark.django_db
@pytest.mark.parametrize("year", range(2019, 2031))
def test_valid_in_a_year_equals_a_simulation(year):
    unit = UnitFactory()
    author = person_with("DA", unit)
    made = [
        AgreementFactory(unit=unit, author=author, partners=[], status=S.SIGNED, **values)
        for values in CASES.values()
    ]

    lived = {
        agreement.pk
        for agreement in made
        if any(
            day.year == year and status in {S.EFFECTIVE, S.EXPIRING}
            for day, status in simulate(agreement).items()
        )
    }

    assert set(Agreement.objects.valid_in_year(year).values_list("pk", flat=True)) == lived


def test_one_year_from_the_leap_day_is_28_february_ec_40():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert end_of_term(date(2024, 9, 1), 5) == date(2029, 8, 31)


def test_renewals_of_a_leap_day_come_back_to_the_leap_day_ec_40():
    term = Term(date(2019, 3, 1), date(2020, 2, 29), auto_renew=True, renew_years=1)

    assert [term.period_end(number) for number in (1, 2, 3, 4)] == [
        date(2021, 2, 28), date(2022, 2, 28), date(2023, 2, 28), date(2024, 2, 29),
    ]  # fmt: skip
    assert term.last_day is None


@given(
    start=st.dates(date(2015, 1, 1), date(2030, 12, 31)),
    length=st.integers(1, 2000),
    years=st.integers(1, 5),
    most=st.none() | st.integers(0, 5),
    notice=st.none() | st.integers(-400, 4000),
    days=st.integers(0, 400),
)
def test_the_last_day_is_the_end_of_one_of_the_periods(start, length, years, most, notice, days):
    expires = start + timedelta(days=length)
    given_on = None if notice is None else start + timedelta(days=notice)
    term = Term(start, expires, True, years, most, days, given_on)

    last = term.last_day

    if last is None:
        assert most is None
        assert given_on is None
    else:
        number, _first, end = term.period_on(last)
        assert end == last
        assert most is None or number <= most
        assert term.period_on(last + DAY) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 1, 15), -24, date(2024, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_added_by_the_calendar(day, months, expected):
    assert add_months(day, months) == expected
