"""The inbox shows the own notices and nobody else's."""

import pytest

from notifications import actions
from notifications.models import Notification
from tests.factories.accounts import UserFactory

KIND = "notifications.plain"


@pytest.fixture
def reader(client, db):
    user = UserFactory()
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return user


def test_the_inbox_shows_ones_own_notices_newest_first(client, reader, unit):
    stranger = UserFactory()
    actions.notify([reader, stranger], KIND, about=unit, lead="1")
    actions.notify([reader], KIND, about=unit, lead="2")

    rows = [notice for notice, _letter in client.get("/notifications/").context["notices"]]

    assert [(row.recipient, row.dedup_key) for row in rows] == [(reader, "2"), (reader, "1")]


def test_the_inbox_costs_the_same_for_one_and_many(client, reader, unit, django_assert_max_num_queries):
    actions.notify([reader], KIND, about=unit, lead="0")
    client.get("/notifications/")
    with django_assert_max_num_queries(40) as few:
        client.get("/notifications/")
    for lead in range(1, 20):
        actions.notify([reader], KIND, about=unit, lead=str(lead))
    with django_assert_max_num_queries(40) as many:
        client.get("/notifications/")

    assert len(many) == len(few)


def test_the_inbox_is_paged(client, reader, unit):
    for lead in range(35):
        actions.notify([reader], KIND, about=unit, lead=str(lead))

    first = client.get("/notifications/").context
    second = client.get("/notifications/", {"page": first["page"].older}).context

    assert (len(first["notices"]), len(second["notices"])) == (30, 5)


def test_reading_one_and_then_all(client, reader, unit):
    for lead in ("1", "2", "3"):
        actions.notify([reader], KIND, about=unit, lead=lead)
    one = Notification.objects.first()

    client.post(f"/notifications/{one.pk}/read/")
    after_one = Notification.objects.unread().count()
    client.post("/notifications/read/")

    assert (after_one, Notification.objects.unread().count()) == (2, 0)


def test_opening_a_notice_reads_it_and_leads_to_its_record(client, reader, people):
    actions.notify([reader], KIND, about=people["DA"])
    notice = Notification.objects.get()

    response = client.post(f"/notifications/{notice.pk}/open/")

    notice.refresh_from_db()
    assert (response.url, notice.read_at is not None) == (people["DA"].get_absolute_url(), True)


@pytest.mark.parametrize("verb", ["open", "read"])
def test_somebody_elses_notice_does_not_exist(client, reader, unit, verb):
    actions.notify([UserFactory()], KIND, about=unit)

    response = client.post(f"/notifications/{Notification.objects.get().pk}/{verb}/")

    assert (response.status_code, Notification.objects.unread().count()) == (404, 1)


def test_an_empty_inbox_says_what_will_come(client, reader):
    assert "Nothing here yet" in client.get("/notifications/").content.decode()


def test_the_unread_filter(client, reader, unit):
    actions.notify([reader], KIND, about=unit, lead="1")
    actions.notify([reader], KIND, about=unit, lead="2")
    actions.read_notification(Notification.objects.get(dedup_key="1"), by=reader)

    notices = client.get("/notifications/", {"show": "unread"}).context["notices"]

    assert [notice.dedup_key for notice, _letter in notices] == ["2"]
