"""The app certificates."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.navigation import Item, declare
from core.policy import register
from core.work import declare_events, declare_source, declare_work


class CertificatesConfig(AppConfig):
    """Certificates."""

    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self):
        from auditlog.registry import auditlog

        from certificates import flow, models, permissions  # noqa: F401

        register(
            "certificates.checks_per_minute",
            20,
            "int",
            _("Verification: questions a minute from one address"),
        )
        register(
            "certificates.checks_per_day", 200, "int", _("Verification: questions a day from one address")
        )
        register(
            "certificates.checks_per_certificate", 60, "int", _("Verification: questions a minute about one")
        )
        register("certificates.link_days", 14, "int", _("Days a holder's download link is open"))
        register(
            "certificates.reissue_months", 12, "int", _("Months between two re-issues after loss (CT-13)")
        )
        declare(
            "certificates",
            _("Certificates"),
            Item(_("Batches"), "certificatebatch-list", "inbox"),
            Item(_("Register"), "certificate-list", "book"),
            Item(_("Revocations"), "revocation-list", "warning"),
            Item(_("Templates"), "certificatetemplate-list", "document"),
            order=40,
        )
        declare_work(
            "certificates.CertificateBatch",
            holders={
                "requested": _("Training desk"),
                "checked": _("Office director"),
                "approved": _("Training desk"),
                "issuing": _("The portal"),
                "returned": _("Whoever asked for it"),
            },
            related=("certificate_type",),
        )
        declare_source(
            "certificates.CertificateBatch",
            _("Certificate batches"),
            lambda words: Q(title_zh__icontains=words) | Q(title_en__icontains=words),
        )
        declare_source(
            "certificates.Certificate", _("Certificates"), lambda words: Q(number__istartswith=words), str
        )
        declare_events(
            "certificates",
            {
                "request": _("Requested"),
                "ask_revoke": _("Revocation asked for"),
                "print": _("Files for printing ordered"),
                "retry": _("Tried again"),
            },
        )
        for model in (models.CertificateType, models.CertificateTemplate, models.CertificateBatch):
            auditlog.register(model)
        auditlog.register(
            models.Certificate,
            mask_fields=["identity_number"],
            exclude_fields=["search_text", "claimed_at", "printed", "token"],
        )
        auditlog.register(models.Revocation)
