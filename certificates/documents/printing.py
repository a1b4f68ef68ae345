"""From a template version and its values to the bytes of a PDF."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from certificates.documents.values import PLACEHOLDERS, sample_values
from certificates.documents.wording import template_problems
from certificates.models import CertificateTemplate
from core.models import Attachment
from core.pdf import BatchRenderer, PdfError, sign_pdf


@functools.lru_cache(maxsize=8)
def _opened(html: str, css: str, images: tuple[tuple[str, bytes], ...]) -> BatchRenderer:
    return BatchRenderer(html, css=css, images=dict(images), allowed=set(PLACEHOLDERS))


def printer_for(template: CertificateTemplate) -> BatchRenderer:
    """The template opened once in this process; its own pictures and the fonts are all it may load."""
    return _opened(template.html, template.css, tuple(images_of(template).items()))


def images_of(template: CertificateTemplate) -> dict[str, bytes]:
    """The pictures of the template by their names: the seal, an ornament."""
    images = {}
    if template.pk:
        for attachment in (
            Attachment.objects.of(template).current().filter(category="picture").order_by("original_name")
        ):
            with attachment.file.open("rb") as file:
                images[attachment.original_name] = file.read()
    return images


def finished_pdf(template: CertificateTemplate, values: Mapping[str, str]) -> tuple[bytes, bool]:
    """The PDF of one certificate, signed where the office has a key, and whether it is signed (§5.8, EC-90)."""
    return sign_pdf(printer_for(template).render(values), reason=values["number"])


def check_template(template: CertificateTemplate) -> list[str]:
    """Why a version may not be put into force: its language, its wording, its proof with a sample holder."""
    problems = template_problems(template.html, template.css, template.certificate_type)
    try:
        printer = printer_for(template)
    except PdfError as error:
        return [*problems, str(error)]
    proof = printer.preflight(sample_values(template.certificate_type))
    return problems + [problem.message for problem in proof]


def proof_of(template: CertificateTemplate) -> bytes:
    """A proof with a holder who does not exist; raises PdfError when the page cannot be made."""
    return printer_for(template).render(sample_values(template.certificate_type))
