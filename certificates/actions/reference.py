"""The types and templates of certificates every installation starts with."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from certificates.models import CertificateTemplate, CertificateType
from core.flow import remember
from core.models import Attachment

# code: (zh, en, issuer, desk, approver, who may request, non-degree, months valid) - §5.1, §7.2
TYPES = {
    "NDE": ("非学历教育结业证书", "Certificate of Completion (Non-degree Education)",
            "office", "training", "director", ["DA"], True, None),
    "PAR": ("参加证明", "Certificate of Participation",
            "unit_and_office", "training", "director", ["DA", "IOT", "IOS", "IOV", "IOP", "IEC"], False, None),
    "EXP": ("聘书", "Letter of Appointment", "school", "visitors", "leader", ["IOV"], False, None),
    "INV": ("邀请函", "Invitation Letter", "school", "visitors", "director", ["IOV"], False, 3),
    "NOM": ("提名函", "Nomination Letter", "office", "students", "director", ["IOS"], False, None),
    "ATT": ("出国(境)学习证明", "Proof of Mobility", "office", "students", "director", ["IOS", "STU"], False, None),
    "CON": ("教学比赛获奖证书", "Contest Award", "school", "visitors", "director", ["IOV"], False, None),
    "CFT": ("会议参会/报告证明", "Conference Certificate", "host", "visitors", "director", ["DA"], False, None),
    "VIS": ("访问证明", "Visiting Certificate", "office", "visitors", "director", ["IOV", "IOP"], False, None),
}  # fmt: skip
FACE_PATTERNS = {"NDE": "成信非学结〔{year}〕第{seq}号"}


@transaction.atomic
def load_reference() -> None:
    """Put in the types that are missing; what the office has changed stays as it is."""
    for code, (zh, en, issuer, desk, approver, roles, is_non_degree, months) in TYPES.items():
        CertificateType.objects.get_or_create(
            code=code,
            defaults={
                "name_zh": zh,
                "name_en": en,
                "issuer": issuer,
                "desk": desk,
                "approver": approver,
                "request_roles": roles,
                "is_non_degree": is_non_degree,
                "valid_months": months,
                "face_pattern": FACE_PATTERNS.get(code, ""),
            },
        )
    for code in TYPES:
        load_template(CertificateType.objects.get(code=code))


def load_template(kind: CertificateType) -> CertificateTemplate | None:
    """Put the first version of a type's page into force, where one is delivered and none exists yet."""
    folder = settings.BASE_DIR / "data" / "certificates" / kind.code.lower()
    if not (folder / "template.html").is_file() or kind.templates.exists():
        return None
    template = CertificateTemplate.objects.create(
        certificate_type=kind,
        number=1,
        status=CertificateTemplate.Status.APPROVED,
        html=(folder / "template.html").read_text(encoding="utf-8"),
        css=(folder / "style.css").read_text(encoding="utf-8"),
    )
    for path in sorted(folder.iterdir()):
        if path.suffix in {".png", ".svg", ".jpg"}:
            keep_picture(template, path)
    remember(template, "load", by=None)
    return template


def keep_picture(template: CertificateTemplate, path: Path) -> None:
    """A delivered picture becomes the template's own, so that the version stays what it is for ever."""
    content = path.read_bytes()
    picture = Attachment(
        record=template,
        category="picture",
        original_name=path.name,
        mime=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    picture.file.save(path.name, ContentFile(content), save=False)
    picture.save()
