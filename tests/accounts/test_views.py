"""The pages of accounts and of the own profile."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import Delegation, IdentityDocument, Person, RoleGrant, User
from core.fields import keyed_hash
from core.models import Event
from tests.factories.accounts import UserFactory, person_with


@pytest.fixture(autouse=True)
def english(client):
    cache.clear()
    client.cookies["django_language"] = "en"


def count_queries(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_of_users_costs_the_same_for_one_and_many(
    client, people, unit, django_assert_max_num_queries
):
    client.force_login(people["SYS"])
    client.get("/accounts/users/")
    few = count_queries(client, "/accounts/users/", django_assert_max_num_queries)

    for _number in range(6):
        person_with("DA", unit)

    assert count_queries(client, "/accounts/users/", django_assert_max_num_queries) == few


def test_the_list_of_users_finds_by_name_number_and_role(client, people, unit):
    client.force_login(people["SYS"])
    wanted = person_with("DA", unit, name_zh="欧阳修文", staff_number="D77")

    found = [
        [user.pk for user in client.get("/accounts/users/", query).context["page"].rows]
        for query in ({"q": "修文"}, {"q": "D77"}, {"q": "修文", "role": "DA"}, {"q": "修文", "role": "DIR"})
    ]

    assert found == [[wanted.pk], [wanted.pk], [wanted.pk], []]


def test_an_account_page_shows_its_roles_and_names_the_reader_on_top(client, people):
    client.force_login(people["SYS"])

    response = client.get(f"/accounts/users/{people['IOT'].pk}/")

    assert response.context["user"] == people["SYS"]
    assert "Training desk" in response.content.decode()


def test_making_an_account_twice_by_pressing_twice_makes_one(client, people):
    client.force_login(people["SYS"])
    form = client.get("/accounts/users/new/").context["form"]
    typed = {
        "email": "New.Person@Example.org",
        "name_zh": "新人",
        "language": "zh-hans",
        "is_active": "on",
        "form_token": str(form["form_token"].value()),
    }

    first = client.post("/accounts/users/new/", typed)
    second = client.post("/accounts/users/new/", typed)

    made = User.objects.get(email="new.person@example.org")
    assert (first.url, second.url) == (made.get_absolute_url(), made.get_absolute_url())


def test_editing_an_account_somebody_else_has_changed_is_refused_with_the_difference(client, people):
    client.force_login(people["SYS"])
    person = UserFactory(name_zh="旧名")
    typed = {"email": person.email, "name_zh": "我的", "language": "zh-hans", "is_active": "on", "version": 1}
    client.post(f"/accounts/users/{person.pk}/edit/", typed | {"name_zh": "别人的"})

    response = client.post(f"/accounts/users/{person.pk}/edit/", typed)

    person.refresh_from_db()
    assert (response.status_code, person.name_zh) == (409, "别人的")


def test_extra_fields_change_nothing(client, people):
    client.force_login(people["DA"])
    page = client.get("/accounts/profile/")
    version = page.context["form"]["version"].value()

    client.post(
        "/accounts/profile/",
        {
            "name_zh": "新名",
            "language": "en",
            "version": version,
            "is_superuser": "on",
            "is_staff": "on",
            "email": "x@y.z",
        },
    )

    person = User.objects.get(pk=people["DA"].pk)
    assert (person.name_zh, person.language, person.is_superuser, person.is_staff, person.email) == (
        "新名",
        "en",
        False,
        False,
        people["DA"].email,
    )


def test_saving_the_profile_turns_the_page_to_the_language_chosen(client, people):
    client.force_login(people["DA"])
    version = client.get("/accounts/profile/").context["form"]["version"].value()

    response = client.post("/accounts/profile/", {"name_zh": "名", "language": "zh-hans", "version": version})

    assert response.cookies["django_language"].value == "zh-hans"


def test_granting_and_ending_a_role_by_its_pages(client, people, unit):
    client.force_login(people["SYS"])
    person = UserFactory()

    client.post(f"/accounts/users/{person.pk}/grant/", {"role": "DA", "unit": unit.pk})
    held = RoleGrant.objects.get(user=person)
    client.post(f"/accounts/grants/{held.pk}/end/", {"reason": "moved to another unit"})

    held.refresh_from_db()
    assert held.granted_by == people["SYS"]
    assert held.revoked_at is not None
    assert [event.verb for event in Event.objects.of(person)] == ["grant", "end"]


WRONG_GRANTS = [
    ({"role": "DA"}, "unit"),
    ({"role": "COS"}, "area"),
    ({"role": "DIR", "area": "legal"}, "area"),
    ({"role": "DIR", "starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "ends_on"),
    ({"role": "XXX"}, "role"),
]


@pytest.mark.parametrize(("typed", "field"), WRONG_GRANTS)
def test_a_wrong_grant_is_refused_beside_its_field(client, people, typed, field):
    client.force_login(people["SYS"])
    person = UserFactory()

    response = client.post(f"/accounts/users/{person.pk}/grant/", typed)

    assert list(response.context["form"].errors) == [field]
    assert person.grants.count() == 0


def test_granting_a_role_twice_is_refused(client, people):
    client.force_login(people["SYS"])
    person = person_with("DIR")

    response = client.post(f"/accounts/users/{person.pk}/grant/", {"role": "DIR"})

    assert list(response.context["form"].errors) == ["role"]


def test_nobody_opens_the_page_that_grants_to_himself(client, people):
    client.force_login(people["SYS"])

    assert client.get(f"/accounts/users/{people['SYS'].pk}/grant/").status_code == 403


def test_naming_and_dismissing_a_deputy_by_the_pages(client, people):
    client.force_login(people["DIR"])
    deputy = UserFactory()
    today = timezone.localdate()

    client.post(
        "/accounts/delegations/new/",
        {
            "role": "DIR",
            "deputy": deputy.email.upper(),
            "starts_on": today,
            "ends_on": today + timedelta(days=5),
        },
    )
    delegation = Delegation.objects.get(deputy=deputy)
    page = client.get("/accounts/delegations/").context["given"]
    client.post(f"/accounts/delegations/{delegation.pk}/revoke/", {"reason": "back early"})

    delegation.refresh_from_db()
    assert page == [delegation]
    assert delegation.revoked_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"deputy": "nobody@example.org"}, "deputy"),
        ({"role": "LDR"}, "role"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"starts_on": "2099-01-02", "ends_on": "2099-01-01"}, "ends_on"),
    ],
)
def test_a_wrong_delegation_is_refused_beside_its_field(client, people, typed, field):
    client.force_login(people["DIR"])
    right = {"role": "DIR", "deputy": UserFactory().email, "starts_on": "2099-01-01", "ends_on": "2099-01-05"}

    response = client.post("/accounts/delegations/new/", right | typed)

    assert list(response.context["form"].errors) == [field]


def test_somebody_elses_delegation_does_not_exist(client, people):
    delegation = Delegation.objects.create(
        delegator=people["LDR"],
        deputy=UserFactory(),
        role="LDR",
        starts_on="2099-01-01",
        ends_on="2099-01-05",
    )
    client.force_login(people["DIR"])

    assert client.get(f"/accounts/delegations/{delegation.pk}/revoke/").status_code == 404


@pytest.fixture
def document(db):
    person = Person.objects.create(name_zh="李雷", kind=Person.Kind.TRAINEE)
    return IdentityDocument.objects.create(
        person=person,
        doc_type=IdentityDocument.DocType.PASSPORT,
        number="E87654321",
        number_hash=keyed_hash("E87654321"),
        last4="4321",
    )


def test_the_whole_number_is_shown_after_a_reason_and_never_before(client, people, document):
    client.force_login(people["IOT"])
    address = f"/accounts/documents/{document.pk}/reveal/"

    before = client.get(address).content.decode()
    without = client.post(address, {"reason": ""}).content.decode()
    after = client.post(address, {"reason": "insurance for the course"})

    assert ["E87654321" in text for text in (before, without, after.content.decode())] == [False, False, True]
    assert after["Cache-Control"] == "no-store"
    assert Event.objects.of(document).get().verb == "reveal"


def test_a_document_of_another_area_does_not_exist(client, people, document):
    client.force_login(people["IOS"])

    assert client.get(f"/accounts/documents/{document.pk}/reveal/").status_code == 404
