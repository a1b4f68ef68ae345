"""The app accounts."""

import importlib

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare
from core.work import declare_events, declare_source


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        # Its models need every app to be loaded.
        from auditlog.registry import auditlog  # noqa: PLC0415

        for module in ("accounts.permissions", "accounts.sign_in"):
            importlib.import_module(module)
        # What is typed as a secret never reaches the history.
        auditlog.register(
            self.get_model("User"),
            exclude_fields=["last_login", "version", "updated_at"],
            mask_fields=["password"],
        )
        auditlog.register(self.get_model("Unit"), exclude_fields=["version", "updated_at"])
        auditlog.register(self.get_model("RoleGrant"))
        auditlog.register(self.get_model("Delegation"))
        auditlog.register(self.get_model("Person"), exclude_fields=["version", "updated_at"])
        auditlog.register(
            self.get_model("IdentityDocument"),
            exclude_fields=["version", "updated_at"],
            mask_fields=["number", "number_hash"],
        )
        declare(
            "accounts",
            _("Administration"),
            Item(_("Users and roles"), "user-list", "users"),
            Item(_("Delegations"), "delegation-list", "handshake"),
            Item(_("Data repair"), "admin:index", "settings"),
            order=90,
        )
        declare_events(
            "accounts",
            {
                "delegate": _("Delegated"),
                "end": _("Ended"),
                "grant": _("Granted"),
                "reset_second_factor": _("Second factor reset"),
            },
        )
        declare_source(
            "accounts.User",
            _("Users"),
            lambda words: (
                Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(email__istartswith=words)
            ),
            lambda user: f"{user} · {user.email}",
            permission="accounts.change_user",
        )
