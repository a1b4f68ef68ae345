"""What a system administrator may repair of certificates: types; everything issued is read-only."""

from django.contrib import admin

from certificates.models import (
    BatchFile,
    Certificate,
    CertificateBatch,
    CertificateDownload,
    CertificateTemplate,
    CertificateType,
    Revocation,
    VerificationCheck,
)
from core.admin import PortalAdmin, ReadOnlyAdmin


@admin.register(CertificateType)
class CertificateTypeAdmin(PortalAdmin):
    """Types: names, who may ask, the pattern of numbers."""

    list_display = ["code", "name_zh", "name_en", "desk", "approver", "is_active"]


@admin.register(CertificateTemplate)
class CertificateTemplateAdmin(ReadOnlyAdmin):
    """Versions of pages; they change by the office's own steps only."""

    list_display = ["certificate_type", "number", "status"]


@admin.register(CertificateBatch)
class CertificateBatchAdmin(ReadOnlyAdmin):
    """Batches and their progress."""

    list_display = ["title_zh", "certificate_type", "status", "total", "done", "failed"]
    list_filter = ["status", "certificate_type"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """The register: nothing in it is repaired, a new certificate corrects (CT-13)."""

    list_display = ["number", "certificate_type", "status", "issued_on"]
    list_filter = ["status", "certificate_type", "year"]
    search_fields = ["number"]
    exclude = ["identity_number", "token"]


@admin.register(Revocation)
class RevocationAdmin(ReadOnlyAdmin):
    """Revocations asked for and decided."""

    list_display = ["certificate", "reason", "status"]


@admin.register(BatchFile)
class BatchFileAdmin(ReadOnlyAdmin):
    """Files made of batches."""

    list_display = ["batch", "kind", "run_state", "size"]


@admin.register(VerificationCheck)
class VerificationCheckAdmin(ReadOnlyAdmin):
    """Questions to the public page."""

    list_display = ["at", "way", "result"]
    list_filter = ["way", "result"]


@admin.register(CertificateDownload)
class CertificateDownloadAdmin(ReadOnlyAdmin):
    """Downloads of originals (CT-15)."""

    list_display = ["at", "certificate", "by"]
