"""What tests of partnerships may ask for."""

import pytest
from django.core.files.base import ContentFile

from core.attachments import attach
from partnerships.models import Agreement
from tests.factories.partnerships import AgreementFactory

PDF_FILE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def pdf(name="scan.pdf", mark=b""):
    """A small PDF; a mark makes it another file."""
    return ContentFile(PDF_FILE + mark, name=name)


@pytest.fixture
def agreement_at():
    """Makes an agreement that stands at a status, with draft and scan attached."""

    def make(status, unit, **fields):
        fields = {"summary": "双方每年互派学生。", "places_out": 2, "places_in": 2} | fields
        agreement = AgreementFactory(unit=unit, status=Agreement.Status.DRAFTING, **fields)
        attach(agreement, pdf(mark=b"draft"), category="draft", by=agreement.author)
        attach(agreement, pdf(), category="signed_scan", by=agreement.author)
        Agreement.objects.filter(pk=agreement.pk).update(status=status)
        agreement.refresh_from_db()
        return agreement

    return make
