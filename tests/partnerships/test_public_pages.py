"""What the public sees: partners on the map and in the table beside it, laboratories; never more than that (AG-08)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships import world
from partnerships.models import Institution
from tests.factories.partnerships import AgreementFactory, InstitutionFactory, LaboratoryFactory

pytestmark = pytest.mark.django_db


def partner(**fields):
    made = InstitutionFactory(**fields)
    return made, AgreementFactory(partners=[made])


def test_a_partner_with_an_agreement_in_force_is_a_point_and_a_row(client):
    siegen, _agreement = partner(name_zh="锡根大学", latitude=50.9, longitude=8.02)

    page = client.get("/partners/").content.decode()

    assert f'href="#partner-{siegen.pk}"' in page
    assert f'id="partner-{siegen.pk}"' in page


def test_partners_without_anything_in_force_are_not_shown(client):
    today = timezone.localdate()
    InstitutionFactory(name_zh="只有意向大学")
    old = InstitutionFactory(name_zh="过期大学")
    AgreementFactory(
        partners=[old], effective_on=today - timedelta(days=900), expires_on=today - timedelta(days=2),
        last_day=today - timedelta(days=2),
    )  # fmt: skip
    suspended, _agreement = partner(name_zh="暂停大学", status=Institution.Status.BLACKLISTED)

    page = client.get("/partners/").content.decode()

    assert "只有意向大学" not in page
    assert "过期大学" not in page
    assert "暂停大学" not in page


def test_nothing_internal_is_told(client):
    _siegen, agreement = partner(name_zh="锡根大学", risk_note="canary-risk")
    agreement.summary = "canary-summary"
    agreement.save()

    page = client.get("/partners/").content.decode()

    assert "canary" not in page


def test_the_directory_can_be_searched_by_name_and_country(client):
    partner(name_zh="锡根大学", name_en="University of Siegen")
    partner(name_zh="里昂大学", name_en="Université de Lyon")

    page = client.get("/partners/", {"q": "universite de l"}).content.decode()

    assert "里昂大学" in page
    assert "锡根大学" not in page


def test_the_directory_costs_the_same_however_many_partners_there_are(client):
    counts = []
    for _round in range(2):
        partner()
        with CaptureQueriesContext(connection) as seen:
            client.get("/partners/")
        counts.append(len(seen))
        partner()
        partner()

    assert counts[0] == counts[1]


def test_laboratories_at_work_are_shown(client):
    LaboratoryFactory(name_zh="大气观测国际联合实验室")
    LaboratoryFactory(name_zh="筹建中实验室", status="preparing")

    page = client.get("/labs/").content.decode()

    assert "大气观测国际联合实验室" in page
    assert "筹建中实验室" not in page


def test_places_lie_on_the_map_where_they_are():
    chengdu, siegen, denver = (
        world.project(30.6, 104.1),
        world.project(50.9, 8.0),
        world.project(39.7, -105.0),
    )

    assert siegen[0] < chengdu[0] < denver[0]
    assert siegen[1] < denver[1] < chengdu[1]
    for x, y in (chengdu, siegen, denver):
        assert 0 < x < world.WIDTH
        assert 0 < y < world.HEIGHT


def test_points_at_one_place_do_not_hide_each_other():
    points = world.spread([(100.0, 100.0)] * 12)

    assert len({(round(x), round(y)) for x, y in points}) == 12
