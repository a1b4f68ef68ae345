"""What a record remembers (GN-06, GN-09)."""

import pytest

from core.flow import StaleVersion
from core.history import Change, difference, save_with_history, take_snapshot
from core.models import Snapshot
from core.models.event import AppendOnlyError
from tests.factories.accounts import UnitFactory


def test_save_with_history_raises_the_version(db):
    unit = UnitFactory()

    save_with_history(unit, by=None, version=1)

    unit.refresh_from_db()
    assert unit.version == 2


def test_save_with_history_of_a_stale_version_changes_nothing(db):
    unit = UnitFactory(name_en="Before")
    save_with_history(unit, by=None, version=1)
    unit.name_en = "After"

    with pytest.raises(StaleVersion):
        save_with_history(unit, by=None, version=1)

    unit.refresh_from_db()
    assert (unit.name_en, unit.version) == ("Before", 2)


def test_snapshots_are_numbered_and_fingerprinted(db):
    unit = UnitFactory()

    first = take_snapshot(unit, {"b": 1, "a": "甲"}, by=None)
    second = take_snapshot(unit, {"a": "甲", "b": 1}, by=None)

    assert (first.number, second.number) == (1, 2)
    assert first.sha256 == second.sha256


def test_a_snapshot_cannot_be_rewritten(db):
    snapshot = take_snapshot(UnitFactory(), {"a": 1}, by=None)
    snapshot.content = {"a": 2}

    with pytest.raises(AppendOnlyError):
        snapshot.save()
    with pytest.raises(AppendOnlyError):
        snapshot.delete()
    with pytest.raises(AppendOnlyError):
        Snapshot.objects.filter(pk=snapshot.pk).update(number=9)
    assert Snapshot.objects.get(pk=snapshot.pk).content == {"a": 1}


def test_difference_names_changed_added_and_removed_values():
    old = {"title": "甲", "plan": [{"hours": 4}, {"hours": 2}], "same": 1}
    new = {"title": "乙", "plan": [{"hours": 8}], "same": 1}

    changes = difference(old, new, {"title": "Title", "plan": "Course plan", "hours": "Hours"})

    assert changes == [
        Change("plan[0].hours", "Course plan 1 · Hours", 4, 8),
        Change("plan[1].hours", "Course plan 2 · Hours", 2, ""),
        Change("title", "Title", "甲", "乙"),
    ]
