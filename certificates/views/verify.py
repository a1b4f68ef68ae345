"""The public page on which anybody can check a certificate (§5.7)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View

from certificates import actions
from certificates.documents import public_facts
from certificates.forms import FileComparisonForm, VerificationForm
from certificates.models import Certificate

PAGE = "certificates/verify.html"


def address_of(request: Any) -> str:
    """Where the question comes from, behind as many proxies as the installation trusts."""
    return get_adapter().get_client_ip(request) or "unknown"


@method_decorator(login_not_required, name="dispatch")
class PublicPage(View):
    """A page for strangers: no sign-in, no search engines, no cache."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        # Not stricter: without an origin of its own the form would not come back from a real browser.
        response["Referrer-Policy"] = "same-origin"
        return response

    def answer(self, verdict: actions.Verdict, **context: Any) -> HttpResponse:
        """The verdict with the printed fields; the same page and status for every kind of no match (EC-88)."""
        found = verdict.certificate
        shown: dict[str, Any] = {
            "verdict": verdict,
            "form": VerificationForm(),
            "is_found": found is not None,
        }
        if found is not None:
            shown |= {"certificate": found, "facts": public_facts(found), "file_form": FileComparisonForm()}
        context = shown | context
        return render(self.request, PAGE, context, status=429 if verdict.is_limited else 200)


class Verify(PublicPage):
    """Number and name."""

    def get(self, request: Any) -> HttpResponse:
        return render(request, PAGE, {"form": VerificationForm()})

    def post(self, request: Any) -> HttpResponse:
        form = VerificationForm(request.POST)
        if not form.is_valid():
            return render(request, PAGE, {"form": form}, status=422)
        verdict = actions.verify_number(**form.cleaned_data, address=address_of(request))
        return self.answer(verdict, form=form)


class VerifyToken(PublicPage):
    """The address in the QR code."""

    def get(self, request: Any, token: str) -> HttpResponse:
        return self.answer(actions.verify_token(token, address=address_of(request)))


class VerifyFile(PublicPage):
    """Whether a PDF is the archived one; the file is compared and thrown away."""

    def post(self, request: Any, token: str) -> HttpResponse:
        certificate = Certificate.objects.verifiable().select_related("batch__certificate_type").filter(
            token=token[:64]
        ).first()  # fmt: skip
        if certificate is None:
            return redirect("verify")
        form = FileComparisonForm(request.POST, request.FILES)
        state = actions.state_of(certificate)
        if not form.is_valid():
            return self.answer(state, file_form=form)
        comparison = actions.compare_file(certificate, form.cleaned_data["file"], address=address_of(request))
        if comparison.is_limited:
            return self.answer(comparison)
        return self.answer(state, comparison=comparison)
