"""Titles and brochure sentences with the verdict and rule each must get: plain, disguised, denied, and harmless."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from core.terms import find_terms, starter_terms, worst_severity
from tests.factories.training import ProposalFactory
from training.actions.wording import wordings_of

TABLE = Path(__file__).parent / "data" / "terms.csv"
with TABLE.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
LEAST = 120


@pytest.fixture
def named(settings):
    """The names of the university, which promise nothing."""
    settings.UNIVERSITY_NAME_ZH = "成都信息工程大学"
    settings.OFFICE_NAME_ZH = "国际交流与合作处"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["scope"] != "cv"], ids=lambda row: f"{row['scope']}-{row['text'][:20]}"
)
def test_a_sentence_gets_its_verdict_by_its_rule(row, named):
    hits = find_terms(row["text"], tuple(starter_terms()), scope=row["scope"])

    assert worst_severity(hits) == row["verdict"]
    if row["rule"]:
        worst = {hit.rule for hit in hits if hit.severity == row["verdict"]}
        assert row["rule"] in worst


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["scope"] == "cv"], ids=lambda row: row["text"][:20]
)
def test_a_cv_is_never_read(row):
    proposal = ProposalFactory()
    proposal.instructors.create(
        name="张三", employer="本校", title_rank="full", fee_per_hour=800, cv=row["text"]
    )

    assert wordings_of(proposal, set()) == []


def test_the_table_is_long_enough_and_every_verdict_known():
    assert len(ROWS) >= LEAST
    assert {row["verdict"] for row in ROWS} == {"", "warn", "high", "block"}
    assert settings.BASE_DIR in TABLE.parents
    assert len({(row["scope"], row["text"]) for row in ROWS}) == len(ROWS)
