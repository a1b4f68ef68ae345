"""The public face: both languages, news and texts of the office, feeds, open data."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar
from lxml import etree

from reports.models import DeskContact, NewsItem, PageText
from tests.factories import counted
from tests.factories.partnerships import AgreementFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def call():
    """A programme one can apply to until the day after tomorrow."""
    programme = counted.programme(title_zh="交换生项目甲", title_en="Exchange A")
    offering = programme.offerings.get()
    now = timezone.now()
    type(offering.round).objects.filter(pk=offering.round_id).update(
        status="open", open_at=now - timedelta(days=1), close_at=now + timedelta(days=2), name_en="Spring"
    )
    return programme


def news(**fields):
    return NewsItem.objects.create(
        **{
            "title_zh": "新闻甲",
            "title_en": "News A",
            "body_zh": "正文",
            "body_en": "Body",
            "is_published": True,
            "published_on": timezone.localdate(),
        }
        | fields
    )


def test_the_home_page_says_figures_news_and_calls(client, call):
    AgreementFactory()
    news()
    page = client.get("/").content.decode()

    assert all(words in page for words in ("合作高校", "新闻甲", "交换生项目甲"))


def test_an_address_can_name_its_language(client, call):
    page = client.get("/?lang=en").content.decode()

    assert '<html lang="en">' in page
    assert "Exchange A" in page
    assert 'hreflang="zh-Hans"' in page
    assert '<html lang="zh-CN">' in client.get("/").content.decode()


def test_a_language_nobody_offers_changes_nothing(client):
    assert '<html lang="zh-CN">' in client.get("/?lang=xx").content.decode()


@pytest.mark.parametrize(
    "hidden", [{"is_published": False}, {"published_on": timezone.localdate() + timedelta(days=1)}]
)
def test_news_that_is_not_out_is_nowhere(client, hidden):
    item = news(title_zh="还没有公布的新闻", **hidden)

    for address in ("/", "/news/", "/sitemap.xml"):
        content = client.get(address).content.decode()
        assert "还没有公布的新闻" not in content
        assert f"/news/{item.pk}/" not in content
    assert client.get(f"/news/{item.pk}/").status_code == 404


def test_news_is_read_in_the_readers_language(client):
    item = news()

    assert "正文" in client.get(f"/news/{item.pk}/").content.decode()
    assert "Body" in client.get(f"/news/{item.pk}/?lang=en").content.decode()


def test_news_without_english_is_not_published():
    with pytest.raises(ValidationError):
        NewsItem(title_zh="新闻", body_zh="正文", is_published=True).full_clean()


def test_what_an_officer_wrote_is_text_and_never_markup(client):
    item = news(body_zh="<script>alert(1)</script>")
    PageText.objects.create(key="apply", text_zh="<b>粗</b>", text_en="Apply")

    assert "<script>alert" not in client.get(f"/news/{item.pk}/").content.decode()
    assert "<b>粗" not in client.get("/apply/").content.decode()


def test_the_office_says_whom_to_ask(client):
    DeskContact.objects.create(
        desk_zh="学生岗", desk_en="Student desk", about_zh="交换", about_en="Exchange", email="s@example.org"
    )

    assert "Student desk" in client.get("/contact/?lang=en").content.decode()


def test_the_site_map_names_each_page_in_both_languages(client):
    item = news()
    tree = etree.fromstring(client.get("/sitemap.xml").content)

    addresses = [row.text for row in tree.iter(f"{SITE}loc")]
    assert any(address.endswith(f"/news/{item.pk}/") for address in addresses)
    assert len(addresses) == len(set(addresses))
    assert len(tree.findall(".//{http://www.w3.org/1999/xhtml}link")) == 3 * len(addresses)


def test_the_feed_lists_open_calls(client, call):
    counted.programme(title_zh="没有开放的项目")
    tree = etree.fromstring(client.get("/programmes/calls.atom").content)

    assert [entry.findtext(f"{ATOM}title")[:6] for entry in tree.iter(f"{ATOM}entry")] == ["交换生项目甲"]


def test_the_calendar_has_the_last_day_as_a_whole_day(client, call):
    calendar = Calendar.from_ical(client.get("/programmes/deadlines.ics?lang=en").content)
    (event,) = calendar.walk("VEVENT")

    assert event.decoded("dtstart") == timezone.localdate(timezone.now() + timedelta(days=2))
    assert "Exchange A" in str(event["summary"])
    assert len(event.walk("VALARM")) == 1


def test_open_data_is_read_as_json_and_text(client):
    AgreementFactory()
    answer = client.get("/open-data/figures.json").json()
    rows = {row["id"]: row for row in answer["rows"]}
    text = b"".join(client.get("/open-data/partners.csv").streaming_content)

    assert rows["F01"]["value"] == 1
    assert set(answer["columns"]) == set(rows["F01"])
    assert "F22" not in rows
    assert text.startswith(b"\xef\xbb\xbfname_zh,")


def test_open_data_hides_numbers_of_few_people(client):
    counted.stay(timezone.localdate())
    rows = {row["id"]: row for row in client.get("/open-data/figures.json").json()["rows"]}

    assert rows["F04"]["value"] == "<5"
    assert rows["F03"]["value"] == 1


@pytest.mark.parametrize(
    "address", ["/open-data/people.json", "/open-data/figures.xml", "/open-data/figures"]
)
def test_what_is_not_published_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_open_data_is_only_read(client, method):
    assert getattr(client, method)("/open-data/figures.json").status_code == 405
