"""Answering strangers who hold a certificate in their hands (§5.7)."""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
import time
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from certificates.models import Certificate, VerificationCheck
from core.fields import keyed_hash
from core.names import names_match
from core.policy import policy

Result = VerificationCheck.Result
Way = VerificationCheck.Way


@dataclass(frozen=True)
class Verdict:
    """What the public page says; without a match there is no certificate and no reason."""

    result: str
    certificate: Certificate | None = None

    @property
    def is_limited(self) -> bool:
        return self.result == Result.LIMITED


def address_key(address: str) -> str:
    """An address as it is logged: recognisable again, readable never."""
    return keyed_hash(f"address:{address}")


def limits() -> dict[str, int]:
    """How many questions are answered, read anew each minute."""
    return _limits(int(time.time() // 60))


@functools.lru_cache(maxsize=1)
def _limits(_minute: int) -> dict[str, int]:
    return {name: policy(f"certificates.checks_per_{name}") for name in ("minute", "day", "certificate")}


def within_limits(key: str, certificate: Certificate | None = None) -> bool:
    """Whether this address, and this certificate, may be asked about once more (EC-88).

    The log itself is counted, so that the limit holds over all processes and survives a restart.
    """
    now, most = timezone.now(), limits()
    minute_ago = now - timedelta(minutes=1)
    answered = VerificationCheck.objects.exclude(result=Result.LIMITED)
    asked = answered.filter(address_hash=key, at__gte=now - timedelta(days=1)).aggregate(
        day=Count("pk"), minute=Count("pk", filter=Q(at__gte=minute_ago))
    )
    if asked["minute"] >= most["minute"] or asked["day"] >= most["day"]:
        return False
    if certificate is None:
        return True
    return answered.filter(certificate=certificate, at__gte=minute_ago).count() < most["certificate"]


def _refuse(way: str, key: str) -> Verdict:
    """Too many questions; the log says so once a minute, not a million times."""
    recent = timezone.now() - timedelta(minutes=1)
    if not VerificationCheck.objects.filter(address_hash=key, at__gte=recent, result=Result.LIMITED).exists():
        VerificationCheck.objects.create(way=way, result=Result.LIMITED, address_hash=key)
    return Verdict(Result.LIMITED)


def verify_token(token: str, *, address: str) -> Verdict:
    """The answer to a scanned QR code."""
    key = address_key(address)
    found = _published().filter(token=token[:64]).first()
    if not within_limits(key, found):
        return _refuse(Way.TOKEN, key)
    return _answer(found, Way.TOKEN, key)


def verify_number(number: str, name: str, *, address: str) -> Verdict:
    """The answer to a number with a name; unknown number, wrong name and draft are one answer (EC-88)."""
    key = address_key(address)
    if not within_limits(key):
        return _refuse(Way.NUMBER, key)
    wanted = normal_number(number)
    found = _published().filter(number=wanted).first() or _published().filter(face_number=wanted).first()
    printed = (found.name_zh, found.name_latin) if found else ("〇〇", "nobody")
    # Both names are compared, whatever the first one said, so that the time tells nothing.
    matches = [names_match(each, name) for each in printed]
    return _answer(found if found and any(matches) else None, Way.NUMBER, key)


def compare_file(certificate: Certificate, upload: Any, *, address: str) -> Verdict:
    """Whether a PDF is byte for byte the one in the archive (与存档一致)."""
    key = address_key(address)
    if not within_limits(key, certificate):
        return _refuse(Way.FILE, key)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    same = hmac.compare_digest(digest.hexdigest(), certificate.sha256)
    result = Result.SAME if same else Result.DIFFERENT
    VerificationCheck.objects.create(way=Way.FILE, result=result, address_hash=key, certificate=certificate)
    return Verdict(result, certificate)


def state_of(certificate: Certificate) -> Verdict:
    """How the certificate stands today."""
    return Verdict(_result_of(certificate), certificate)


def normal_number(text: str) -> str:
    """The number as the register writes it, however it was typed: width, case, spaces and dashes do not matter."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if "〔" in text or "第" in text:
        return re.sub(r"\s", "", text).translate(str.maketrans("[]()\uff08\uff09【】", "〔〕〔〕〔〕〔〕"))
    plain = re.sub(r"[\s‐-―−_]+", "-", plain).upper().strip("-")
    parts = re.fullmatch(r"([A-Z]+)-?([A-Z]{3})-?(\d{4})-?(\d{6})-?([\dX])", plain)
    return "-".join(parts.groups()) if parts else plain[:40]


def _published() -> Any:
    return Certificate.objects.verifiable().select_related("batch__certificate_type")


def _answer(certificate: Certificate | None, way: str, key: str) -> Verdict:
    result = _result_of(certificate)
    VerificationCheck.objects.create(way=way, result=result, address_hash=key, certificate=certificate)
    return Verdict(result, certificate)


def _result_of(certificate: Certificate | None) -> str:
    if certificate is None:
        return Result.NO_MATCH
    if certificate.status == Certificate.Status.REVOKED:
        return Result.REVOKED
    if certificate.status == Certificate.Status.SUPERSEDED:
        return Result.SUPERSEDED
    return Result.EXPIRED if certificate.is_expired else Result.VALID
