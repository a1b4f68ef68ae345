"""Charts as pictures of their own: shown by an image element, under a policy of their own."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse

# A chart brings its own style sheet; nothing in it may run or load.
POLICY = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": []}


def svg_response(picture: bytes) -> HttpResponse:
    """The chart, as only an image element reads it."""

    @csp_replace(POLICY)
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(picture, content_type="image/svg+xml")

    nobody: Any = None
    response = answer(nobody)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=60"
    return response
