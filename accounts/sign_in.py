"""How people sign in: closed sign-up, second factor, campus single sign-on matched by number."""

from __future__ import annotations

import io
import time
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_logged_in
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from core.fields import cipher
from core.views.fresh import SIGNED_IN_AT, is_fresh

CAMPUS_BACKEND = "accounts.sign_in.CampusCasBackend"
BY_CAMPUS = "signed_in_by_campus"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the office: nobody signs up, mail is sent by the portal's own address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *args: Any, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked again."""
        return not is_fresh(self.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of the second factor encrypted like every personal number."""

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        # The page shows it as a picture of its own, which needs the name space.
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=5, border=2, xmldecl=False, light="#fff")
        return out.getvalue().decode()


def find_by_number(number: str) -> User | None:
    """The active person with this staff or student number; campus e-mail addresses may be reused, numbers not."""
    number = number.strip()
    if not number:
        return None
    found = User.objects.active().filter(Q(staff_number=number) | Q(student_number=number))[:2]
    return found[0] if len(found) == 1 else None


class CampusAdapter(DefaultSocialAccountAdapter):
    """Campus sign-in by OpenID Connect for people the office already knows."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing:
            person = find_by_number(self.number_of(sociallogin.account))
            if person is None:
                messages.error(request, _("The portal does not know you yet. Ask the office for an account."))
                raise ImmediateHttpResponse(redirect("account_login"))
            sociallogin.connect(request, person)
        request.session[BY_CAMPUS] = True

    def number_of(self, account: Any) -> str:
        """The claim with the number, wherever the provider puts it."""
        claims = account.extra_data or {}
        for part in (claims, claims.get("userinfo") or {}, claims.get("id_token") or {}):
            if part.get(settings.OIDC_NUMBER_CLAIM):
                return str(part[settings.OIDC_NUMBER_CLAIM])
        return ""


class CampusCasBackend(ModelBackend):
    """Campus sign-in by CAS: the ticket names a staff or student number."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        *,
        ticket: str = "",
        service: str = "",
        **credentials: Any,
    ) -> User | None:
        if not ticket:
            return None
        # Only installations with a CAS server have its client.
        from django_cas_ng.utils import get_cas_client  # noqa: PLC0415

        number, _attributes, _pgtiou = get_cas_client(service_url=service, request=request).verify_ticket(
            ticket
        )
        return find_by_number(number or "")


def note_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Remember when this session began, and whether the campus vouched for the person."""
    request.session[SIGNED_IN_AT] = time.time()
    if getattr(user, "backend", "") == CAMPUS_BACKEND:
        request.session[BY_CAMPUS] = True


user_logged_in.connect(note_sign_in, dispatch_uid="note_sign_in")
