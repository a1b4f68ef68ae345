"""The register of certificates (发证登记册): one row a certificate, unchangeable once it has a number."""

import secrets
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.roles import is_finance, is_office_staff, sees_everything, units_of
from certificates.models.batch import CertificateBatch
from certificates.models.kind import CertificateType
from certificates.models.template import CertificateTemplate
from core.fields import EncryptedTextField
from core.models import Record
from core.text import field_label, is_han, search_key

# What is printed, or proves what was printed: frozen from the moment the number is given.
PRINTED_FIELDS = (
    "batch_id",
    "certificate_type_id",
    "unit_id",
    "name_zh",
    "name_latin",
    "identity_number",
    "last4",
    "dob",
    "nationality_zh",
    "nationality_en",
    "details",
    "number",
    "face_number",
    "year",
    "sequence",
    "issued_on",
    "valid_until",
    "replaces_id",
    "token",
)
# What is written once, when the PDF is stored.
STORED_FIELDS = ("pdf", "sha256", "is_signed", "printed", "template_id", "issued_at")


class ImmutableCertificate(ValidationError):
    """Somebody tried to rewrite a certificate that has its number."""


def new_token():
    """144 random bits for the QR code: never derived from the number (§5.7)."""
    return secrets.token_urlsafe(18)


def searchable(text):
    """The search key with every ideograph spelt as its code, so that a trigram index finds single characters.

    A trigram index knows letters and figures only: one or two Chinese characters would give it nothing to hold.
    """
    return "".join(f"x{ord(char):x}" if is_han(char) else char for char in search_key(text))


def private_pdf_path(certificate, _filename):
    """A name made by the server; the number is in the register, not on the disk."""
    return f"certificates/{certificate.year}/{uuid.uuid4().hex}.pdf"


class CertificateQuerySet(models.QuerySet):
    """Finds certificates."""

    def visible_to(self, user):
        """All for the office and those who read everything; one's own unit for its admin and head (§7.2)."""
        if is_office_staff(user) or sees_everything(user) or is_finance(user):
            return self.all()
        return self.filter(unit__in=units_of(user, Role.DEPARTMENT_ADMIN, Role.DEPARTMENT_HEAD))

    def numbered(self):
        """The rows of the register: everything that ever had a number, voided ones included (CT-03)."""
        return self.filter(number__isnull=False)

    def living(self):
        return self.exclude(status=Certificate.Status.VOID)

    def without_pdf(self):
        """What the worker still has to make."""
        return self.filter(status=Certificate.Status.APPROVED, number__isnull=False, sha256="")

    def verifiable(self):
        """What the public may be told about."""
        return self.filter(status__in=Certificate.PUBLIC_STATUSES)

    def holder_like(self, text):
        """Certificates whose holder's name, either spelling, contains the text."""
        return self.filter(search_text__contains=searchable(text))


