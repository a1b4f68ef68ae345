"""Writes PDF objects one after another; the parts all files of a template share are kept as bytes."""

import hashlib
import zlib
from io import BytesIO
from typing import Any

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def number(value: float) -> str:
    """A number as PDF writes it: short, without an exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0" if value % 1 else str(int(value))


def text_string(text: str) -> str:
    """A text of the document's information, in hexadecimal so that nothing needs an escape."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


class Shell:
    """The objects every file of one template shares, serialised once.

    `places` names the objects that each file writes for itself: their numbers are already taken.
    """

    def __init__(self, pdf: Any, places: dict[str, Any]) -> None:
        self.places = {name: pdf_object.objgen[0] for name, pdf_object in places.items()}
        own = set(self.places.values())
        self.catalogue = pdf.Root.objgen[0]
        self.page_start = places["page"].unparse(resolved=True).removesuffix(b">>")
        self.count = len(pdf.objects)
        body, self.offsets = BytesIO(), {}
        body.write(HEADER)
        for place, pdf_object in enumerate(pdf.objects, start=1):
            if place not in own:
                self.offsets[place] = body.tell()
                body.write(_serialised(place, pdf_object))
        self.body = body.getvalue()


def _serialised(place: int, pdf_object: Any) -> bytes:
    import pikepdf

    if isinstance(pdf_object, pikepdf.Stream):
        content = pdf_object.read_raw_bytes()
        head = pikepdf.Dictionary({key: value for key, value in pdf_object.stream_dict.items()})
        head["/Length"] = len(content)
        return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (
            place,
            head.unparse(),
            content,
        )
    return b"%d 0 obj\n%s\nendobj\n" % (place, pdf_object.unparse(resolved=True))


class PdfWriter:
    """One file in the making."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.parts = [shell.body]
        self.length = len(shell.body)
        self.offsets = dict(shell.offsets)
        self.last = shell.count

    def object(self, content: str | bytes, place: int | None = None) -> int:
        """Add an object; its number."""
        if place is None:
            self.last += 1
            place = self.last
        data = content.encode("latin-1") if isinstance(content, str) else content
        data = b"%d 0 obj\n%s\nendobj\n" % (place, data)
        self.offsets[place] = self.length
        self.parts.append(data)
        self.length += len(data)
        return place

    def stream(
        self,
        content: bytes,
        entries: str = "",
        *,
        place: int | None = None,
        packed: bool = True,
    ) -> int:
        """Add a stream, compressed unless it must stay readable."""
        if packed:
            content, entries = (
                zlib.compress(content, 6),
                f"/Filter /FlateDecode {entries}",
            )
        head = f"<< /Length {len(content)} {entries} >>\nstream\n".encode("latin-1")
        return self.object(head + content + b"\nendstream", place)

    def finish(self, information: int) -> bytes:
        """The whole file; its identity follows from its content, so the same input gives the same bytes."""
        total = self.last + 1
        rows = [b"0000000000 65535 f \n"]
        rows += [b"%010d 00000 n \n" % self.offsets[place] for place in range(1, total)]
        identity = hashlib.sha256(b"".join(self.parts)).hexdigest()[:32]
        trailer = (
            f"trailer\n<< /Size {total} /Root {self.shell.catalogue} 0 R /Info {information} 0 R"
            f" /ID [<{identity}> <{identity}>] >>\nstartxref\n{self.length}\n%%EOF\n"
        )
        return b"".join([*self.parts, b"xref\n0 %d\n" % total, *rows, trailer.encode()])
