"""The health pages tell load balancers the truth, and visitors nothing."""

import pytest
from django.conf import settings
from django.core.cache import cache


@pytest.fixture
def worker_lives():
    cache.set(settings.WORKER_HEARTBEAT_KEY, "well", 60)
    yield
    cache.delete(settings.WORKER_HEARTBEAT_KEY)


def test_healthz_needs_no_database(client):
    reply = client.get("/healthz")

    assert (reply.status_code, reply.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_says_what_is_well(client, worker_lives):
    reply = client.get("/readyz")

    assert reply.status_code == 200
    assert reply.json() == {"database": "ok", "broker": "ok", "worker": "ok", "ready": True}


@pytest.mark.django_db
def test_readyz_without_a_worker_is_not_ready_but_serves_pages(client):
    cache.delete(settings.WORKER_HEARTBEAT_KEY)

    reply = client.get("/readyz")

    assert reply.status_code == 200
    assert reply.json() == {"database": "ok", "broker": "ok", "worker": "unwell", "ready": False}
