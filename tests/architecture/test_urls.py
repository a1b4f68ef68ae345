"""Every address is declared, every role reaches what is declared for it and nothing else."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path, resolve

from core.access import access_table, access_to
from core.management.commands.list_urls import addresses
from core.middleware import AccessMiddleware
from tests.conftest import ROLES

ADDRESSES = sorted(set(addresses()))
# Addresses that stand only where the installation has what they need.
OPTIONAL = {"cas_ng_login", "cas_ng_logout", "javascript-catalog"}
LIBRARY_PAGES = ("account_", "mfa_", "openid_connect_")
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
FILLED_IN = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}

PUBLIC_PAGES = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "calendar-feed",
    "healthz",
    "lab-directory",
    "mfa_authenticate",
    "openid_connect_callback",
    "openid_connect_login",
    "partner-directory",
    "programme-directory",
    "programme-public",
    "publicity",
    "objection-create",
    "certificate-link",
    "calls-feed",
    "contact",
    "deadlines-calendar",
    "how-to-apply",
    "news",
    "news-detail",
    "open-data",
    "open-data-file",
    "public-home",
    "sitemap",
    "verify-file",
    "verify-short",
    "readyz",
    "set_language",
    "socialaccount_login_cancelled",
    "training-check-in",
    "training-complaint",
    "training-complaint-track",
    "training-consent",
    "training-disclosure",
    "training-item",
    "training-item-file",
    "training-public",
    "training-register",
    "training-registration",
    "training-survey",
    "training-survey-code",
    "verify",
    "verify-token",
}


def concrete(route):
    """A path that the route matches."""
    route = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)", "x", route.replace("^", "").replace("$", ""))
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda match: FILLED_IN[match[1] or "str"], route)


def own(name):
    return not name.startswith("admin:")


OWN = [(name, concrete(route)) for name, route in ADDRESSES if own(name)]


def test_every_address_is_declared():
    assert [name or route for name, route in ADDRESSES if access_to(name) is None] == []


def test_every_declared_address_exists():
    names = {name for name, _route in ADDRESSES}

    assert {
        name for name in access_table() if name not in names and not name.endswith("*")
    } - OPTIONAL == set()


def test_every_address_has_a_name():
    assert [route for name, route in ADDRESSES if not name] == []


def test_an_undeclared_address_is_refused(rf: RequestFactory, people):
    request = rf.get("/stray/")
    request.user = people["DIR"]
    stray = path("stray/", lambda request: HttpResponse("open"), name="stray")
    request.resolver_match = stray.resolve("stray/")

    with pytest.raises(PermissionDenied):
        AccessMiddleware(lambda request: None).process_view(request, stray.callback, (), {})


def test_the_pages_without_sign_in_are_these():
    public = set()
    for name, address in OWN:
        view = resolve(address).func
        if not getattr(view, "login_required", True) and access_to(name).methods:
            public.add(name)

    assert public == PUBLIC_PAGES


def test_what_is_declared_public_needs_no_sign_in():
    declared = {name for name, access in access_table().items() if access.is_public} - OPTIONAL

    assert declared == PUBLIC_PAGES


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_is_declared_for_it_and_nothing_else(client, people, role):
    client.raise_request_exception = True
    client.force_login(people[role])
    wrong = []
    for name, address in OWN:
        if name == "account_logout":
            continue
        access = access_to(name)
        status = client.get(address).status_code
        if "GET" not in access.methods.split(","):
            expected = {405}
        elif access.admits({role}):
            # 403, 404 and 410: the role may come here, but not to record 1, which does not exist; and the library's
            # own pages answer so to whoever has no second factor or password yet.
            is_bare = name.startswith(LIBRARY_PAGES) or re.search(r"/(1|x|0{8}[-\w]+)[/.]", address)
            expected = {200, 302, 403, 404, 410} if is_bare else {200, 302}
        else:
            expected = {404}
        if status not in expected:
            wrong.append((name, address, status))

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_methods_that_are_not_declared_are_refused(client, people, role):
    client.force_login(people[role])
    wrong = []
    for name, address in OWN:
        allowed = access_to(name).methods.split(",")
        for method in METHODS:
            if method not in allowed:
                status = client.generic(method, address).status_code
                if status != 405:
                    wrong.append((name, method, status))

    assert wrong == []


def test_a_stranger_is_led_to_the_sign_in_page(client, db):
    wrong = []
    for name, address in OWN:
        access = access_to(name)
        if access.is_public or "GET" not in access.methods:
            continue
        response = client.get(address)
        if response.status_code != 302 or not response.url.startswith("/accounts/login/"):
            wrong.append((name, response.status_code))

    assert wrong == []


def test_every_admin_address_is_for_system_administrators():
    assert {access_to(name).roles == {"SYS"} for name, _route in ADDRESSES if name.startswith("admin:")} == {
        True
    }


def test_the_language_switch_stays_on_the_same_page(client, db):
    response = client.post("/language/setlang/", {"language": "en", "next": "/partners/"})

    assert (response.status_code, response.url) == (302, "/partners/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
