"""Taking a certificate back: asked for by the desk, decided by the director."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certificates.models.certificate import Certificate
from core.models import Record


class RevocationQuerySet(models.QuerySet):
    """Finds revocations."""

    def visible_to(self, user):
        return self.filter(certificate__in=Certificate.objects.visible_to(user))

    def awaiting(self, user):
        if not user.has_perm("certificates.approve_revocation", Revocation(requested_by=None)):
            return self.none()
        return self.filter(status=Revocation.Status.REQUESTED).exclude(requested_by=user)


class Revocation(Record):
    """The wish to revoke a certificate; the certificate falls when the director agrees (CT-12)."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Certificate revoked")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    STATUS_TONES = {"approved": "red", "declined": "grey"}

    class Reason(models.TextChoices):
        ERROR = "error", _("Issued in error")
        FRAUD = "fraud", _("Fraud")
        NOT_COMPLETED = "not_completed", _("Course not completed")
        REQUEST = "request", _("At the holder's request")

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="revocations", verbose_name=_("certificate")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.REQUESTED, editable=False
    )
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    explanation = models.TextField(_("explanation"), max_length=2000)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("requested by"),
    )

    objects = RevocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(status__in=["requested", "approved"]),
                name="one_open_revocation_per_certificate",
            )
        ]

    def __str__(self):
        return f"{self.certificate} · {self.get_reason_display()}"

    def get_absolute_url(self):
        return reverse("revocation-detail", args=[self.pk])

    @property
    def authors(self):
        return {self.requested_by_id}

    @property
    def unit_id(self):
        return self.certificate.unit_id

    def barred_from(self, step, user):
        """SOD-4: whoever made or checked the batch does not revoke from it."""
        batch = self.certificate.batch
        if step.decides and user.pk in {batch.requested_by_id, batch.checked_by_id}:
            return _("You made or checked this batch: somebody else must decide on the revocation (SOD-4).")
        return None
