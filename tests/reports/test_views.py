"""The home page and the desks."""

import pytest

DESKS = {
    "/partnerships/": {"TEA", "DA", "DH", "IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "LDR", "AUD"},
    "/visitors/": {"TEA", "DA", "DH", "IOP", "IOV", "IEC", "DIR", "FIN", "COS", "LDR", "AUD"},
    "/reports/": {"DA", "DH", "IOP", "IOS", "IOT", "IOV", "IEC", "DIR", "FIN", "LDR", "AUD"},
}  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/partners/", "/labs/", "/programmes/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_public_pages_open_without_sign_in(client, db, address, language):
    client.cookies["django_language"] = language

    assert client.get(address).status_code == 200


def test_the_public_home_has_its_three_doors(client, db):
    page = client.get("/").content.decode()

    assert [f'href="{address}"' in page for address in ("/programmes/", "/home/", "/verify/")] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("address", DESKS)
def test_a_desk_opens_to_its_roles(client, people, address):
    opened = set()
    for role, person in people.items():
        client.force_login(person)
        if client.get(address, follow=True).status_code == 200:
            opened.add(role)

    assert opened == DESKS[address]


def test_every_role_has_a_home_page(client, people):
    statuses = set()
    for person in people.values():
        client.force_login(person)
        statuses.add(client.get("/home/").status_code)

    assert statuses == {200}


def test_the_home_page_without_work_says_so(client, people):
    client.cookies["django_language"] = "en"
    client.force_login(people["STU"])

    assert "Nothing waits for you" in client.get("/home/").content.decode()
