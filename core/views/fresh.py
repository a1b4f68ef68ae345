"""A recent sign-in, asked for before anything that cannot be undone or shows personal numbers."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

SIGNED_IN_AT = "signed_in_at"


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who they are within the last minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    moments.append(request.session.get(SIGNED_IN_AT, 0))
    return time.time() - max(moments) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask_again(request: HttpRequest) -> HttpResponse:
    """Lead to the password or second factor and back; those whom only the campus knows sign in anew."""
    if get_reauthentication_flows(request.user):
        raise ReauthenticationRequired
    logout(request)
    return redirect_to_login(request.get_full_path())


class Fresh:
    """A page that, with `needs_fresh`, wants a recent sign-in."""

    needs_fresh = False

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.needs_fresh and not is_fresh(request):
            return ask_again(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # mixed into a view
