"""What changes with the next request: ended roles, disabled accounts, acting for somebody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import actions
from accounts.models import Delegation
from tests.factories.accounts import UserFactory, grant, person_with


def test_a_role_that_ended_no_longer_opens_pages_with_the_next_request(client, people):
    person = person_with("SYS")
    client.force_login(person)
    before = client.get("/accounts/users/").status_code

    actions.end_role(person.grants.get(), by=people["SYS"], note="moved")

    assert (before, client.get("/accounts/users/").status_code) == (200, 404)


def test_a_disabled_person_is_signed_out_with_the_next_request(client, people):
    person = person_with("IOT")
    client.force_login(person)
    before = client.get("/home/").status_code

    person.is_active = False
    actions.change_user(person, by=people["SYS"])
    response = client.get("/home/")

    assert (before, response.status_code, response.url) == (200, 302, "/accounts/login/?next=/home/")


def test_acting_in_one_role_hides_what_the_others_open(client, people, unit):
    person = person_with("SYS")
    grant(person, "DA", unit)
    client.force_login(person)

    client.post("/accounts/acting/", {"hat": "role:DA"})
    as_admin_of_the_unit = client.get("/accounts/users/").status_code
    client.post("/accounts/acting/", {"hat": "all"})

    assert (as_admin_of_the_unit, client.get("/accounts/users/").status_code) == (404, 200)


def test_acting_in_a_role_one_does_not_hold_is_refused(client, people):
    client.force_login(people["STU"])

    client.post("/accounts/acting/", {"hat": "role:DIR"})

    assert "acting_role" not in client.session


@pytest.fixture
def delegation(people):
    today = timezone.localdate()
    return Delegation.objects.create(
        delegator=people["DIR"],
        deputy=UserFactory(),
        role="DIR",
        starts_on=today,
        ends_on=today + timedelta(days=2),
    )


def test_acting_for_somebody_counts_while_the_delegation_is_in_force(client, delegation):
    client.force_login(delegation.deputy)

    client.post("/accounts/acting/", {"hat": f"delegation:{delegation.pk}"})
    response = client.get("/home/")

    user = response.wsgi_request.user
    assert (user.acting_for, user.role_codes) == (delegation.delegator, {"DIR"})


def test_acting_for_somebody_ends_with_the_delegation(client, delegation):
    client.force_login(delegation.deputy)
    client.post("/accounts/acting/", {"hat": f"delegation:{delegation.pk}"})

    actions.revoke_delegation(delegation, by=delegation.delegator, note="back")
    user = client.get("/home/").wsgi_request.user

    assert (user.acting_for, user.role_codes) == (None, set())


def test_acting_never_leads_to_another_site(client, people):
    client.force_login(people["DIR"])

    response = client.post("/accounts/acting/", {"hat": "all", "next": "https://elsewhere.example/"})

    assert response.url == "/home/"


def test_office_roles_set_up_a_second_factor_before_anything_else(client, people, settings):
    settings.MFA_REQUIRED_ROLES = ["IOT", "DIR"]
    client.force_login(people["IOT"])

    response = client.get("/home/")

    assert (response.status_code, response.url) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200


@pytest.mark.parametrize("role", ["STU", "DA"])
def test_other_roles_need_no_second_factor(client, people, settings, role):
    settings.MFA_REQUIRED_ROLES = ["IOT", "DIR"]
    client.force_login(people[role])

    assert client.get("/home/").status_code == 200


def test_taking_off_the_hat_does_not_take_off_the_second_factor(client, people, settings, unit):
    settings.MFA_REQUIRED_ROLES = ["IOT"]
    person = people["IOT"]
    grant(person, "DA", unit)
    client.force_login(person)
    session = client.session
    session["acting_role"] = "DA"
    session.save()

    assert client.get("/home/").status_code == 302


def test_whom_the_campus_vouched_for_needs_no_second_factor_of_the_portal(client, people, settings):
    settings.MFA_REQUIRED_ROLES = ["IOT"]
    client.force_login(people["IOT"])
    session = client.session
    session["signed_in_by_campus"] = True
    session.save()

    assert client.get("/home/").status_code == 200
