"""The texts that fill a certificate's template (§5.4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate, CertificateBatch, CertificateType
from core.dates import chinese_date, english_date

DISCLAIMER_ZH = "本证书仅证明持证人完成上述非学历教育培训，不作为学历、学位凭证。"
DISCLAIMER_EN = (
    "This certificate attests completion of a non-degree training course and does not constitute "
    "an academic degree or diploma."
)

# The names a template may use, and what stands there: an officer sees this list beside the editor.
PLACEHOLDERS = {
    "number": _("certificate number"),
    "face_number": _("number on the Chinese side"),
    "name_zh": _("name (Chinese)"),
    "name_latin": _("name (Latin letters)"),
    "last4": _("last four of the identity number"),
    "dob_zh": _("date of birth (Chinese)"),
    "dob_en": _("date of birth (English)"),
    "nationality_zh": _("nationality (Chinese)"),
    "nationality_en": _("nationality (English)"),
    "title_zh": _("title (Chinese)"),
    "title_en": _("title (English)"),
    "unit_zh": _("unit as printed (Chinese)"),
    "unit_en": _("unit as printed (English)"),
    "start_zh": _("from day (Chinese)"),
    "end_zh": _("until day (Chinese)"),
    "start_en": _("from day (English)"),
    "end_en": _("until day (English)"),
    "hours": _("class hours"),
    "issued_zh": _("date of issue (Chinese)"),
    "issued_en": _("date of issue (English)"),
    "type_zh": _("certificate type (Chinese)"),
    "type_en": _("certificate type (English)"),
    "issuer_zh": _("issuer (Chinese)"),
    "issuer_en": _("issuer (English)"),
    "university_zh": _("university (Chinese)"),
    "university_en": _("university (English)"),
    "disclaimer_zh": _("disclaimer (Chinese)"),
    "disclaimer_en": _("disclaimer (English)"),
    "reissue_zh": _("note of re-issue (Chinese)"),
    "reissue_en": _("note of re-issue (English)"),
    "verify_url": _("address of the verification page (QR code)"),
    "verify_page": _("address to type for verification"),
}


def verification_url(certificate: Certificate) -> str:
    """The short address in the QR code; the domain comes from the settings (§5.7)."""
    return settings.SITE_URL.rstrip("/") + reverse("verify-short", args=[certificate.token])


def printed_values(certificate: Certificate, batch: CertificateBatch) -> dict[str, str]:
    """Every text of the page; a name without a text prints nothing, and the dry run says what is missing."""
    kind = batch.certificate_type
    issued_on = certificate.issued_on or timezone.localdate()
    number = certificate.number or sample_number(kind, issued_on.year)
    values = {
        "number": number,
        "face_number": certificate.face_number or kind.face_number(issued_on.year, 1) or number,
        "name_zh": certificate.name_zh or certificate.name_latin,
        # The spelling of the passport is never guessed (EC-06): without one the name stands as recorded.
        "name_latin": certificate.name_latin or certificate.name_zh,
        "last4": certificate.last4,
        **_day("dob", certificate.dob),
        "nationality_zh": certificate.nationality_zh,
        "nationality_en": certificate.nationality_en,
        "title_zh": batch.title_zh,
        "title_en": batch.title_en,
        "unit_zh": batch.unit_zh,
        "unit_en": batch.unit_en,
        **_day("start", batch.start_on),
        **_day("end", batch.end_on),
        "hours": plain_number(batch.hours),
        **_day("issued", issued_on),
        "type_zh": kind.name_zh,
        "type_en": kind.name_en,
        **issuer_of(batch),
        "university_zh": settings.UNIVERSITY_NAME_ZH,
        "university_en": settings.UNIVERSITY_NAME_EN,
        "disclaimer_zh": DISCLAIMER_ZH if kind.is_non_degree else "",
        "disclaimer_en": DISCLAIMER_EN if kind.is_non_degree else "",
        **reissue_note(certificate, batch),
        "verify_url": verification_url(certificate),
        "verify_page": settings.SITE_URL.rstrip("/") + reverse("verify"),
    }
    own = {name: str(text) for name, text in {**batch.details, **certificate.details}.items()}
    return own | values


def _day(name: str, day: date | None) -> dict[str, str]:
    return {f"{name}_zh": chinese_date(day) if day else "", f"{name}_en": english_date(day) if day else ""}


def plain_number(hours: Decimal | None) -> str:
    """16 rather than 16.0, but 16.5."""
    return "" if hours is None else f"{Decimal(hours).normalize():f}"


def issuer_of(batch: CertificateBatch) -> dict[str, str]:
    """In whose name the certificate stands (§5.1)."""
    issuers = CertificateType.Issuer
    office = f"{settings.UNIVERSITY_NAME_ZH}{settings.OFFICE_NAME_ZH}"
    office_en = f"{settings.OFFICE_NAME_EN}, {settings.UNIVERSITY_NAME_EN}"
    match batch.certificate_type.issuer:
        case issuers.SCHOOL:
            return {"issuer_zh": settings.UNIVERSITY_NAME_ZH, "issuer_en": settings.UNIVERSITY_NAME_EN}
        case issuers.UNIT_AND_OFFICE:
            return {"issuer_zh": f"{batch.unit_zh} {office}", "issuer_en": f"{batch.unit_en}; {office_en}"}
        case issuers.HOST:
            return {"issuer_zh": batch.unit_zh, "issuer_en": batch.unit_en}
    return {"issuer_zh": office, "issuer_en": office_en}


def reissue_note(certificate: Certificate, batch: CertificateBatch) -> dict[str, str]:
    """补发 with the first date of issue, on a certificate that replaces a lost one (CT-13)."""
    first = certificate.replaces.issued_on if certificate.replaces else None
    if batch.kind != batch.Kind.LOSS or first is None:
        return {"reissue_zh": "", "reissue_en": ""}
    return {
        "reissue_zh": f"补发(原证书签发日期:{chinese_date(first)})",
        "reissue_en": f"Re-issued; first issued on {english_date(first)}",
    }


def sample_number(kind: CertificateType, year: int) -> str:
    """A number as wide as a real one, for proofs."""
    return f"{settings.UNIVERSITY_CODE}-{kind.code}-{year}-000000-X"


def sample_values(kind: CertificateType) -> dict[str, str]:
    """A holder who does not exist, for the preview of a template."""
    batch = CertificateBatch(
        certificate_type=kind,
        title_zh="人工智能与气象大数据国际研修班",
        title_en="International Workshop on Artificial Intelligence and Meteorological Big Data",
        unit_zh="大气科学学院",
        unit_en="College of Atmospheric Sciences",
        start_on=date(2026, 7, 6),
        end_on=date(2026, 7, 17),
        hours=Decimal(64),
    )
    holder = Certificate(
        name_zh="欧阳娜娜",
        name_latin="OUYANG Nana",
        last4="002X",
        dob=date(1999, 10, 1),
        nationality_zh="中国",
        nationality_en="China",
    )
    return printed_values(holder, batch)
