"""The columns of a roster: what a person may assign, and what an open class asks."""

import pytest

from core.models import Region
from tests.factories.training import ProposalFactory
from tests.factories.training_classes import TrainingClassFactory, identity_number, roster_file
from training.actions.roster_columns import COLUMNS, columns_for
from training.actions.roster_reading import Reader


def test_an_assigned_heading_is_another_name_of_the_column():
    columns = {column.key: list(column.labels) for column in columns_for({"学员": "name_zh"})}

    assert columns["name_zh"] == [*COLUMNS[0].labels, "学员"]


def test_a_heading_assigned_to_nothing_is_read_and_dropped(db):
    Region.objects.get_or_create(
        alpha2="CN", defaults={"alpha3": "CHN", "name_zh": "中国", "name_en": "China"}
    )
    training_class = TrainingClassFactory()
    headers = [column.label for column in COLUMNS]
    headers[-1] = "餐饮要求"
    file = roster_file(
        {"name_zh": "李明", "number": identity_number(), "consent_version": "清真"}, headers=headers
    )

    reading = Reader(training_class, columns_chosen={"餐饮要求": ""}).read(file.read(), file.name)

    assert (len(reading.entries), reading.entries[0].texts["consent_version"]) == (1, "")
    assert "餐饮要求" not in " ".join(reading.mapping.values())


@pytest.mark.parametrize(
    ("category", "declared", "codes"),
    [("open", "是", ["cadre"]), ("open", "否", []), ("open", None, []), ("commissioned", "是", [])],
)
def test_an_open_class_enrols_no_leading_cadres(db, category, declared, codes):
    """R-01"""
    training_class = TrainingClassFactory(proposal=ProposalFactory(status="approved", category=category))
    file = roster_file({"name_zh": "李明", "number": identity_number(), "is_leading_cadre": declared})

    reading = Reader(training_class).read(file.read(), file.name)

    assert [problem.code for problem in reading.problems] == codes
