"""What tests of certificates share."""

import pytest

from certificates.actions import load_reference
from tests.factories import certificates as factory


@pytest.fixture
def kinds(db):
    """The types and templates every installation starts with."""
    load_reference()


@pytest.fixture
def staff(kinds, office):
    return factory.staff_of(office)


@pytest.fixture
def maker(people):
    return people["DA"]


@pytest.fixture
def issued(unit, maker, staff):
    return factory.issued(unit, by=maker, staff=staff)


@pytest.fixture
def certificate(issued):
    return issued.certificates.order_by("position").first()


def pytest_collection_modifyitems(items):
    """The PDF library leaves its colour profile open; everything else stays an error."""
    for item in items:
        if "tests/certificates/" in str(item.path):
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed file .*sRGB:ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
