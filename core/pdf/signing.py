"""The office's electronic signature on a file (PAdES B-B): present only where a key is configured."""

import functools
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.pdf.errors import PdfError

PASSWORD_VARIABLE = "SIGNING_PKCS12_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds


class SigningFailed(PdfError):
    """A key is configured but cannot be used; the file must not be called signed (EC-90)."""


@dataclass(frozen=True)
class SealField:
    """Where the visible field of the signature stands: page from 0, corners in points from bottom left."""

    page: int
    box: tuple[int, int, int, int]


def key_file() -> Path | None:
    """The PKCS#12 file of the office, if one is configured."""
    return Path(settings.SIGNING_PKCS12) if settings.SIGNING_PKCS12 else None


def sign_pdf(
    content: bytes,
    *,
    reason: str = "",
    location: str = "",
    field: SealField | None = None,
) -> tuple[bytes, bool]:
    """The signed file and True, or the file as it was and False where no key is configured (5.8)."""
    file = key_file()
    if file is None:
        return content, False
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = _signer(str(file), file.stat().st_mtime if file.exists() else 0.0)
    metadata = signers.PdfSignatureMetadata(
        field_name="Office",
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason or None,
        location=location or None,
        use_pades_lta=False,
    )
    place: dict[str, Any] = {"on_page": field.page, "box": field.box} if field else {}
    try:
        signed = signers.PdfSigner(
            metadata, signer, new_field_spec=fields.SigFieldSpec("Office", **place)
        ).sign_pdf(IncrementalPdfFileWriter(BytesIO(content)))
    except Exception as error:
        raise SigningFailed(_("The document could not be signed: %(error)s") % {"error": error}) from error
    return signed.getvalue(), True


@functools.lru_cache(maxsize=1)
def _signer(file: str, changed: float) -> Any:
    """The key, opened once per process and again when the file changes."""
    from pyhanko.sign import signers

    password = os.environ.get(PASSWORD_VARIABLE, "").encode()
    signer = signers.SimpleSigner.load_pkcs12(file, passphrase=password or None) if changed else None
    if signer is None:
        raise SigningFailed(
            _("The signing key %(file)s cannot be opened: check the file and its password.") % {"file": file}
        )
    return signer
