"""Packed files, bounded before anything opens them: members, sizes and ratio, measured and not believed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
HIGHEST_RATIO = 150
SMALL_ENOUGH = 8 * 1024 * 1024  # below this no ratio is dangerous
CHUNK = 64 * 1024
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 0x1


def open_archive(file: BinaryIO, *, most_unpacked: int = MOST_UNPACKED) -> zipfile.ZipFile:
    """The archive, once its own list of members is within bounds; what it says is checked while reading."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise broken() from None
    members = archive.infolist()
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise ValidationError(
            _("The file is protected by a password. Please remove the password."), code="password_protected"
        )
    file.seek(0, 2)
    packed = max(1, file.tell())
    unpacked = sum(member.file_size for member in members)
    is_bomb = unpacked > SMALL_ENOUGH and unpacked / packed > HIGHEST_RATIO
    if len(members) > MOST_MEMBERS or unpacked > most_unpacked or is_bomb:
        raise _too_large()
    if any(member.header_offset < 0 for member in members):
        raise broken()
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise broken()
    if sum(member.compress_size for member in members) > packed:
        raise _too_large()  # members that share the same bytes
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes in pieces; more than the archive's list promised is refused."""
    file = archive.fp
    if file is None:
        raise broken()
    start = _data_start(file, member)
    unpacker = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    left, seen, position = member.compress_size, 0, start
    while left > 0:
        file.seek(position)
        packed = file.read(min(CHUNK, left))
        if not packed:
            raise broken()
        left -= len(packed)
        position += len(packed)
        for piece in _unpacked(unpacker, packed):
            seen += len(piece)
            if seen > member.file_size:
                raise _too_large()
            yield piece


def _unpacked(unpacker: zlib._Decompress | None, packed: bytes) -> Iterator[bytes]:
    if unpacker is None:
        yield packed
        return
    try:
        while packed:
            if piece := unpacker.decompress(packed, CHUNK):
                yield piece
            packed = unpacker.unconsumed_tail
    except zlib.error:
        raise broken() from None


def _data_start(file: IO[bytes], member: zipfile.ZipInfo) -> int:
    file.seek(member.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise broken()
    *__, name_length, extra_length = LOCAL_HEADER.unpack(header)
    return member.header_offset + LOCAL_HEADER.size + name_length + extra_length


def measure(archive: zipfile.ZipFile) -> None:
    """Unpack every member once, keeping nothing, so that no later reader meets more than was promised."""
    for member in archive.infolist():
        for __ in read_member(archive, member):
            pass


def member_text(archive: zipfile.ZipFile, name: str, limit: int = 4 * 1024 * 1024) -> str:
    """A small member as text, or nothing where it is missing."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return ""
    if member.file_size > limit:
        raise _too_large()
    return b"".join(read_member(archive, member)).decode("utf-8", "replace")


def broken() -> ValidationError:
    """A file that cannot be read to its end."""
    return ValidationError(_("The file is damaged and cannot be opened."), code="damaged")


def _too_large() -> ValidationError:
    return ValidationError(
        _("The file unpacks to far more than its size; it was not opened."), code="unpacks_too_large"
    )
