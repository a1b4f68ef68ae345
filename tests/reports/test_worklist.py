"""What waits for whom, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports import worklist
from tests.factories.accounts import person_with
from tests.factories.training import ProposalFactory
from training.models import Proposal

S = Proposal.Status
TODAY = timezone.localdate


@pytest.fixture
def proposals(unit, other_unit, people):
    """One proposal of the unit in each status, and a canary of another unit in each."""
    return {
        (where.pk, status): ProposalFactory(
            unit=where, author=people["DA"] if where == unit else person_with("DA", where), status=status
        )
        for where in (unit, other_unit)
        for status in S
    }


def waiting(person):
    return {(item.record.unit_id, item.record.status) for item in worklist.waiting_for(person)}


def test_each_role_is_shown_what_it_can_decide(proposals, people, unit, other_unit):
    both = (unit.pk, other_unit.pk)

    assert waiting(people["DH"]) == {(unit.pk, S.UNIT_REVIEW)}
    assert {(place, S.OFFICE_REVIEW) for place in both} <= waiting(people["IOT"])
    assert waiting(people["DIR"]) == {(place, S.DIRECTOR_REVIEW) for place in both}
    assert waiting(people["LDR"]) == {(place, S.LEADER_REVIEW) for place in both}
    assert waiting(people["STU"]) == set()
    assert waiting(people["SYS"]) == set()


def test_the_most_pressing_comes_first(people, unit):
    for days in (9, -1, 3):
        ProposalFactory(unit=unit, status=S.DIRECTOR_REVIEW, due_on=TODAY() + timedelta(days=days))
    ProposalFactory(unit=unit, status=S.DIRECTOR_REVIEW, due_on=None)

    items = worklist.waiting_for(people["DIR"])

    assert [item.due and (item.due - TODAY()).days for item in items] == [-1, 3, 9, None]
    assert [item.overdue for item in items] == [True, False, False, False]


def test_what_is_under_way_says_who_has_it(people, unit):
    ProposalFactory(unit=unit, author=people["DA"], status=S.OFFICE_REVIEW)

    item = worklist.in_progress_of(people["DA"])[0]

    assert (item.holder != "", item.url) == (True, item.record.get_absolute_url())


def test_drafts_are_those_of_the_person_and_of_the_unit_administered(proposals, people, unit):
    assert [(item.record.unit, item.record.status) for item in worklist.drafts_of(people["DA"])] == [
        (unit, S.DRAFT)
    ]


def test_titles_are_in_the_readers_language(people, unit, client):
    ProposalFactory(
        unit=unit, status=S.DIRECTOR_REVIEW, title_zh="气象数据培训班", title_en="Meteorological Data"
    )
    client.force_login(people["DIR"])

    pages = []
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        pages.append(client.get("/home/").content.decode())

    assert ["气象数据培训班" in page for page in pages] == [True, False]
    assert "Meteorological Data" in pages[1]


@pytest.mark.parametrize("role", ["DA", "DH", "IOT", "DIR", "LDR"])
def test_the_home_page_costs_the_same_for_one_and_many(
    client, people, unit, role, django_assert_max_num_queries
):
    client.force_login(people[role])
    for status in S:
        ProposalFactory(unit=unit, author=people["DA"], responsible=people["DH"], status=status)
    client.get("/home/")
    with django_assert_max_num_queries(100) as few:
        client.get("/home/")

    for status in S:
        for _number in range(4):
            ProposalFactory(unit=unit, author=people["DA"], responsible=people["DH"], status=status)
    with django_assert_max_num_queries(100) as many:
        client.get("/home/")

    assert len(many) == len(few)
