"""Batches of certificates on their way from the request to the stored PDFs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_office_staff, sees_everything, units_of
from certificates.models.kind import CertificateType
from certificates.models.template import CertificateTemplate
from core.models import BackgroundRun, Record
from core.models.background import BackgroundRunQuerySet


def _person(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class CertificateBatchQuerySet(BackgroundRunQuerySet):
    """Finds batches."""

    def visible_to(self, user):
        if is_office_staff(user) or sees_everything(user):
            return self.all()
        return self.filter(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))

    def from_source(self, source):
        """The batches asked for by one class, meeting or other occasion, newest first."""
        return self.filter(source=source).order_by("-pk")

    def awaiting(self, user):
        """The batches whose next step this person may take."""
        status = CertificateBatch.Status
        waiting = Q(pk__in=[])
        for kind in CertificateType.objects.all():
            probe = CertificateBatch(certificate_type=kind)
            mine = Q(certificate_type=kind)
            if user.has_perm("certificates.check_certificatebatch", probe):
                waiting |= mine & Q(status=status.REQUESTED) & ~Q(requested_by=user)
                waiting |= mine & Q(status=status.APPROVED) & ~Q(requested_by=user) & ~Q(approved_by=user)
                waiting |= mine & Q(status=status.ISSUING, failed__gt=0)
            if user.has_perm("certificates.approve_certificatebatch", probe):
                waiting |= mine & Q(status=status.CHECKED) & ~Q(requested_by=user) & ~Q(checked_by=user)
        waiting |= Q(status=status.RETURNED, requested_by=user)
        return self.visible_to(user).filter(waiting)

    def in_progress_of(self, user):
        """The batches this person asked for that are not finished yet."""
        status = CertificateBatch.Status
        return self.filter(
            requested_by=user, status__in=[status.REQUESTED, status.CHECKED, status.APPROVED, status.ISSUING]
        )

    def drafts_of(self, user):
        """Batches that came back to the person who asked for them."""
        return self.filter(requested_by=user, status=CertificateBatch.Status.RETURNED)


class CertificateBatch(Record, BackgroundRun):
    """Certificates asked for together: checked, approved and issued as one (CT-10, CT-14)."""

    RUN_TASK = "certificates.tasks.render_batch"

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        CHECKED = "checked", _("Checked")
        APPROVED = "approved", _("Approved")
        ISSUING = "issuing", _("Being issued")
        ISSUED = "issued", _("Issued")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")

    STATUS_TONES = {"issuing": "blue"}

    class Kind(models.TextChoices):
        FIRST = "first", _("First issue")
        CORRECTION = "correction", _("Correction")
        LOSS = "loss", _("Re-issue after loss")

    certificate_type = models.ForeignKey(
        CertificateType, on_delete=models.PROTECT, related_name="batches", verbose_name=_("certificate type")
    )
    template = models.ForeignKey(
        CertificateTemplate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="batches",
        verbose_name=_("template version"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.REQUESTED, editable=False
    )
    kind = models.CharField(_("occasion"), max_length=12, choices=Kind, default=Kind.FIRST)
    source = models.CharField(_("source"), max_length=80, db_index=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    unit_zh = models.CharField(_("unit as printed (Chinese)"), max_length=100)
    unit_en = models.CharField(_("unit as printed (English)"), max_length=150, blank=True)
    start_on = models.DateField(_("from day"), null=True, blank=True)
    end_on = models.DateField(_("until day"), null=True, blank=True)
    hours = models.DecimalField(_("class hours"), max_digits=6, decimal_places=1, null=True, blank=True)
    details = models.JSONField(_("further printed texts"), default=dict, blank=True)
    is_bilingual = models.BooleanField(_("in both languages"), default=True)
    checksum = models.CharField(_("checksum of the rows"), max_length=64, blank=True, editable=False)
    requested_by = _person(_("requested by"))
    checked_by = _person(_("checked by"))
    approved_by = _person(_("approved by"))
    issued_by = _person(_("issued by"))
    issued_on = models.DateField(_("date of issue"), null=True, blank=True, editable=False)

    objects = CertificateBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate batch")
        verbose_name_plural = _("certificate batches")
        indexes = [
            models.Index(fields=["unit", "-id"], name="batch_of_unit"),
            models.Index(fields=["status", "-id"], name="batch_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on__isnull=True)
                | Q(end_on__isnull=True)
                | Q(end_on__gte=models.F("start_on")),
                name="batch_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.certificate_type.code} · {self.title_zh}"

    def get_absolute_url(self):
        return reverse("certificatebatch-detail", args=[self.pk])

    @property
    def authors(self):
        return {self.requested_by_id}

    def barred_from(self, step, user):
        """SOD-4: maker, checker and approver of a batch are three people, whatever their roles."""
        persons = {user.pk, getattr(getattr(user, "acting_for", None), "pk", None)} - {None}
        others = {
            "check": {self.requested_by_id},
            "approve": {self.requested_by_id, self.checked_by_id},
            "issue": {self.requested_by_id, self.approved_by_id},
        }.get(step.verb, set())
        if persons & others:
            return _(
                "You already took part in this batch: maker, checker and approver are three people (SOD-4)."
            )
        return None


def private_file_path(_file, _filename):
    """A name made by the server: nothing of a title or a person reaches the disk."""
    return f"certificates/files/{uuid.uuid4().hex}"


class BatchFileQuerySet(BackgroundRunQuerySet):
    """Finds the files made of batches."""

    def visible_to(self, user):
        return self.filter(batch__in=CertificateBatch.objects.visible_to(user))


class BatchFile(BackgroundRun):
    """All certificates of a batch in one file, made in the background."""

    RUN_TASK = "certificates.tasks.make_batch_file"

    class Kind(models.TextChoices):
        ZIP = "zip", _("ZIP archive")
        PRINT = "print", _("One PDF for printing")

    batch = models.ForeignKey(
        CertificateBatch, on_delete=models.CASCADE, related_name="files", verbose_name=_("batch")
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    file = models.FileField(_("file"), upload_to=private_file_path, blank=True, max_length=120)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    requested_by = _person(_("requested by"))
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)

    objects = BatchFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a batch")
        verbose_name_plural = _("files of batches")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.batch} · {self.get_kind_display()}"

    @property
    def download_name(self):
        return f"batch-{self.batch_id}.{'zip' if self.kind == self.Kind.ZIP else 'pdf'}"
