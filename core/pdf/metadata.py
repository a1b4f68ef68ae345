"""What a file says about itself: title, language, and that it is fit for the archive (PDF/A-2b)."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

from core.pdf.writer import text_string

PRODUCER = "International Office Portal"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>{dates}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def packet(title: str, language: str, created: datetime | None) -> bytes:
    """The XMP packet; without a date the file depends on nothing but its content."""
    moment = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if created else ""
    dates = f"<xmp:CreateDate>{moment}</xmp:CreateDate>" if moment else ""
    return PACKET.format(
        title=escape(title), language=escape(language), producer=PRODUCER, dates=dates
    ).encode()


def information(title: str, created: datetime | None) -> str:
    """The older dictionary that says the same."""
    moment = created.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ") if created else ""
    date = f" /CreationDate ({moment})" if moment else ""
    return f"<< /Title {text_string(title)} /Producer {text_string(PRODUCER)}{date} >>"
