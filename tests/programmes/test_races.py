"""Many confirmations at the same moment never give more places than there are (PR-04, EC-44)."""

import pytest

from accounts.models import User
from programmes import actions
from programmes.actions.seats import NoPlaceLeft
from programmes.models import Application, Choice, Offering
from tests.factories.accounts import UnitFactory, person_with
from tests.factories.programmes import OfferingFactory, ProgrammeFactory
from tests.races import at_once, needs_row_locks

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
STUDENTS, PLACES, AT_ONCE = 500, 20, 50


def test_five_hundred_confirmations_for_twenty_places_give_exactly_twenty():
    needs_row_locks()
    unit = UnitFactory()
    offering = OfferingFactory(programme=ProgrammeFactory(), quota=PLACES)
    director = person_with("DIR")
    users = User.objects.bulk_create(
        User(email=f"race{number}@example.org", password="!", unit=unit)
        for number in range(STUDENTS)  # noqa: S106
    )
    applications = Application.objects.bulk_create(
        Application(round=offering.round, student=user, unit=unit, status="ranked") for user in users
    )
    Choice.objects.bulk_create(Choice(application=one, offering=offering, rank=1) for one in applications)
    choices = list(Choice.objects.select_related("application", "offering"))

    results = []
    for start in range(0, STUDENTS, AT_ONCE):
        results += at_once(
            *[
                lambda choice=choice: actions.offer_place_application(
                    Application.objects.get(pk=choice.application_id), by=director, choice=choice, note="补录"
                )
                for choice in choices[start : start + AT_ONCE]
            ]
        )

    assert results.count(None) == PLACES
    assert {type(result) for result in results if result} == {NoPlaceLeft}
    assert Application.objects.filter(status="offered").count() == PLACES
    assert Offering.objects.get(pk=offering.pk).seats_taken == PLACES
