"""The hash chain over what happened."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.audit import broken_seals, seal_history
from core.flow import remember
from core.models import AuditSeal, Event
from core.models.event import AppendOnlyError
from tests.factories.accounts import UnitFactory


@pytest.fixture
def sealed(db):
    unit = UnitFactory()
    for number in range(3):
        remember(unit, "comment", by=None, note=f"note {number}")
    seal_history()
    remember(unit, "comment", by=None, note="later")
    seal_history()
    return unit


def test_every_event_is_sealed_once(sealed):
    rows = [pk for seal in AuditSeal.objects.filter(kind="event") for pk in seal.rows]

    assert sorted(rows) == list(Event.objects.order_by("pk").values_list("pk", flat=True))
    assert seal_history() == 0
    assert list(broken_seals()) == []


def test_a_changed_event_breaks_its_seal(sealed):
    event = Event.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_event SET note = 'forged' WHERE id = %s", [event.pk])

    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=StringIO(), stdout=StringIO())


def test_a_removed_event_breaks_its_seal(sealed):
    event = Event.objects.order_by("pk").first()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_event WHERE id = %s", [event.pk])

    assert len(list(broken_seals())) == 1


def test_a_removed_seal_shows(sealed):
    AuditSeal.objects.order_by("number").first().delete()

    assert len(list(broken_seals())) == 2


def test_an_event_cannot_be_changed_through_the_portal(sealed):
    event = Event.objects.first()
    event.note = "forged"

    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()
