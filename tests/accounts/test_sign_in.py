"""Signing in, and what keeps others out."""

import time
from types import SimpleNamespace

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter as get_second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail

from accounts.models import User
from accounts.sign_in import BY_CAMPUS, CampusAdapter, find_by_number
from tests.factories.accounts import UserFactory

PASSWORD = "correct-horse-7"


@pytest.fixture
def person(db):
    user = UserFactory(staff_number="D100102")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_signing_in_by_e_mail_and_password_leads_home(client, person):
    response = sign_in(client, person.email)

    assert (response.status_code, response.url) == (302, "/home/")


def test_the_e_mail_address_may_be_written_in_capitals(client, person):
    assert sign_in(client, person.email.upper()).status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    wrong = sign_in(client, person.email, "wrong-password-1").context["form"].non_field_errors()
    unknown = sign_in(client, "nobody@example.org").context["form"].non_field_errors()

    assert (len(wrong), wrong) == (1, unknown)


def test_a_disabled_person_cannot_sign_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    sign_in(client, person.email)

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    assert (client.get("/accounts/signup/").status_code, client.post("/accounts/signup/").status_code) == (
        405,
        405,
    )


def test_many_wrong_passwords_close_one_account_for_a_while_and_no_other(client, person):
    neighbour = UserFactory()
    neighbour.set_password(PASSWORD)
    neighbour.save()

    for _attempt in range(6):
        sign_in(client, person.email, "wrong-password-1")
    blocked = sign_in(client, person.email).status_code
    same_address = sign_in(client, neighbour.email).status_code

    assert (blocked, same_address) == (200, 302)


def test_a_whole_campus_behind_one_address_can_sign_in(client, db):
    people = [UserFactory() for _number in range(60)]
    for user in people:
        user.set_password(PASSWORD)
    User.objects.bulk_update(people, ["password"])

    answers = set()
    for user in people:
        client.logout()
        answers.add(sign_in(client, user.email).status_code)

    assert answers == {302}


def test_a_forgotten_password_is_set_anew_by_a_link(client, person):
    client.post("/accounts/password/reset/", {"email": person.email})

    assert [message.to for message in mail.outbox] == [[person.email]]


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client, person):
    known = client.post("/accounts/password/reset/", {"email": person.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_the_address_after_signing_in_stays_on_this_site(client, person):
    response = client.post(
        "/accounts/login/?next=https://elsewhere.example/",
        {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert response.url == "/home/"


def test_the_second_factor_is_asked_for_and_its_secret_is_encrypted(client, person):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)

    first = sign_in(client, person.email)
    halfway = "_auth_user_id" in client.session
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/accounts/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, counter))})

    stored = Authenticator.objects.get(user=person).data["secret"]
    assert (first.url, halfway) == ("/accounts/2fa/authenticate/", False)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert secret not in stored
    assert get_second_factor().decrypt(stored) == secret


def test_signing_in_is_noted_with_its_moment(client, person):
    sign_in(client, person.email)

    assert time.time() - client.session["signed_in_at"] < 60


def test_find_by_number_finds_staff_and_students_and_nobody_twice(db):
    staff, student = UserFactory(staff_number="D7"), UserFactory(student_number="2026001")
    UserFactory(staff_number="X9"), UserFactory(student_number="X9")

    assert [find_by_number(number) for number in ("D7", " 2026001 ", "X9", "", "nobody")] == [
        staff,
        student,
        None,
        None,
        None,
    ]


def test_find_by_number_does_not_find_the_disabled(db):
    UserFactory(staff_number="D8", is_active=False)

    assert find_by_number("D8") is None


class FakeLogin:
    """What the library hands over after a campus sign-in."""

    def __init__(self, claims):
        self.account = SocialAccount(provider="openid_connect", uid="u1", extra_data=claims)
        self.is_existing = False
        self.connected = None

    def connect(self, request, user):
        self.connected = user


@pytest.fixture
def campus_request(rf):
    request = rf.get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    return request


@pytest.mark.parametrize("place", ["top", "userinfo", "id_token"])
def test_the_campus_is_matched_by_number_wherever_the_claim_stands(campus_request, person, place):
    claims = {"employee_number": "D100102"}
    login = FakeLogin(claims if place == "top" else {place: claims})

    CampusAdapter(campus_request).pre_social_login(campus_request, login)

    assert (login.connected, campus_request.session[BY_CAMPUS]) == (person, True)


def test_the_campus_is_not_matched_by_e_mail(campus_request, person):
    login = FakeLogin({"email": person.email, "employee_number": "unknown"})

    with pytest.raises(ImmediateHttpResponse):
        CampusAdapter(campus_request).pre_social_login(campus_request, login)

    assert login.connected is None


def test_the_campus_cannot_make_accounts(campus_request):
    assert CampusAdapter(campus_request).is_open_for_signup(campus_request, SimpleNamespace()) is False


@pytest.fixture
def stale(client):
    """Makes a signed-in session old."""

    def make_stale(user):
        client.force_login(user)
        session = client.session
        session["signed_in_at"] = time.time() - 3600
        session.save()

    return make_stale


def test_granting_a_role_asks_for_the_password_again_after_a_while(client, people, stale):
    administrator = people["SYS"]
    administrator.set_password(PASSWORD)
    administrator.save()
    stale(administrator)

    response = client.get(f"/accounts/users/{people['DA'].pk}/grant/")

    assert response.status_code == 302
    assert response.url.startswith("/accounts/reauthenticate/?next=")


def test_a_fresh_sign_in_grants_without_asking(client, people):
    client.force_login(people["SYS"])

    assert client.get(f"/accounts/users/{people['DA'].pk}/grant/").status_code == 200


def test_whoever_has_no_password_here_signs_in_anew(client, people, stale):
    administrator = people["SYS"]
    administrator.set_unusable_password()
    administrator.save()
    stale(administrator)

    response = client.get(f"/accounts/users/{people['DA'].pk}/grant/")

    assert response.url.startswith("/accounts/login/?next=")
    assert "_auth_user_id" not in client.session


def test_after_the_password_is_given_again_the_page_opens(client, people, stale):
    administrator = people["SYS"]
    administrator.set_password(PASSWORD)
    administrator.save()
    stale(administrator)
    page = f"/accounts/users/{people['DA'].pk}/grant/"

    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": page})

    assert client.get(page).status_code == 200


def test_the_code_to_scan_is_a_picture_of_its_own(db):
    picture = get_second_factor().build_totp_svg("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP")

    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_whoever_has_just_signed_in_sets_up_a_second_factor_without_the_password_again(client, person):
    sign_in(client, person.email)

    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_after_a_while_the_password_is_asked_for_before_a_second_factor(client, person, stale):
    stale(person)

    assert client.get("/accounts/2fa/totp/activate/").status_code == 302
