"""Every figure equals its rows: computed by the database, counted again one by one."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Event
from tests.factories.training_classes import TraineeFactory, timetable
from tests.factories.training_duties import (
    class_in,
    expense_at,
    payment_at,
    refund_at,
    running_project,
    survey_of,
    ticket_at,
)
from training.actions import performance
from training.actions.inspection import draw_inspections, pick
from training.actions.metric_rows import days_of_classes
from training.actions.metrics import METRICS, value_of
from training.models import Attendance, Inspection, PerformanceFigure, Proposal, RectificationTicket

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1
HUNDRED = Decimal(100)


def decided(proposal, *verbs):
    """Events of a decision in the year."""
    kind = ContentType.objects.get_for_model(Proposal)
    for verb, before in verbs:
        event = Event.objects.create(
            content_type=kind, object_id=proposal.pk, verb=verb, from_status=before, to_status="x"
        )
        moment = timezone.make_aware(datetime(YEAR, 3, 1))
        Event._base_manager.bulk_update([_dated(event, moment)], ["at"])


def _dated(event, moment):
    event.at = moment
    return event


@pytest.fixture
def busy(unit, other_unit):
    """A unit with something behind every metric, beside another that must not leak in."""
    for owner in (unit, other_unit):
        finished = class_in(owner, YEAR, people=6)
        class_in(owner, YEAR, status="cancelled", people=0)
        class_in(owner, YEAR - 1, people=2)
        TraineeFactory(training_class=finished, status="not_completed")
        TraineeFactory(training_class=finished, status="registered")
        project = finished.proposal
        moment = timezone.make_aware(datetime(YEAR, 3, 1))
        Proposal.objects.filter(pk=project.pk).update(
            approved_at=moment, start_on=date(YEAR, 5, 4), end_on=date(YEAR, 5, 8)
        )
        decided(project, ("return", "office_review"), ("approve", "director_review"))
        second = running_project(owner)
        Proposal.objects.filter(pk=second.pk).update(
            approved_at=moment, start_on=date(YEAR, 5, 4), end_on=date(YEAR, 6, 1)
        )
        decided(second, ("approve", "director_review"))
        for session in timetable(finished, hours=16):
            for trainee in finished.trainees.all():
                Attendance.objects.create(session=session, trainee=trainee, mark="present")
        first, last = finished.trainees.order_by("pk").first(), finished.trainees.order_by("pk").last()
        payment_at("confirmed", first, amount=1200, received_on=date(YEAR, 4, 1))
        payment_at("entered", last, amount=999, received_on=date(YEAR, 4, 1))
        payment_at("confirmed", last, amount=1000, received_on=date(YEAR - 1, 12, 31))
        refund = refund_at("approved", first, amount=200)
        type(refund).objects.filter(pk=refund.pk).update(paid_out_on=date(YEAR, 12, 31))
        booked = expense_at("confirmed", project, category="school", amount=240)
        type(booked).objects.filter(pk=booked.pk).update(spent_on=date(YEAR, 12, 1))
        survey_of(finished, answers=5)
        for severity, closed in (("minor", date(YEAR, 9, 1)), ("major", date(YEAR, 11, 1)), ("minor", None)):
            ticket = ticket_at("closed" if closed else "open", owner, severity=severity)
            RectificationTicket.objects.filter(pk=ticket.pk).update(
                opened_on=date(YEAR, 8, 1), due_on=date(YEAR, 9, 10), closed_on=closed
            )
        voided = ticket_at("void", owner, severity="major")
        RectificationTicket.objects.filter(pk=voided.pk).update(
            opened_on=date(YEAR, 8, 1), due_on=date(YEAR, 9, 10)
        )
    return unit


def counted_by_hand(metric, unit):
    """The figure again, one row after the other."""
    parts = metric.parts(unit.pk, YEAR)
    rows = [(part.sign, row) for part in parts for row in part.rows]
    if metric.code == "M5":
        days = days_of_classes([row.pk for _sign, row in rows])
        return sum(days.values(), Decimal(0)), len(rows)
    if metric.how == "count":
        return Decimal(len(rows)), len(rows)
    if metric.how == "sum":
        return sum((sign * row.value for sign, row in rows), Decimal(0)), len(rows)
    if metric.how == "score":
        return max(HUNDRED - sum(row.amount for _sign, row in rows), Decimal(0)), len(rows)
    if metric.how == "mean":
        answers = [answer for _sign, survey in rows for answer in survey.answers.all()]
        return sum(answer.points for answer in answers) / len(answers), len(rows)
    return Decimal(sum(row.counts for _sign, row in rows)) * HUNDRED / len(rows), len(rows)


def test_every_figure_equals_its_rows(busy):
    for metric in METRICS.values():
        value, rows = value_of(metric, busy.pk, YEAR)

        by_hand, count = counted_by_hand(metric, busy)
        assert (metric.code, rows) == (metric.code, count)
        assert abs(value - by_hand) < Decimal("0.0001")


EXPECTED = {
    "M1": 2, "M2": 50, "M3": 50, "M4": 7, "M5": 16, "M6": 1000, "M7": 240, "M8": Decimal("86.67"),
    "M9": Decimal("85.71"), "M10": 0, "M11": 75, "M12": Decimal("33.33"),
}  # fmt: skip


def test_a_figure_is_what_its_definition_says(busy):
    """Counted on paper from what the fixture makes."""
    figures = performance.compute_performance(busy, YEAR)

    assert {code: figures[code].value for code in METRICS} == EXPECTED


def test_the_page_of_a_figure_lists_as_many_rows_as_it_says(busy, client, people):
    performance.compute_performance(busy, YEAR)
    client.force_login(people["DH"])

    for code in METRICS:
        response = client.get(reverse("performance-rows", args=[busy.pk, YEAR, code]))

        assert response.context["row_count"] == response.context["figure"].rows
        assert sum(len(part["rows"]) for part in response.context["parts"]) == response.context["row_count"]


def test_the_composite_is_the_weighted_mean_and_leaves_out_what_was_not_measured():
    assert performance.composite_of(dict.fromkeys(METRICS)) is None
    only_quality = dict.fromkeys(METRICS) | {
        "M4": Decimal(0),
        "M1": Decimal(1),
        "M8": Decimal(80),
        "M9": Decimal(60),
    }

    composite = performance.composite_of(only_quality)

    # Scale 0 of weight 20, quality 70 of weight 25.
    assert composite == Decimal(25 * 70) / 45


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.fixed_dictionaries(
        {
            code: st.none() | st.decimals(0, 100, places=2)
            for code in METRICS
            if code not in {"M4", "M6", "M7"}
        }
    )
)
def test_a_composite_lies_between_0_and_100(values):
    composite = performance.composite_of({"M4": Decimal(100), "M6": None, "M7": None} | values)

    assert composite is None or 0 <= composite <= 100


def test_computing_again_replaces_the_figures_and_only_the_office_may(busy, people):
    performance.compute_performance(busy, YEAR)
    before = PerformanceFigure.objects.count()

    performance.compute_performance(busy, YEAR, by=people["IOT"])

    assert PerformanceFigure.objects.count() == before
    with pytest.raises(PermissionDenied):
        performance.compute_performance(busy, YEAR, by=people["DA"])


def test_a_suspension_costs_forty_points(unit):
    project = running_project(unit)
    kind = ContentType.objects.get_for_model(Proposal)
    Event.objects.create(
        content_type=kind,
        object_id=project.pk,
        verb="suspend",
        from_status="executing",
        to_status="suspended",
    )

    value, rows = value_of(METRICS["M11"], unit.pk, timezone.localdate().year)

    assert (value, rows) == (60, 1)


def test_a_day_of_four_hours_is_one_and_of_two_hours_half(unit):
    training_class = class_in(unit, YEAR, people=1)
    trainee = training_class.trainees.get()
    for day, hours in ((4, 4), (5, 2), (6, 1), (7, 8)):
        session = training_class.sessions.create(
            date=date(YEAR, 5, day), starts_at=time(9), ends_at=time(17), topic="课", hours=hours
        )
        Attendance.objects.create(session=session, trainee=trainee, mark="present")

    assert days_of_classes([training_class.pk]) == {training_class.pk: Decimal("2.5")}


# Sampling


@given(
    population=st.lists(st.booleans(), max_size=80).map(lambda flags: list(enumerate(flags, start=1))),
    share=st.integers(0, 100),
    seed=st.text(min_size=1, max_size=16),
)
@settings(max_examples=100, deadline=None)
def test_a_draw_takes_every_risky_class_and_the_share_of_the_rest_and_can_be_repeated(
    population, share, seed
):
    drawn = pick(population, share, seed)

    risky = {pk for pk, is_high in population if is_high}
    others = len(population) - len(risky)
    assert risky <= set(drawn)
    assert len(drawn) == len(set(drawn))
    assert (len(drawn) - len(risky)) * 100 >= share * others
    assert drawn == pick(list(reversed(population)), share, seed)


def test_no_visit_is_planned_twice_for_a_class(unit, people):
    class_in(unit, YEAR)
    Inspection.objects.all().delete()
    draw_inspections(YEAR, 2, by=people["IOT"])

    assert Inspection.objects.count() == 1
    assert Inspection.objects.get().planned_on == date(YEAR, 5, 4)
