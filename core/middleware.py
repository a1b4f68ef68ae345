"""What every request passes: the text gate, the table of addresses, and a plain page when something breaks."""

from __future__ import annotations

import secrets

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from core.access import access_to, roles_of
from core.flow import FlowError
from core.text import is_forbidden

logger = structlog.get_logger(__name__)

LONGEST_PARAMETER = 4000


class IncidentMiddleware:
    """Gives each failure a number the person can tell the office, and each request one for the log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.incident = secrets.token_hex(4)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.incident)
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, OperationalError):
            # Another step holds the row, or the database is restarting: nothing was saved, try again.
            logger.warning("busy", error=type(error).__name__)
            response = render(request, "busy.html", status=503)
            response["Retry-After"] = "5"
            return response
        if isinstance(error, FlowError) and not isinstance(error, PermissionDenied):
            return render(request, "refused.html", {"message": error.message}, status=409)
        return None


class LanguageLinkMiddleware:
    """Lets an address name its language (`?lang=en`), so that search engines and feeds know both of each page."""

    LANGUAGES = {"zh-hans", "en"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.GET.get("lang", "").lower()
        if asked in self.LANGUAGES and request.method == "GET":
            translation.activate(asked)
            request.LANGUAGE_CODE = asked
        return self.get_response(request)


class TextGateMiddleware:
    """Refuses parameters that hold what no honest person types: NUL, control characters, endless text."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _is_clean(request.path_info, 2000) or not all(
            _is_clean(text, LONGEST_PARAMETER) for pair in request.GET.lists() for text in (pair[0], *pair[1])
        ):
            raise SuspiciousOperation("text gate")
        return self.get_response(request)


def _is_clean(text: str, limit: int) -> bool:
    return len(text) <= limit and not any(is_forbidden(char) and char not in "\t\r\n" for char in text)


class AccessMiddleware:
    """Refuses every address that is not declared for the person's roles."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        access = access_to(match.view_name)
        if access is None:
            logger.error("undeclared_address", address=match.view_name)
            raise PermissionDenied(_("This address is not open."))
        if request.method not in {"HEAD", "OPTIONS"} and request.method not in access.methods.split(","):
            return HttpResponseNotAllowed(access.methods.split(","))
        if access.is_public:
            return None
        if not request.user.is_authenticated:
            return None  # LoginRequiredMiddleware leads to the sign-in page
        if not access.admits(roles_of(request.user)):
            # Undisclosed: whether the page exists is nobody's business.
            raise Http404
        return None
