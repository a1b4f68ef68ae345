"""Who looked at certificates from outside: checks by the public and downloads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate


class VerificationCheck(models.Model):
    """One question to the public verification page: when, from where (hashed) and what was answered (§5.7)."""

    class Way(models.TextChoices):
        TOKEN = "token", _("QR code")  # noqa: S105 - the name of a way, not a secret
        NUMBER = "number", _("Number and name")
        FILE = "file", _("Uploaded file")

    class Result(models.TextChoices):
        VALID = "valid", _("Valid")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")
        EXPIRED = "expired", _("Expired")
        NO_MATCH = "no_match", _("No matching certificate")
        SAME = "same", _("Same as the archived file")
        DIFFERENT = "different", _("Different from the archived file")
        LIMITED = "limited", _("Too many questions")

    at = models.DateTimeField(_("at"), auto_now_add=True)
    way = models.CharField(_("way"), max_length=6, choices=Way)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    address_hash = models.CharField(_("address (hashed)"), max_length=64)
    certificate = models.ForeignKey(
        Certificate,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="checks",
        verbose_name=_("certificate"),
    )

    class Meta:
        verbose_name = _("verification check")
        verbose_name_plural = _("verification checks")
        indexes = [
            models.Index(fields=["address_hash", "at"], name="checks_of_address"),
            models.Index(fields=["certificate", "at"], name="checks_of_certificate"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.result}"


class CertificateDownload(models.Model):
    """One download of an original PDF, by a person signed in or through an expiring link (CT-15)."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="downloads", verbose_name=_("certificate")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty when the holder used a link."),
    )
    address_hash = models.CharField(_("address (hashed)"), max_length=64)

    class Meta:
        verbose_name = _("certificate download")
        verbose_name_plural = _("certificate downloads")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.certificate_id} {self.at:%Y-%m-%d %H:%M}"