class Certificate(Record):
    """One certificate of one holder, with everything that is printed on it."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        CHECKED = "checked", _("Checked")
        APPROVED = "approved", _("Approved")
        ISSUED = "issued", _("Issued")
        DELIVERED = "delivered", _("Delivered")
        REVOKED = "revoked", _("Revoked")
        SUPERSEDED = "superseded", _("Superseded")
        VOID = "void", _("Void")

    STATUS_TONES = {"delivered": "green", "approved": "blue"}
    PUBLIC_STATUSES = (Status.ISSUED, Status.DELIVERED, Status.REVOKED, Status.SUPERSEDED)

    class Delivery(models.TextChoices):
        IN_PERSON = "in_person", _("Collected in person")
        BY_UNIT = "by_unit", _("Handed over through the unit")
        POST = "post", _("By post")
        ELECTRONIC = "electronic", _("Electronically")

    batch = models.ForeignKey(
        CertificateBatch, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("batch")
    )
    certificate_type = models.ForeignKey(
        CertificateType,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("certificate type"),
    )
    template = models.ForeignKey(
        CertificateTemplate,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="certificates",
        verbose_name=_("template version"),
    )
    unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.REQUESTED, editable=False
    )
    source_key = models.CharField(_("source row"), max_length=80, blank=True, editable=False)
    position = models.PositiveIntegerField(_("row"), default=0, editable=False)

    name_zh = models.CharField(_("name (Chinese)"), max_length=100, blank=True)
    name_latin = models.CharField(_("name (Latin letters)"), max_length=150, blank=True)
    identity_number = EncryptedTextField(_("identity number"), blank=True)
    last4 = models.CharField(_("last four of the identity number"), max_length=4, blank=True)
    dob = models.DateField(_("date of birth"), null=True, blank=True)
    nationality_zh = models.CharField(_("nationality (Chinese)"), max_length=60, blank=True)
    nationality_en = models.CharField(_("nationality (English)"), max_length=100, blank=True)
    details = models.JSONField(_("further printed texts"), default=dict, blank=True)
    search_text = models.CharField(max_length=1600, blank=True, editable=False)

    number = models.CharField(_("number"), max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001
    face_number = models.CharField(_("number on the Chinese side"), max_length=80, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    sequence = models.PositiveIntegerField(_("number in the year"), null=True, editable=False)
    token = models.CharField(_("QR token"), max_length=40, unique=True, default=new_token, editable=False)
    issued_on = models.DateField(_("date of issue"), null=True, editable=False)
    issued_at = models.DateTimeField(_("issued at"), null=True, editable=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, editable=False)

    pdf = models.FileField(_("PDF"), upload_to=private_pdf_path, blank=True, max_length=120, editable=False)
    sha256 = models.CharField(_("fingerprint of the PDF"), max_length=64, blank=True, editable=False)
    is_signed = models.BooleanField(_("digitally signed (PAdES)"), default=False, editable=False)
    printed = models.JSONField(_("texts as printed"), default=dict, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    render_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=400, blank=True, editable=False)

    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="replacements",
        verbose_name=_("replaces"),
    )
    reason = models.CharField(_("reason of the status"), max_length=400, blank=True, editable=False)
    status_on = models.DateField(_("status since"), null=True, editable=False)
    copies = models.PositiveSmallIntegerField(_("copies"), default=1)
    delivery = models.CharField(_("delivered by"), max_length=12, choices=Delivery, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=200, blank=True)
    paper_returned_on = models.DateField(_("old paper returned on"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            # CT-01: one sequence per type and year.
            models.UniqueConstraint(
                fields=["certificate_type", "year", "sequence"], name="sequence_once_per_type_and_year"
            ),
            # CT-11: never twice for the same registration.
            models.UniqueConstraint(
                fields=["certificate_type", "source_key"],
                condition=~Q(status="void") & ~Q(source_key="") & Q(replaces__isnull=True),
                name="one_certificate_per_registration",
            ),
            models.UniqueConstraint(fields=["replaces"], condition=~Q(status="void"), name="replaced_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["issued", "delivered", "revoked", "superseded"])
                | (Q(number__isnull=False) & ~Q(sha256="")),
                name="issued_means_numbered_and_stored",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, sequence__isnull=True)
                | Q(
                    number__isnull=False, sequence__isnull=False, year__isnull=False, issued_on__isnull=False
                ),
                name="number_and_sequence_together",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "position", "id"], name="certificates_of_batch"),
            models.Index(fields=["unit", "-id"], name="certificates_of_unit"),
            models.Index(fields=["status", "-id"], name="certificates_by_status"),
            models.Index(fields=["certificate_type", "year", "-id"], name="certificates_by_type"),
            models.Index(fields=["year", "-id"], name="certificates_by_year"),
            models.Index(fields=["sha256"], name="certificates_by_sha256"),
            models.Index(fields=["source_key"], name="certificates_by_source"),
        ]

    def __str__(self):
        return self.number or self.holder

    def get_absolute_url(self):
        return reverse("certificate-detail", args=[self.pk])

    # What the database holds of a certificate that has its number.
    _as_stored: dict | None = None

    @classmethod
    def from_db(cls, db, field_names, values):  # type: ignore[override]  # the stubs know a later Django
        instance = super().from_db(db, field_names, values)
        loaded = dict(zip(field_names, values, strict=False))
        instance._as_stored = loaded if loaded.get("number") else None
        return instance

    def save(self, *args, **kwargs):
        self.refuse_rewriting(kwargs.get("update_fields"))
        self.search_text = searchable(self.name_zh) + " " + searchable(self.name_latin)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ImmutableCertificate(
            _("A certificate stays in the register; void or revoke it instead (CT-03).")
        )

    def refuse_rewriting(self, update_fields=None):
        """What is printed never changes again; the database refuses the same (EC-85)."""
        stored = getattr(self, "_as_stored", None)
        if not stored:
            return
        frozen = PRINTED_FIELDS + (STORED_FIELDS if stored.get("sha256") else ())
        for name in frozen:
            is_saved = update_fields is None or name.removesuffix("_id") in update_fields
            if is_saved and name in stored and getattr(self, name) != stored[name]:
                raise ImmutableCertificate(
                    _(
                        "%(field)s of an issued certificate cannot be changed: correct it by a new certificate."
                    ),
                    params={"field": field_label(self, name.removesuffix("_id"))},
                )

    @property
    def holder(self):
        return self.name_zh or self.name_latin

    @property
    def is_public(self):
        return self.status in self.PUBLIC_STATUSES

    @property
    def is_valid(self):
        return self.status in {self.Status.ISSUED, self.Status.DELIVERED}

    @property
    def is_expired(self):
        return bool(self.valid_until and self.valid_until < timezone.localdate())

    @property
    def replaced_by(self):
        """The certificate that took the place of this one, if it has been issued."""
        return self.replacements.exclude(status=self.Status.VOID).first()

    @property
    def masked_identity(self):
        return f"····{self.last4}" if self.last4 else ""
