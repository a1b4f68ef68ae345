"""Certificates: types, templates, batches, the register, and how the public checks them."""

from certificates.models.batch import BatchFile, CertificateBatch
from certificates.models.certificate import Certificate
from certificates.models.kind import CertificateType
from certificates.models.revocation import Revocation
from certificates.models.template import CertificateTemplate
from certificates.models.verification import CertificateDownload, VerificationCheck

__all__ = [
    "BatchFile",
    "Certificate",
    "CertificateBatch",
    "CertificateDownload",
    "CertificateTemplate",
    "CertificateType",
    "Revocation",
    "VerificationCheck",
]
