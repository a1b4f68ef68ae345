"""Whatever the day, the window and the filters: the rows shown are the figure (ST-04)."""

import json
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Unit
from reports.figures import CALENDAR, FIGURES, ROLLING, Period, Words, figures_for
from reports.figures.registry import WAN
from tests.factories import counted
from tests.factories.partnerships import AgreementFactory, InstitutionFactory, LaboratoryFactory
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import TraineeFactory, TrainingClassFactory
from training.models import Attendance, ClassSession

DAY = date(2026, 11, 24)
OUTSIDE = {"FR": "foreign", "DE": "foreign", "HK": "hkmt"}


@pytest.fixture
def mixture(db):
    """Records of every kind over seven years, in three units and three regions."""
    units = [Unit.objects.create(code=f"M{n}", name_zh=f"学院{n}", kind="college") for n in range(3)]
    regions = [counted.region(code, kind) for code, kind in OUTSIDE.items()]
    for number in range(9):
        unit, region = units[number % 3], regions[number % 2]
        day = DAY - timedelta(days=number * 290)
        partner = InstitutionFactory(region=regions[number % 3], unit=unit)
        AgreementFactory(partners=[partner], effective_on=day, expires_on=day + timedelta(days=900))
        programme = counted.programme(partner=partner, offered=day)
        counted.stay(day, programme=programme, unit=unit, region=region, gender="FM"[number % 2])
        counted.inbound(day, unit=unit, nationality=regions[number % 3])
        counted.delegation(day, guests=number, unit=unit)
        counted.project(day, unit=unit, approved_amount=Decimal(10_000 * number))
        counted.engagement(day, counted.expert(nationality=region), unit=unit)
        counted.trip(day, unit=unit, kind=["official_short", "visiting_scholar"][number % 2])
        counted.conference(day, unit=unit)
        _training(number, unit, day)
    LaboratoryFactory(unit=units[0], founded_on=date(2020, 1, 1), partners=[])
    return units, regions


def _training(number, unit, day):
    proposal = ProposalFactory(
        unit=unit, status="executing", approved_no=f"NDE-{number}", start_on=day, end_on=day
    )
    held = TrainingClassFactory(proposal=proposal, status="closed", start_on=day, end_on=day)
    person = TraineeFactory(training_class=held, status="completed")
    lesson = ClassSession.objects.create(
        training_class=held,
        date=day,
        starts_at=time(9),
        ends_at=time(16),
        topic="课程",
        hours=Decimal(number % 7 + 1),
    )
    Attendance.objects.create(session=lesson, trainee=person, mark="present")


def by_hand(reading):
    """The value once more, from the rows as Python sees them."""
    figure, rows = reading.figure, list(reading.rows)
    if not figure.weight:
        return Decimal(len(rows))
    total = sum((Decimal(str(getattr(row, figure.weight) or 0)) for row in rows), Decimal(0))
    if figure.mean:
        return (total / len(rows)).quantize(Decimal("0.01")) if rows else Decimal(0).quantize(Decimal("0.01"))
    return total / WAN if figure.in_wan else total


days = st.integers(min_value=0, max_value=2600).map(lambda back: DAY - timedelta(days=back))
codes = st.sampled_from(sorted(FIGURES))
picks = st.integers(min_value=0, max_value=2)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=codes,
    as_of=days,
    mode=st.sampled_from([ROLLING, CALENDAR]),
    unit=picks,
    region=picks,
    which=st.sets(st.sampled_from(["unit", "region"])),
)
def test_the_rows_shown_are_the_figure(mixture, code, as_of, mode, unit, region, which):
    figure, (units, regions) = FIGURES[code], mixture
    chosen = {"unit": units[unit].pk, "region": regions[region].pk}
    filters = {name: chosen[name] for name in which if name in figure.filters}
    reading = figure.read(as_of, filters=filters, mode=mode)

    assert reading.value == by_hand(reading)
    assert len(set(reading.ids())) == len(list(reading.rows))


def test_the_parts_make_the_whole_where_units_exclude_each_other(mixture):
    wrong = []
    for figure in FIGURES.values():
        if "unit" not in figure.filters or figure.distinct or figure.mean:
            continue
        whole = figure.read(DAY).value
        parts = [figure.read(DAY, filters={"unit": unit.pk}).value for unit in Unit.objects.all()]
        if sum(parts, Decimal(0)) != whole:
            wrong.append(figure.id)

    assert wrong == []


def test_a_filter_the_figure_does_not_know_is_an_error(mixture):
    with pytest.raises(LookupError):
        FIGURES["F14"].read(DAY, filters={"unit": 1}).value  # noqa: B018


@pytest.mark.parametrize("code", sorted(FIGURES))
def test_a_figure_says_what_it_is_in_both_languages(code):
    figure = FIGURES[code]

    for words in (
        figure.name,
        figure.definition,
        figure.unit,
        figure.dedup,
        *(cell.label for cell in figure.cells),
    ):
        assert isinstance(words, Words)
        assert words.zh
        assert words.en


def test_the_figures_of_the_profile_are_all_there():
    wanted = {f"F{number:02d}" for number in range(1, 25)} - {"F06"} | {
        "F06a",
        "F06b",
        "F03a",
        "F03b",
        "F03c",
        "F03d",
    }

    assert wanted <= set(FIGURES)


def test_who_reads_which_figure():
    read = {
        role: {figure.id for figure in figures_for({role})} for role in ("DIR", "IEC", "FIN", "STU", "DA")
    }

    assert read["DIR"] == set(FIGURES)
    assert {"F11", "F12"} <= read["IEC"] < set(FIGURES)
    assert {"F07", "F22"} <= read["FIN"]
    assert "F04" not in read["FIN"]
    assert read["STU"] == set()
    assert {code for code in read["DA"] if "unit" not in FIGURES[code].filters} <= {
        "F02",
        "F03",
        "F03a",
        "F03b",
        "F03c",
        "F03d",
        "F14",
        "F15",
        "F16",
    }


def test_a_unit_sees_its_own_rows_only(mixture, people, client):
    client.force_login(people["DA"])
    page = client.get(f"/reports/figures/F10/?as_of={DAY}&unit={mixture[0][0].pk}")

    assert page.context["reading"].value == 0


def test_a_figure_opens_to_its_rows_as_many_as_it_says(mixture, people, client):
    client.force_login(people["DIR"])
    client.get(f"/reports/figures/F04t/?as_of={DAY}")
    for code in ("F04t", "F09", "F10", "F11", "F20", "F21", "F01"):
        page = client.get(f"/reports/figures/{code}/?as_of={DAY}")
        assert page.context["page"].paginator.count == page.context["reading"].rows.count()


def test_the_command_answers_with_value_definition_and_ids(mixture, capsys):
    call_command("figure", "F01", "--as-of", DAY.isoformat(), "--json")
    answer = json.loads(capsys.readouterr().out)

    assert answer["value"] == len(answer["ids"]) > 0
    assert answer["definition"]["zh"] == FIGURES["F01"].definition.zh
    with pytest.raises(CommandError):
        call_command("figure", "F99")
    with pytest.raises(CommandError):
        call_command("figure", "F14", "--filter", "unit=1")


def test_a_figure_at_a_day_has_that_day_as_its_window():
    assert {FIGURES[code].period for code in ("F01", "F02", "F03", "F13", "F14")} == {Period.AT}
