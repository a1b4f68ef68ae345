"""Finished files: joined for printing, read back, fingerprinted."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

MERGE_AT_ONCE = 100
MAPPING = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")


def pdf_sha256(content: bytes) -> str:
    """The fingerprint kept in the register."""
    return hashlib.sha256(content).hexdigest()


def merge_pdfs(files: Iterable[str | Path], out: str | Path | BinaryIO) -> int:
    """Join files into one for printing, a hundred at a time so that memory stays flat; the number of pages."""
    with tempfile.TemporaryDirectory(prefix="merge-") as folder:
        parts = list(files)
        round_number = 0
        while len(parts) > MERGE_AT_ONCE:
            round_number += 1
            parts = list(_merged_chunks(parts, Path(folder), round_number))
        return _merge(parts, out)


def _merged_chunks(parts: list[Any], folder: Path, round_number: int) -> Iterator[Path]:
    for begin in range(0, len(parts), MERGE_AT_ONCE):
        chunk = folder / f"{round_number}-{begin}.pdf"
        _merge(parts[begin : begin + MERGE_AT_ONCE], chunk)
        yield chunk


def _merge(parts: list[Any], out: str | Path | BinaryIO) -> int:
    import pikepdf

    target = out if hasattr(out, "write") else os.fspath(out)
    with pikepdf.new() as merged:
        for part in parts:
            with pikepdf.open(part) as single:
                merged.pages.extend(single.pages)
        merged.save(target, deterministic_id=True)
        return len(merged.pages)


def count_pages(content: bytes) -> int:
    """How many pages the file has."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def pdf_text(content: bytes) -> str:
    """The text of a file made here, line by line, as a reader of the file would copy it."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        pages = ["".join(_text_of(page.obj, page.obj)) for page in pdf.pages]
    return "\n".join(line for page in pages for line in page.split("\n") if line)


def _text_of(stream: Any, owner: Any) -> Iterator[str]:
    import pikepdf

    resources = owner.get("/Resources", {})
    meanings: dict[str, dict[int, str]] = {}
    current: dict[int, str] = {}
    height = None
    instructions: Any = pikepdf.parse_content_stream(stream)  # its classes unpack, the stubs do not say so
    for operands, operator in instructions:
        name = str(operator)
        if name == "Tf":
            key = str(operands[0])
            if key not in meanings:
                meanings[key] = _meanings(resources["/Font"][key])
            current = meanings[key]
        elif name in {"Tj", "TJ"}:
            yield _shown(operands[0], current)
        elif name == "ET" or (name == "Tm" and operands[5] != height):
            yield "\n"
            height = operands[5] if name == "Tm" else None
        elif name == "Do":
            form = resources["/XObject"][str(operands[0])]
            if form.get("/Subtype") == "/Form":
                yield from _text_of(form, form)


def _shown(operand: Any, meanings: dict[int, str]) -> str:
    import pikepdf

    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    told = []
    for part in parts:
        if isinstance(part, (pikepdf.String, bytes)):
            codes = bytes(part)
            pairs = (int.from_bytes(codes[place : place + 2], "big") for place in range(0, len(codes), 2))
            told += [meanings.get(code, "") for code in pairs]
    return "".join(told)


def _meanings(font: Any) -> dict[int, str]:
    """What each code of a font stands for, from the table embedded with it."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    single = re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in single
        for code, text in MAPPING.findall(block)
    }
