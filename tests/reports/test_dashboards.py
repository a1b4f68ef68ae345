"""Dashboards: each role has its own, each chart opens, and the number of queries does not grow with the rows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.views.dashboards import BOARDS, board_of
from tests.factories.partnerships import AgreementFactory

READERS = ["IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "DA", "DH", "FIN", "LDR", "AUD"]


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.mark.parametrize("role", READERS)
def test_every_reader_has_a_dashboard_whose_charts_open(people, client, role):
    client.force_login(people[role])

    assert client.get("/reports/dashboard/").status_code == 200
    board = board_of(people[role])
    for code in board.trends:
        answer = client.get(f"/reports/dashboard/trend/{code}.svg")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    for code, by in board.breakdowns:
        assert client.get(f"/reports/dashboard/by/{code}/{by}.svg").status_code == 200


def test_a_chart_of_another_board_is_not_found(people, client):
    client.force_login(people["IOP"])

    assert client.get("/reports/dashboard/by/RP-11/unit.svg").status_code == 404


def test_a_chart_may_load_and_run_nothing(people, client):
    client.force_login(people["IOP"])
    answer = client.get("/reports/dashboard/trend/F01.svg")

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"<script" not in answer.content
    assert b"href=" not in answer.content


def test_the_queries_of_the_dashboard_do_not_grow_with_the_rows(people, client):
    client.force_login(people["IOP"])

    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/reports/dashboard/").status_code == 200
        return len(captured)

    AgreementFactory()
    client.get("/reports/dashboard/")
    one = queries()
    for _number in range(2):
        AgreementFactory()

    assert queries() == one


def test_every_desk_has_a_board():
    assert {"IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "FIN"} == {str(role) for role in BOARDS}
