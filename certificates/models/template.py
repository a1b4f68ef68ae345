"""The versions of the page a certificate is printed on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import is_auditor, is_leader, is_office_staff, is_system_administrator
from certificates.models.kind import CertificateType
from core.models import Record


class CertificateTemplateQuerySet(models.QuerySet):
    """Finds template versions."""

    def visible_to(self, user):
        may = any(role(user) for role in (is_office_staff, is_leader, is_auditor, is_system_administrator))
        return self.all() if may else self.none()

    def in_force(self, kind):
        """The approved version of a type that new batches use, or None."""
        return (
            self.filter(certificate_type=kind, status=CertificateTemplate.Status.APPROVED)
            .order_by("-number")
            .first()
        )

    def awaiting(self, user):
        from_others = self.visible_to(user).filter(status=CertificateTemplate.Status.IN_REVIEW)
        may = user.has_perm("certificates.approve_certificatetemplate")
        return from_others.exclude(author=user) if may else self.none()


class CertificateTemplate(Record):
    """One version of a type's page; a change makes a new one, and a certificate keeps its own for ever (§5.3)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("In force")
        RETIRED = "retired", _("Retired")

    STATUS_TONES = {"retired": "grey"}

    certificate_type = models.ForeignKey(
        CertificateType,
        on_delete=models.PROTECT,
        related_name="templates",
        verbose_name=_("certificate type"),
    )
    number = models.PositiveIntegerField(_("version number"), editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False
    )
    html = models.TextField(_("page (HTML)"), max_length=60_000)
    css = models.TextField(_("style sheet (CSS)"), max_length=60_000, blank=True)
    changes = models.CharField(_("what is different"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )

    objects = CertificateTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ["certificate_type", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate_type", "number"], name="template_version_once_per_type"
            ),
            models.UniqueConstraint(
                fields=["certificate_type"],
                condition=Q(status="approved"),
                name="one_template_in_force_per_type",
            ),
        ]

    def __str__(self):
        return f"{self.certificate_type.code} v{self.number}"

    def get_absolute_url(self):
        return reverse("certificatetemplate-detail", args=[self.pk])

    @property
    def authors(self):
        return {self.author_id}

    @property
    def is_editable(self):
        return self.status in {self.Status.DRAFT, self.Status.RETURNED}
