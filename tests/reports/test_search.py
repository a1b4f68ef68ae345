"""The search finds what the reader may see."""

import pytest

from reports.search import find_everywhere
from tests.factories.training import ProposalFactory
from training.models import Proposal


@pytest.fixture
def canary(unit, other_unit):
    """The same words in two units."""
    return [
        ProposalFactory(unit=where, title_zh="金丝雀培训班", status=Proposal.Status.OFFICE_REVIEW)
        for where in (unit, other_unit)
    ]


def found(person, words):
    return {hit.record for _label, hits in find_everywhere(person, words) for hit in hits}


def test_a_person_finds_what_the_person_may_see_and_nothing_else(people, canary):
    own, foreign = canary

    assert found(people["DA"], "金丝雀") == {own}
    assert found(people["DIR"], "金丝雀") == {own, foreign}
    assert found(people["STU"], "金丝雀") == set()


def test_one_letter_is_no_search(people, canary):
    assert find_everywhere(people["DIR"], "金") == []


def test_only_the_system_administrator_finds_people(people):
    wanted = people["DA"]

    assert found(people["SYS"], wanted.email) == {wanted}
    assert found(people["DIR"], wanted.email) == set()


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", "\u202e名", "a" * 5000, "  "])
def test_no_words_break_the_page(client, people, words):
    client.force_login(people["DIR"])

    assert client.get("/search/", {"q": words}).status_code in {200, 400}
