"""The administration site itself."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

PERMISSION = "core.repair_record"


class PortalAdminSite(admin.AdminSite):
    """Knows only admin classes that keep the rules of PortalAdmin; libraries do not add pages of their own."""

    site_header = _("Data repair")
    site_title = _("Data repair")
    index_title = _("What may be repaired")
    site_url = "/home/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is not None and getattr(admin_class, "keeps_the_rules", False):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: Any) -> bool:
        return request.user.is_active and request.user.has_perm(PERMISSION)

    def login(self, request: Any, extra_context: Any = None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context)
