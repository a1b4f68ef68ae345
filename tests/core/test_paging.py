"""Pages that cost the same at any depth."""

import pytest

from core.models import Region
from core.paging import page_of

ORDER = ("continent", "-pk")


@pytest.fixture
def regions(db):
    Region.objects.bulk_create(
        Region(alpha2=f"{i:02d}", alpha3=f"{i:03d}", name_zh=str(i), name_en=str(i), continent="AB"[i % 2])
        for i in range(23)
    )
    return list(Region.objects.order_by(*ORDER))


def walk(direction, cursor=""):
    seen = []
    while True:
        page = page_of(Region.objects.all(), ORDER, cursor, 5)
        seen.append([row.pk for row in page])
        cursor = getattr(page, direction)
        if not cursor:
            return seen, page


def test_walking_to_older_pages_meets_every_row_once(regions):
    pages, _last = walk("older")

    assert [pk for page in pages for pk in page] == [region.pk for region in regions]


def test_walking_back_meets_the_same_pages(regions):
    pages, _last = walk("older")
    before_last = page_of(Region.objects.all(), ORDER, page_of(Region.objects.all(), ORDER, "", 20).older, 5)

    back, first = walk("newer", before_last.newer)

    assert [pk for page in reversed(back) for pk in page] == [region.pk for region in regions[:20]]
    assert first.newer == ""
    assert pages[0] == [row.pk for row in first]


def test_a_broken_cursor_is_the_first_page(regions):
    page = page_of(Region.objects.all(), ORDER, "nonsense", 5)

    assert [row.pk for row in page] == [region.pk for region in regions[:5]]


def test_the_count_is_capped(regions, monkeypatch):
    monkeypatch.setattr("core.paging.COUNT_CAP", 10)

    page = page_of(Region.objects.all(), ORDER, "", 5)

    assert (page.count, page.is_capped) == (10, True)


def test_an_empty_list_has_no_neighbours(db):
    page = page_of(Region.objects.all(), ORDER, "", 5)

    assert (page.rows, page.newer, page.older, page.count) == ([], "", "", 0)
