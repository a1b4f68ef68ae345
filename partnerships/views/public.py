"""The public pages of partnerships."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class PartnerDirectory(TemplateView):
    """The partner institutions, for the public."""

    template_name = "partnerships/partner_directory.html"


@method_decorator(login_not_required, name="dispatch")
class LabDirectory(TemplateView):
    """The joint laboratories, for the public."""

    template_name = "partnerships/lab_directory.html"
